/** Services that the staff have let take no turns, over a restart. `until_ms` is null where nobody said until when. */
export const staffPauses = `
CREATE TABLE staff_pause (
  service_id TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  since_ms REAL NOT NULL,
  until_ms REAL
) STRICT, WITHOUT ROWID;
`;
