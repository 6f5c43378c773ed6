/**
 * Document numbers are stored as a slow hash (`signing/keyed-hash`). Fast hashes of an earlier release stay in `document_hash` until the
 * slow hash is computed from them; no new ones are written.
 */
export const slowHashes: readonly string[] = [
  // The form is `scheme:hash`. The hash is valid only while slow_hash_at equals changed_at, because a replica of the previous release
  // changes a row without renewing the hash.
  `ALTER TABLE appointment ADD COLUMN slow_hash text`,
  `ALTER TABLE appointment ADD COLUMN slow_hash_at timestamptz`,
  `CREATE INDEX appointment_by_slow_hash ON appointment (city_id, office_id, service_day) WHERE slow_hash IS NOT NULL`,
  `CREATE INDEX appointment_to_hash ON appointment (city_id, office_id, service_day) WHERE document_hash IS NOT NULL`,
];
