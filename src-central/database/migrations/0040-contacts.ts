/** Addresses of people with an appointment, encrypted with a key outside the database; and codes that prove an address. */
export const contacts: readonly string[] = [
  // `sealed` has the address, and the secret of the booking's page for the link in messages.
  `CREATE TABLE contact (
    city_id text NOT NULL,
    appointment_id uuid NOT NULL,
    by text NOT NULL CHECK (by IN ('mail', 'telephone')),
    sealed text NOT NULL,
    language text NOT NULL,
    kept_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, appointment_id)
  )`,
  `CREATE TABLE contact_message (
    city_id text NOT NULL,
    appointment_id uuid NOT NULL,
    kind text NOT NULL,
    message_id uuid NOT NULL,
    subject text NOT NULL,
    next_try_at timestamptz NOT NULL,
    tries int NOT NULL DEFAULT 0,
    holder uuid,
    sent_at timestamptz,
    PRIMARY KEY (city_id, appointment_id, kind, subject),
    FOREIGN KEY (city_id, appointment_id) REFERENCES contact (city_id, appointment_id) ON DELETE CASCADE
  )`,
  'CREATE INDEX contact_message_waiting ON contact_message (city_id, next_try_at) WHERE sent_at IS NULL',
  'CREATE INDEX contact_over ON contact (city_id, until_at)',
  `CREATE TABLE contact_proof (
    city_id text NOT NULL,
    proof_hash text NOT NULL,
    by text NOT NULL,
    sealed text NOT NULL,
    code_hash text NOT NULL,
    tries int NOT NULL DEFAULT 0,
    until_at timestamptz NOT NULL,
    proven_at timestamptz,
    PRIMARY KEY (city_id, proof_hash)
  )`,
  'CREATE INDEX contact_proof_over ON contact_proof (city_id, until_at)',
];
