/** Services that the staff have paused, kept over a restart. `until_ms` is null for a pause without an end. */
export const staffPauses = `
CREATE TABLE staff_pause (
  service_id TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  since_ms REAL NOT NULL,
  until_ms REAL
) STRICT, WITHOUT ROWID;
`;
