/** The hash of the secret address at which a specialist's calendar is read. */
export const deskCalendar: readonly string[] = [
  `CREATE TABLE desk_calendar (
    city_id text NOT NULL,
    office_id text NOT NULL,
    desk_id text NOT NULL,
    secret_hash text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, office_id, desk_id),
    UNIQUE (city_id, secret_hash),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
];
