import { randomUUID } from 'node:crypto';
import { AlarmRules, type AlarmRulesKept, type RaisedAlarm } from '../../src-main/contract/centre/alarms.ts';
import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { alarmsOf } from '../administration/city-overview.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import { type Handler, refuseMember, seenValues, type TokenCaller } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import type { Digest } from './rules/digest.ts';

export const ALARM_OPERATIONS = {
  rules: 'SELECT document, changed_at AS "changedAt" FROM alarm_rules WHERE city_id = $1',
  put: `INSERT INTO alarm_rules (city_id, document, changed_at, looked_at, awake_since)
    VALUES ($1, $2::text::jsonb, $3::timestamptz, $3::timestamptz, $3::timestamptz)
    ON CONFLICT (city_id) DO UPDATE SET document = EXCLUDED.document,
      changed_at = greatest(EXCLUDED.changed_at, alarm_rules.changed_at)
    WHERE NOT $4::boolean OR alarm_rules.changed_at = $5::timestamptz RETURNING changed_at`,
  /** The unsent messages of removed recipients are deleted, but the alarms stay in the list of alarms. */
  forget: `DELETE FROM alarm_message WHERE city_id = $1 AND sent_at IS NULL AND recipient_id <> ALL ($2::text[])`,
  waiting: `SELECT count(*)::int AS messages, min(written_at) AS "oldestAt" FROM alarm_message
    WHERE city_id = $1 AND sent_at IS NULL`,
  newest: `SELECT DISTINCT ON (recipient_id) recipient_id AS "recipientId", written_at AS "writtenAt", sent_at AS "sentAt", tries
    FROM alarm_message WHERE city_id = $1 ORDER BY recipient_id, written_at DESC, message_id`,
  /** Writes a test message, at most once a minute, so that a double press sends one. */
  test: `INSERT INTO alarm_message (city_id, message_id, rule_id, recipient_id, content, written_at, next_try_at)
    SELECT $1, $2::uuid, '', $3, $4::text::jsonb, $5::timestamptz, $5::timestamptz
    WHERE NOT EXISTS (SELECT 1 FROM alarm_message WHERE city_id = $1 AND rule_id = '' AND recipient_id = $3
      AND written_at > $6::timestamptz AND written_at <= $5::timestamptz)`,
  raised: `SELECT alarm_id AS "alarmId", rule_id AS "ruleId", kind, cause, office_id AS "officeId", kiosk_id AS "kioskId", since,
      opened_at AS "openedAt", message_at AS "messageAt", ended_at AS "endedAt", acknowledged_at AS "acknowledgedAt",
      nullif(acknowledged_by, '') AS "acknowledgedBy"
    FROM raised_alarm WHERE city_id = $1 AND ($2::text[] IS NULL OR office_id = ANY ($2::text[]))
    ORDER BY ended_at IS NULL DESC, opened_at DESC, alarm_id LIMIT $3::int`,
  find: 'SELECT office_id AS "officeId" FROM raised_alarm WHERE city_id = $1 AND alarm_id = $2::uuid',
  acknowledge: `UPDATE raised_alarm SET acknowledged_at = $3::timestamptz, acknowledged_by = $4
    WHERE city_id = $1 AND alarm_id = $2::uuid AND acknowledged_at IS NULL`,
} as const;

const MOST_RAISED = 500;

const raisedOf = (queries: Queries, { cityId, officeIds }: TokenCaller): Promise<RaisedAlarm[]> =>
  queries.query<RaisedAlarm>(ALARM_OPERATIONS.raised, [cityId, officeIds, MOST_RAISED]);

const NO_RULES = AlarmRules.parse({ zone: 'Europe/Madrid', recipients: [], rules: [] });

const listAlarms =
  ({ database }: Centre): Handler<'listAlarms'> =>
  async ({ caller }) =>
    succeed({ body: { alarms: await alarmsOf(database, caller), raised: await raisedOf(database, caller) } });

