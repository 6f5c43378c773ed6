-- What the migrations make, held equal by tests/integration/schemas; `npm run unit -- tests/integration/schemas --update=all` writes it anew.

-- The token of a person or program, stored as its hash, with a role, an end and perhaps one office.
CREATE TABLE access_token (
  city_id text NOT NULL,
  token_hash text NOT NULL,
  token_id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  withdrawn_at timestamp with time zone,
  role text NOT NULL DEFAULT 'administrator'::text,
  office_id text,
  until_at timestamp with time zone NOT NULL DEFAULT (date_trunc('milliseconds'::text, now()) + '365 days'::interval),
  made_by uuid,
  PRIMARY KEY (city_id, token_hash)
);

-- A request for attention or help that an operator has acknowledged.
CREATE TABLE acknowledgement (
  city_id text NOT NULL,
  subject_id uuid NOT NULL,
  office_id text NOT NULL,
  preferential boolean NOT NULL,
  come_and_fetch boolean NOT NULL,
  acknowledged_at timestamp with time zone NOT NULL,
  acknowledged_by text NOT NULL,
  PRIMARY KEY (city_id, subject_id)
);
CREATE INDEX acknowledgement_by_time ON acknowledgement USING btree (city_id, acknowledged_at);

-- A problem that the centre itself found, such as two tickets with one number. It has one row per kind and subject.
CREATE TABLE alarm (
  city_id text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  alarm_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  kiosk_id uuid,
  detail text NOT NULL,
  PRIMARY KEY (city_id, kind, subject)
);
CREATE INDEX alarm_by_time ON alarm USING btree (city_id, at);

-- A message about alarms to one recipient, sent or still to be sent.
CREATE TABLE alarm_message (
  city_id text NOT NULL,
  message_id uuid NOT NULL,
  rule_id text NOT NULL,
  recipient_id text NOT NULL,
  content jsonb NOT NULL,
  written_at timestamp with time zone NOT NULL,
  next_try_at timestamp with time zone NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  holder uuid,
  sent_at timestamp with time zone,
  PRIMARY KEY (city_id, message_id)
);
CREATE INDEX alarm_message_by_time ON alarm_message USING btree (city_id, written_at);
CREATE INDEX alarm_message_waiting ON alarm_message USING btree (city_id, next_try_at) WHERE (sent_at IS NULL);

-- A city’s rules for alarms, and the time at which a replica last evaluated them.
CREATE TABLE alarm_rules (
  city_id text NOT NULL,
  document jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  looked_at timestamp with time zone NOT NULL,
  awake_since timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id)
);

-- The version of the program that a city, an office or a kiosk may have.
CREATE TABLE allowed_version (
  city_id text NOT NULL,
  reach text NOT NULL,
  place text NOT NULL,
  version text,
  ordinal bigint NOT NULL,
  said_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, reach, place),
  CHECK ((reach = ANY (ARRAY['city'::text, 'office'::text, 'kiosk'::text])))
);

-- An appointment. It has no name, and the document number only as a hash.
CREATE TABLE appointment (
  city_id text NOT NULL,
  appointment_id uuid NOT NULL,
  channel_id text NOT NULL,
  reference text NOT NULL,
  office_id text NOT NULL,
  service_id text NOT NULL,
  start_at timestamp with time zone NOT NULL,
  service_day date NOT NULL,
  desk_id text,
  locator text,
  key_no integer NOT NULL,
  document_hash text,
  code_hash text,
  booked_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  cancelled_at timestamp with time zone,
  slow_hash text,
  slow_hash_at timestamp with time zone,
  cancelled_by text,
  PRIMARY KEY (city_id, appointment_id),
  FOREIGN KEY (city_id, channel_id) REFERENCES channel(city_id, channel_id),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id),
  UNIQUE (city_id, channel_id, reference),
  UNIQUE (city_id, locator)
);
CREATE INDEX appointment_by_reference ON appointment USING btree (city_id, reference);
CREATE INDEX appointment_by_slow_hash ON appointment USING btree (city_id, office_id, service_day) WHERE (slow_hash IS NOT NULL);
CREATE INDEX appointment_to_come ON appointment USING btree (city_id, office_id, service_day) WHERE (locator IS NOT NULL);
CREATE INDEX appointment_to_hash ON appointment USING btree (city_id, office_id, service_day) WHERE (document_hash IS NOT NULL);

-- A check-in that a kiosk reported.
CREATE TABLE appointment_check_in (
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
  start_at timestamp with time zone,
  happened_at timestamp with time zone NOT NULL,
  time_uncertain boolean NOT NULL,
  received_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, ticket_id)
);
CREATE INDEX check_in_by_appointment ON appointment_check_in USING btree (city_id, appointment_id) WHERE (appointment_id IS NOT NULL);

