/** The present queues of an office as each kiosk reported them last; there is no history. `tickets` has states by ticket id. */
export const queueStatements: readonly string[] = [
  `CREATE TABLE queue_statement (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    as_of timestamptz NOT NULL,
    tickets jsonb NOT NULL,
    PRIMARY KEY (city_id, kiosk_id)
  )`,
  'CREATE INDEX queue_statement_of_office ON queue_statement (city_id, office_id)',
];
