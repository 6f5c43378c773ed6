import type { RetentionClass, Terms } from '../../src-main/contract/shared/retention.ts';
import { instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Attempt, Batches } from './attempts.ts';

/**
 * SQL for whether an audit row names no stored appointment. Each half uses an index; one condition for both would read every booking for
 * every row.
 */
const NAMES_NO_BOOKING = `NOT EXISTS (SELECT 1 FROM appointment AS booking WHERE booking.city_id = $1
      AND booking.appointment_id = CASE WHEN audit.detail ->> 'appointmentId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        THEN (audit.detail ->> 'appointmentId')::uuid END)
    AND NOT EXISTS (SELECT 1 FROM appointment AS booking
      WHERE booking.city_id = $1 AND booking.reference = audit.detail ->> 'reference')`;
const TOKEN_ENDS = 'least(withdrawn_at, until_at)';

const before = (column: string): string => `${column} < $2::timestamptz`;
const onDayBefore = (column: string): string => `${column} < ($2::timestamptz)::date`;

/** The statements of a rule. `count` is for a dry run; `end` deletes or blanks at most `$3` rows. */
const ending = (act: string, table: string, key: string, due: string) => ({
  count: `SELECT count(*)::int AS due FROM ${table} WHERE city_id = $1 AND ${due}`,
  end: `${act} WHERE city_id = $1 AND (${key}) IN
    (SELECT ${key} FROM ${table} WHERE city_id = $1 AND ${due} LIMIT $3::int FOR UPDATE SKIP LOCKED) RETURNING 1`,
});
type Rule = ReturnType<typeof ending>;
const deleting = (table: string, key: string, due: string) => ending(`DELETE FROM ${table}`, table, key, due);
const blanking = (table: string, key: string, due: string, set: string) =>
  ending(`UPDATE ${table} SET ${set}`, table, key, due);
const emptying = (table: string, key: string, at: string, column: string) =>
  blanking(table, key, `${before(at)} AND ${column} <> ''`, `${column} = ''`);

/**
 * The rules of each class, in the sequence in which they run. `visit-link` is first: it removes links to visits from tables whose rows
 * later rules delete.
 */