-- The earlier office and day of an appointment that has moved, so that kiosks drop it there.
CREATE TABLE appointment_departure (
  city_id text NOT NULL,
  office_id text NOT NULL,
  service_day date NOT NULL,
  appointment_id uuid NOT NULL,
  service_id text NOT NULL,
  start_at timestamp with time zone NOT NULL,
  desk_id text,
  PRIMARY KEY (city_id, office_id, service_day, appointment_id)
);

-- A printed proof of attendance, with the code by which the centre finds it.
CREATE TABLE attendance_proof (
  city_id text NOT NULL,
  code text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, code)
);
CREATE INDEX proof_by_code ON attendance_proof USING btree (city_id, code);

-- An action of a person or program at the centre. Repeated refusals share a row.
CREATE TABLE audit (
  city_id text NOT NULL,
  audit_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  who text NOT NULL DEFAULT ''::text,
  what text NOT NULL,
  detail jsonb NOT NULL,
  token_id uuid,
  token_name text,
  role text,
  result text NOT NULL DEFAULT 'done'::text,
  address text,
  times integer NOT NULL DEFAULT 1,
  last_at timestamp with time zone,
  PRIMARY KEY (city_id, at, audit_id)
);
CREATE INDEX audit_of_bookings ON audit USING btree (city_id, at) WHERE ((detail ? 'appointmentId'::text) OR (detail ? 'reference'::text));

-- The hour and group of desks of an appointment in the plan, whichever channel booked it. It is deleted with the appointment.
CREATE TABLE booking (
  city_id text NOT NULL,
  appointment_id uuid NOT NULL,
  office_id text NOT NULL,
  start_at timestamp with time zone NOT NULL,
  line_id text,
  placed_at timestamp with time zone NOT NULL,
  minutes integer NOT NULL,
  errands text[] NOT NULL,
  door text,
  needs_help boolean NOT NULL,
  is_proven boolean NOT NULL,
  language text NOT NULL,
  token_hash text,
  moved_by text,
  holder_hash text,
  is_freed boolean NOT NULL DEFAULT false,
  opened_by text,
  PRIMARY KEY (city_id, appointment_id),
  FOREIGN KEY (city_id, appointment_id) REFERENCES appointment(city_id, appointment_id) ON DELETE CASCADE,
  UNIQUE (city_id, token_hash)
);
CREATE INDEX booking_by_holder ON booking USING btree (city_id, holder_hash) WHERE (holder_hash IS NOT NULL);
CREATE INDEX booking_by_move ON booking USING btree (city_id, moved_by) WHERE (moved_by IS NOT NULL);
CREATE INDEX booking_by_opening ON booking USING btree (city_id, opened_by) WHERE (opened_by IS NOT NULL);
CREATE INDEX booking_by_start ON booking USING btree (city_id, office_id, start_at);

-- An hour held for one person: for ten minutes while a form is filled in, or as an offer of the waiting list.
CREATE TABLE booking_hold (
  city_id text NOT NULL,
  hold_hash text NOT NULL,
  office_id text NOT NULL,
  start_at timestamp with time zone NOT NULL,
  line_id text NOT NULL,
  minutes integer NOT NULL,
  errands text[] NOT NULL,
  desk_id text,
  door text NOT NULL,
  needs_help boolean NOT NULL,
  is_proven boolean NOT NULL,
  language text NOT NULL,
  moves uuid,
  visitor text,
  was_freed boolean NOT NULL,
  is_offer boolean NOT NULL,
  held_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, hold_hash)
);
CREATE INDEX booking_hold_by_start ON booking_hold USING btree (city_id, office_id, start_at);

-- A city’s key for hashes of proven holders and of browsers’ addresses.
CREATE TABLE booking_key (
  city_id text NOT NULL,
  key_no integer NOT NULL,
  key text,
  sealed text,
  made_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, key_no)
);

-- A version of an office’s plan: the hours that it gives for appointments from a day on.
CREATE TABLE booking_plan (
  city_id text NOT NULL,
  office_id text NOT NULL,
  version integer NOT NULL,
  effective_from date NOT NULL,
  document text NOT NULL,
  published_at timestamp with time zone NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (city_id, office_id, version),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- A cancelled hour of a later day, and the time at which it becomes free again.
CREATE TABLE booking_release (
  city_id text NOT NULL,
  release_id uuid NOT NULL,
  office_id text NOT NULL,
  start_at timestamp with time zone NOT NULL,
  line_id text NOT NULL,
  minutes integer NOT NULL,
  cancelled_at timestamp with time zone NOT NULL,
  release_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, release_id)
);
CREATE INDEX booking_release_by_start ON booking_release USING btree (city_id, office_id, start_at);

-- The time at which one address first looked at free hours on a day, and the number of freed hours that it booked.
CREATE TABLE booking_visitor (
  city_id text NOT NULL,
  day date NOT NULL,
  visitor text NOT NULL,
  looked_at timestamp with time zone NOT NULL,
  freed_taken integer NOT NULL DEFAULT 0,
  PRIMARY KEY (city_id, day, visitor)
);

