/**
 * The queue of each service, as a kiosk states it beside those of its tickets. `services_at` is when it last stated any: replicas of the
 * release before overwrite `as_of` alone.
 */
export const statedServices: readonly string[] = [
  "ALTER TABLE queue_statement ADD COLUMN services jsonb NOT NULL DEFAULT '[]'",
  'ALTER TABLE queue_statement ADD COLUMN services_at timestamptz',
];
