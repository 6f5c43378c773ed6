/**
 * The staff code, stored like the technician's PIN, with its own count of wrong tries. `desk_strip`: the last service day on which a
 * series' strip of numbers for a desk was printed, so that a second strip of that day is marked as a duplicate.
 */
export const staff = `
CREATE TABLE staff_code (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  code_hash TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;
CREATE TABLE desk_strip (
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  PRIMARY KEY (series)
) STRICT, WITHOUT ROWID;
`;