-- An entry of the waiting list for an earlier hour.
CREATE TABLE booking_wait (
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
  holder_hash text NOT NULL,
  since timestamp with time zone NOT NULL,
  holder_by text,
  by text,
  sealed text,
  said_offer timestamp with time zone,
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamp with time zone,
  unsaid integer NOT NULL DEFAULT 0,
  PRIMARY KEY (city_id, wait_hash),
  UNIQUE (city_id, office_id, holder_hash)
);
CREATE INDEX booking_wait_by_booking ON booking_wait USING btree (city_id, moves) WHERE (moves IS NOT NULL);
CREATE INDEX booking_wait_by_office ON booking_wait USING btree (city_id, office_id, since);

-- The centre’s time at which the monotonic clock of a kiosk’s boot was zero.
CREATE TABLE boot_anchor (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  boot_id uuid NOT NULL,
  zero_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, boot_id)
);

-- The identity of this centre’s data. If `store_epoch` is new, kiosks send their events again.
CREATE TABLE centre (
  id integer NOT NULL,
  store_epoch uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  CHECK ((id = 1))
);

-- A booking channel, with the formats of its codes.
CREATE TABLE channel (
  city_id text NOT NULL,
  channel_id text NOT NULL,
  name text NOT NULL,
  formats jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  results jsonb,
  PRIMARY KEY (city_id, channel_id)
);

-- The token of a booking channel, stored as its hash.
CREATE TABLE channel_token (
  city_id text NOT NULL,
  token_hash text NOT NULL,
  token_id uuid NOT NULL,
  channel_id text NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  withdrawn_at timestamp with time zone,
  until_at timestamp with time zone,
  PRIMARY KEY (city_id, token_hash),
  FOREIGN KEY (city_id, channel_id) REFERENCES channel(city_id, channel_id)
);

-- All cities of this centre. Retention finds its work here.
CREATE TABLE city (
  name text NOT NULL,
  since timestamp with time zone NOT NULL,
  PRIMARY KEY (name)
);

-- The encrypted address of an appointment’s person, kept until the end of the appointment’s day.
CREATE TABLE contact (
  city_id text NOT NULL,
  appointment_id uuid NOT NULL,
  by text NOT NULL,
  sealed text NOT NULL,
  language text NOT NULL,
  kept_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, appointment_id),
  CHECK ((by = ANY (ARRAY['mail'::text, 'telephone'::text])))
);
CREATE INDEX contact_over ON contact USING btree (city_id, until_at);

-- A message about an appointment to its person, sent or still to be sent.
CREATE TABLE contact_message (
  city_id text NOT NULL,
  appointment_id uuid NOT NULL,
  kind text NOT NULL,
  message_id uuid NOT NULL,
  subject text NOT NULL,
  next_try_at timestamp with time zone NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  holder uuid,
  sent_at timestamp with time zone,
  PRIMARY KEY (city_id, appointment_id, kind, subject),
  FOREIGN KEY (city_id, appointment_id) REFERENCES contact(city_id, appointment_id) ON DELETE CASCADE
);
CREATE INDEX contact_message_waiting ON contact_message USING btree (city_id, next_try_at) WHERE (sent_at IS NULL);

-- A code that was sent to a mail address or telephone number, and whether the person has typed it.
CREATE TABLE contact_proof (
  city_id text NOT NULL,
  proof_hash text NOT NULL,
  by text NOT NULL,
  sealed text NOT NULL,
  code_hash text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  until_at timestamp with time zone NOT NULL,
  proven_at timestamp with time zone,
  PRIMARY KEY (city_id, proof_hash)
);
CREATE INDEX contact_proof_over ON contact_proof USING btree (city_id, until_at);

-- The figures of one day of an office, for the staff.
CREATE TABLE day_figures (
  city_id text NOT NULL,
  office_id text NOT NULL,
  service_day date NOT NULL,
  made_at timestamp with time zone NOT NULL,
  figures jsonb NOT NULL,
  PRIMARY KEY (city_id, office_id, service_day),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- A silent alarm of a desk's clerk.
CREATE TABLE desk_alarm (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  alarm_id uuid NOT NULL,
  desk_id text NOT NULL,
  raised_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, alarm_id)
);
CREATE INDEX desk_alarm_by_time ON desk_alarm USING btree (city_id, raised_at);

-- The end of a clerk’s silent alarm, by a desk or by the staff’s pages.
CREATE TABLE desk_alarm_end (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  alarm_id uuid NOT NULL,
  ended_by text,
  ended_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, alarm_id)
);

-- The secret address of a specialist’s calendar, stored as its hash.
CREATE TABLE desk_calendar (
  city_id text NOT NULL,
  office_id text NOT NULL,
  desk_id text NOT NULL,
  secret_hash text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, office_id, desk_id),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id),
  UNIQUE (city_id, secret_hash)
);

-- The end of a replica’s certificate. The replica states it again at each check while the end is near.
CREATE TABLE ending_certificate (
  city_id text NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  stated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, ends_at)
);

