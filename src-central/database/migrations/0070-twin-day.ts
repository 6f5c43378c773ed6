/** The results of an office's simulation (the twin) for one day, and the time at which the present computation began. */
export const twinDay: readonly string[] = [
  `CREATE TABLE twin_day (
    city_id text NOT NULL,
    office_id text NOT NULL,
    service_day date NOT NULL,
    begun_at timestamptz,
    answers jsonb NOT NULL,
    PRIMARY KEY (city_id, office_id),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
];
