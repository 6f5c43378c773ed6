import {
  MOST_STATED_SERVICES,
  MOST_STATED_TICKETS,
  type QueueStatement,
} from '../../contract/centre/queue-statement.ts';
import type { StatedQueues } from '../../domain/queue-state.ts';
import type { SigningKey } from '../../signing/keys.ts';
import type { Enrolment } from '../ports/centre-memory.ts';
import type { CentreClient } from './centre-client.ts';
import { pathOfKiosk } from './tasks/task.ts';
import type { TrustedTime } from './trusted-time.ts';

interface StateQueueParts {
  client: Pick<CentreClient, 'ask'>;
  enrolment: Enrolment | null;
  key: SigningKey | null;
  time: Pick<TrustedTime, 'nowMs'>;
}

/**
 * Sends the state of the queue; true if the centre received it. Sends nothing without the centre's time, so that an old message, sent again
 * by an attacker, cannot pass for a new one.
 */
export async function stateQueue(
  { client, enrolment, key, time }: StateQueueParts,
  states: StatedQueues,
): Promise<boolean> {
  const nowMs = time.nowMs();
  if (enrolment === null || key === null || nowMs === null) return false;
  const body: QueueStatement = {
    asOf: new Date(nowMs).toISOString(),
    tickets: states.tickets.slice(0, MOST_STATED_TICKETS),
    services: states.services.slice(0, MOST_STATED_SERVICES),
  };
  const answer = await client.ask('stateQueue', {
    params: pathOfKiosk(enrolment),
    body,
    signer: { key, tag: 'kiosk', count: null },
  });
  return answer.ok;
}
