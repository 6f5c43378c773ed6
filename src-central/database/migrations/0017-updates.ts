/** Results of kiosks' updates (computed from events), and the version that a ring of kiosks (the city, an office, a kiosk) may have. */
export const updates: readonly string[] = [
  `CREATE TABLE kiosk_update (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    update_id uuid NOT NULL,
    ended_at timestamptz NOT NULL,
    from_version text NOT NULL,
    to_version text,
    result text NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, update_id)
  )`,
  `CREATE TABLE allowed_version (
    city_id text NOT NULL,
    reach text NOT NULL CHECK (reach IN ('city', 'office', 'kiosk')),
    place text NOT NULL,
    version text,
    ordinal bigint NOT NULL,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, reach, place)
  )`,
];
