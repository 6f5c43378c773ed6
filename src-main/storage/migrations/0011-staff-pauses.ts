/** Services that staff have paused, kept over a restart. `until_ms` is null for a pause without a set end. */
export const staffPauses = `
CREATE TABLE staff_pause (
  service_id TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  since_ms REAL NOT NULL,
  until_ms REAL
) STRICT, WITHOUT ROWID;
`;
