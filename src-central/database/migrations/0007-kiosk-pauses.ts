/** The last pause and the last resumption of each service at a kiosk. Computed from events. */
export const kioskPauses: readonly string[] = [
  `CREATE TABLE kiosk_pause (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    incarnation uuid NOT NULL,
    service_id text NOT NULL,
    reason text NOT NULL,
    -- Null: nobody said until when.
    until_at timestamptz,
    happened_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation, service_id)
  )`,
  `CREATE TABLE kiosk_resume (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    incarnation uuid NOT NULL,
    service_id text NOT NULL,
    happened_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation, service_id)
  )`,
];
