/** The figures of one day of an office. They are counted again while events of that day may still arrive. */
export const dayFigures: readonly string[] = [
  `CREATE TABLE day_figures (
    city_id text NOT NULL,
    office_id text NOT NULL,
    service_day date NOT NULL,
    made_at timestamptz NOT NULL,
    figures jsonb NOT NULL,
    PRIMARY KEY (city_id, office_id, service_day),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
];
