/**
 * What must outlive a restart so that it does not begin anew for whoever guesses, or shows twice what holds once: how many failures the
 * device has counted lately, and by which mark a MiDNI code is known again. Neither says anything of a person.
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
