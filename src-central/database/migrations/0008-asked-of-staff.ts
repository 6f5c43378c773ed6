const PLACE = `epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL`;

/** Requests of citizens to the staff, computed from events, and the staff's acknowledgements that somebody is coming. */
export const askedOfStaff: readonly string[] = [
  `ALTER TABLE ticket ADD COLUMN preferential boolean NOT NULL DEFAULT false,
    ADD COLUMN come_and_fetch boolean NOT NULL DEFAULT false`,
  `UPDATE ticket SET preferential = coalesce(event.payload ->> 'preferential' = 'true', false),
      come_and_fetch = coalesce(event.payload ->> 'comeAndFetch' = 'true', false)
    FROM event WHERE event.city_id = ticket.city_id AND event.kiosk_id = ticket.kiosk_id AND event.epoch = ticket.epoch
      AND event.seq = ticket.seq AND event.event_id = ticket.event_id AND event.type = 'ticket-issued'
      AND (event.payload ->> 'preferential' = 'true' OR event.payload ->> 'comeAndFetch' = 'true')`,
  `CREATE TABLE ticket_attention (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    preferential boolean NOT NULL,
    come_and_fetch boolean NOT NULL,
    ${PLACE},
    PRIMARY KEY (city_id, kiosk_id, ticket_id)
  )`,
  `CREATE TABLE help_asked (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    help_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    ${PLACE},
    PRIMARY KEY (city_id, kiosk_id, help_id)
  )`,
  `CREATE INDEX help_asked_by_office ON help_asked (city_id, office_id, asked_at)`,
  `CREATE INDEX help_asked_by_id ON help_asked (city_id, help_id)`,
  `CREATE TABLE kiosk_acknowledgement (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    preferential boolean NOT NULL,
    come_and_fetch boolean NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    ${PLACE},
    PRIMARY KEY (city_id, kiosk_id, subject_id)
  )`,
  // Acknowledgements by a person at the centre, with the needs that the citizen had requested at that time.
  `CREATE TABLE acknowledgement (
    city_id text NOT NULL,
    subject_id uuid NOT NULL,
    office_id text NOT NULL,
    preferential boolean NOT NULL,
    come_and_fetch boolean NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    acknowledged_by text NOT NULL,
    PRIMARY KEY (city_id, subject_id)
  )`,
  `CREATE INDEX acknowledgement_by_time ON acknowledgement (city_id, acknowledged_at)`,
];