-- A kiosk that asks to be paired, until a person confirms or refuses it.
CREATE TABLE enrolment (
  city_id text NOT NULL,
  enrolment_id uuid NOT NULL,
  code text NOT NULL,
  key_id text NOT NULL,
  public_key text NOT NULL,
  fingerprint text NOT NULL,
  incarnation uuid NOT NULL,
  wanted_slot integer,
  version text NOT NULL,
  build text NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  wrong_tries integer NOT NULL DEFAULT 0,
  state text NOT NULL,
  kiosk_id uuid,
  replaces boolean NOT NULL DEFAULT false,
  PRIMARY KEY (city_id, enrolment_id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'refused'::text]))),
  UNIQUE (city_id, code)
);
CREATE INDEX enrolment_by_key ON enrolment USING btree (city_id, key_id);

-- Every event that a kiosk sent, once.
CREATE TABLE event (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  incarnation uuid NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  v bigint NOT NULL,
  at_wall timestamp with time zone NOT NULL,
  boot_id uuid,
  mono_ms double precision,
  trust text NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  time_uncertain boolean NOT NULL,
  received_at timestamp with time zone NOT NULL,
  payload jsonb NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, incarnation, epoch, seq)
) PARTITION BY HASH (kiosk_id);

-- A city's setting of figures: the record that staff were informed of figures by desk, and the figures it publishes.
CREATE TABLE figures_setting (
  city_id text NOT NULL,
  document jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id)
);

-- An event whose position in the kiosk’s sequence (epoch, seq) another event already has.
CREATE TABLE fork (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  incarnation uuid NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  v bigint NOT NULL,
  at_wall timestamp with time zone NOT NULL,
  boot_id uuid,
  mono_ms double precision,
  trust text NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  time_uncertain boolean NOT NULL,
  received_at timestamp with time zone NOT NULL,
  payload jsonb NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, incarnation, epoch, seq, event_id)
);

-- The first answer to a citizen’s call for help, at the kiosk or at a desk.
CREATE TABLE help_answer (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  help_id uuid NOT NULL,
  desk_id text,
  answered_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, help_id)
);

-- A citizen's request for help at a kiosk.
CREATE TABLE help_asked (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  help_id uuid NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, help_id)
);
CREATE INDEX help_asked_by_id ON help_asked USING btree (city_id, help_id);
CREATE INDEX help_asked_by_office ON help_asked USING btree (city_id, office_id, asked_at);

-- The end of a call for help.
CREATE TABLE help_end (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  help_id uuid NOT NULL,
  reason text NOT NULL,
  ended_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, help_id)
);

-- A one-time link by which a person sets a password and a second factor.
CREATE TABLE invitation (
  city_id text NOT NULL,
  code_hash text NOT NULL,
  person_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  PRIMARY KEY (city_id, code_hash)
);
CREATE INDEX invitation_by_person ON invitation USING btree (city_id, person_id);

-- A kiosk of an office, with its slot. `replaces` is the kiosk that it replaces.
CREATE TABLE kiosk (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  slot integer NOT NULL,
  name text NOT NULL,
  incarnation uuid NOT NULL,
  version text NOT NULL,
  build text NOT NULL,
  enrolled_at timestamp with time zone NOT NULL,
  enrolled_by text NOT NULL,
  revoked_at timestamp with time zone,
  revoked_reason text,
  replaces uuid,
  ended_at timestamp with time zone,
  ended_incarnation uuid,
  ended_journal jsonb,
  end_signature text,
  slot_given_again boolean NOT NULL DEFAULT false,
  PRIMARY KEY (city_id, kiosk_id),
  CHECK (
CASE
    WHEN slot_given_again THEN (((slot % 100) <> 0) AND (slot > 0))
    ELSE ((slot >= 1) AND (slot <= 99))
END),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);
CREATE UNIQUE INDEX kiosk_by_any_slot ON kiosk USING btree (city_id, office_id, slot);
CREATE UNIQUE INDEX kiosk_by_replaced ON kiosk USING btree (city_id, replaces) WHERE (replaces IS NOT NULL);

-- A citizen’s request for attention or help that staff acknowledged at the kiosk.
CREATE TABLE kiosk_acknowledgement (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  preferential boolean NOT NULL,
  come_and_fetch boolean NOT NULL,
  acknowledged_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, subject_id)
);

-- The time of a kiosk’s last request, and the count in its last signed read.
CREATE TABLE kiosk_contact (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  request_count bigint NOT NULL DEFAULT 0,
  last_heard_at timestamp with time zone,
  PRIMARY KEY (city_id, kiosk_id),
  FOREIGN KEY (city_id, kiosk_id) REFERENCES kiosk(city_id, kiosk_id)
);

-- The last diagnostics that a kiosk sent after a command of the centre.
CREATE TABLE kiosk_diagnostics (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  order_id uuid NOT NULL,
  ordered_at timestamp with time zone NOT NULL,
  received_at timestamp with time zone NOT NULL,
  lines text NOT NULL,
  PRIMARY KEY (city_id, kiosk_id)
);

