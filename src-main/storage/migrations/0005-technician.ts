/** The technician's PIN: how it was derived stands in the hash itself (a PHC string). Wrong tries outlive a restart. */
export const technician = `
CREATE TABLE technician (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  pin_hash TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;
`;
