/**
 * An older program can open the data of a newer one: from this migration on, `user_version` is the least schema that a program must know to
 * read the file (`LEAST_READER`), and this table says how many migrations have run.
 */
export const newerData = `
CREATE TABLE schema_version (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO schema_version (id, version) VALUES (1, 0);

-- The true time is not before this: the centre's time when it was last known, and what has gone by since while the kiosk ran.
ALTER TABLE kiosk ADD COLUMN time_at_least_ms REAL;
UPDATE kiosk SET time_at_least_ms = (SELECT last_contact_ms FROM centre);
`;
