/**
 * The queue of each service, which kiosks now report beside the ranks of tickets. `services_at` is the time of that report. `as_of` cannot
 * give that time, because replicas of the previous release write `as_of` without `services`.
 */
export const statedServices: readonly string[] = [
  "ALTER TABLE queue_statement ADD COLUMN services jsonb NOT NULL DEFAULT '[]'",
  'ALTER TABLE queue_statement ADD COLUMN services_at timestamptz',
];
