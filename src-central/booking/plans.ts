import type { z } from 'zod';
import { type BookingHit, BookingPlan, MOST_HITS } from '../../src-main/contract/centre/booking.ts';
import type { Hit } from '../../src-main/domain/booking/placed.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import { lockOffice } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { parsePart } from '../server/body.ts';
import { type Handler, NO_OFFICE, type Refusal, refuseMember } from '../server/operation.ts';
import { freeDay } from './create-booking.ts';
import type { OfficeState, ReadOfficeState } from './office-state.ts';
import { HITS_WITHIN_DAYS, otherHours, readHits, readTaken } from './places.ts';

export const PLANS = {
  insert: `INSERT INTO booking_plan (city_id, office_id, version, effective_from, document, published_at, published_by)
    VALUES ($1, $2, $3::int, $4::date, $5, $6::timestamptz, $7)`,
  newest: 'SELECT max(version) AS version FROM booking_plan WHERE city_id = $1 AND office_id = $2',
  all: `SELECT version, effective_from AS "effectiveFrom", published_at AS "publishedAt", published_by AS "publishedBy", document
    FROM booking_plan WHERE city_id = $1 AND office_id = $2 ORDER BY version DESC LIMIT 50`,
} as const;

type PlanContext = Pick<Centre, 'database' | 'clock'> & { readOfficeState: ReadOfficeState };

export const publishPlan =
  ({ database, clock, readOfficeState }: PlanContext): Handler<'publishPlan'> =>
  async ({ params: place, body, caller }) => {
    const read = checkedPlan(body.plan);
    if (!read.ok) return read;
    const { effectiveFrom } = body;
    const published = await database.transaction(async (queries) => {
      if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
      const nowMs = clock.nowMs();
      const state = await readOfficeState(queries, place, nowMs);
      const misfit = state && misfitOf(state, read.value);
      if (!state) return refuseMember('not-found', '/path/officeId', 'the office has no profile');
      if (misfit) return misfit;
      const newest = await newestVersion(queries, place);
      if (body.newest !== undefined && body.newest !== newest)
        return refuseMember('does-not-apply', '/body/newest', 'another version has been published since');
      const version = newest + 1;
      const document = JSON.stringify(read.value);
      const row = [place.cityId, place.officeId, version, effectiveFrom, document, instantOf(nowMs), caller.name];
      await queries.query(PLANS.insert, row);
      await recordAudit(queries, caller, 'publishPlan', { officeId: place.officeId, version, effectiveFrom }, nowMs);
      return succeed(version);
    });
    if (!published.ok) return published;
    const state = await readOfficeState(database, place, clock.nowMs());
    const hits = state ? await hitsOf(database, state) : [];
    return succeed({ body: { version: published.value, effectiveFrom, hits } });
  };

const PREVIEWED_DAYS = 7;

/** Computes the consequences of a draft plan. It stores nothing, so it takes no lock. */
export const previewPlan =
  ({ database, clock, readOfficeState }: PlanContext): Handler<'previewPlan'> =>
  async ({ params: place, body: { plan, effectiveFrom, errands } }) => {
    const read = checkedPlan(plan);
    if (!read.ok) return read;
    const now = await readOfficeState(database, place, clock.nowMs());
    if (now === null) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    const misfit = misfitOf(now, read.value);
    if (misfit) return misfit;
    const state = now.drafted(read.value, effectiveFrom);
    const [first] = read.value.services;
    const wish = {
      errands: errands ?? (first === undefined ? [] : [first.serviceId]),
      deskId: null,
      asker: { door: 'telephone', needsHelp: false, isProven: true },
    } as const;
    const last = addDays(effectiveFrom, PREVIEWED_DAYS - 1);
    const taken = await readTaken(database, state, effectiveFrom, last, null);
    const days = Array.from({ length: PREVIEWED_DAYS }, (_, index) => {
      const day = addDays(effectiveFrom, index);
      return freeDay(state, day, taken.placed(day), wish);
    });
    const known = await readHits(database, now, HITS_WITHIN_DAYS);
    const hits = await hitsOf(database, state, new Set(known.map((hit) => hit.taken.id)));
    return succeed({ body: { days, hits } });
  };