const listAlarmRules =
  ({ database }: Centre): Handler<'listAlarmRules'> =>
  async ({ params: { cityId } }) => {
    const [row] = await database.query<{ document: unknown; changedAt: string }>(ALARM_OPERATIONS.rules, [cityId]);
    const [waiting] = await database.query<AlarmRulesKept['waiting']>(ALARM_OPERATIONS.waiting, [cityId]);
    const rules = AlarmRules.safeParse(row?.document).data ?? NO_RULES;
    const newest = await database.query<AlarmRulesKept['newest'][number]>(ALARM_OPERATIONS.newest, [cityId]);
    const changedAt = row?.changedAt ?? null;
    return succeed({ body: { rules, changedAt, newest, waiting: waiting ?? { messages: 0, oldestAt: null } } });
  };

const putAlarmRules =
  ({ database, clock }: Centre): Handler<'putAlarmRules'> =>
  async ({ params: { cityId }, query, body, caller }) =>
    database.transaction(async (queries) => {
      const nowMs = clock.nowMs();
      const put = [cityId, JSON.stringify(body), ...seenValues(query, nowMs)];
      if ((await queries.query(ALARM_OPERATIONS.put, put)).length === 0)
        return refuseMember('changed-meanwhile', '/query/seen');
      const recipientIds = body.recipients.map(({ recipientId }) => recipientId);
      await queries.query(ALARM_OPERATIONS.forget, [cityId, recipientIds]);
      // The addresses are left out, because the audit is kept for longer than the rules.
      const object = { rules: body.rules.map(({ ruleId }) => ruleId), recipients: body.recipients.length };
      await recordAudit(queries, caller, 'putAlarmRules', object, nowMs);
      return succeed({ body: null });
    });

const TEST: Digest = { opened: [], ended: [], openedMore: 0, endedMore: 0, passed: 0, isTest: true };
const TEST_EVERY_MS = 60_000;

const testAlarmRecipient =
  ({ database, clock }: Centre): Handler<'testAlarmRecipient'> =>
  async ({ params: { cityId, recipientId }, caller }) =>
    database.transaction(async (queries) => {
      const [row] = await queries.query<{ document: unknown }>(ALARM_OPERATIONS.rules, [cityId]);
      const rules = AlarmRules.safeParse(row?.document).data ?? NO_RULES;
      if (!rules.recipients.some((recipient) => recipient.recipientId === recipientId))
        return refuseMember('not-found', '/path/recipientId', 'the rules have no such recipient');
      const nowMs = clock.nowMs();
      const message = [cityId, randomUUID(), recipientId, JSON.stringify(TEST), instantOf(nowMs)];
      await queries.query(ALARM_OPERATIONS.test, [...message, instantOf(nowMs - TEST_EVERY_MS)]);
      await recordAudit(queries, caller, 'testAlarmRecipient', { recipientId }, nowMs);
      return succeed({ body: null });
    });

const NO_ALARM = 'no rule has raised an alarm with this id';

const acknowledgeAlarm =
  ({ database, clock }: Centre): Handler<'acknowledgeAlarm'> =>
  async ({ params: { cityId, alarmId }, caller }) =>
    database.transaction(async (queries) => {
      const [found] = await queries.query<{ officeId: OfficeId | null }>(ALARM_OPERATIONS.find, [cityId, alarmId]);
      if (found === undefined) return refuseMember('not-found', '/path/alarmId', NO_ALARM);
      if (isBeyondOffices(caller, found.officeId)) return refuseMember('wrong-office', '/path/alarmId');
      const nowMs = clock.nowMs();
      await queries.query(ALARM_OPERATIONS.acknowledge, [cityId, alarmId, instantOf(nowMs), caller.name]);
      await recordAudit(queries, caller, 'acknowledgeAlarm', { officeId: found.officeId, subjectId: alarmId }, nowMs);
      return succeed({ body: null });
    });

export function registerAlarms(server: OperationsRegistrar, centre: Centre): void {
  server.registerOperation('listAlarms', listAlarms(centre));
  server.registerOperation('listAlarmRules', listAlarmRules(centre));
  server.registerOperation('putAlarmRules', putAlarmRules(centre));
  server.registerOperation('testAlarmRecipient', testAlarmRecipient(centre));
  server.registerOperation('acknowledgeAlarm', acknowledgeAlarm(centre));
}
