import { z } from 'zod';
import type { Closed, LiveOffice, LiveService } from '../../src-main/contract/centre/live-offices.ts';
import { OfficeQueue } from '../../src-main/contract/centre/office-queues.ts';
import { QUEUE_STATEMENT_HOLDS_S } from '../../src-main/contract/centre/queue-statement.ts';
import { type CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { OpeningHours } from '../../src-main/contract/shared/opening-hours.ts';
import { QueueStateNow } from '../../src-main/contract/shared/queue-state.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { closesAt, isOpenAt } from '../../src-main/domain/opening-hours.ts';
import { isPublicTurn } from '../../src-main/domain/public-rows.ts';
import { MOST_PEOPLE, type QueueState } from '../../src-main/domain/queue-state.ts';
import { localDateTime, SERVICE_DAY_BEGINS_AT, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { type Closure, closureAt, closureOfAll, type Stop } from '../../src-main/office/rules/service-closure.ts';
import { calendarOf } from '../configuration/calendars.ts';
import { CALENDAR_MEMBER, OFFICE_MEMBERS, PLACE_MEMBERS, SERVICE_MEMBERS } from '../configuration/kept-members.ts';
import type { Queries } from '../database/database.ts';

const HOLDS_MS = QUEUE_STATEMENT_HOLDS_S * 1_000;

export const LIVE_OFFICES = {
  versions: `SELECT profile.office_id AS "officeId", profile.version, profile.effective_from AS "from"
    FROM profile_version AS profile
    JOIN office ON office.city_id = profile.city_id AND office.office_id = profile.office_id
    WHERE profile.city_id = $1 ORDER BY profile.office_id, profile.effective_from DESC, profile.version DESC`,
  documents: `SELECT profile.office_id AS "officeId", profile.version, profile.document FROM profile_version AS profile
    JOIN unnest($2::text[], $3::int[]) AS asked (office_id, version)
      ON asked.office_id = profile.office_id AND asked.version = profile.version
    WHERE profile.city_id = $1`,
  stated: `SELECT statement.office_id AS "officeId", statement.services, statement.services_at AS "at"
    FROM queue_statement AS statement WHERE statement.city_id = $1 AND statement.services_at IS NOT NULL`,
  queues: 'SELECT office_id AS "officeId", states FROM office_queue WHERE city_id = $1',
  pauses: `SELECT office_id AS "officeId", service_id AS "serviceId", max(until_at) AS until FROM service_pause
    WHERE city_id = $1 AND resumed_at IS NULL AND until_at > $2::timestamptz GROUP BY office_id, service_id`,
  kioskPauses: `SELECT kiosk.office_id AS "officeId", kiosk.kiosk_id AS "kioskId", pause.service_id AS "serviceId",
      pause.until_at AS until, pause.happened_at AS since
    FROM kiosk
    LEFT JOIN kiosk_pause AS pause ON pause.city_id = kiosk.city_id AND pause.kiosk_id = kiosk.kiosk_id
      AND pause.incarnation = kiosk.incarnation
      AND NOT EXISTS (SELECT 1 FROM kiosk_resume AS resume WHERE resume.city_id = $1
        AND resume.kiosk_id = pause.kiosk_id AND resume.incarnation = pause.incarnation
        AND resume.service_id = pause.service_id AND (resume.epoch, resume.seq) > (pause.epoch, pause.seq))
    WHERE kiosk.city_id = $1 AND kiosk.revoked_at IS NULL`,
} as const;

/** Only these members are read, because the profile version may predate today's schema. */
const LiveProfile = z.object({
  ...OFFICE_MEMBERS,
  ...CALENDAR_MEMBER,
  ...PLACE_MEMBERS,
  hours: OpeningHours,
  services: z.array(
    z.object({
      ...SERVICE_MEMBERS,
      serviceId: ServiceId,
      name: LocalizedText,
      ways: z.array(z.string()).default(['walk-in']),
      hours: OpeningHours.optional(),
    }),
  ),
});
type LiveProfile = z.infer<typeof LiveProfile>;

/** An office without `books` (whether citizens can book there), which is read elsewhere, from the booking plans. */
export type OfficeNow = Omit<LiveOffice, 'books'> & { phone: string | null };

interface Version {
  officeId: string;
  version: number;
  from: string;
}

interface KnownQueue {
  state: QueueState;
  atMs: number;
}

interface Said {
  queues: ReadonlyMap<string, ReadonlyMap<string, KnownQueue>>;
  stops(officeId: string, serviceId: string, zone: string): Stop[];
}

/** Creates a reader of a city's offices. It caches profile versions, because a version never changes. */
export function createReadOffices(): (queries: Queries, cityId: CityId, nowMs: number) => Promise<OfficeNow[]> {
  const known = new Map<string, LiveProfile | null>();
  const keyOf = (cityId: CityId, { officeId, version }: Omit<Version, 'from'>) => `${cityId}/${officeId}/${version}`;

  async function learn(queries: Queries, cityId: CityId, wanted: readonly Version[]): Promise<void> {
    const missing = wanted.filter((one) => !known.has(keyOf(cityId, one)));
    if (missing.length === 0) return;
    if (known.size > MOST_REMEMBERED) known.clear();
    const asked = [cityId, missing.map(({ officeId }) => officeId), missing.map(({ version }) => version)];
    const rows = await queries.query<{ officeId: string; version: number; document: string }>(
      LIVE_OFFICES.documents,
      asked,
    );
    for (const { document, ...row } of rows)
      known.set(keyOf(cityId, row), LiveProfile.safeParse(JSON.parse(document)).data ?? null);
  }

  return async (queries, cityId, nowMs) => {
    const versions = await queries.query<Version>(LIVE_OFFICES.versions, [cityId]);
    if (versions.length === 0) return [];
    const byOffice = Map.groupBy(versions, ({ officeId }) => officeId);
    // Dates of different zones differ by one day at most, so the version of today is that of yesterday, today or tomorrow in UTC.
    const utcDay = new Date(nowMs).toISOString().slice(0, 10);
    const near = [addDays(utcDay, -1), utcDay, addDays(utcDay, 1)];
    const inEffect = (of: readonly Version[], day: string): Version | undefined => of.find(({ from }) => from <= day);
    const wanted = [...byOffice.values()].flatMap((of) => near.flatMap((day) => inEffect(of, day) ?? []));
    await learn(queries, cityId, [...new Set(wanted)]);
    const said = await readSaid(queries, cityId, nowMs);
    return [...byOffice].flatMap(([officeId, of]) => {
      const profileOn = (day: string): LiveProfile | null => {
        const version = inEffect(of, day);
        return version === undefined ? null : (known.get(keyOf(cityId, version)) ?? null);
      };
      const zone = profileOn(utcDay)?.zone ?? profileOn(addDays(utcDay, 1))?.zone;
      const profile = zone === undefined ? null : profileOn(serviceDayOf(nowMs, zone));
      return profile === null || profile.sensitive ? [] : [officeNow(OfficeId.parse(officeId), profile, said, nowMs)];
    });
  };
}

const MOST_REMEMBERED = 4_000;

interface StatedRow {
  officeId: string;
  services: unknown;
  at: string;
}

interface OtherRow {
  officeId: string;
  states: unknown;
}

interface KioskPauseRow {
  officeId: string;
  kioskId: string;
  serviceId: string | null;
  until: string | null;
  since: string | null;
}

async function readSaid(queries: Queries, cityId: CityId, nowMs: number): Promise<Said> {
  const now = new Date(nowMs).toISOString();
  const stated = await queries.query<StatedRow>(LIVE_OFFICES.stated, [cityId]);
  const others = await queries.query<OtherRow>(LIVE_OFFICES.queues, [cityId]);
  const pauses = await queries.query<{ officeId: string; serviceId: string; until: string }>(LIVE_OFFICES.pauses, [
    cityId,
    now,
  ]);
  const kioskPauses = await queries.query<KioskPauseRow>(LIVE_OFFICES.kioskPauses, [cityId]);
  const kiosks = Map.groupBy(kioskPauses, ({ officeId }) => officeId);
  return {
    queues: queuesIn(stated, others),
    stops(officeId, serviceId, zone) {
      const byCentre = pauses
        .filter((pause) => pause.officeId === officeId && pause.serviceId === serviceId)
        .map(({ until }) => ({ untilMs: Date.parse(until) }));
      const rows = kiosks.get(officeId) ?? [];
      const isLasting = ({ until, since }: KioskPauseRow): boolean =>
        until === null
          ? since !== null && serviceDayOf(Date.parse(since), zone) === serviceDayOf(nowMs, zone)
          : Date.parse(until) > nowMs;
      const byStaff = rows.filter((row) => row.serviceId === serviceId && isLasting(row));
      const own = new Set(rows.map(({ kioskId }) => kioskId));
      // Pauses by staff at a kiosk stop a service only if every kiosk of the office has paused it.
      const isStopped = own.size > 0 && new Set(byStaff.map(({ kioskId }) => kioskId)).size === own.size;
      const ends = byStaff.map(({ until }) => (until === null ? Number.POSITIVE_INFINITY : Date.parse(until)));
      const stopped = [...byCentre, ...(isStopped ? [{ untilMs: Math.min(...ends) }] : [])];
      return stopped.map(({ untilMs }) =>
        Number.isFinite(untilMs)
          ? { reason: 'paused', end: localDateTime(untilMs, zone), isOpenEnded: false }
          : {
              reason: 'paused',
              end: { date: addDays(serviceDayOf(nowMs, zone), 1), time: SERVICE_DAY_BEGINS_AT },
              isOpenEnded: true,
            },
      );
    },
  };
}

const StatedService = QueueStateNow.extend({ serviceId: z.string() });

/**
 * Returns the queue of each service. If several kiosks report a service, the longer queue counts, because a kiosk cut off from the other
 * kiosks knows only a part of the queue; of reports that are `HOLDS_MS` or more apart, the newer one counts. A queue system of the office
 * has precedence over kiosks, unless its report is older by `HOLDS_MS` or more.
 */
function queuesIn(stated: readonly StatedRow[], others: readonly OtherRow[]): Map<string, Map<string, KnownQueue>> {
  const queues = new Map<string, Map<string, KnownQueue>>();
  const put = (officeId: string, serviceId: string, queue: KnownQueue): void => {
    const own = queues.get(officeId) ?? new Map<string, KnownQueue>();
    queues.set(officeId, own);
    const before = own.get(serviceId);
    if (before === undefined || isBetter(queue, before)) own.set(serviceId, queue);
  };
  for (const { officeId, services, at } of stated)
    for (const one of listIn(services)) {
      const { serviceId, ...state } = StatedService.safeParse(one).data ?? { serviceId: null };
      if (serviceId !== null) put(officeId, serviceId, { state: state as QueueState, atMs: Date.parse(at) });
    }
  for (const { officeId, states } of others)
    for (const one of listIn(states)) {
      const queue = OfficeQueue.safeParse(one).data;
      if (queue === undefined) continue;
      const { serviceId, waiting, minutes, asOf } = queue;
      const byKiosk = queues.get(officeId)?.get(serviceId);
      if (byKiosk !== undefined && byKiosk.atMs < Date.parse(asOf) + HOLDS_MS) queues.get(officeId)?.delete(serviceId);
      put(officeId, serviceId, { state: { waiting, minutes }, atMs: Date.parse(asOf) });
    }
  return queues;
}

function isBetter(one: KnownQueue, other: KnownQueue): boolean {
  const apartMs = one.atMs - other.atMs;
  return Math.abs(apartMs) < HOLDS_MS ? one.state.waiting > other.state.waiting : apartMs > 0;
}

const listIn = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : []);

/** Returns the closure as shown to citizens, without the staff's reason for a pause. */
function closedFor(closure: Closure | null): Closed | null {
  if (closure === null) return null;
  const { reason, note, until } = closure;
  const opens = until === null ? null : { date: until.date, time: until.time };
  if (reason === 'holiday' || reason === 'closure') return { because: reason, reason: note, opens };
  const isByHours = reason === 'opens-later' || reason === 'closed-for-today' || reason === 'eve';
  return { because: isByHours || reason === 'not-today' ? 'hours' : 'stopped', reason: null, opens };
}

function officeNow(officeId: OfficeId, profile: LiveProfile, said: Said, nowMs: number): OfficeNow {
  const { name, address, phone, zone, hours } = profile;
  const calendar = calendarOf(profile.calendarId);
  const at = localDateTime(nowMs, zone);
  const known = said.queues.get(officeId) ?? new Map<string, KnownQueue>();
  const isNow = ({ atMs }: KnownQueue): boolean => Math.abs(nowMs - atMs) < HOLDS_MS;
  const open: (string | null)[] = [];
  const closures: (Closure | null)[] = [];
  const services = profile.services
    .filter(({ ways, serviceId }) => ways.includes('walk-in') && isPublicTurn(profile, [serviceId]))
    .map((service): LiveService => {
      const own = service.hours ?? hours;
      const stops = said.stops(officeId, service.serviceId, zone);
      const closure = closureAt(own, calendar, at, stops);
      closures.push(closure);
      if (closure === null) open.push(closesAt(own, calendar, at));
      const queue = known.get(service.serviceId);
      return {
        serviceId: service.serviceId,
        name: service.name,
        closed: closedFor(closure),
        queue: closure === null && queue !== undefined && isNow(queue) ? queue.state : null,
      };
    });
  const isByAppointment = services.length === 0;
  const closed = isByAppointment ? closureAt(hours, calendar, at, []) : closureOfAll(closures);
  if (isByAppointment && isOpenAt(hours, calendar, at)) open.push(closesAt(hours, calendar, at));
  const queue = queueOfAll(services.filter((service) => service.closed === null));
  const lastMs = Math.max(...[...known.values()].map(({ atMs }) => atMs));
  const isOfToday = Number.isFinite(lastMs) && serviceDayOf(lastMs, zone) === serviceDayOf(nowMs, zone);
  return {
    officeId,
    name,
    address,
    phone,
    zone,
    services,
    queue,
    closed: closedFor(closed),
    until: open.length === 0 || open.includes(null) ? null : (open.toSorted().at(-1) ?? null),
    unknownSince:
      closed === null && queue === null && !isByAppointment && isOfToday && lastMs <= nowMs
        ? new Date(lastMs).toISOString()
        : null,
  };
}

/**
 * Adds up the people in all queues, and returns the range of minutes that covers all known ranges. `null`: a queue is unknown, or there is
 * none.
 */
function queueOfAll(services: readonly Pick<LiveService, 'queue'>[]): QueueState | null {
  const queues = services.flatMap(({ queue }) => queue ?? []);
  if (queues.length === 0 || queues.length < services.length) return null;
  const ranges = queues.flatMap(({ minutes }) => minutes ?? []);
  const waiting = queues.reduce((sum, one) => sum + one.waiting, 0);
  return {
    waiting: Math.min(waiting, MOST_PEOPLE),
    minutes:
      ranges.length === 0
        ? null
        : { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) },
  };
}
