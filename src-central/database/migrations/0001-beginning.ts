/** `event` is split into this many partitions by a hash of the kiosk's id. A distributed PostgreSQL first spreads the rows by city. */
const EVENT_PARTITIONS = 8;

/**
 * `city_id` is first in every key and index. Events (event, fork, quarantine) and decisions (profile_version, service_pause, ticket_void,
 * revocation) are kept for good; ticket, ticket_print, kiosk_health and kiosk_printer are computed from events and can be computed again.
 */
export const beginning: readonly string[] = [
  `CREATE TABLE centre (
    id int PRIMARY KEY CHECK (id = 1),
    -- Changes when the centre was put back from a backup.
    store_epoch uuid NOT NULL,
    since timestamptz NOT NULL
  )`,
  `INSERT INTO centre (id, store_epoch, since) VALUES (1, gen_random_uuid(), now())`,

  `CREATE TABLE office (
    city_id text NOT NULL,
    office_id text NOT NULL,
    external_id text,
    -- The last change's number. Whoever allocates the next one holds this row's lock until it commits: none is ever skipped.
    change_seq bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, office_id)
  )`,
  `CREATE INDEX office_by_change ON office (city_id, changed_at)`,
  `CREATE TABLE profile_version (
    city_id text NOT NULL,
    office_id text NOT NULL,
    version int NOT NULL,
    effective_from date NOT NULL,
    -- The signed text, byte for byte: not jsonb.
    document text NOT NULL,
    key_id text NOT NULL,
    signature text NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    PRIMARY KEY (city_id, office_id, version),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
  `CREATE TABLE service_pause (
    city_id text NOT NULL,
    office_id text NOT NULL,
    service_id text NOT NULL,
    pause_id uuid NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    -- Before its end, by a person.
    resumed_at timestamptz,
    ordered_by text NOT NULL,
    PRIMARY KEY (city_id, office_id, service_id, pause_id),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
  `CREATE TABLE office_change (
    city_id text NOT NULL,
    office_id text NOT NULL,
    change_seq bigint NOT NULL,
    kind text NOT NULL,
    content jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, office_id, change_seq),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
  `CREATE TABLE access_token (
    city_id text NOT NULL,
    -- SHA-256 of the token, base64url: the token itself is nowhere.
    token_hash text NOT NULL,
    token_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (city_id, token_hash)
  )`,
  `CREATE TABLE audit (
    city_id text NOT NULL,
    audit_id uuid NOT NULL,
    at timestamptz NOT NULL,
    who text NOT NULL,
    what text NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (city_id, at, audit_id)
  )`,

  `CREATE TABLE kiosk (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    slot int NOT NULL CHECK (slot BETWEEN 1 AND 99),
    name text NOT NULL,
    incarnation uuid NOT NULL,
    version text NOT NULL,
    build text NOT NULL,
    enrolled_at timestamptz NOT NULL,
    enrolled_by text NOT NULL,
    revoked_at timestamptz,
    revoked_reason text,
    PRIMARY KEY (city_id, kiosk_id),
    -- Rows stay: the slot of a revoked kiosk is not given again.
    UNIQUE (city_id, office_id, slot),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
  `CREATE TABLE kiosk_key (
    city_id text NOT NULL,
    key_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    public_key text NOT NULL,
    since timestamptz NOT NULL,
    -- Null: for as long as no other key follows it.
    until timestamptz,
    PRIMARY KEY (city_id, key_id),
    FOREIGN KEY (city_id, kiosk_id) REFERENCES kiosk (city_id, kiosk_id)
  )`,
  // The table is separate from `kiosk`, because every request writes it. The lock of its row admits one upload of a kiosk at a time.
  `CREATE TABLE kiosk_contact (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    -- Of the last read that was answered.
    request_count bigint NOT NULL DEFAULT 0,
    last_heard_at timestamptz,
    PRIMARY KEY (city_id, kiosk_id),
    FOREIGN KEY (city_id, kiosk_id) REFERENCES kiosk (city_id, kiosk_id)
  ) WITH (fillfactor = 50)`,
  `CREATE TABLE enrolment (
    city_id text NOT NULL,
    enrolment_id uuid NOT NULL,
    code text NOT NULL,
    key_id text NOT NULL,
    public_key text NOT NULL,
    fingerprint text NOT NULL,
    incarnation uuid NOT NULL,
    wanted_slot int,
    version text NOT NULL,
    build text NOT NULL,
    opened_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    wrong_tries int NOT NULL DEFAULT 0,
    state text NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused')),
    kiosk_id uuid,
    PRIMARY KEY (city_id, enrolment_id),
    UNIQUE (city_id, code)
  )`,
  `CREATE INDEX enrolment_by_key ON enrolment (city_id, key_id)`,
  // Counts how often a subject (an address, a token, a kiosk …) did an action since a time, for limits.
  `CREATE TABLE rate_window (
    city_id text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    began_at timestamptz NOT NULL,
    count int NOT NULL,
    PRIMARY KEY (city_id, action, subject)
  )`,

  // The centre's time at which the monotonic clock of a kiosk's boot was zero, estimated from the fastest request of that boot.
  `CREATE TABLE boot_anchor (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    boot_id uuid NOT NULL,
    zero_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, boot_id)
  )`,
  `CREATE TABLE event (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    incarnation uuid NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    v bigint NOT NULL,
    at_wall timestamptz NOT NULL,
    boot_id uuid,
    mono_ms double precision,
    trust text NOT NULL,
    -- Corrected by the boot's anchor where there is one.
    happened_at timestamptz NOT NULL,
    time_uncertain boolean NOT NULL,
    received_at timestamptz NOT NULL,
    payload jsonb NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation, epoch, seq)
  ) PARTITION BY HASH (kiosk_id)`,
  ...Array.from(
    { length: EVENT_PARTITIONS },
    (_, part) =>
      `CREATE TABLE event_${part} PARTITION OF event FOR VALUES WITH (MODULUS ${EVENT_PARTITIONS}, REMAINDER ${part})`,
  ),
  // Events whose position (epoch, seq) another event already has. They are stored with all columns of `event`.
  `CREATE TABLE fork (
    LIKE event,
    PRIMARY KEY (city_id, kiosk_id, incarnation, epoch, seq, event_id)
  )`,
  // Uploads of revoked kiosks, for a person to judge. A repeated upload is stored once.
  `CREATE TABLE quarantine (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    body_sha256 text NOT NULL,
    received_at timestamptz NOT NULL,
    -- Not jsonb: nobody has looked at it yet.
    upload text NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, body_sha256)
  )`,
  // `acknowledged`: every event up to this seq is stored.
  `CREATE TABLE stream (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    incarnation uuid NOT NULL,
    epoch bigint NOT NULL,
    acknowledged bigint NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation, epoch)
  ) WITH (fillfactor = 50)`,

  /*
   * A ticket according to the events of one kiosk, in whatever order they arrive. Events of another kiosk about the same ticket have a row
   * of their own. (epoch, seq, event_id) is the place of the event that issued the ticket; of two such events the first counts.
   */
  `CREATE TABLE ticket (
    city_id text NOT NULL,
    ticket_id uuid NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    series text NOT NULL,
    service_day date NOT NULL,
    number bigint NOT NULL,
    service_id text NOT NULL,
    way text NOT NULL,
    language text NOT NULL,
    config_version bigint,
    issued_at timestamptz NOT NULL,
    time_uncertain boolean NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, ticket_id, kiosk_id)
  )`,
  // The index is not unique, because two tickets with one number are both stored.
  `CREATE INDEX ticket_by_number ON ticket (city_id, office_id, service_day, series, number)`,
  // The later of two events decides the print state, but a printed ticket stays printed. A row may arrive before its ticket's.
  `CREATE TABLE ticket_print (
    city_id text NOT NULL,
    ticket_id uuid NOT NULL,
    kiosk_id uuid NOT NULL,
    state text NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, ticket_id)
  )`,
  `CREATE TABLE ticket_void (
    city_id text NOT NULL,
    ticket_id uuid NOT NULL,
    office_id text NOT NULL,
    voided_at timestamptz NOT NULL,
    voided_by text NOT NULL,
    PRIMARY KEY (city_id, ticket_id)
  )`,
  `CREATE INDEX ticket_void_by_office ON ticket_void (city_id, office_id, voided_at)`,
  `CREATE TABLE kiosk_health (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    events bigint NOT NULL,
    last_event_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, kiosk_id)
  ) WITH (fillfactor = 50)`,
  `CREATE TABLE kiosk_printer (
    city_id text NOT NULL,
    kiosk_id uuid NOT NULL,
    incarnation uuid NOT NULL,
    printer text NOT NULL,
    condition text NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, incarnation, printer)
  )`,
  `CREATE TABLE alarm (
    city_id text NOT NULL,
    kind text NOT NULL,
    -- What it is about; the same is raised once.
    subject text NOT NULL,
    alarm_id uuid NOT NULL,
    at timestamptz NOT NULL,
    kiosk_id uuid,
    detail text NOT NULL,
    PRIMARY KEY (city_id, kind, subject)
  )`,
];
