/**
 * Print jobs have their own ids, because a ticket may be printed again and a list of documents has no ticket. The table `roll` counts the
 * papers printed since a printer's roll was changed.
 */
export const papers = `
-- An unguessable name under which the city's page shows where a turn stands; null without such a page.
ALTER TABLE ticket ADD COLUMN follow_token TEXT;

CREATE TABLE paper_job (
  job_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('ticket', 'documents')),
  ticket_id TEXT REFERENCES ticket (ticket_id),
  service_id TEXT NOT NULL,
  language TEXT NOT NULL,
  duplicate INTEGER NOT NULL CHECK (duplicate IN (0, 1)),
  asked_at_ms REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'printed', 'not-sent', 'cancelled', 'unknown')),
  cause TEXT,
  printer TEXT,
  durable_at_ms REAL,
  first_byte_at_ms REAL,
  ended_at_ms REAL,
  CHECK (kind = 'documents' OR ticket_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO paper_job
  SELECT ticket_id, 'ticket', ticket_id, service_id, language, 0, issued_at_ms,
         state, cause, NULL, durable_at_ms, first_byte_at_ms, ended_at_ms
  FROM print_job JOIN ticket USING (ticket_id);
DROP TABLE print_job;
CREATE INDEX paper_job_of_ticket ON paper_job (ticket_id, asked_at_ms);
CREATE INDEX paper_job_unfinished ON paper_job (state) WHERE state IN ('waiting', 'sending');

CREATE TABLE roll (
  printer TEXT NOT NULL PRIMARY KEY,
  papers INTEGER NOT NULL CHECK (papers >= 0),
  since_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
`;
