/**
 * Numbers that the office's other kiosks issued, as those kiosks reported them. A desk's command may belong to two numbers, because two
 * kiosks without a connection may both have carried it out.
 */
export const officeKiosks = `
CREATE TABLE heard_ticket (
  ticket_id TEXT NOT NULL PRIMARY KEY,
  slot INTEGER NOT NULL,
  service_day TEXT NOT NULL,
  said TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX heard_ticket_by_day ON heard_ticket (service_day);
CREATE TABLE life_event_of_ticket (
  life_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  rank INTEGER NOT NULL,
  desk_id TEXT NOT NULL,
  act TEXT NOT NULL,
  target TEXT,
  note TEXT,
  undoes TEXT,
  at_ms REAL NOT NULL,
  PRIMARY KEY (ticket_id, life_id)
) STRICT, WITHOUT ROWID;
INSERT INTO life_event_of_ticket (life_id, ticket_id, rank, desk_id, act, target, note, undoes, at_ms)
  SELECT life_id, ticket_id, rank, desk_id, act, target, note, undoes, at_ms FROM life_event;
DROP TABLE life_event;
ALTER TABLE life_event_of_ticket RENAME TO life_event;
CREATE INDEX life_event_by_id ON life_event (life_id);
`;
