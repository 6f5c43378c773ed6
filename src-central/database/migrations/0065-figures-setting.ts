/** Whether a city has informed its staff of figures by desk, and which figures it publishes. */
export const figuresSetting: readonly string[] = [
  `CREATE TABLE figures_setting (
    city_id text NOT NULL,
    document jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (city_id)
  )`,
];