export const DUE_ROWS = {
  'visit-link': {
    visitAlarms: deleting(
      'alarm',
      'kind, subject',
      `${before('at')} AND kind IN ('checked-in-after-cancel', 'checked-in-after-move', 'checked-in-twice',
      'checked-in-elsewhere')`,
    ),
    bookingsInAudit: blanking(
      'audit',
      'at, audit_id',
      `${before('at')} AND (detail ? 'appointmentId' OR detail ? 'reference') AND ${NAMES_NO_BOOKING}`,
      `detail = detail - 'appointmentId' - 'reference' - 'start'`,
    ),
    changes: blanking(
      'office_change',
      'office_id, change_seq',
      `${before('changed_at')} AND kind = 'appointment-changed' AND content <> '{}'`,
      `content = '{}'`,
    ),
  },
  need: {
    needs: blanking(
      'acknowledgement',
      'subject_id',
      `${before('acknowledged_at')} AND (preferential OR come_and_fetch)`,
      'preferential = false, come_and_fetch = false',
    ),
  },
  alarm: {
    alarms: deleting('alarm', 'kind, subject', before('at')),
    raisedAlarms: deleting('raised_alarm', 'alarm_id', before('opened_at')),
  },
  'alarm-message': { alarmMessages: deleting('alarm_message', 'message_id', before('written_at')) },
  booking: { resultMessages: deleting('result_message', 'message_id', before('written_at')) },
  audit: {
    audit: deleting('audit', 'at, audit_id', before('at')),
    orders: deleting('kiosk_order', 'kiosk_id, order_id', before('ordered_at')),
    orderProposals: deleting('order_proposal', 'kiosk_id, order_id', before('proposed_at')),
    recoveries: deleting('recovery', 'recovery_id', before('proposed_at')),
  },
  diagnostics: { diagnostics: deleting('kiosk_diagnostics', 'kiosk_id', before('received_at')) },
  'queue-state': {
    queues: deleting('queue_statement', 'kiosk_id', before('as_of')),
    officeQueues: deleting('office_queue', 'office_id', before('as_of')),
    turnOffers: deleting('turn_offer', 'kiosk_id', before('as_of')),
  },
  pairing: { enrolments: deleting('enrolment', 'enrolment_id', before('opened_at')) },
  quarantine: { quarantine: deleting('quarantine', 'kiosk_id, body_sha256', before('received_at')) },
  // Reminders and the notifications of turns delete rows of the next three classes within seconds. These rules are for a centre that runs
  // neither.
  contact: { contacts: deleting('contact', 'appointment_id', before('until_at')) },
  'contact-code': { contactProofs: deleting('contact_proof', 'proof_hash', before('until_at')) },
  'turn-word': { turnWords: deleting('turn_word', 'ticket_id, mark', before('until_at')) },
  caller: {
    turnRequests: deleting('turn_request', 'request_id', before('asked_at')),
    callers: deleting('rate_window', 'action, subject', before('began_at')),
    visitors: deleting('booking_visitor', 'day, visitor', onDayBefore('day')),
  },
  'held-hour': {
    holds: deleting('booking_hold', 'hold_hash', before('ends_at')),
    releases: deleting('booking_release', 'release_id', before('release_at')),
  },
  'waiting-list': { waits: deleting('booking_wait', 'wait_hash', onDayBefore('before_day')) },
  // A token ends when it is withdrawn or expires, whichever is earlier. A token of an earlier release may never expire.
  token: {
    tokens: deleting('access_token', 'token_hash', before(TOKEN_ENDS)),
    channelTokens: deleting('channel_token', 'token_hash', before(TOKEN_ENDS)),
  },
  'sign-in': {
    invitations: deleting('invitation', 'code_hash', before('made_at')),
    sessions: deleting('staff_session', 'session_hash', before('begun_at')),
    devices: deleting('known_device', 'device_hash, person_id', before('used_at')),
    invited: deleting('person', 'person_id', `since IS NULL AND withdrawn_at IS NULL AND ${before('invited_at')}`),
    challenges: deleting('spent_challenge', 'challenge_hash', before('spent_at')),
  },
  account: {
    // A withdrawn person's passkeys are deleted at once. This rule is for passkeys whose person no longer exists.
    passkeys: deleting(
      'passkey',
      'credential_id',
      `${before('made_at')} AND NOT EXISTS (SELECT 1 FROM person
    WHERE person.city_id = $1 AND person.person_id = passkey.person_id AND person.withdrawn_at IS NULL)`,
    ),
    people: deleting('person', 'person_id', `${before('withdrawn_at')} AND account <> 'directory'`),
    // The row stays, without a name: only this row refuses the person, whom the city's provider may still accept.
    keptOut: blanking(
      'person',
      'person_id',
      `${before('withdrawn_at')} AND account = 'directory' AND name <> ''`,
      `name = '', role = '', office_ids = NULL, withdrawn_by = NULL, last_access_at = NULL, last_access_address = NULL, refused_since = 0`,
    ),
  },
  'staff-name': {
    enrolledBy: emptying('kiosk', 'kiosk_id', 'enrolled_at', 'enrolled_by'),
    publishedBy: emptying('profile_version', 'office_id, version', 'published_at', 'published_by'),
    plannedBy: emptying('booking_plan', 'office_id, version', 'published_at', 'published_by'),
    orderedBy: emptying('service_pause', 'office_id, service_id, pause_id', 'until_at', 'ordered_by'),
    acknowledgedBy: emptying('acknowledgement', 'subject_id', 'acknowledged_at', 'acknowledged_by'),
    takenBy: emptying('raised_alarm', 'alarm_id', 'acknowledged_at', 'acknowledged_by'),
    voidedBy: emptying('ticket_void', 'ticket_id', 'voided_at', 'voided_by'),
  },
  'technician-name': { technicianNames: emptying('technician_code', 'code_id', TOKEN_ENDS, 'name') },
  'technician-code': { technicianCodes: emptying('technician_code', 'code_id', TOKEN_ENDS, 'sealed') },
} as const satisfies { readonly [Class in RetentionClass]?: Readonly<Record<string, Rule>> };

export const DAY_MS = 86_400_000;

export interface RowsOrder extends Batches {
  cityId: string;
  horizonMs: number;
  terms: Terms;
  attempt: Attempt;
}

/** Deletes or blanks rows whose age is in a column that the centre's clock wrote. Each batch is its own transaction. */
export async function endRows(
  database: Database,
  { cityId, horizonMs, terms, size, isDryRun, onBatch, attempt }: RowsOrder,
  count: (name: RetentionClass, ended: number) => void,
): Promise<void> {
  // The cast is safe, because `DUE_ROWS` satisfies a type with these keys.
  for (const [name, rules] of Object.entries(DUE_ROWS) as [RetentionClass, Record<string, Rule>][]) {
    const parameters = [cityId, instantOf(horizonMs - terms[name] * DAY_MS)];
    for (const [rule, sql] of Object.entries(rules))
      await attempt(rule, async () => {
        if (isDryRun) {
          const [row] = await database.query<{ due: number }>(sql.count, parameters);
          count(name, row?.due ?? 0);
          return;
        }
        for (;;) {
          const ended = await database.query(sql.end, [...parameters, size]);
          count(name, ended.length);
          await onBatch();
          if (ended.length < size) break;
        }
      });
  }
}
