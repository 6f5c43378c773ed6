import { setTimeout as pause } from 'node:timers/promises';
import {
  OFFICE_QUEUE_HOLDS_S,
  type OfficeQueuesStated,
  OfficeQueuesTaken,
} from '../../src-main/contract/centre/office-queues.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { Problem } from '../../src-main/contract/centre/problems.ts';
import type { OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { MOST_MINUTES, MOST_PEOPLE } from '../../src-main/domain/queue-state.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { QueueState } from './queue-source.ts';

export interface CentrePlace {
  /** The centre's origin, `https://host`, without the city. */
  url: string;
  cityId: string;
  token: string;
}

/** `readAtMs` is a time of `performance.now()`. */
export interface ReadQueue {
  /** The service of the queue. `null`: the queue applies to every service of the office that has no queue of its own. */
  serviceId: ServiceId | null;
  state: QueueState | null;
  readAtMs: number;
}

/**
 * `unreachable`: there was no valid answer from the centre; a retry may help soon. `refused`: the centre refused; `reason` is the name of
 * its problem.
 */
export type StatingTrouble = { kind: 'unreachable' } | { kind: 'refused'; reason: string };

const WITHIN_MS = 10_000;
const AGAIN_MS = 1_000;

/**
 * Sends an office's queues to the centre. Queues that could not be read or are too old are sent as unknown, so that no service shows the
 * office-wide queue in their place. If none is known, nothing is sent. Returns how many queues were known, and which services the office
 * does not have. Never throws for network faults. The request is idempotent, so it is repeated once if no answer came.
 */
export async function stateQueues(
  centre: CentrePlace,
  officeId: OfficeId,
  read: readonly ReadQueue[],
  nowMs: () => number = () => performance.now(),
): Promise<Result<{ stated: number; unknown: readonly string[] }, StatingTrouble>> {
  for (let tries = 0; ; tries += 1) {
    const queues = read.map((one) => ({ serviceId: one.serviceId, state: statedOf(one, nowMs()) }));
    const stated = queues.filter(({ state }) => state !== null).length;
    if (stated === 0) return succeed({ stated, unknown: [] });
    const said = await send(centre, officeId, { queues });
    if (said.ok) return succeed({ stated, unknown: said.value });
    if (said.error.kind !== 'unreachable' || tries > 0) return said;
    await pause(AGAIN_MS);
  }
}

/** Returns a queue's state in the contract's form: a range of at least one minute, and no value above the contract's maximum. */
function statedOf({ state, readAtMs }: ReadQueue, nowMs: number): OfficeQueuesStated['queues'][number]['state'] {
  const ageS = Math.max(0, Math.round((nowMs - readAtMs) / 1_000));
  if (state === null || ageS >= OFFICE_QUEUE_HOLDS_S) return null;
  const minutes = state.minutes && { from: state.minutes.from, to: Math.max(state.minutes.to, state.minutes.from + 1) };
  const isSaid = minutes !== null && minutes.to <= MOST_MINUTES;
  return { waiting: Math.min(state.waiting, MOST_PEOPLE), minutes: isSaid ? minutes : null, ageS };
}

async function send(
  { url, cityId, token }: CentrePlace,
  officeId: OfficeId,
  body: OfficeQueuesStated,
): Promise<Result<readonly string[], StatingTrouble>> {
  try {
    const response = await fetch(`${url}${pathOf('stateOfficeQueues', { cityId, officeId })}`, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      // A redirect would send the token to another server.
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const answer: unknown = await response.json();
    const taken = response.ok ? OfficeQueuesTaken.safeParse(answer).data : undefined;
    if (taken !== undefined) return succeed(taken.unknown);
    const problem = Problem.safeParse(answer).data;
    // A centre that is starting, ending or overloaded may answer later.
    if (problem === undefined || response.status >= 500) return refuse({ kind: 'unreachable' });
    return refuse({ kind: 'refused', reason: problem.type.split(':').at(-1) ?? `status ${response.status}` });
  } catch {
    return refuse({ kind: 'unreachable' });
  }
}
