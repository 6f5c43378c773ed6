/** The connection to the centre: the events that have arrived there, the kiosk's enrolment, and the data that the centre sent. */
export const centre = `
-- One run of the program: its monotonic clock means nothing in another.
CREATE TABLE boot (boot_no INTEGER PRIMARY KEY, boot_id TEXT NOT NULL UNIQUE) STRICT;
-- Small whole numbers: a year of a busy office grows by a few percent.
ALTER TABLE event ADD COLUMN boot_no INTEGER;
ALTER TABLE event ADD COLUMN mono_ms INTEGER;
ALTER TABLE event ADD COLUMN trusted INTEGER CHECK (trusted IN (0, 1));
ALTER TABLE ticket ADD COLUMN config_version INTEGER;

CREATE TABLE centre (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  -- Every event up to this ord is kept by the centre, or is a dead letter.
  delivered_ord INTEGER NOT NULL DEFAULT 0,
  -- Null while no centre knows this kiosk.
  kiosk_id TEXT,
  city_id TEXT,
  office_id TEXT,
  environment TEXT,
  store_epoch TEXT,
  -- A JSON list of public keys.
  centre_keys TEXT,
  key_since_ms REAL,
  -- The slot that the centre gave, from its confirmation until the kiosk has it in both copies.
  slot_to_take INTEGER,
  incarnation_to_take TEXT,
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  tls_pin TEXT,
  etag TEXT,
  cursor TEXT,
  read_count INTEGER NOT NULL DEFAULT 0,
  last_contact_ms REAL,
  applied_version INTEGER
) STRICT;
INSERT INTO centre (id) VALUES (1);

CREATE TABLE dead_letter (ord INTEGER NOT NULL PRIMARY KEY, problem TEXT NOT NULL, at_ms REAL NOT NULL) STRICT;

CREATE TABLE profile_version (
  version INTEGER NOT NULL PRIMARY KEY,
  office_id TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  document TEXT NOT NULL,
  key_id TEXT NOT NULL,
  signature TEXT NOT NULL,
  -- Why it cannot be used here; null for one that can.
  refused TEXT
) STRICT;

CREATE TABLE service_pause (service_id TEXT NOT NULL PRIMARY KEY, until_ms REAL NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE voided_ticket (ticket_id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
`;
