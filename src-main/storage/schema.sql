-- What the migrations make, held equal by tests/integration/schemas; `npm run unit -- tests/integration/schemas --update=all` writes it anew.

-- An appointment of the next days, encrypted, as the centre sent it.
CREATE TABLE appointment (
  appointment_id TEXT NOT NULL PRIMARY KEY,
  service_day TEXT NOT NULL REFERENCES appointment_day (service_day) ON DELETE CASCADE,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_of_day ON appointment (service_day);

-- A service day for which the kiosk holds appointments.
CREATE TABLE appointment_day (
  service_day TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Keys, code formats and the city's offices, encrypted; and the last service day that is over.
CREATE TABLE appointment_office (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  sealed BLOB,
  over_to TEXT NOT NULL DEFAULT ''
) STRICT;

-- Each run of the monotonic clock (`createBootName`) in which an event was recorded; an event's monotonic time belongs to one of them.
CREATE TABLE boot (
  boot_no INTEGER PRIMARY KEY,
  boot_id TEXT NOT NULL UNIQUE
) STRICT;

-- The kiosk's place at its centre: identity, keys, what was delivered, what was last heard.
CREATE TABLE centre (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  delivered_ord INTEGER NOT NULL DEFAULT 0,
  kiosk_id TEXT,
  city_id TEXT,
  office_id TEXT,
  environment TEXT,
  store_epoch TEXT,
  centre_keys TEXT,
  key_since_ms REAL,
  slot_to_take INTEGER,
  incarnation_to_take TEXT,
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  tls_pin TEXT,
  etag TEXT,
  cursor TEXT,
  read_count INTEGER NOT NULL DEFAULT 0,
  last_contact_ms REAL,
  applied_version INTEGER,
  release TEXT,
  replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1)),
  allowed_version TEXT,
  clashes TEXT,
  end_to_state TEXT
) STRICT;

-- An order of the centre, so that it is carried out once and before its deadline.
CREATE TABLE centre_order (
  order_id TEXT NOT NULL PRIMARY KEY,
  action TEXT NOT NULL,
  until_ms REAL,
  deadline_ms REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'begun', 'ended'))
) STRICT, WITHOUT ROWID;

-- The ticket that a check-in led to, with its appointment where that is known.
CREATE TABLE check_in (
  ticket_id TEXT NOT NULL PRIMARY KEY,
  appointment_id TEXT,
  service_day TEXT NOT NULL,
  start_ms REAL
) STRICT;
CREATE INDEX check_in_of_appointment ON check_in (appointment_id);

-- Hashes of codes of unknown appointments that led to a ticket: the same code shown again finds it.
CREATE TABLE check_in_code (
  code_hash TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  service_day TEXT NOT NULL,
  PRIMARY KEY (code_hash, ticket_id)
) STRICT, WITHOUT ROWID;

-- The last number of a series on a service day.
CREATE TABLE counter (
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  last_number INTEGER NOT NULL CHECK (last_number > 0),
  PRIMARY KEY (series, service_day)
) STRICT, WITHOUT ROWID;

-- An event that the centre refused, and why; a technician can send it again.
CREATE TABLE dead_letter (
  ord INTEGER NOT NULL PRIMARY KEY,
  problem TEXT NOT NULL,
  at_ms REAL NOT NULL,
  requeued INTEGER NOT NULL DEFAULT 0 CHECK (requeued IN (0, 1))
) STRICT;

-- A silent alarm of a desk's clerk, open until `ended_at_ms`.
CREATE TABLE desk_alarm (
  alarm_id TEXT NOT NULL PRIMARY KEY,
  desk_id TEXT NOT NULL,
  at_ms REAL NOT NULL,
  ended_by TEXT,
  ended_at_ms REAL
) STRICT, WITHOUT ROWID;

-- A desk's pauses and returns, newest last.
CREATE TABLE desk_pause (
  pause_no INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL UNIQUE,
  desk_id TEXT NOT NULL,
  reason TEXT,
  at_ms REAL NOT NULL,
  lasts_ms INTEGER
) STRICT;

-- The services that a desk's staff chose to call, newest last.
CREATE TABLE desk_services (
  choice_no INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL UNIQUE,
  desk_id TEXT NOT NULL,
  service_ids TEXT NOT NULL,
  at_ms REAL NOT NULL
) STRICT;

