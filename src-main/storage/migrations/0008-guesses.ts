/**
 * The device's recent failures, and the marks of shown codes. They survive a restart, so that an attacker gets no new guesses and no MiDNI
 * code is accepted twice. Neither identifies a person.
 */
export const guesses = `
CREATE TABLE tries (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;
INSERT INTO tries (id, failures) VALUES (1, 0);
CREATE TABLE seal_shown (
  mark TEXT NOT NULL PRIMARY KEY,
  good_until_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
`;
