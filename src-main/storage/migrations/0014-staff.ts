/**
 * The staff's short code, kept as the technician's PIN is, with its own wrong tries; and which series had a strip of the desk's numbers printed
 * for a service day, so that a second strip is known for what it is.
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
