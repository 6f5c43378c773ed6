import { z } from 'zod';
import {
  OFFICE_QUEUE_HOLDS_S,
  OfficeQueue,
  type OfficeQueuesStated,
} from '../../src-main/contract/centre/office-queues.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { countAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, type OperationRequest, refuseMember } from '../server/operation.ts';
import { newestServices } from './newest-office.ts';
import { lockOffice, type OfficePlace, wakeOffice } from './office-changes.ts';

const HOLDS_MS = OFFICE_QUEUE_HOLDS_S * 1_000;
/**
 * The limit on requests that state an office's queues, far above what a connector sends (one request every 5 to 45 s). Each request costs a
 * write, and may make every kiosk of the office send a request too.
 */
const STATED: Limit = { action: 'state-office-queues', most: 5, windowMs: 10_000 };
/**
 * Unchanged queues wake kiosks again after this long (a wake-up makes them ask the centre). It is less than the usual 30 s between two
 * requests of a connector, so that one lost wake-up leaves no outdated queue on a screen.
 */
const WAKES_AFTER_MS = 25_000;
/** Requests of one program are counted in one row of the audit per hour, because a program usually states its queues twice a minute. */
const WRITTEN_DOWN = { windowMs: 3_600_000, most: 1_000_000 };

export const OFFICE_QUEUES = {
  /** `as_of` is the time at which the office's kiosks were last woken for the queues. */
  now: 'SELECT states, as_of AS "wokenAt" FROM office_queue WHERE city_id = $1 AND office_id = $2',
  keep: `INSERT INTO office_queue (city_id, office_id, as_of, states) VALUES ($1, $2, $3::timestamptz, $4::text::jsonb)
    ON CONFLICT (city_id, office_id) DO UPDATE SET as_of = EXCLUDED.as_of, states = EXCLUDED.states`,
} as const;

/**
 * Stores queues of another system that a connector has read, the newest queue of each service. Wakes the office's kiosks when the displayed
 * values change, and before the kiosks' values become too old. Kiosks receive the queues with their next request.
 */
export const stateOfficeQueues =
  ({ database }: Centre): Handler<'stateOfficeQueues'> =>
  async ({ params: place, body: { queues }, caller, receivedAtMs }) => {
    const counted = await countTry(database, place.cityId, STATED, place.officeId, receivedAtMs);
    if (!counted.ok) return counted;
    return database.transaction(async (queries) => {
      if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
      const services = (await newestServices(queries, place)).map(({ serviceId }) => serviceId);
      const stated = queuesOf(queues, services, receivedAtMs);
      const before = await kept(queries, place);
      const newest = newestOf([...before.queues, ...stated], receivedAtMs);
      const wakes =
        Math.abs(receivedAtMs - before.wokenAtMs) >= WAKES_AFTER_MS ||
        shownOf(newest) !== shownOf(newestOf(before.queues, receivedAtMs));
      const row = [place.cityId, place.officeId, instantOf(wakes ? receivedAtMs : before.wokenAtMs)];
      await queries.query(OFFICE_QUEUES.keep, [...row, JSON.stringify(newest)]);
      if (wakes) await wakeOffice(queries, place, receivedAtMs);
      await writeDown(queries, place, caller, receivedAtMs);
      const named = queues.flatMap(({ serviceId }) => serviceId ?? []);
      return succeed({ body: { unknown: named.filter((serviceId) => !services.includes(serviceId)) } });
    });
  };

/** Returns the queues for the office's kiosks. `null`: no other queue system has sent its waits lately. */
export async function queuesNow(queries: Queries, place: OfficePlace, nowMs: number): Promise<OfficeQueue[] | null> {
  const holding = newestOf((await kept(queries, place)).queues, nowMs);
  return holding.length === 0 ? null : holding;
}

/**
 * Assigns the queues that a connector has stated to services. A queue without `serviceId` applies to each service that has no queue of its
 * own.
 */
function queuesOf(
  stated: OfficeQueuesStated['queues'],
  services: readonly string[],
  receivedAtMs: number,
): OfficeQueue[] {
  const byName = new Map<string | null, (typeof stated)[number]>(stated.map((one) => [one.serviceId, one]));
  return services.flatMap((serviceId) => {
    const state = (byName.get(serviceId) ?? byName.get(null))?.state ?? null;
    if (state === null) return [];
    const { waiting, minutes, ageS } = state;
    const queue = { serviceId, waiting, minutes, asOf: instantOf(receivedAtMs - ageS * 1_000) };
    return OfficeQueue.safeParse(queue).data ?? [];
  });
}

const shownOf = (queues: readonly OfficeQueue[]): string =>
  JSON.stringify(
    queues.map(({ serviceId, waiting, minutes }) => [serviceId, waiting, minutes?.from, minutes?.to]).sort(),
  );

/** `wokenAtMs` is the time at which the office's kiosks were last woken for the queues; -∞ if never. */
async function kept(
  queries: Queries,
  { cityId, officeId }: OfficePlace,
): Promise<{ queues: OfficeQueue[]; wokenAtMs: number }> {
  const [row] = await queries.query<{ states: unknown; wokenAt: string }>(OFFICE_QUEUES.now, [cityId, officeId]);
  const states = z.array(z.unknown()).safeParse(row?.states).data ?? [];
  return {
    queues: states.flatMap((state) => OfficeQueue.safeParse(state).data ?? []),
    wokenAtMs: row === undefined ? Number.NEGATIVE_INFINITY : Date.parse(row.wokenAt),
  };
}

/** Returns the newest queue of each service, without queues that are too old or, after a clock was set back, lie in the future. */
function newestOf(queues: readonly OfficeQueue[], nowMs: number): OfficeQueue[] {
  const byService = new Map<string, OfficeQueue>();
  for (const queue of queues) {
    const asOfMs = Date.parse(queue.asOf);
    if (Math.abs(nowMs - asOfMs) >= HOLDS_MS) continue;
    const before = byService.get(queue.serviceId);
    if (before === undefined || Date.parse(before.asOf) <= asOfMs) byService.set(queue.serviceId, queue);
  }
  return [...byService.values()];
}

function writeDown(
  queries: Queries,
  { cityId, officeId }: OfficePlace,
  { tokenId, name, role, address }: OperationRequest<'stateOfficeQueues'>['caller'],
  nowMs: number,
): Promise<boolean> {
  const row = { cityId, bearer: { tokenId, name, role }, object: { officeId }, result: 'done', address };
  return countAudit(queries, { ...row, what: 'stateOfficeQueues' }, WRITTEN_DOWN, nowMs);
}
