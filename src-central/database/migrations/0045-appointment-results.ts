/** The address to which a channel wants the results of its appointments, who cancelled an appointment, and the notices to send. */
export const results: readonly string[] = [
  'ALTER TABLE channel ADD COLUMN results jsonb',
  'ALTER TABLE appointment ADD COLUMN cancelled_by text',
  `CREATE TABLE result_message (
    city_id text NOT NULL,
    message_id uuid NOT NULL,
    channel_id text NOT NULL,
    appointment_id uuid NOT NULL,
    result text NOT NULL,
    at timestamptz NOT NULL,
    content jsonb NOT NULL,
    written_at timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL,
    tries int NOT NULL DEFAULT 0,
    holder uuid,
    sent_at timestamptz,
    PRIMARY KEY (city_id, message_id)
  )`,
  // The index makes two replicas that look at the same time write a notice once.
  'CREATE UNIQUE INDEX result_message_of_appointment ON result_message (city_id, appointment_id, result, at)',
  'CREATE INDEX result_message_waiting ON result_message (city_id, next_try_at) WHERE sent_at IS NULL',
  'CREATE INDEX result_message_by_time ON result_message (city_id, written_at)',
];