-- The number of a kiosk’s events, and the time of the last one.
CREATE TABLE kiosk_health (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  events bigint NOT NULL,
  last_event_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, kiosk_id)
);

-- A kiosk's public key, with the time in which it is valid.
CREATE TABLE kiosk_key (
  city_id text NOT NULL,
  key_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  public_key text NOT NULL,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone,
  PRIMARY KEY (city_id, key_id),
  FOREIGN KEY (city_id, kiosk_id) REFERENCES kiosk(city_id, kiosk_id)
);

-- The state of a kiosk’s disk, the end of its first certificate for MiDNI codes and its dead letters, as the kiosk reported them last.
CREATE TABLE kiosk_machine (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  incarnation uuid NOT NULL,
  disk text NOT NULL,
  certificate_ends_at timestamp with time zone,
  happened_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  dead_letters bigint,
  PRIMARY KEY (city_id, kiosk_id, incarnation)
);

-- A command of the centre to a kiosk, with its deadline.
CREATE TABLE kiosk_order (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  order_id uuid NOT NULL,
  office_id text NOT NULL,
  action text NOT NULL,
  until_at timestamp with time zone,
  ordered_at timestamp with time zone NOT NULL,
  deadline_at timestamp with time zone NOT NULL,
  ordered_by text NOT NULL,
  token_id uuid,
  role text,
  PRIMARY KEY (city_id, kiosk_id, order_id)
);
CREATE INDEX kiosk_order_by_time ON kiosk_order USING btree (city_id, ordered_at);

-- A service that staff paused at a kiosk.
CREATE TABLE kiosk_pause (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  incarnation uuid NOT NULL,
  service_id text NOT NULL,
  reason text NOT NULL,
  until_at timestamp with time zone,
  happened_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, incarnation, service_id)
);

-- The condition of a kiosk’s printer, as the kiosk reported it last.
CREATE TABLE kiosk_printer (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  incarnation uuid NOT NULL,
  printer text NOT NULL,
  condition text NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, incarnation, printer)
);

-- A service that staff resumed at a kiosk.
CREATE TABLE kiosk_resume (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  incarnation uuid NOT NULL,
  service_id text NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, incarnation, service_id)
);

-- The result of an update of a kiosk’s program.
CREATE TABLE kiosk_update (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  update_id uuid NOT NULL,
  ended_at timestamp with time zone NOT NULL,
  from_version text NOT NULL,
  to_version text,
  result text NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  received_at timestamp with time zone,
  PRIMARY KEY (city_id, kiosk_id, update_id)
);

-- The answers to the question after a visit that a kiosk counted on a past day, without service, person or ticket.
CREATE TABLE kiosk_words (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  counted_id uuid NOT NULL,
  day date NOT NULL,
  awful bigint NOT NULL,
  bad bigint NOT NULL,
  fair bigint NOT NULL,
  good bigint NOT NULL,
  great bigint NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, counted_id)
);
CREATE INDEX kiosk_words_of_office ON kiosk_words USING btree (city_id, office_id, day);

-- A browser on which a person has signed in, stored as a hash. Tries to sign in on it are counted separately.
CREATE TABLE known_device (
  city_id text NOT NULL,
  device_hash text NOT NULL,
  person_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, device_hash, person_id)
);
CREATE INDEX known_device_by_person ON known_device USING btree (city_id, person_id);

-- An office, with the number of its last change.
CREATE TABLE office (
  city_id text NOT NULL,
  office_id text NOT NULL,
  external_id text,
  change_seq bigint NOT NULL DEFAULT 0,
  changed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, office_id)
);
CREATE INDEX office_by_change ON office USING btree (city_id, changed_at);

-- A change that the kiosks of an office fetch, in order, such as a published profile, a pause or a changed appointment.
CREATE TABLE office_change (
  city_id text NOT NULL,
  office_id text NOT NULL,
  change_seq bigint NOT NULL,
  kind text NOT NULL,
  content jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, office_id, change_seq),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- Figures of a finished month, as they were computed.
CREATE TABLE office_figures (
  city_id text NOT NULL,
  office_id text NOT NULL,
  month text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  rows jsonb NOT NULL,
  words jsonb,
  PRIMARY KEY (city_id, office_id, month),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- Keys by which an office's document numbers are hashed.
CREATE TABLE office_key (
  city_id text NOT NULL,
  office_id text NOT NULL,
  key_no integer NOT NULL,
  key text,
  since timestamp with time zone NOT NULL,
  sealed text,
  PRIMARY KEY (city_id, office_id, key_no),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- A change of an office’s profile that a technician proposed at a kiosk, as a JSON Patch.
CREATE TABLE office_proposal (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  proposal_id uuid NOT NULL,
  no bigint NOT NULL,
  from_day date NOT NULL,
  base bigint,
  patch text,
  happened_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, proposal_id)
);
CREATE INDEX office_proposal_by_time ON office_proposal USING btree (city_id, office_id, happened_at);

-- The present queues of an office in which another system calls, as that system reported them last.
CREATE TABLE office_queue (
  city_id text NOT NULL,
  office_id text NOT NULL,
  as_of timestamp with time zone NOT NULL,
  states jsonb NOT NULL,
  PRIMARY KEY (city_id, office_id)
);

-- The result of a command to a kiosk.
CREATE TABLE order_end (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  order_id uuid NOT NULL,
  action text NOT NULL,
  result text NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, order_id)
);
CREATE INDEX order_end_by_time ON order_end USING btree (city_id, happened_at);

