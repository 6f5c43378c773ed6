/**
 * channel, office_key, appointment and appointment_departure store decisions; appointment_check_in and attendance_proof are computed from
 * events and can be computed again. No column has a person's name or document number.
 */
export const appointments: readonly string[] = [
  `CREATE TABLE channel (
    city_id text NOT NULL,
    channel_id text NOT NULL,
    name text NOT NULL,
    formats jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, channel_id)
  )`,
  // The table is separate from `access_token`, so that a replica of an older release never accepts a channel's token as a person's.
  `CREATE TABLE channel_token (
    city_id text NOT NULL,
    token_hash text NOT NULL,
    token_id uuid NOT NULL,
    channel_id text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (city_id, token_hash),
    FOREIGN KEY (city_id, channel_id) REFERENCES channel (city_id, channel_id)
  )`,
  `CREATE TABLE office_key (
    city_id text NOT NULL,
    office_id text NOT NULL,
    key_no int NOT NULL,
    -- 32 bytes, base64url.
    key text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (city_id, office_id, key_no),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
  // Public keys that have signed QR codes, each with the time at which its last code expires.
  `CREATE TABLE token_key (
    city_id text NOT NULL,
    public_key text NOT NULL,
    needed_until timestamptz NOT NULL,
    PRIMARY KEY (city_id, public_key)
  )`,
  `CREATE TABLE appointment (
    city_id text NOT NULL,
    appointment_id uuid NOT NULL,
    channel_id text NOT NULL,
    reference text NOT NULL,
    office_id text NOT NULL,
    service_id text NOT NULL,
    start_at timestamptz NOT NULL,
    service_day date NOT NULL,
    desk_id text,
    -- Null once the day is over, as are the hashes.
    locator text,
    -- Of the office, for both hashes.
    key_no int NOT NULL,
    document_hash text,
    code_hash text,
    booked_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    PRIMARY KEY (city_id, appointment_id),
    UNIQUE (city_id, channel_id, reference),
    UNIQUE (city_id, locator),
    FOREIGN KEY (city_id, channel_id) REFERENCES channel (city_id, channel_id),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
  `CREATE INDEX appointment_to_come ON appointment (city_id, office_id, service_day) WHERE locator IS NOT NULL`,
  // Earlier offices and times of appointments that have moved, because a citizen may still show the earlier confirmation.
  `CREATE TABLE appointment_departure (
    city_id text NOT NULL,
    office_id text NOT NULL,
    service_day date NOT NULL,
    appointment_id uuid NOT NULL,
    service_id text NOT NULL,
    start_at timestamptz NOT NULL,
    desk_id text,
    PRIMARY KEY (city_id, office_id, service_day, appointment_id)
  )`,
  // The appointment of a ticket, as a kiosk reported it. If two events contradict each other, the first counts, as with tickets.
  `CREATE TABLE appointment_check_in (
    city_id text NOT NULL,
    ticket_id uuid NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    appointment_id uuid,
    way text NOT NULL,
    trust text NOT NULL,
    arrived text NOT NULL,
    desk_id text,
    preferential boolean NOT NULL,
    come_and_fetch boolean NOT NULL,
    start_at timestamptz,
    happened_at timestamptz NOT NULL,
    time_uncertain boolean NOT NULL,
    received_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, ticket_id)
  )`,
  `CREATE INDEX check_in_by_appointment ON appointment_check_in (city_id, appointment_id) WHERE appointment_id IS NOT NULL`,
  `CREATE TABLE attendance_proof (
    city_id text NOT NULL,
    code text NOT NULL,
    kiosk_id uuid NOT NULL,
    office_id text NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    PRIMARY KEY (city_id, kiosk_id, code)
  )`,
  `CREATE INDEX proof_by_code ON attendance_proof (city_id, code)`,
];
