import type { RetentionClass, Terms } from '../../src-main/contract/shared/retention.ts';
import { instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Attempt } from './attempts.ts';

/**
 * True for an audit row that names an appointment which no longer exists. Each half uses an index; one condition for both would read every
 * booking for every row.
 */
const NAMES_NO_BOOKING = `NOT EXISTS (SELECT 1 FROM appointment AS booking WHERE booking.city_id = $1
      AND booking.appointment_id = CASE WHEN audit.detail ->> 'appointmentId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        THEN (audit.detail ->> 'appointmentId')::uuid END)
    AND NOT EXISTS (SELECT 1 FROM appointment AS booking
      WHERE booking.city_id = $1 AND booking.reference = audit.detail ->> 'reference')`;
const DUE = {
  visitAlarms: `at < $2::timestamptz AND kind IN ('checked-in-after-cancel', 'checked-in-after-move', 'checked-in-twice',
      'checked-in-elsewhere')`,
  alarms: 'at < $2::timestamptz',
  raisedAlarms: 'opened_at < $2::timestamptz',
  alarmMessages: 'written_at < $2::timestamptz',
  resultMessages: 'written_at < $2::timestamptz',
  audit: 'at < $2::timestamptz',
  bookingsInAudit: `at < $2::timestamptz AND (detail ? 'appointmentId' OR detail ? 'reference') AND ${NAMES_NO_BOOKING}`,
  changes: `changed_at < $2::timestamptz AND kind = 'appointment-changed' AND content <> '{}'`,
  enrolments: 'opened_at < $2::timestamptz',
  quarantine: 'received_at < $2::timestamptz',
  orders: 'ordered_at < $2::timestamptz',
  orderProposals: 'proposed_at < $2::timestamptz',
  diagnostics: 'received_at < $2::timestamptz',
  queues: 'as_of < $2::timestamptz',
  officeQueues: 'as_of < $2::timestamptz',
  turnOffers: 'as_of < $2::timestamptz',
  turnRequests: 'asked_at < $2::timestamptz',
  // Reminders delete these rows within seconds. This rule is for a centre that runs no reminders.
  contacts: 'until_at < $2::timestamptz',
  contactProofs: 'until_at < $2::timestamptz',
  turnWords: 'until_at < $2::timestamptz',
  callers: 'began_at < $2::timestamptz',
  holds: 'ends_at < $2::timestamptz',
  releases: 'release_at < $2::timestamptz',
  waits: 'before_day < ($2::timestamptz)::date',
  visitors: 'day < ($2::timestamptz)::date',
  // A token ends when it is withdrawn or expires, whichever is earlier. A token of an earlier release may never expire.
  tokens: 'least(withdrawn_at, until_at) < $2::timestamptz',
  people: `withdrawn_at < $2::timestamptz AND account <> 'directory'`,
  // The row stays without a name, because it alone refuses the person, whom the city's provider may still accept.
  keptOut: `withdrawn_at < $2::timestamptz AND account = 'directory' AND name <> ''`,
  invited: 'since IS NULL AND withdrawn_at IS NULL AND invited_at < $2::timestamptz',
  invitations: 'made_at < $2::timestamptz',
  sessions: 'begun_at < $2::timestamptz',
  devices: 'used_at < $2::timestamptz',
  recoveries: 'proposed_at < $2::timestamptz',
  challenges: 'spent_at < $2::timestamptz',
  // A withdrawn person's passkeys are deleted at once. This rule is for passkeys whose person no longer exists.
  passkeys: `made_at < $2::timestamptz AND NOT EXISTS (SELECT 1 FROM person
    WHERE person.city_id = $1 AND person.person_id = passkey.person_id AND person.withdrawn_at IS NULL)`,
  enrolledBy: `enrolled_at < $2::timestamptz AND enrolled_by <> ''`,
  publishedBy: `published_at < $2::timestamptz AND published_by <> ''`,
  orderedBy: `until_at < $2::timestamptz AND ordered_by <> ''`,
  needs: 'acknowledged_at < $2::timestamptz AND (preferential OR come_and_fetch)',
  acknowledgedBy: `acknowledged_at < $2::timestamptz AND acknowledged_by <> ''`,
  takenBy: `acknowledged_at < $2::timestamptz AND acknowledged_by <> ''`,
  technicianNames: `least(withdrawn_at, until_at) < $2::timestamptz AND name <> ''`,
  technicianCodes: `least(withdrawn_at, until_at) < $2::timestamptz AND sealed <> ''`,
  voidedBy: `voided_at < $2::timestamptz AND voided_by <> ''`,
} as const;

