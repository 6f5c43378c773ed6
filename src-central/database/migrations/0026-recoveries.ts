/** Passkeys, recoveries of an account by two administrators, and sessions by their id. */
export const recoveries: readonly string[] = [
  `CREATE TABLE recovery (
    city_id text NOT NULL,
    recovery_id uuid NOT NULL,
    person_id uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    proposed_by text NOT NULL,
    proposer_id uuid NOT NULL,
    confirmed_at timestamptz,
    PRIMARY KEY (city_id, recovery_id)
  )`,
  `CREATE INDEX recovery_by_person ON recovery (city_id, person_id)`,
  `CREATE TABLE passkey (
    city_id text NOT NULL,
    credential_id text NOT NULL,
    person_id uuid NOT NULL,
    public_key text NOT NULL,
    use_count bigint NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, credential_id)
  )`,
  `CREATE INDEX passkey_by_person ON passkey (city_id, person_id)`,
  `CREATE TABLE spent_challenge (
    city_id text NOT NULL,
    challenge_hash text NOT NULL,
    spent_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, challenge_hash)
  )`,
  `CREATE INDEX staff_session_by_id ON staff_session (city_id, session_id)`,
];
