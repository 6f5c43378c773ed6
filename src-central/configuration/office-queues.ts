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
import { newestServices } from './newest-services.ts';
import { lockOffice, type OfficePlace, wakeOffice } from './office-changes.ts';

const HOLDS_MS = OFFICE_QUEUE_HOLDS_S * 1_000;
/** One statement in two seconds, some of them at once: each costs a write, and may cost every kiosk of the office a question. */
const STATED: Limit = { action: 'state-office-queues', most: 5, windowMs: 10_000 };
/** Less than the half minute after which the connector states again: one wake-up that is lost leaves nothing on a screen too old. */
const WAKES_AFTER_MS = 25_000;
/** A program that says so twice a minute is a row an hour. */
const WRITTEN_DOWN = { windowMs: 3_600_000, most: 1_000_000 };

export const OFFICE_QUEUES = {
  /** `as_of`: when the office was last woken to hear them. */
  now: 'SELECT states, as_of AS "wokenAt" FROM office_queue WHERE city_id = $1 AND office_id = $2',
  keep: `INSERT INTO office_queue (city_id, office_id, as_of, states) VALUES ($1, $2, $3::timestamptz, $4::text::jsonb)
    ON CONFLICT (city_id, office_id) DO UPDATE SET as_of = EXCLUDED.as_of, states = EXCLUDED.states`,
} as const;

/**
 * Another system's queues, as a program beside the centre has read them. Only the newest of each service is kept. The office's kiosks are woken
 * where something else is to be shown, and before what they hold is too old; they hear of it with what they ask.
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

/** What the office's kiosks are told of; `null` where no other system says anything now. */
export async function queuesNow(queries: Queries, place: OfficePlace, nowMs: number): Promise<OfficeQueue[] | null> {
  const holding = newestOf((await kept(queries, place)).queues, nowMs);
  return holding.length === 0 ? null : holding;
}

/** What is said of all the others is said of each, and not of one that has a queue of its own. */
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

/** What a screen shows of them: all but when it was so. */
const shownOf = (queues: readonly OfficeQueue[]): string =>
  JSON.stringify(
    queues.map(({ serviceId, waiting, minutes }) => [serviceId, waiting, minutes?.from, minutes?.to]).sort(),
  );

/** `wokenAtMs`: when the office was last woken to hear them; -∞ where it never was. */
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

/** The newest of each service, without what is too old, or of a time that has not come, after a clock was set back. */
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