/** Returns the statements that delete rows. `count` is for a dry run; `end` deletes at most `$3` rows. */
const deleting = (table: string, key: string, due: string) => ({
  count: `SELECT count(*)::int AS due FROM ${table} WHERE city_id = $1 AND ${due}`,
  end: `DELETE FROM ${table} WHERE city_id = $1 AND (${key}) IN
    (SELECT ${key} FROM ${table} WHERE city_id = $1 AND ${due} LIMIT $3::int FOR UPDATE SKIP LOCKED) RETURNING 1`,
});
const blanking = (table: string, key: string, due: string, set: string) => ({
  count: `SELECT count(*)::int AS due FROM ${table} WHERE city_id = $1 AND ${due}`,
  end: `UPDATE ${table} SET ${set} WHERE city_id = $1 AND (${key}) IN
    (SELECT ${key} FROM ${table} WHERE city_id = $1 AND ${due} LIMIT $3::int FOR UPDATE SKIP LOCKED) RETURNING 1`,
});

export const DUE_ROWS = {
  visitAlarms: deleting('alarm', 'kind, subject', DUE.visitAlarms),
  alarms: deleting('alarm', 'kind, subject', DUE.alarms),
  raisedAlarms: deleting('raised_alarm', 'alarm_id', DUE.raisedAlarms),
  alarmMessages: deleting('alarm_message', 'message_id', DUE.alarmMessages),
  resultMessages: deleting('result_message', 'message_id', DUE.resultMessages),
  bookingsInAudit: blanking(
    'audit',
    'at, audit_id',
    DUE.bookingsInAudit,
    `detail = detail - 'appointmentId' - 'reference' - 'start'`,
  ),
  audit: deleting('audit', 'at, audit_id', DUE.audit),
  changes: blanking('office_change', 'office_id, change_seq', DUE.changes, `content = '{}'`),
  enrolments: deleting('enrolment', 'enrolment_id', DUE.enrolments),
  quarantine: deleting('quarantine', 'kiosk_id, body_sha256', DUE.quarantine),
  orders: deleting('kiosk_order', 'kiosk_id, order_id', DUE.orders),
  orderProposals: deleting('order_proposal', 'kiosk_id, order_id', DUE.orderProposals),
  queues: deleting('queue_statement', 'kiosk_id', DUE.queues),
  officeQueues: deleting('office_queue', 'office_id', DUE.officeQueues),
  turnOffers: deleting('turn_offer', 'kiosk_id', DUE.turnOffers),
  turnRequests: deleting('turn_request', 'request_id', DUE.turnRequests),
  diagnostics: deleting('kiosk_diagnostics', 'kiosk_id', DUE.diagnostics),
  contacts: deleting('contact', 'appointment_id', DUE.contacts),
  contactProofs: deleting('contact_proof', 'proof_hash', DUE.contactProofs),
  turnWords: deleting('turn_word', 'ticket_id, mark', DUE.turnWords),
  callers: deleting('rate_window', 'action, subject', DUE.callers),
  holds: deleting('booking_hold', 'hold_hash', DUE.holds),
  releases: deleting('booking_release', 'release_id', DUE.releases),
  waits: deleting('booking_wait', 'wait_hash', DUE.waits),
  visitors: deleting('booking_visitor', 'day, visitor', DUE.visitors),
  plannedBy: blanking('booking_plan', 'office_id, version', DUE.publishedBy, `published_by = ''`),
  tokens: deleting('access_token', 'token_hash', DUE.tokens),
  channelTokens: deleting('channel_token', 'token_hash', DUE.tokens),
  people: deleting('person', 'person_id', DUE.people),
  keptOut: blanking(
    'person',
    'person_id',
    DUE.keptOut,
    `name = '', role = '', office_ids = NULL, withdrawn_by = NULL, last_access_at = NULL, last_access_address = NULL, refused_since = 0`,
  ),
  invited: deleting('person', 'person_id', DUE.invited),
  invitations: deleting('invitation', 'code_hash', DUE.invitations),
  sessions: deleting('staff_session', 'session_hash', DUE.sessions),
  devices: deleting('known_device', 'device_hash, person_id', DUE.devices),
  recoveries: deleting('recovery', 'recovery_id', DUE.recoveries),
  challenges: deleting('spent_challenge', 'challenge_hash', DUE.challenges),
  passkeys: deleting('passkey', 'credential_id', DUE.passkeys),
  enrolledBy: blanking('kiosk', 'kiosk_id', DUE.enrolledBy, `enrolled_by = ''`),
  publishedBy: blanking('profile_version', 'office_id, version', DUE.publishedBy, `published_by = ''`),
  orderedBy: blanking('service_pause', 'office_id, service_id, pause_id', DUE.orderedBy, `ordered_by = ''`),
  needs: blanking('acknowledgement', 'subject_id', DUE.needs, 'preferential = false, come_and_fetch = false'),
  acknowledgedBy: blanking('acknowledgement', 'subject_id', DUE.acknowledgedBy, `acknowledged_by = ''`),
  takenBy: blanking('raised_alarm', 'alarm_id', DUE.takenBy, `acknowledged_by = ''`),
  technicianNames: blanking('technician_code', 'code_id', DUE.technicianNames, `name = ''`),
  technicianCodes: blanking('technician_code', 'code_id', DUE.technicianCodes, `sealed = ''`),
  voidedBy: blanking('ticket_void', 'ticket_id', DUE.voidedBy, `voided_by = ''`),
} as const;

