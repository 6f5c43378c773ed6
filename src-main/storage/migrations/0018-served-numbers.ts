/**
 * The marks of the staff on served numbers, and the marks that they undid. Both together say what counts, in whatever order they arrive.
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
