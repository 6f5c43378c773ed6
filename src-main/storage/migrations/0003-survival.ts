/**
 * Identity of the kiosk, epoch (it grows with each rebuild or restore), and the journal's last seq, with which a start compares the
 * database with the journal. Tickets and papers become tables with small integer keys, so that an index entry takes a few bytes and not a
 * second identifier: a year of a busy office takes half the room.
 */
export const survival = `
CREATE TABLE kiosk (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  -- Null since it was lost: then no old journal brings it back.
  slot INTEGER,
  incarnation TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_service_day TEXT,
  last_wall_ms REAL,
  is_backup INTEGER NOT NULL DEFAULT 0 CHECK (is_backup IN (0, 1))
) STRICT;

-- The last number of a series, whatever the day; upper is a service day known not to be before it, null while nobody knows.
CREATE TABLE session (
  series TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL,
  upper TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO session
  SELECT series, last_number, NULL FROM counter AS newest
  WHERE service_day = (SELECT max(service_day) FROM counter WHERE counter.series = newest.series);

CREATE TABLE ticket_kept (
  ticket_no INTEGER PRIMARY KEY,
  ticket_id TEXT NOT NULL UNIQUE,
  request_id TEXT NOT NULL UNIQUE,
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  service_id TEXT NOT NULL,
  way TEXT NOT NULL,
  language TEXT NOT NULL,
  issued_at_ms REAL NOT NULL,
  follow_token TEXT,
  UNIQUE (service_day, series, number)
) STRICT;
INSERT INTO ticket_kept (ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms, follow_token)
  SELECT ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms, follow_token
  FROM ticket ORDER BY issued_at_ms;

CREATE TABLE paper_kept (
  paper_no INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('ticket', 'documents')),
  ticket_no INTEGER REFERENCES ticket_kept (ticket_no),
  -- Of a list without a ticket; a ticket knows its own.
  service_id TEXT,
  language TEXT,
  duplicate INTEGER NOT NULL CHECK (duplicate IN (0, 1)),
  asked_at_ms REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'printed', 'not-sent', 'cancelled', 'unknown')),
  cause TEXT,
  printer TEXT,
  durable_at_ms REAL,
  first_byte_at_ms REAL,
  ended_at_ms REAL,
  CHECK (ticket_no IS NOT NULL OR (kind = 'documents' AND service_id IS NOT NULL AND language IS NOT NULL))
) STRICT;
INSERT INTO paper_kept (job_id, kind, ticket_no, service_id, language, duplicate, asked_at_ms, state, cause, printer,
    durable_at_ms, first_byte_at_ms, ended_at_ms)
  SELECT job_id, kind, ticket_no,
    CASE WHEN ticket_no IS NULL THEN paper_job.service_id END, CASE WHEN ticket_no IS NULL THEN paper_job.language END,
    duplicate, asked_at_ms, state, cause, printer, durable_at_ms, first_byte_at_ms, ended_at_ms
  FROM paper_job LEFT JOIN ticket_kept USING (ticket_id) ORDER BY asked_at_ms;

-- ord is the order in which things happened here; (epoch, seq) is how the journal and the central service count them.
CREATE TABLE event (
  ord INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  event_id BLOB NOT NULL CHECK (length(event_id) = 16),
  type TEXT NOT NULL,
  v INTEGER NOT NULL,
  at_ms REAL NOT NULL,
  -- A ticket's own event says what the ticket's row says: that row is its payload. No foreign key: to delete a ticket would then
  -- search all events, and both leave together.
  ticket_no INTEGER,
  payload TEXT,
  CHECK ((ticket_no IS NULL) <> (payload IS NULL)),
  UNIQUE (epoch, seq)
) STRICT;
INSERT INTO event (epoch, seq, event_id, type, v, at_ms, ticket_no, payload)
  SELECT 0, seq, unhex(replace(event_id, '-', '')), type, v, at_ms,
    CASE WHEN type = 'ticket-issued' THEN ticket_no END, CASE WHEN type = 'ticket-issued' THEN NULL ELSE payload END
  FROM outbox LEFT JOIN ticket_kept ON ticket_id = payload ->> '$.ticketId' ORDER BY seq;

DROP TABLE outbox;
DROP TABLE paper_job;
DROP TABLE ticket;
ALTER TABLE ticket_kept RENAME TO ticket;
ALTER TABLE paper_kept RENAME TO paper_job;
CREATE INDEX paper_job_of_ticket ON paper_job (ticket_no);
CREATE INDEX paper_job_unfinished ON paper_job (state) WHERE state IN ('waiting', 'sending');
`;
