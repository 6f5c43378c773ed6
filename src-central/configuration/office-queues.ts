import { z } from 'zod';
import {
  OFFICE_QUEUE_HOLDS_S,
  OfficeQueue,
  type OfficeQueuesStated,
} from '../../src-main/contract/centre/office-queues.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { countAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler, OperationRequest } from '../server/operation.ts';
import { newestServices } from './newest-services.ts';
import { lockOffice, type OfficePlace, wakeOffice } from './office-changes.ts';

const HOLDS_MS = OFFICE_QUEUE_HOLDS_S * 1_000;
/** A program that says so twice a minute is a row an hour. */
const WRITTEN_DOWN = { windowMs: 3_600_000, most: 1_000_000 };

export const OFFICE_QUEUES = {
  now: 'SELECT states FROM office_queue WHERE city_id = $1 AND office_id = $2',
  keep: `INSERT INTO office_queue (city_id, office_id, as_of, states) VALUES ($1, $2, $3::timestamptz, $4::text::jsonb)
    ON CONFLICT (city_id, office_id) DO UPDATE SET as_of = EXCLUDED.as_of, states = EXCLUDED.states`,
} as const;

/**
 * Another system's queues, as a program beside the centre has read them. Only the newest of each service is kept; the office's kiosks are woken,
 * and hear of it with what they ask.
 */
export const stateOfficeQueues =
  ({ database }: Centre): Handler<'stateOfficeQueues'> =>
  async ({ params: place, body: { queues }, caller, receivedAtMs }) =>
    database.transaction(async (queries) => {
      if (!(await lockOffice(queries, place))) return refuse({ kind: 'not-found' });
      const services = (await newestServices(queries, place)).map(({ serviceId }) => serviceId);
      const stated = queuesOf(queues, services, receivedAtMs);
      const newest = newestOf([...(await kept(queries, place)), ...stated], receivedAtMs);
      const row = [place.cityId, place.officeId, instantOf(receivedAtMs)];
      await queries.query(OFFICE_QUEUES.keep, [...row, JSON.stringify(newest)]);
      await wakeOffice(queries, place, receivedAtMs);
      await writeDown(queries, place, caller, receivedAtMs);
      const named = queues.flatMap(({ serviceId }) => serviceId ?? []);
      return succeed({ body: { unknown: named.filter((serviceId) => !services.includes(serviceId)) } });
    });

/** What the office's kiosks are told of; `null` where no other system says anything now. */
export async function queuesNow(queries: Queries, place: OfficePlace, nowMs: number): Promise<OfficeQueue[] | null> {
  const holding = newestOf(await kept(queries, place), nowMs);
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

async function kept(queries: Queries, { cityId, officeId }: OfficePlace): Promise<OfficeQueue[]> {
  const [row] = await queries.query<{ states: unknown }>(OFFICE_QUEUES.now, [cityId, officeId]);
  const states = z.array(z.unknown()).safeParse(row?.states).data ?? [];
  return states.flatMap((state) => OfficeQueue.safeParse(state).data ?? []);
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
