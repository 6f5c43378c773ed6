const PLACE = `epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL`;

/** Answers to calls for help at kiosks, and commands that a second person has to confirm. */
export const twoPeople: readonly string[] = [
  `CREATE TABLE help_answer (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    help_id uuid NOT NULL,
    desk_id text,
    answered_at timestamptz NOT NULL,
    ${PLACE},
    PRIMARY KEY (city_id, kiosk_id, help_id)
  )`,
  `CREATE TABLE help_end (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    help_id uuid NOT NULL,
    reason text NOT NULL,
    ended_at timestamptz NOT NULL,
    ${PLACE},
    PRIMARY KEY (city_id, kiosk_id, help_id)
  )`,
  // The table is separate from `kiosk_order`, because a replica of the previous release sends every row of `kiosk_order` to its kiosk.
  `CREATE TABLE order_proposal (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    order_id uuid NOT NULL,
    office_id text NOT NULL,
    action text NOT NULL,
    proposed_at timestamptz NOT NULL,
    deadline_at timestamptz NOT NULL,
    proposed_by text NOT NULL,
    token_id uuid NOT NULL,
    confirmed_at timestamptz,
    confirmed_by uuid,
    PRIMARY KEY (city_id, kiosk_id, order_id)
  )`,
  `CREATE INDEX order_proposal_by_time ON order_proposal (city_id, proposed_at)`,
];
