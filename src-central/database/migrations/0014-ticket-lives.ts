/** Calls, ends and other acts of desks on tickets. Computed from events. */
export const ticketLives: readonly string[] = [
  `CREATE TABLE ticket_life (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    life_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    rank bigint NOT NULL,
    desk_id text NOT NULL,
    act text NOT NULL,
    target text,
    note text,
    undoes uuid,
    done_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, life_id)
  )`,
  'CREATE INDEX ticket_life_by_ticket ON ticket_life (city_id, ticket_id)',
];
