/** Acts of desks on tickets, pauses of desks, and the browsers paired as desks or hall screens. */
export const desks = `
CREATE TABLE life_event (
  life_id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL,
  rank INTEGER NOT NULL,
  desk_id TEXT NOT NULL,
  act TEXT NOT NULL,
  target TEXT,
  note TEXT,
  undoes TEXT,
  at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX life_event_by_ticket ON life_event (ticket_id);
-- What the events of a ticket come to; made of them, for those who count.
CREATE TABLE ticket_state (
  ticket_id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The last one of a desk holds; those before it stay a while, so that none is carried out twice.
CREATE TABLE desk_pause (
  pause_no INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL UNIQUE,
  desk_id TEXT NOT NULL,
  reason TEXT,
  at_ms REAL NOT NULL
) STRICT;
CREATE TABLE hub_identity (
  identity_id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  desk_id TEXT,
  token_hash TEXT NOT NULL,
  paired_at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE hub_ended (
  identity_id TEXT NOT NULL PRIMARY KEY,
  at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
`;