-- The last service day for which a desk's strip of numbers was printed, by series.
CREATE TABLE desk_strip (
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  PRIMARY KEY (series)
) STRICT, WITHOUT ROWID;

-- Every event in the order of recording; the outbox to the centre.
CREATE TABLE event (
  ord INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  event_id BLOB NOT NULL CHECK (length(event_id) = 16),
  type TEXT NOT NULL,
  v INTEGER NOT NULL,
  at_ms REAL NOT NULL,
  ticket_no INTEGER,
  payload TEXT,
  boot_no INTEGER,
  mono_ms INTEGER,
  trusted INTEGER CHECK (trusted IN (0, 1)),
  CHECK ((ticket_no IS NULL) <> (payload IS NULL)),
  UNIQUE (epoch, seq)
) STRICT;

-- A ticket of a sibling kiosk, as it last described it.
CREATE TABLE heard_ticket (
  ticket_id TEXT NOT NULL PRIMARY KEY,
  slot INTEGER NOT NULL,
  service_day TEXT NOT NULL,
  said TEXT NOT NULL,
  heard_no INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX heard_ticket_by_day ON heard_ticket (service_day);
CREATE INDEX heard_ticket_by_no ON heard_ticket (heard_no);

-- A desk's or hall's browser whose pairing was ended; it is not paired again by an old copy.
CREATE TABLE hub_ended (
  identity_id TEXT NOT NULL PRIMARY KEY,
  at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- A paired browser of a desk or hall, with the hash of its token.
CREATE TABLE hub_identity (
  identity_id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  desk_id TEXT,
  token_hash TEXT NOT NULL,
  paired_at_ms REAL NOT NULL,
  certificate TEXT
) STRICT, WITHOUT ROWID;

-- The kiosk itself: slot, incarnation, last event, last service day, what is certain of the time.
CREATE TABLE kiosk (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  slot INTEGER,
  incarnation TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_service_day TEXT,
  last_wall_ms REAL,
  is_backup INTEGER NOT NULL DEFAULT 0 CHECK (is_backup IN (0, 1)),
  time_at_least_ms REAL
) STRICT;

-- What desks did to a ticket, here or at a sibling; `ticket-life` derives its state.
CREATE TABLE life_event (
  life_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  rank INTEGER NOT NULL,
  desk_id TEXT NOT NULL,
  act TEXT NOT NULL,
  target TEXT,
  note TEXT,
  undoes TEXT,
  at_ms REAL NOT NULL,
  age_ms REAL NOT NULL DEFAULT 0,
  word TEXT,
  PRIMARY KEY (ticket_id, life_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX life_event_by_id ON life_event (life_id);

-- A named person's code, whose name the centre alone knows; its hash is under a key of the machine.
CREATE TABLE named_code (
  code_id TEXT NOT NULL,
  role TEXT NOT NULL,
  starts TEXT NOT NULL,
  until_ms INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
  PRIMARY KEY (code_id)
) STRICT, WITHOUT ROWID;

-- Wrong tries at all codes together, and whether only codes open; one row.
CREATE TABLE named_code_lock (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  failures INTEGER NOT NULL CHECK (failures >= 0),
  pin_closed INTEGER NOT NULL CHECK (pin_closed IN (0, 1))
) STRICT;

-- A slip to print, and what is known of it on paper.
CREATE TABLE paper_job (
  paper_no INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('ticket', 'documents', 'attendance')),
  ticket_no INTEGER REFERENCES ticket (ticket_no),
  service_id TEXT,
  language TEXT,
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
CREATE INDEX paper_job_of_ticket ON paper_job (ticket_no);
CREATE INDEX paper_job_unfinished ON paper_job (state) WHERE state IN ('waiting', 'sending');

-- Office profiles that the centre signed, with the day from which each is valid.
CREATE TABLE profile_version (
  version INTEGER NOT NULL PRIMARY KEY,
  office_id TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  document TEXT NOT NULL,
  key_id TEXT NOT NULL,
  signature TEXT NOT NULL,
  refused TEXT
) STRICT;

-- The city's decision on a change made at this kiosk.
CREATE TABLE proposal_decision (
  no INTEGER NOT NULL PRIMARY KEY,
  decision TEXT NOT NULL,
  reason TEXT,
  version INTEGER
) STRICT;

-- The kiosk whose place this one took, and how much of its journal the centre has.
CREATE TABLE replaced_kiosk (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  kiosk_id TEXT NOT NULL,
  slot INTEGER NOT NULL,
  name TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  last_heard_ms REAL,
  acknowledged TEXT NOT NULL,
  sent INTEGER
) STRICT;

-- Papers printed since the roll of a printer was changed.
CREATE TABLE roll (
  printer TEXT NOT NULL PRIMARY KEY,
  papers INTEGER NOT NULL CHECK (papers >= 0),
  since_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- Number of the last migration.
CREATE TABLE schema_version (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;

-- A MiDNI code that was shown, by its mark, until it expires: it counts once.
CREATE TABLE seal_shown (
  mark TEXT NOT NULL PRIMARY KEY,
  good_until_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- A run of numbers that staff noted as served after an outage.
CREATE TABLE served_mark (
  mark_id TEXT NOT NULL PRIMARY KEY,
  series TEXT NOT NULL,
  service_day TEXT NOT NULL,
  first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  appointments_until_ms REAL NOT NULL,
  rank INTEGER NOT NULL,
  said_at_ms REAL NOT NULL,
  from_ticket INTEGER,
  to_ticket INTEGER
) STRICT, WITHOUT ROWID;

-- A `served_mark` that staff took back.
CREATE TABLE served_undo (
  mark_id TEXT NOT NULL PRIMARY KEY,
  said_at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- A service that the centre pauses, and until when.
CREATE TABLE service_pause (
  service_id TEXT NOT NULL PRIMARY KEY,
  until_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- The last number of a series on any day; `upper` is a service day known not to be before it.
CREATE TABLE session (
  series TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL,
  upper TEXT
) STRICT, WITHOUT ROWID;

-- Hash of the staff's code, and wrong tries in a row.
CREATE TABLE staff_code (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  code_hash TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;

-- A service that the staff, or a command of the centre to this kiosk, pause, with the reason.
CREATE TABLE staff_pause (
  service_id TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  since_ms REAL NOT NULL,
  until_ms REAL
) STRICT, WITHOUT ROWID;

-- Hash of the technician's PIN, and wrong tries in a row.
CREATE TABLE technician (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  pin_hash TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;

-- A ticket that this kiosk gave.
CREATE TABLE ticket (
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
  config_version INTEGER,
  preferential INTEGER CHECK (preferential = 1),
  come_and_fetch INTEGER CHECK (come_and_fetch = 1),
  appointment_ms REAL,
  desk_id TEXT,
  withdrawn_at_ms REAL,
  replaces TEXT,
  large_print INTEGER CHECK (large_print = 1),
  asked_preferential INTEGER CHECK (asked_preferential IN (0, 1)),
  asked_come_and_fetch INTEGER CHECK (asked_come_and_fetch IN (0, 1)),
  seen_preferential INTEGER CHECK (seen_preferential IN (0, 1)),
  seen_come_and_fetch INTEGER CHECK (seen_come_and_fetch IN (0, 1)),
  UNIQUE (service_day, series, number)
) STRICT;

-- The state that desks left a ticket in, derived from `life_event`.
CREATE TABLE ticket_state (
  ticket_id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An ended update that was reported to the centre.
CREATE TABLE told_update (
  update_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Wrong check-in codes in a row, which slow further tries down.
CREATE TABLE tries (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  failures INTEGER NOT NULL CHECK (failures >= 0)
) STRICT;

-- A ticket that a person cancelled at the centre.
CREATE TABLE voided_ticket (
  ticket_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Counts of answers to the question after a visit, by day and face; deleted once the day's event for the centre is recorded.
CREATE TABLE word_count (
  day TEXT NOT NULL,
  face TEXT NOT NULL,
  answers INTEGER NOT NULL,
  PRIMARY KEY (day, face)
) STRICT, WITHOUT ROWID;

-- A working day: its label, and the first own and heard tickets that belong to it.
CREATE TABLE working_day (
  working_day_no INTEGER PRIMARY KEY,
  service_day TEXT NOT NULL,
  from_ticket INTEGER NOT NULL,
  from_heard INTEGER NOT NULL,
  doubt_ticket INTEGER,
  doubt_heard INTEGER
) STRICT;
