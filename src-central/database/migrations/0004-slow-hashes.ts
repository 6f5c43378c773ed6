/**
 * A document's number is known by a hash that takes its time (`signing/keyed-hash`). Those that a release before made stay in
 * `document_hash` until they have been hashed once more; nothing new is written there.
 */
export const slowHashes: readonly string[] = [
  // scheme:hash. It counts while slow_hash_at is changed_at: a replica of the release before changes a row without knowing of it.
  `ALTER TABLE appointment ADD COLUMN slow_hash text`,
  `ALTER TABLE appointment ADD COLUMN slow_hash_at timestamptz`,
  `CREATE INDEX appointment_by_slow_hash ON appointment (city_id, office_id, service_day) WHERE slow_hash IS NOT NULL`,
  `CREATE INDEX appointment_to_hash ON appointment (city_id, office_id, service_day) WHERE document_hash IS NOT NULL`,
];
