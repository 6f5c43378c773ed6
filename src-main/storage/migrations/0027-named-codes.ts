/**
 * Personal codes of technicians and staff, whose names only the centre has. `sealed`: a hash under a key of the machine. `pin_closed`: a
 * technician's code arrived after the shared PIN was last deleted, so an office without a shared PIN accepts no PIN any more. The next
 * snapshot is read in full, because earlier programs ignored its codes.
 */
export const namedCodes = `
CREATE TABLE named_code (
  code_id TEXT NOT NULL,
  role TEXT NOT NULL,
  starts TEXT NOT NULL,
  until_ms INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
  PRIMARY KEY (code_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE named_code_lock (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  failures INTEGER NOT NULL CHECK (failures >= 0),
  pin_closed INTEGER NOT NULL CHECK (pin_closed IN (0, 1))
) STRICT;
INSERT INTO named_code_lock (id, failures, pin_closed) VALUES (1, 0, 0);
UPDATE centre SET etag = NULL;
`;
