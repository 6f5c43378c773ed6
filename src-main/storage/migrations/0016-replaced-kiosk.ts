/**
 * The kiosk that this one replaced, until the next enrolment. `sent`: how many events of that kiosk this one has sent; null until they were
 * read. `centre.replaced`: another kiosk replaced this one, which its revocation alone does not say.
 */
export const replacedKiosk = `
CREATE TABLE replaced_kiosk (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  kiosk_id TEXT NOT NULL,
  slot INTEGER NOT NULL,
  name TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  last_heard_ms REAL,
  -- A JSON list of epoch and seq: what the centre had of it.
  acknowledged TEXT NOT NULL,
  sent INTEGER
) STRICT;
ALTER TABLE centre ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1));
`;