export const readPlan =
  ({ database, clock, readOfficeState }: PlanContext): Handler<'readPlan'> =>
  async ({ params: place }) => {
    const state = await readOfficeState(database, place, clock.nowMs());
    if (state === null) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    const rows = await database.query<{
      version: number;
      effectiveFrom: string;
      publishedAt: string;
      publishedBy: string;
      document: string;
    }>(PLANS.all, [place.cityId, place.officeId]);
    const inEffect = rows
      .filter(({ effectiveFrom }) => effectiveFrom <= state.today)
      .toSorted((a, b) =>
        a.effectiveFrom === b.effectiveFrom ? b.version - a.version : a.effectiveFrom < b.effectiveFrom ? 1 : -1,
      );
    return succeed({
      body: {
        today: state.today,
        inEffect: inEffect[0]?.version ?? null,
        versions: rows.map(({ document, ...row }) => ({ ...row, plan: JSON.parse(document) as unknown })),
      },
    });
  };

export const listBookingHits =
  ({ database, clock, readOfficeState }: PlanContext): Handler<'listBookingHits'> =>
  async ({ params: place }) => {
    const state = await readOfficeState(database, place, clock.nowMs());
    if (state === null) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    return succeed({ body: { hits: await hitsOf(database, state) } });
  };

async function newestVersion(queries: Queries, place: { cityId: string; officeId: string }): Promise<number> {
  const [row] = await queries.query<{ version: number | null }>(PLANS.newest, [place.cityId, place.officeId]);
  return row?.version ?? 0;
}

function checkedPlan(plan: unknown): Result<BookingPlan, Refusal> {
  const read = parsePart(BookingPlan, plan, 'body');
  if (read.ok) return read;
  const errors = (read.error.errors ?? []).map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^\/body/, '/body/plan'),
    detail,
  }));
  return refuse({ kind: 'invalid-plan', errors });
}

function misfitOf({ profile }: OfficeState, plan: BookingPlan) {
  for (const [index, { serviceId }] of plan.services.entries())
    if (!profile.services.some((service) => service.serviceId === serviceId))
      return refuseMember('invalid-plan', `/body/plan/services/${index}/serviceId`, 'expected a service of the office');
  for (const [index, { deskId }] of plan.lines.entries())
    if (deskId !== null && !profile.desks.some((desk) => desk.deskId === deskId))
      return refuseMember('invalid-plan', `/body/plan/lines/${index}/deskId`, 'expected a desk of the office');
  return null;
}

async function hitsOf(
  queries: Queries,
  state: OfficeState,
  known: ReadonlySet<string> = new Set(),
): Promise<z.infer<typeof BookingHit>[]> {
  const all = await readHits(queries, state, HITS_WITHIN_DAYS);
  const hits = all.filter(({ taken }) => !known.has(taken.id)).slice(0, MOST_HITS);
  const others = new Map<string, Promise<number[]>>();
  const answered: z.infer<typeof BookingHit>[] = [];
  for (const hit of hits) answered.push(await hitOf(queries, state, hit, others));
  return answered;
}

async function hitOf(
  queries: Queries,
  state: OfficeState,
  { taken, because }: Hit,
  others: Map<string, Promise<number[]>>,
): Promise<z.infer<typeof BookingHit>> {
  const wish = { errands: taken.services, deskId: taken.deskId, asker: { ...taken.asker, isProven: true } };
  const key = JSON.stringify([wish, taken.startMs]);
  const known = others.get(key) ?? otherHours(queries, state, wish, taken.startMs);
  others.set(key, known);
  return {
    appointmentId: taken.id,
    serviceId: taken.services[0] ?? '',
    start: instantOf(taken.startMs),
    because,
    others: (await known).map(instantOf),
  };
}
