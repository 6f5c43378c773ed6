/**
 * How many answered with each face, by day: counts only, of no person and no ticket. `service_id` is '' at a kiosk, which does not know the
 * service. The words of a stored month are null if a program without them stored it.
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
