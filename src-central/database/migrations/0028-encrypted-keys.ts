/**
 * Office keys encrypted with a key outside the database. The clear column stays for replicas of the previous release. It is NULL once the
 * key is encrypted, so that such a replica fails instead of hashing with a wrong key.
 */
export const encryptedKeys: readonly string[] = [
  'ALTER TABLE office_key ADD COLUMN sealed text',
  'ALTER TABLE office_key ALTER COLUMN key DROP NOT NULL',
];
