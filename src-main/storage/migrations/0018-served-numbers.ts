/**
 * The staff's marks on served numbers, and the undone marks. Both tables together decide which numbers are served, whether a mark or its
 * undoing arrives first.
 */
export const servedNumbers = `
CREATE TABLE served_mark (
  mark_id TEXT NOT NULL PRIMARY KEY,
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  -- Whose appointment begins later is not meant, but for the last number itself.
  appointments_until_ms REAL NOT NULL,
  rank INTEGER NOT NULL,
  said_at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE served_undo (
  mark_id TEXT NOT NULL PRIMARY KEY,
  said_at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
`;
