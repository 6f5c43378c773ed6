/**
 * The queue of each service, which kiosks now report beside the ranks of tickets. `services_at` is the time of that report. It differs from
 * `as_of`, because replicas of the previous release write `as_of` alone.
 */
export const statedServices: readonly string[] = [
  "ALTER TABLE queue_statement ADD COLUMN services jsonb NOT NULL DEFAULT '[]'",
  'ALTER TABLE queue_statement ADD COLUMN services_at timestamptz',
];
