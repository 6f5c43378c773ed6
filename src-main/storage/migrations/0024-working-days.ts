/**
 * The beginning of each working day in the sequence of tickets: `from_ticket` among the tickets issued here, `from_heard` among the tickets
 * received from other kiosks. The sequence of tickets and not the clock separates the days, because no clock is certain of the date.
 */
export const workingDays = `
CREATE TABLE working_day (
  working_day_no INTEGER PRIMARY KEY,
  service_day TEXT NOT NULL,
  from_ticket INTEGER NOT NULL,
  from_heard INTEGER NOT NULL,
  doubt_ticket INTEGER,
  doubt_heard INTEGER
) STRICT;
ALTER TABLE heard_ticket ADD COLUMN heard_no INTEGER;
CREATE INDEX heard_ticket_by_no ON heard_ticket (heard_no);
ALTER TABLE served_mark ADD COLUMN from_ticket INTEGER;
ALTER TABLE served_mark ADD COLUMN to_ticket INTEGER;
`;
