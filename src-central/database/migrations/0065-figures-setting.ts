/** A city's setting for figures: that its staff were informed of figures by desk, and which figures it publishes. */
export const figuresSetting: readonly string[] = [
  `CREATE TABLE figures_setting (
    city_id text NOT NULL,
    document jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (city_id)
  )`,
];