-- A command to a kiosk that a second person has to confirm.
CREATE TABLE order_proposal (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  order_id uuid NOT NULL,
  office_id text NOT NULL,
  action text NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  deadline_at timestamp with time zone NOT NULL,
  proposed_by text NOT NULL,
  token_id uuid NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by uuid,
  PRIMARY KEY (city_id, kiosk_id, order_id)
);
CREATE INDEX order_proposal_by_time ON order_proposal USING btree (city_id, proposed_at);

-- A passkey of a person. The device that has it checks its owner, so a passkey proves both factors.
CREATE TABLE passkey (
  city_id text NOT NULL,
  credential_id text NOT NULL,
  person_id uuid NOT NULL,
  public_key text NOT NULL,
  use_count bigint NOT NULL,
  made_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, credential_id)
);
CREATE INDEX passkey_by_person ON passkey USING btree (city_id, person_id);

-- A person who may sign in at the city’s pages, or who was withdrawn.
CREATE TABLE person (
  city_id text NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  name_key text,
  role text NOT NULL,
  office_ids text[],
  account text NOT NULL,
  issuer text,
  subject text,
  invited_at timestamp with time zone NOT NULL,
  invited_by text NOT NULL,
  since timestamp with time zone,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  password_hash text,
  code_secret text,
  code_step bigint,
  last_access_at timestamp with time zone,
  last_access_address text,
  refused_since integer NOT NULL DEFAULT 0,
  invited_by_id uuid,
  confirmed_at timestamp with time zone,
  confirmed_by uuid,
  PRIMARY KEY (city_id, person_id)
);
CREATE UNIQUE INDEX person_by_name ON person USING btree (city_id, name_key) WHERE (withdrawn_at IS NULL);
CREATE UNIQUE INDEX person_by_subject ON person USING btree (city_id, issuer, subject);

-- A signed version of an office's profile, with the day from which it is valid.
CREATE TABLE profile_version (
  city_id text NOT NULL,
  office_id text NOT NULL,
  version integer NOT NULL,
  effective_from date NOT NULL,
  document text NOT NULL,
  key_id text NOT NULL,
  signature text NOT NULL,
  published_at timestamp with time zone NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (city_id, office_id, version),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- The city's decision on a proposal.
CREATE TABLE proposal_decision (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  office_id text NOT NULL,
  decision text NOT NULL,
  reason text,
  version integer,
  decided_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, proposal_id)
);

-- An upload of a revoked kiosk, stored whole for a person to judge.
CREATE TABLE quarantine (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  body_sha256 text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  upload text NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, body_sha256)
);

-- The queue of a kiosk, as the kiosk reported it last.
CREATE TABLE queue_statement (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  as_of timestamp with time zone NOT NULL,
  tickets jsonb NOT NULL,
  services jsonb NOT NULL DEFAULT '[]'::jsonb,
  services_at timestamp with time zone,
  PRIMARY KEY (city_id, kiosk_id)
);
CREATE INDEX queue_statement_of_office ON queue_statement USING btree (city_id, office_id);

-- An alarm that a rule raised: its beginning and end, the time of its last message, and the person who acknowledged it.
CREATE TABLE raised_alarm (
  city_id text NOT NULL,
  alarm_id uuid NOT NULL,
  rule_id text NOT NULL,
  kind text NOT NULL,
  cause text NOT NULL,
  subject text NOT NULL,
  office_id text,
  kiosk_id uuid,
  since timestamp with time zone NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  message_at timestamp with time zone,
  is_due boolean NOT NULL,
  acknowledged_at timestamp with time zone,
  acknowledged_by text NOT NULL DEFAULT ''::text,
  PRIMARY KEY (city_id, alarm_id)
);
CREATE INDEX raised_alarm_by_time ON raised_alarm USING btree (city_id, opened_at);
CREATE INDEX raised_alarm_due ON raised_alarm USING btree (city_id, rule_id) WHERE is_due;
CREATE INDEX raised_alarm_of_subject ON raised_alarm USING btree (city_id, kind, subject);
CREATE UNIQUE INDEX raised_alarm_open ON raised_alarm USING btree (city_id, rule_id, kind, subject) WHERE (ended_at IS NULL);

-- The number of actions of one subject (an address, a token, a kiosk) in the current window, for rate limits.
CREATE TABLE rate_window (
  city_id text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  began_at timestamp with time zone NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (city_id, action, subject)
);

