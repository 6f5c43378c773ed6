/**
 * Counts of answers to the question after a visit, by smiley and day, without person or ticket. `service_id` is '' for answers at a kiosk,
 * which does not know the service. `words` of a month is null if an earlier program computed the month.
 */
export const wordsAfter: readonly string[] = [
  `CREATE TABLE word_count (
    city_id text NOT NULL,
    office_id text NOT NULL,
    service_id text NOT NULL,
    day date NOT NULL,
    face text NOT NULL,
    answers bigint NOT NULL,
    PRIMARY KEY (city_id, office_id, service_id, day, face)
  )`,
  'ALTER TABLE office_figures ADD COLUMN words jsonb',
];
