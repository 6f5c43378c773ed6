/** Monthly figures of an office, as first published. They are counts, without any person. */
export const officeFigures: readonly string[] = [
  `CREATE TABLE office_figures (
    city_id text NOT NULL,
    office_id text NOT NULL,
    month text NOT NULL,
    made_at timestamptz NOT NULL,
    rows jsonb NOT NULL,
    PRIMARY KEY (city_id, office_id, month),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
];