-- A new link for a person, proposed by one administrator and confirmed by another.
CREATE TABLE recovery (
  city_id text NOT NULL,
  recovery_id uuid NOT NULL,
  person_id uuid NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  proposed_by text NOT NULL,
  proposer_id uuid NOT NULL,
  confirmed_at timestamp with time zone,
  PRIMARY KEY (city_id, recovery_id)
);
CREATE INDEX recovery_by_person ON recovery USING btree (city_id, person_id);

-- The result of an appointment, to be sent to its booking channel or sent already.
CREATE TABLE result_message (
  city_id text NOT NULL,
  message_id uuid NOT NULL,
  channel_id text NOT NULL,
  appointment_id uuid NOT NULL,
  result text NOT NULL,
  at timestamp with time zone NOT NULL,
  content jsonb NOT NULL,
  written_at timestamp with time zone NOT NULL,
  next_try_at timestamp with time zone NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  holder uuid,
  sent_at timestamp with time zone,
  PRIMARY KEY (city_id, message_id)
);
CREATE INDEX result_message_by_time ON result_message USING btree (city_id, written_at);
CREATE UNIQUE INDEX result_message_of_appointment ON result_message USING btree (city_id, appointment_id, result, at);
CREATE INDEX result_message_waiting ON result_message USING btree (city_id, next_try_at) WHERE (sent_at IS NULL);

-- The last run of retention in a city, and the lease of the replica that runs it.
CREATE TABLE retention_run (
  city_id text NOT NULL,
  holder uuid,
  lease_until timestamp with time zone,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  horizon_at timestamp with time zone,
  counts jsonb,
  PRIMARY KEY (city_id)
);

-- Number of the last migration.
CREATE TABLE schema_version (
  id integer NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (id),
  CHECK ((id = 1))
);

-- A range of ticket numbers that staff marked as served at a kiosk.
CREATE TABLE served_mark (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  mark_id uuid NOT NULL,
  series text NOT NULL,
  service_day date NOT NULL,
  first_number bigint NOT NULL,
  last_number bigint NOT NULL,
  appointments_until timestamp with time zone NOT NULL,
  rank bigint NOT NULL,
  said_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, mark_id)
);
CREATE INDEX served_mark_by_series ON served_mark USING btree (city_id, kiosk_id, service_day, series);

-- A `served_mark` that staff took back.
CREATE TABLE served_undo (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  mark_id uuid NOT NULL,
  said_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, mark_id)
);

-- A service that the city pauses in an office.
CREATE TABLE service_pause (
  city_id text NOT NULL,
  office_id text NOT NULL,
  service_id text NOT NULL,
  pause_id uuid NOT NULL,
  from_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  resumed_at timestamp with time zone,
  ordered_by text NOT NULL,
  PRIMARY KEY (city_id, office_id, service_id, pause_id),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- A challenge that a passkey has answered, so that the answer is valid once.
CREATE TABLE spent_challenge (
  city_id text NOT NULL,
  challenge_hash text NOT NULL,
  spent_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, challenge_hash)
);

-- A session of a person at the staff’s pages. Only the hash of its cookie is stored.
CREATE TABLE staff_session (
  city_id text NOT NULL,
  session_hash text NOT NULL,
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  begun_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  address text NOT NULL,
  last_access_at timestamp with time zone,
  last_access_address text,
  refused_since integer NOT NULL,
  PRIMARY KEY (city_id, session_hash)
);
CREATE INDEX staff_session_by_id ON staff_session USING btree (city_id, session_id);
CREATE INDEX staff_session_by_person ON staff_session USING btree (city_id, person_id);

-- The last event of a kiosk’s incarnation and epoch that is acknowledged.
CREATE TABLE stream (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  incarnation uuid NOT NULL,
  epoch bigint NOT NULL,
  acknowledged bigint NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, incarnation, epoch)
);

-- An action behind the PIN or the staff's code at a kiosk.
CREATE TABLE technician_action (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  event_id uuid NOT NULL,
  office_id text NOT NULL,
  visit_id uuid NOT NULL,
  action text NOT NULL,
  result text NOT NULL,
  happened_at timestamp with time zone NOT NULL,
  actor text,
  subject text,
  code_id uuid,
  PRIMARY KEY (city_id, kiosk_id, event_id)
);
CREATE INDEX technician_action_by_time ON technician_action USING btree (city_id, happened_at, event_id);

-- A code of a named person for kiosks. The name is emptied after the retention term; the person’s actions stay under the code’s id.
CREATE TABLE technician_code (
  city_id text NOT NULL,
  code_id uuid NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  office_ids text[] NOT NULL,
  starts text NOT NULL,
  sealed text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (city_id, code_id)
);
CREATE INDEX technician_code_by_end ON technician_code USING btree (city_id, until_at);

