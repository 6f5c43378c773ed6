/** Tickets that their holders gave up at the kiosk. Computed from events; can be computed again. */
export const withdrawals: readonly string[] = [
  `CREATE TABLE ticket_withdrawal (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    withdrawn_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, ticket_id)
  )`,
];
