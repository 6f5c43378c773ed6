/** Which ends of updates the centre is told of already, and the version that it lets this kiosk have; `null` where it does not say. */
export const updates = `
CREATE TABLE told_update (
  update_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
ALTER TABLE centre ADD COLUMN allowed_version TEXT;
`;