/** The class of each rule, in the order in which rules run: links before the rows that contain them. */
const CLASS_OF: readonly (readonly [keyof typeof DUE_ROWS, RetentionClass])[] = [
  ['visitAlarms', 'visit-link'],
  ['bookingsInAudit', 'visit-link'],
  ['changes', 'visit-link'],
  ['needs', 'need'],
  ['alarms', 'alarm'],
  ['raisedAlarms', 'alarm'],
  ['alarmMessages', 'alarm-message'],
  ['resultMessages', 'booking'],
  ['audit', 'audit'],
  ['orders', 'audit'],
  ['orderProposals', 'audit'],
  ['diagnostics', 'diagnostics'],
  ['queues', 'queue-state'],
  ['officeQueues', 'queue-state'],
  ['turnOffers', 'queue-state'],
  ['turnRequests', 'caller'],
  ['enrolments', 'pairing'],
  ['quarantine', 'quarantine'],
  ['contacts', 'contact'],
  ['contactProofs', 'contact-code'],
  ['turnWords', 'turn-word'],
  ['callers', 'caller'],
  ['holds', 'held-hour'],
  ['releases', 'held-hour'],
  ['visitors', 'caller'],
  ['waits', 'waiting-list'],
  ['tokens', 'token'],
  ['channelTokens', 'token'],
  ['invitations', 'sign-in'],
  ['sessions', 'sign-in'],
  ['devices', 'sign-in'],
  ['invited', 'sign-in'],
  ['challenges', 'sign-in'],
  ['recoveries', 'audit'],
  ['passkeys', 'account'],
  ['people', 'account'],
  ['keptOut', 'account'],
  ['enrolledBy', 'staff-name'],
  ['publishedBy', 'staff-name'],
  ['plannedBy', 'staff-name'],
  ['orderedBy', 'staff-name'],
  ['acknowledgedBy', 'staff-name'],
  ['takenBy', 'staff-name'],
  ['voidedBy', 'staff-name'],
  ['technicianNames', 'technician-name'],
  ['technicianCodes', 'technician-code'],
];

export const DAY_MS = 86_400_000;

export interface RowsOrder {
  cityId: string;
  horizonMs: number;
  terms: Terms;
  size: number;
  isDryRun: boolean;
  /** Called after every batch. A rejection ends the run. */
  onBatch: () => Promise<void>;
  attempt: Attempt;
}

/** Deletes or blanks rows whose age is in a column that the centre's clock wrote. Each batch is its own transaction. */
export async function endRows(
  database: Database,
  { cityId, horizonMs, terms, size, isDryRun, onBatch, attempt }: RowsOrder,
  count: (name: RetentionClass, ended: number) => void,
): Promise<void> {
  for (const [rule, name] of CLASS_OF) {
    const parameters = [cityId, instantOf(horizonMs - terms[name] * DAY_MS)];
    await attempt(rule, async () => {
      if (isDryRun) {
        const [row] = await database.query<{ due: number }>(DUE_ROWS[rule].count, parameters);
        count(name, row?.due ?? 0);
        return;
      }
      for (;;) {
        const ended = await database.query(DUE_ROWS[rule].end, [...parameters, size]);
        count(name, ended.length);
        await onBatch();
        if (ended.length < size) break;
      }
    });
  }
}
