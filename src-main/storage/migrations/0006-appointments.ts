/**
 * Appointments from the centre, encrypted with a key of their service day; check-ins with their tickets; and proofs of attendance as a kind
 * of paper.
 */
export const appointments = `
-- A day that is held whole; its key lies outside of the database.
CREATE TABLE appointment_day (service_day TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE appointment (
  appointment_id TEXT NOT NULL PRIMARY KEY,
  service_day TEXT NOT NULL REFERENCES appointment_day (service_day) ON DELETE CASCADE,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_of_day ON appointment (service_day);
CREATE TABLE appointment_office (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  -- Keys, code formats and the city's offices; null while the centre has told none.
  sealed BLOB,
  -- Service days up to this one are over: nothing of them is kept again.
  over_to TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO appointment_office (id) VALUES (1);

-- appointment_id is null where nothing known fits what was said: the same row is written whoever stands there.
CREATE TABLE check_in (
  ticket_id TEXT NOT NULL PRIMARY KEY,
  appointment_id TEXT,
  service_day TEXT NOT NULL,
  start_ms REAL
) STRICT;
CREATE INDEX check_in_of_appointment ON check_in (appointment_id);

ALTER TABLE ticket ADD COLUMN preferential INTEGER CHECK (preferential = 1);
ALTER TABLE ticket ADD COLUMN come_and_fetch INTEGER CHECK (come_and_fetch = 1);
-- What the paper says of an appointment: null where the person is not told.
ALTER TABLE ticket ADD COLUMN appointment_ms REAL;
ALTER TABLE ticket ADD COLUMN desk_id TEXT;

CREATE TABLE paper_kept (
  paper_no INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('ticket', 'documents', 'attendance')),
  ticket_no INTEGER REFERENCES ticket (ticket_no),
  service_id TEXT,
  language TEXT,
  -- By which a proof of attendance can be asked for.
  code TEXT CHECK ((code IS NULL) = (kind <> 'attendance')),
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
INSERT INTO paper_kept
  SELECT paper_no, job_id, kind, ticket_no, service_id, language, NULL, duplicate, asked_at_ms, state, cause, printer,
    durable_at_ms, first_byte_at_ms, ended_at_ms
  FROM paper_job;
DROP TABLE paper_job;
ALTER TABLE paper_kept RENAME TO paper_job;
CREATE INDEX paper_job_of_ticket ON paper_job (ticket_no);
CREATE INDEX paper_job_unfinished ON paper_job (state) WHERE state IN ('waiting', 'sending');
`;
