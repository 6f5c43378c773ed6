/** Commands of people at the centre to kiosks, their results (computed from events), and the newest diagnostics of each kiosk. */
export const kioskOrders: readonly string[] = [
  `CREATE TABLE kiosk_order (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    order_id uuid NOT NULL,
    office_id text NOT NULL,
    action text NOT NULL,
    until_at timestamptz,
    ordered_at timestamptz NOT NULL,
    deadline_at timestamptz NOT NULL,
    ordered_by text NOT NULL,
    token_id uuid,
    PRIMARY KEY (city_id, kiosk_id, order_id)
  )`,
  `CREATE INDEX kiosk_order_by_time ON kiosk_order (city_id, ordered_at)`,
  `CREATE TABLE order_end (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    order_id uuid NOT NULL,
    action text NOT NULL,
    result text NOT NULL,
    happened_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, order_id)
  )`,
  `CREATE INDEX order_end_by_time ON order_end (city_id, happened_at)`,
  `CREATE TABLE kiosk_diagnostics (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    order_id uuid NOT NULL,
    ordered_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    lines text NOT NULL,
    PRIMARY KEY (city_id, kiosk_id)
  )`,
];
