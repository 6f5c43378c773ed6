/**
 * Counters, tickets, their print jobs and the outbox (the events for the centre): everything that one ticket changes, so that one commit
 * contains it.
 */
export const tickets = `
CREATE TABLE counter (
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  last_number INTEGER NOT NULL CHECK (last_number > 0),
  PRIMARY KEY (series, service_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
  ticket_id TEXT NOT NULL PRIMARY KEY,
  request_id TEXT NOT NULL UNIQUE,
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  service_id TEXT NOT NULL,
  way TEXT NOT NULL,
  language TEXT NOT NULL,
  issued_at_ms REAL NOT NULL,
  UNIQUE (series, service_day, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_by_day ON ticket (service_day);

CREATE TABLE print_job (
  ticket_id TEXT NOT NULL PRIMARY KEY REFERENCES ticket (ticket_id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'printed', 'not-sent', 'cancelled', 'unknown')),
  cause TEXT,
  durable_at_ms REAL,
  first_byte_at_ms REAL,
  ended_at_ms REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX print_job_unfinished ON print_job (state) WHERE state IN ('waiting', 'sending');

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  v INTEGER NOT NULL,
  at_ms REAL NOT NULL,
  payload TEXT NOT NULL
) STRICT;
`;
