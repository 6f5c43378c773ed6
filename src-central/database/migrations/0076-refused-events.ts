/** The newest event of each kiosk that reports an event which the centre will never accept. */
export const refusedEvents: readonly string[] = [
  `CREATE TABLE kiosk_refusal (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    incarnation uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation)
  )`,
];
