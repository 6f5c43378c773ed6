/** The people who invited and confirmed an account, and the devices on which its owner has signed in. */
export const independentAccounts: readonly string[] = [
  // Null: the command line invited the person, or they come from the city's directory.
  'ALTER TABLE person ADD COLUMN invited_by_id uuid',
  'ALTER TABLE person ADD COLUMN confirmed_at timestamptz',
  'ALTER TABLE person ADD COLUMN confirmed_by uuid',
  `UPDATE person SET invited_by_id = inviter.person_id FROM person AS inviter
    WHERE inviter.city_id = person.city_id AND inviter.name = person.invited_by`,
  `CREATE TABLE known_device (
    city_id text NOT NULL,
    device_hash text NOT NULL,
    person_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, device_hash, person_id)
  )`,
  'CREATE INDEX known_device_by_person ON known_device (city_id, person_id)',
];
