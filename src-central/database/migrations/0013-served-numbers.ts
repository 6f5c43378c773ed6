/** Numbers that staff marked as served at a kiosk, and marks that they took back. Computed from events. */
export const servedNumbers: readonly string[] = [
  `CREATE TABLE served_mark (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    mark_id uuid NOT NULL,
    series text NOT NULL,
    service_day date NOT NULL,
    first_number bigint NOT NULL,
    last_number bigint NOT NULL,
    appointments_until timestamptz NOT NULL,
    rank bigint NOT NULL,
    said_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, mark_id)
  )`,
  'CREATE INDEX served_mark_by_series ON served_mark (city_id, kiosk_id, service_day, series)',
  `CREATE TABLE served_undo (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    mark_id uuid NOT NULL,
    said_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, mark_id)
  )`,
];
