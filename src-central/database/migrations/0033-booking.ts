/**
 * Hours for appointments. Free hours are computed; plans, taken hours, holds and the times at which cancelled hours become free again are
 * stored.
 */
export const booking: readonly string[] = [
  // The hours that an office gives. Each version is valid from a day on.
  `CREATE TABLE booking_plan (
    city_id text NOT NULL,
    office_id text NOT NULL,
    version integer NOT NULL,
    effective_from date NOT NULL,
    document text NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    PRIMARY KEY (city_id, office_id, version),
    FOREIGN KEY (city_id, office_id) REFERENCES office (city_id, office_id)
  )`,
  // The hour and desks of an appointment in the plan, whichever channel booked it. The row is deleted together with the appointment.
  `CREATE TABLE booking (
    city_id text NOT NULL,
    appointment_id uuid NOT NULL,
    office_id text NOT NULL,
    -- The start and the line of its place. Another start than the appointment's: its channel has moved it since.
    start_at timestamptz NOT NULL,
    -- Null: no line had room.
    line_id text,
    placed_at timestamptz NOT NULL,
    minutes integer NOT NULL,
    errands text[] NOT NULL,
    -- Null: another system's.
    door text,
    needs_help boolean NOT NULL,
    is_proven boolean NOT NULL,
    language text NOT NULL,
    -- Of its page's address, and of the hold that moved it last.
    token_hash text,
    moved_by text,
    -- The slow hash of whom an identification or a code has proven.
    holder_hash text,
    -- True once its hour is free again.
    is_freed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (city_id, appointment_id),
    FOREIGN KEY (city_id, appointment_id) REFERENCES appointment (city_id, appointment_id) ON DELETE CASCADE,
    UNIQUE (city_id, token_hash)
  )`,
  'CREATE INDEX booking_by_start ON booking (city_id, office_id, start_at)',
  'CREATE INDEX booking_by_holder ON booking (city_id, holder_hash) WHERE holder_hash IS NOT NULL',
  'CREATE INDEX booking_by_move ON booking (city_id, moved_by) WHERE moved_by IS NOT NULL',
  // An hour held for one person: for ten minutes, or as an offer of the waiting list.
  `CREATE TABLE booking_hold (
    city_id text NOT NULL,
    hold_hash text NOT NULL,
    office_id text NOT NULL,
    start_at timestamptz NOT NULL,
    line_id text NOT NULL,
    minutes integer NOT NULL,
    errands text[] NOT NULL,
    desk_id text,
    door text NOT NULL,
    needs_help boolean NOT NULL,
    is_proven boolean NOT NULL,
    language text NOT NULL,
    moves uuid,
    -- The browser's address as that day's keyed hash.
    visitor text,
    -- The hour of a cancelled booking.
    was_freed boolean NOT NULL,
    is_offer boolean NOT NULL,
    held_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, hold_hash)
  )`,
  'CREATE INDEX booking_hold_by_start ON booking_hold (city_id, office_id, start_at)',
  // A cancelled hour of a later day, and the time at which it becomes free again.
  `CREATE TABLE booking_release (
    city_id text NOT NULL,
    release_id uuid NOT NULL,
    office_id text NOT NULL,
    start_at timestamptz NOT NULL,
    line_id text NOT NULL,
    minutes integer NOT NULL,
    cancelled_at timestamptz NOT NULL,
    release_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, release_id)
  )`,
  'CREATE INDEX booking_release_by_start ON booking_release (city_id, office_id, start_at)',
  `CREATE TABLE booking_wait (
    city_id text NOT NULL,
    wait_hash text NOT NULL,
    office_id text NOT NULL,
    errands text[] NOT NULL,
    desk_id text,
    before_day date NOT NULL,
    door text NOT NULL,
    needs_help boolean NOT NULL,
    is_proven boolean NOT NULL,
    language text NOT NULL,
    moves uuid,
    -- One entry of a proven holder and office.
    holder_hash text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (city_id, wait_hash),
    UNIQUE (city_id, office_id, holder_hash)
  )`,
  'CREATE INDEX booking_wait_by_office ON booking_wait (city_id, office_id, since)',
  // The time at which a network address first looked at free hours on a day, and the freed hours that it booked.
  `CREATE TABLE booking_visitor (
    city_id text NOT NULL,
    day date NOT NULL,
    visitor text NOT NULL,
    looked_at timestamptz NOT NULL,
    freed_taken integer NOT NULL DEFAULT 0,
    PRIMARY KEY (city_id, day, visitor)
  )`,
  // The key that hashes proven holders and, together with the day, the addresses of browsers.
  `CREATE TABLE booking_key (
    city_id text NOT NULL,
    key_no integer NOT NULL,
    key text,
    sealed text,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (city_id, key_no)
  )`,
];
