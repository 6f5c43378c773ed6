/** Where a channel hears what became of its appointments, who cancelled one, and the notices to send. */
export const outcomes: readonly string[] = [
  'ALTER TABLE channel ADD COLUMN outcomes jsonb',
  'ALTER TABLE appointment ADD COLUMN cancelled_by text',
  `CREATE TABLE outcome_message (
    city_id text NOT NULL,
    message_id uuid NOT NULL,
    channel_id text NOT NULL,
    appointment_id uuid NOT NULL,
    outcome text NOT NULL,
    at timestamptz NOT NULL,
    content jsonb NOT NULL,
    written_at timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL,
    tries int NOT NULL DEFAULT 0,
    holder uuid,
    sent_at timestamptz,
    PRIMARY KEY (city_id, message_id)
  )`,
  // Two replicas that look at once write a notice once.
  'CREATE UNIQUE INDEX outcome_message_of_appointment ON outcome_message (city_id, appointment_id, outcome, at)',
  'CREATE INDEX outcome_message_waiting ON outcome_message (city_id, next_try_at) WHERE sent_at IS NULL',
  'CREATE INDEX outcome_message_by_time ON outcome_message (city_id, written_at)',
];
