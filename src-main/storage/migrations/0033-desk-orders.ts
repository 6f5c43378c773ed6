/**
 * The short text that a clerk adds to a transfer (`word`), pauses of desks that end by themselves, the services that a desk calls, and
 * alarms of desks. An alarm without `ended_at_ms` is open; `ended_by` is `NULL` if the staff's view ended it.
 */
export const deskOrders = `
ALTER TABLE life_event ADD COLUMN word TEXT;
ALTER TABLE desk_pause ADD COLUMN lasts_ms INTEGER;
CREATE TABLE desk_services (
  choice_no INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL UNIQUE,
  desk_id TEXT NOT NULL,
  service_ids TEXT NOT NULL,
  at_ms REAL NOT NULL
) STRICT;
CREATE TABLE desk_alarm (
  alarm_id TEXT NOT NULL PRIMARY KEY,
  desk_id TEXT NOT NULL,
  at_ms REAL NOT NULL,
  ended_by TEXT,
  ended_at_ms REAL
) STRICT, WITHOUT ROWID;
`;
