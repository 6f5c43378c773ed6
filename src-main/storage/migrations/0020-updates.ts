/**
 * The updates whose results were reported to the centre; and the program version that the centre allows this kiosk, null if it names none.
 */
export const updates = `
CREATE TABLE told_update (
  update_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
ALTER TABLE centre ADD COLUMN allowed_version TEXT;
`;
