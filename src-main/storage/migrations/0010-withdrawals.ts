/** Numbers that citizens gave up; and typed codes, by which the ticket for an unverified appointment is recognised. */
export const withdrawals = `
ALTER TABLE ticket ADD COLUMN withdrawn_at_ms REAL;
-- Labels of the tickets that its paper takes the place of, parted by spaces; null for none.
ALTER TABLE ticket ADD COLUMN replaces TEXT;

-- A keyed hash of a code that this kiosk could not look up: shown once more it leads to its ticket. Gone with its day.
CREATE TABLE check_in_code (
  code_hash TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  service_day TEXT NOT NULL,
  PRIMARY KEY (code_hash, ticket_id)
) STRICT, WITHOUT ROWID;
`;
