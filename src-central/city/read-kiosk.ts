import type { KioskSheet } from '../../src-main/contract/centre/city-overview.ts';
import type { KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { instantOf } from '../clock.ts';
import { allowedFor } from '../configuration/allowed-versions.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import { PROFILE_VERSIONS } from '../configuration/profile-versions.ts';
import type { Queries } from '../database/database.ts';
import { slotOf } from '../enrolment/slot-of.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import { type Handler, NO_KIOSK, type Refusal, refuseMember, type TokenCaller } from '../server/operation.ts';
import { daysOf, LATE_MS, shownDays } from '../trouble/days.ts';
import { cityNow, etagOf, isKnown, type PrinterRow } from './read-city.ts';

/** Largest number of rows that each query reads, more than an office has in a month. If a kiosk has more rows, only the newest are read. */
const MOST_CONDITIONS = 5_000;
const MOST_STARTS = 2_000;
const MOST_LATE = 20_000;

export const READ_KIOSK = {
  kiosk: `SELECT kiosk.kiosk_id AS "kioskId", kiosk.office_id AS "officeId", kiosk.name, ${slotOf('kiosk')} AS slot,
      kiosk.incarnation, kiosk.enrolled_at AS "enrolledAt", kiosk.version, kiosk.revoked_at AS "revokedAt", kiosk.replaces,
      contact.last_heard_at AS "lastHeardAt", health.last_event_at AS "lastEventAt",
      (SELECT ended.to_version FROM kiosk_update AS ended WHERE ended.city_id = $1 AND ended.kiosk_id = kiosk.kiosk_id
        AND ended.result = 'done' ORDER BY ended.ended_at DESC LIMIT 1) AS "updatedTo"
    FROM kiosk
    LEFT JOIN kiosk_contact AS contact ON contact.city_id = kiosk.city_id AND contact.kiosk_id = kiosk.kiosk_id
    LEFT JOIN kiosk_health AS health ON health.city_id = kiosk.city_id AND health.kiosk_id = kiosk.kiosk_id
    WHERE kiosk.city_id = $1 AND kiosk.kiosk_id = $2::uuid`,
  printers: `SELECT printer, condition, happened_at AS since FROM kiosk_printer
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND incarnation = $3::uuid ORDER BY printer`,
  tickets: `SELECT service_day AS day, count(*)::int AS count FROM ticket
    WHERE city_id = $1 AND office_id = $2 AND service_day >= $4::date AND kiosk_id = $3::uuid GROUP BY service_day`,
  conditions: `SELECT happened_at AS at, payload ->> 'printer' AS printer, payload ->> 'condition' AS condition FROM event
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND happened_at >= $3::timestamptz AND type = 'printer-condition'
      AND payload ? 'printer' AND payload ? 'condition'
    ORDER BY happened_at DESC, epoch DESC, seq DESC LIMIT ${MOST_CONDITIONS}`,
  starts: `SELECT min(happened_at) AS at FROM event
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND happened_at >= $3::timestamptz AND boot_id IS NOT NULL
    GROUP BY boot_id ORDER BY min(happened_at) DESC LIMIT ${MOST_STARTS}`,
  late: `SELECT happened_at AS "from", received_at AS until FROM event
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND happened_at >= $3::timestamptz AND NOT time_uncertain
      AND received_at - happened_at > make_interval(secs => ${LATE_MS / 1_000})
    ORDER BY happened_at DESC LIMIT ${MOST_LATE}`,
} as const;

type Added = 'at' | 'officeName' | 'waiting' | 'allowedVersion' | 'profile' | 'printers' | 'troubles';
type Row = Omit<KioskSheet, Added> & { incarnation: string; updatedTo: string | null };

type OfKiosk = { params: { cityId: string; kioskId: KioskId }; caller: TokenCaller };

async function kioskOf(queries: Queries, { params, caller }: OfKiosk): Promise<Result<Row, Refusal>> {
  const [row] = await queries.query<Row>(READ_KIOSK.kiosk, [params.cityId, params.kioskId]);
  if (!row) return refuseMember('not-found', '/path/kioskId', NO_KIOSK);
  return isBeyondOffices(caller, row.officeId) ? refuseMember('wrong-office', '/path/kioskId') : succeed(row);
}

async function officeZone(queries: Queries, cityId: TokenCaller['cityId'], officeId: OfficeId): Promise<string> {
  return (await newestOffice(queries, { cityId, officeId }))?.zone ?? 'UTC';
}

export const readKiosk =
  ({ database, clock }: Centre): Handler<'readKiosk'> =>
  async (request) => {
    const kiosk = await kioskOf(database, request);
    if (!kiosk.ok) return kiosk;
    const { incarnation, updatedTo, ...row } = kiosk.value;
    const { cityId } = request.params;
    const { officeId, kioskId } = row;
    const nowMs = clock.nowMs();
    const city = await cityNow(database, { cityId, officeIds: [officeId] }, nowMs);
    const [office] = city.offices;
    const today = serviceDayOf(nowMs, await officeZone(database, cityId, officeId));
    const [profile] = await database.query<{ version: number }>(PROFILE_VERSIONS.holding, [cityId, officeId, today]);
    const { lastHeardAt, lastEventAt, ...kept } = row;
    const shown = {
      ...kept,
      officeName: office?.name ?? officeId,
      waiting: office?.waiting ?? null,
      // A revoked kiosk is not in the city's list, and has no trouble that a visit would repair.
      troubles: city.kiosks.find((one) => one.kioskId === kioskId)?.troubles ?? [],
      version: updatedTo ?? row.version,
      allowedVersion: await allowedFor(database, { cityId, officeId, kioskId }),
      profile: profile?.version ?? null,
      printers: await database.query<Omit<PrinterRow, 'kioskId'>>(READ_KIOSK.printers, [cityId, kioskId, incarnation]),
    };
    const etag = etagOf({ ...shown, lastEventAt, heard: minuteOf(lastHeardAt) });
    const body = { at: instantOf(nowMs), ...shown, lastHeardAt, lastEventAt };
    return succeed(isKnown(etag, request.ifNoneMatch) ? 'not-modified' : { body, etag });
  };

/** Cuts a time to the minute, because a kiosk makes contact several times a minute, which should not change the answer's tag. */
const minuteOf = (instant: string | null): string | null => instant?.slice(0, 16) ?? null;

export const readKioskDays =
  ({ database, clock }: Centre): Handler<'readKioskDays'> =>
  async (request) => {
    const kiosk = await kioskOf(database, request);
    if (!kiosk.ok) return kiosk;
    const { officeId } = kiosk.value;
    const { cityId, kioskId } = request.params;
    const nowMs = clock.nowMs();
    const days = shownDays(nowMs, await officeZone(database, cityId, officeId));
    const [first] = days;
    const sinceMs = first?.fromMs ?? nowMs;
    const since = [cityId, kioskId, instantOf(sinceMs)];
    const tickets = await database.query<{ day: string; count: number }>(READ_KIOSK.tickets, [
      cityId,
      officeId,
      kioskId,
      first?.day ?? '',
    ]);
    const outages = await readOutages(database, cityId, kioskId, sinceMs);
    const starts = await database.query<{ at: string }>(READ_KIOSK.starts, since);
    const startsMs = starts.map(({ at }) => Date.parse(at));
    return succeed({
      body: { at: instantOf(nowMs), days: daysOf({ days, nowMs, tickets, startsMs, ...outages }) },
    });
  };

/**
 * Reads the conditions of a kiosk's printers and, for each event that arrived late, the time from the event to its receipt (`apart`), both
 * since `sinceMs`.
 */
export async function readOutages(queries: Queries, cityId: string, kioskId: string, sinceMs: number) {
  const since = [cityId, kioskId, instantOf(sinceMs)];
  const conditions = await queries.query<ConditionRow>(READ_KIOSK.conditions, since);
  const late = await queries.query<{ from: string; until: string }>(READ_KIOSK.late, since);
  return {
    conditions: conditions.map(({ at, ...rest }) => ({ ...rest, atMs: Date.parse(at) })).reverse(),
    apart: late.map(({ from, until }) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) })),
  };
}

interface ConditionRow {
  at: string;
  printer: string;
  condition: string;
}
