/** The technician's PIN; its hash, a PHC string, states how it was derived. Wrong tries survive a restart. */
export const technician = `
CREATE TABLE technician (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  pin_hash TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;
`;