-- A ticket that a kiosk gave.
CREATE TABLE ticket (
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
  issued_at timestamp with time zone NOT NULL,
  time_uncertain boolean NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  preferential boolean NOT NULL DEFAULT false,
  come_and_fetch boolean NOT NULL DEFAULT false,
  follow_token text,
  PRIMARY KEY (city_id, ticket_id, kiosk_id)
);
CREATE INDEX ticket_by_follow_token ON ticket USING btree (city_id, follow_token) WHERE (follow_token IS NOT NULL);
CREATE INDEX ticket_by_number ON ticket USING btree (city_id, office_id, service_day, series, number);

-- The attention that a ticket’s holder needs: priority, or staff who come and fetch the holder.
CREATE TABLE ticket_attention (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  preferential boolean NOT NULL,
  come_and_fetch boolean NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, ticket_id)
);

-- A call, an end or another act of a desk on a ticket.
CREATE TABLE ticket_life (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  life_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  rank bigint NOT NULL,
  desk_id text NOT NULL,
  act text NOT NULL,
  target text,
  note text,
  undoes uuid,
  done_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  age_ms bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (city_id, kiosk_id, life_id)
);
CREATE INDEX ticket_life_by_id ON ticket_life USING btree (city_id, life_id);
CREATE INDEX ticket_life_by_ticket ON ticket_life USING btree (city_id, ticket_id);

-- The last known state of a ticket’s print.
CREATE TABLE ticket_print (
  city_id text NOT NULL,
  ticket_id uuid NOT NULL,
  kiosk_id uuid NOT NULL,
  state text NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, ticket_id)
);

-- A ticket that a person cancelled at the centre.
CREATE TABLE ticket_void (
  city_id text NOT NULL,
  ticket_id uuid NOT NULL,
  office_id text NOT NULL,
  voided_at timestamp with time zone NOT NULL,
  voided_by text NOT NULL,
  PRIMARY KEY (city_id, ticket_id)
);
CREATE INDEX ticket_void_by_office ON ticket_void USING btree (city_id, office_id, voided_at);

-- A ticket that its holder gave up.
CREATE TABLE ticket_withdrawal (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  withdrawn_at timestamp with time zone NOT NULL,
  epoch bigint NOT NULL,
  seq bigint NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (city_id, kiosk_id, ticket_id)
);

-- A public key that has signed QR codes of appointments, and the time until which kiosks need it.
CREATE TABLE token_key (
  city_id text NOT NULL,
  public_key text NOT NULL,
  needed_until timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, public_key)
);

-- The numbers that a kiosk offers at present to citizens at home, by service.
CREATE TABLE turn_offer (
  city_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  office_id text NOT NULL,
  as_of timestamp with time zone NOT NULL,
  offers jsonb NOT NULL,
  PRIMARY KEY (city_id, kiosk_id)
);
CREATE INDEX turn_offer_of_office ON turn_offer USING btree (city_id, office_id);

-- A citizen’s request for a number at home, and the answer of the kiosk that gives it.
CREATE TABLE turn_request (
  city_id text NOT NULL,
  request_id uuid NOT NULL,
  office_id text NOT NULL,
  kiosk_id uuid NOT NULL,
  service_id text NOT NULL,
  language text NOT NULL,
  visitor text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  follow_token text,
  not_given text,
  answered_at timestamp with time zone,
  PRIMARY KEY (city_id, request_id)
);
CREATE INDEX turn_request_of_office ON turn_request USING btree (city_id, office_id, asked_at);
CREATE INDEX turn_request_of_visitor ON turn_request USING btree (city_id, visitor, asked_at);
CREATE INDEX turn_request_open ON turn_request USING btree (city_id, kiosk_id) WHERE (answered_at IS NULL);

-- An encrypted push subscription of a browser that gets a message when its turn is near or called; kept until the turn or its day ends.
CREATE TABLE turn_word (
  city_id text NOT NULL,
  ticket_id uuid NOT NULL,
  kiosk_id uuid NOT NULL,
  mark text NOT NULL,
  sealed text NOT NULL,
  language text NOT NULL,
  said smallint NOT NULL DEFAULT 0,
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamp with time zone,
  kept_at timestamp with time zone NOT NULL,
  until_at timestamp with time zone NOT NULL,
  PRIMARY KEY (city_id, ticket_id, mark)
);
CREATE INDEX turn_word_over ON turn_word USING btree (city_id, until_at);

-- The results of an office’s simulation (the twin) for one day, and the time at which a computation began.
CREATE TABLE twin_day (
  city_id text NOT NULL,
  office_id text NOT NULL,
  service_day date NOT NULL,
  begun_at timestamp with time zone,
  answers jsonb NOT NULL,
  PRIMARY KEY (city_id, office_id),
  FOREIGN KEY (city_id, office_id) REFERENCES office(city_id, office_id)
);

-- The number of answers to the question after a visit, by service, day and smiley.
CREATE TABLE word_count (
  city_id text NOT NULL,
  office_id text NOT NULL,
  service_id text NOT NULL,
  day date NOT NULL,
  face text NOT NULL,
  answers bigint NOT NULL,
  PRIMARY KEY (city_id, office_id, service_id, day, face)
);
