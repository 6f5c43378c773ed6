import { randomUUID } from 'node:crypto';
import { AlarmRules } from '../../src-main/contract/centre/alarms.ts';
import { type CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { hoursOn } from '../../src-main/domain/opening-hours.ts';
import { instantOfMoment, localDateTime } from '../../src-main/domain/service-day.ts';
import { type Clock, instantOf } from '../clock.ts';
import { calendarOf } from '../configuration/calendars.ts';
import { newestOffice, type OfficeDetails } from '../configuration/newest-office.ts';
import type { Database, Queries } from '../database/database.ts';
import { type NamedKiosk, type ReplicaState, readTroubles, stateCertificate } from './read-troubles.ts';
import { Digest, type DueAlarm, digestOf, mergeDigests, type Names, openedIn, overUnheard } from './rules/digest.ts';
import { GAPS_COUNTED_MS, gapMs, isWithinHours, type OpenAlarm, type OpenSince, planAlarms } from './rules/plan.ts';
import { MOMENTS, type Trouble } from './rules/troubles.ts';

export const ALARM_LOOK = {
  /**
   * Locks the city's row, so that only this replica works on the city's alarms until the commit. A `looked_at` far in the future comes from
   * a wrong clock and is ignored.
   */
  take: `SELECT document, looked_at AS "lookedAt", awake_since AS "awakeSince" FROM alarm_rules
    WHERE city_id = $1 AND (looked_at <= $2::timestamptz OR looked_at > $3::timestamptz) FOR UPDATE SKIP LOCKED`,
  looked: 'UPDATE alarm_rules SET looked_at = $2::timestamptz, awake_since = $3::timestamptz WHERE city_id = $1',
  open: `SELECT alarm_id AS "alarmId", rule_id AS "ruleId", kind, subject, office_id AS "officeId", kiosk_id AS "kioskId"
    FROM raised_alarm WHERE city_id = $1 AND ended_at IS NULL`,
  raise: `INSERT INTO raised_alarm (city_id, alarm_id, rule_id, kind, cause, subject, office_id, kiosk_id, since, opened_at, ended_at, is_due)
    SELECT $1, item.alarm_id, item.rule_id, item.kind, item.cause, item.subject, item.office_id, item.kiosk_id, item.since,
      $2::timestamptz, item.ended_at, true
    FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::timestamptz[], $11::timestamptz[])
      AS item (alarm_id, rule_id, kind, cause, subject, office_id, kiosk_id, since, ended_at)`,
  /**
   * The end of an alarm is reported only if a message reported its beginning. An alarm that is due, because no message has named it yet,
   * stays due.
   */
  end: `UPDATE raised_alarm SET ended_at = $2::timestamptz, is_due = (is_due OR message_at IS NOT NULL)
    WHERE city_id = $1 AND alarm_id = ANY ($3::uuid[]) AND ended_at IS NULL`,
  drop: `UPDATE raised_alarm SET ended_at = $2::timestamptz, is_due = false
    WHERE city_id = $1 AND alarm_id = ANY ($3::uuid[]) AND ended_at IS NULL`,
  due: `SELECT alarm_id AS "alarmId", kind, cause, office_id AS "officeId", kiosk_id AS "kioskId", since, ended_at AS "endedAt",
      message_at AS "messageAt", acknowledged_at AS "acknowledgedAt"
    FROM raised_alarm WHERE city_id = $1 AND rule_id = $2 AND is_due`,
  told: `UPDATE raised_alarm SET message_at = $2::timestamptz WHERE city_id = $1 AND alarm_id = ANY ($3::uuid[])`,
  done: 'UPDATE raised_alarm SET is_due = false WHERE city_id = $1 AND alarm_id = ANY ($2::uuid[])',
  /**
   * The times of the rule's messages in the last hour. Messages with the same time went to several recipients and count once. A time far in
   * the future comes from a wrong clock and is ignored.
   */
  written: `SELECT DISTINCT written_at AS "at" FROM alarm_message
    WHERE city_id = $1 AND written_at > $2::timestamptz AND written_at <= $3::timestamptz AND rule_id = $4 ORDER BY written_at DESC`,
  /** Deletes messages that a server has not accepted. A message with a holder is being sent at this moment, and stays. */
  unsent: `DELETE FROM alarm_message WHERE city_id = $1 AND message_id IN (SELECT message_id FROM alarm_message
      WHERE city_id = $1 AND rule_id = $2 AND recipient_id = $3 AND sent_at IS NULL AND holder IS NULL FOR UPDATE SKIP LOCKED)
    RETURNING content, next_try_at AS "nextTryAt", tries`,
  write: `INSERT INTO alarm_message (city_id, message_id, rule_id, recipient_id, content, written_at, next_try_at, tries)
    VALUES ($1, $2::uuid, $3, $4, $5::text::jsonb, $6::timestamptz, $7::timestamptz, $8::int)`,
} as const;

/**
 * The least time between two looks at a city by any replicas. It is shorter than the pause of one replica between its looks
 * (`LOOK_EVERY_MS`), and longer than the usual difference between two replicas' clocks.
 */
const LEAST_BETWEEN_MS = 10_000;
/**
 * If the last look is longer ago than this, no replica was running in between, so a kiosk's silence in that time says nothing about the
 * kiosk.
 */
const ASLEEP_AFTER_MS = 120_000;

export interface LookParts extends ReplicaState {
  database: Database;
  clock: Clock;
}

/**
 * Looks once at a city: raises and ends its alarms and writes their messages, all in one transaction. Stores first the end of this
 * replica's TLS certificate if that end is near. Nothing else is done if the city has no rules, or another replica has just looked.
 */
export async function lookAtCity(parts: LookParts, cityId: CityId): Promise<void> {
  const nowMs = parts.clock.nowMs();
  await stateCertificate(parts.database, cityId, parts, nowMs);
  await parts.database.transaction(async (queries) => {
    const [row] = await queries.query<{ document: unknown; lookedAt: string; awakeSince: string }>(ALARM_LOOK.take, [
      cityId,
      instantOf(nowMs - LEAST_BETWEEN_MS),
      instantOf(nowMs + ASLEEP_AFTER_MS),
    ]);
    const rules = AlarmRules.safeParse(row?.document);
    if (row === undefined || !rules.success) return;
    const lookedMs = Math.min(nowMs, Date.parse(row.lookedAt));
    const awakeMs = nowMs - lookedMs > ASLEEP_AFTER_MS ? nowMs : Math.min(nowMs, Date.parse(row.awakeSince));
    await queries.query(ALARM_LOOK.looked, [cityId, instantOf(nowMs), instantOf(awakeMs)]);
    const offices = createOffices(queries, cityId);
    const look = { ...parts, cityId, rules: rules.data, lookedMs, awakeMs, nowMs, offices };
    const kiosks = await planCity(queries, look);
    for (const rule of rules.data.rules) await writeMessages(queries, { ...look, rule, zone: rules.data.zone, kiosks });
  });
}

/** The profiles of offices with troubles or due alarms. Each profile is read once per look. */
interface Offices {
  read(officeIds: Iterable<string | null>): Promise<void>;
  /** `null`: the office has no profile, or `read` was not called for it. */
  known(officeId: string): OfficeDetails | null;
}

interface CityLook extends LookParts {
  cityId: CityId;
  rules: AlarmRules;
  lookedMs: number;
  awakeMs: number;
  nowMs: number;
  offices: Offices;
}

async function planCity(
  queries: Queries,
  { cityId, rules, lookedMs, awakeMs, nowMs, offices }: CityLook,
): Promise<readonly NamedKiosk[]> {
  const alarms = await queries.query<OpenAlarm>(ALARM_LOOK.open, [cityId]);
  const openOffices = new Set(
    alarms.flatMap(({ kind, kioskId, officeId }) =>
      kind === 'silent' && kioskId === null && officeId ? [officeId] : [],
    ),
  );
  const kinds = new Set(rules.rules.flatMap((rule) => rule.kinds));
  const { kiosks, troubles } = await readTroubles(queries, cityId, {
    kinds,
    openOffices,
    lookedMs,
    awakeMs,
    nowMs,
  });
  await offices.read(troubles.map(({ officeId }) => officeId));
  const openSince: OpenSince = (officeId) => {
    const office = offices.known(officeId);
    return office?.hours === undefined ? undefined : openingOf(office, office.hours, nowMs);
  };
  const plan = planAlarms(rules, troubles, alarms, openSince, nowMs);
  await raise(queries, cityId, plan.open, nowMs);
  if (plan.end.length > 0) await queries.query(ALARM_LOOK.end, [cityId, instantOf(nowMs), plan.end]);
  if (plan.drop.length > 0) await queries.query(ALARM_LOOK.drop, [cityId, instantOf(nowMs), plan.drop]);
  return kiosks;
}

async function raise(
  queries: Queries,
  cityId: CityId,
  open: readonly (Trouble & { ruleId: string })[],
  nowMs: number,
): Promise<void> {
  if (open.length === 0) return;
  await queries.query(ALARM_LOOK.raise, [
    cityId,
    instantOf(nowMs),
    open.map(() => randomUUID()),
    open.map(({ ruleId }) => ruleId),
    open.map(({ kind }) => kind),
    open.map(({ cause }) => cause),
    open.map(({ subject }) => subject),
    open.map(({ officeId }) => officeId),
    open.map(({ kioskId }) => kioskId),
    open.map(({ sinceMs }) => instantOf(sinceMs)),
    open.map(({ kind, sinceMs }) => (MOMENTS.has(kind) ? instantOf(sinceMs) : null)),
  ]);
}

interface RuleLook {
  cityId: CityId;
  rule: AlarmRules['rules'][number];
  zone: string;
  kiosks: readonly NamedKiosk[];
  offices: Offices;
  nowMs: number;
}

async function writeMessages(
  queries: Queries,
  { cityId, rule, zone, kiosks, offices, nowMs }: RuleLook,
): Promise<void> {
  const due = await queries.query<DueAlarm>(ALARM_LOOK.due, [cityId, rule.ruleId]);
  if (due.length === 0) return;
  if (!isWithinHours(rule, zone, nowMs)) {
    const unheard = overUnheard(due);
    if (unheard.length > 0) await queries.query(ALARM_LOOK.done, [cityId, unheard]);
    return;
  }
  const since = instantOf(nowMs - GAPS_COUNTED_MS);
  const written = await queries.query<{ at: string }>(ALARM_LOOK.written, [
    cityId,
    since,
    instantOf(nowMs + ASLEEP_AFTER_MS),
    rule.ruleId,
  ]);
  const [last] = written;
  if (last !== undefined && nowMs - Date.parse(last.at) < gapMs(written.length)) return;
  await offices.read(due.map(({ officeId }) => officeId));
  const digest = digestOf(due, namesOf(kiosks, offices));
  const ids = due.map(({ alarmId }) => alarmId);
  await queries.query(ALARM_LOOK.told, [cityId, instantOf(nowMs), openedIn(due)]);
  await queries.query(ALARM_LOOK.done, [cityId, ids]);
  if (digest === null) return;
  for (const recipientId of rule.to) await writeMessage(queries, [cityId, rule.ruleId, recipientId], digest, nowMs);
}

interface UnsentRow {
  content: unknown;
  nextTryAt: string;
  tries: number;
}

/**
 * Joins the new message with the earlier messages that were not yet sent to the recipient, so that a mail server that was down for a week
 * receives one message. The joined message has a new id, because an earlier try may have arrived after all.
 */
async function writeMessage(
  queries: Queries,
  receiver: readonly [cityId: CityId, ruleId: string, recipientId: string],
  digest: Digest,
  nowMs: number,
): Promise<void> {
  const unsent = await queries.query<UnsentRow>(ALARM_LOOK.unsent, receiver);
  const earlier = unsent.flatMap(({ content }) => Digest.safeParse(content).data ?? []);
  const content = earlier.length === 0 ? digest : mergeDigests([...earlier, digest]);
  const nextTryMs = Math.max(nowMs, ...unsent.map(({ nextTryAt }) => Date.parse(nextTryAt)));
  const tries = Math.max(0, ...unsent.map((message) => message.tries));
  const [cityId, ruleId, recipientId] = receiver;
  await queries.query(ALARM_LOOK.write, [
    cityId,
    randomUUID(),
    ruleId,
    recipientId,
    JSON.stringify(content),
    instantOf(nowMs),
    instantOf(nextTryMs),
    tries,
  ]);
}

function createOffices(queries: Queries, cityId: CityId): Offices {
  const details = new Map<string, OfficeDetails | null>();
  return {
    async read(officeIds) {
      for (const officeId of new Set(officeIds))
        if (officeId !== null && !details.has(officeId))
          details.set(officeId, await newestOffice(queries, { cityId, officeId: OfficeId.parse(officeId) }));
    },
    known: (officeId) => details.get(officeId) ?? null,
  };
}

/** Returns the time at which the office's present opening began, in ms. `null`: the office is closed now. */
function openingOf(
  { zone, calendarId }: OfficeDetails,
  hours: NonNullable<OfficeDetails['hours']>,
  nowMs: number,
): number | null {
  const now = localDateTime(nowMs, zone);
  const range = hoursOn(hours, calendarOf(calendarId), now.date).ranges.find(
    ({ from, to }) => from <= now.time && now.time < to,
  );
  return range === undefined ? null : (instantOfMoment({ date: now.date, time: range.from }, zone) ?? nowMs);
}

const namesOf = (kiosks: readonly NamedKiosk[], offices: Offices): Names => {
  const nameOf = new Map(kiosks.map(({ kioskId, name }) => [kioskId, name]));
  return {
    office: (officeId) => offices.known(officeId)?.name ?? officeId,
    kiosk: (kioskId) => nameOf.get(kioskId) ?? kioskId,
  };
};
