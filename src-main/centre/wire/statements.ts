import {
  MOST_STATED_SERVICES,
  MOST_STATED_TICKETS,
  type QueueStatement,
} from '../../contract/centre/queue-statement.ts';
import type { TurnsStatement } from '../../contract/centre/turns-from-home.ts';
import type { TurnRequest } from '../../contract/shared/turns-from-home.ts';
import type { StatedQueues } from '../../domain/queue-state.ts';
import type { CentreClient } from './centre-client.ts';
import type { AsKiosk } from './tasks/task.ts';
import type { TrustedTime } from './trusted-time.ts';

/**
 * Statements (reports of queues and of numbers to take at home) carry the centre's time and are not sent while it is unknown, so that an
 * attacker cannot pass off a recorded statement as new.
 */
interface StatementParts {
  client: Pick<CentreClient, 'ask'>;
  asKiosk: AsKiosk;
  time: Pick<TrustedTime, 'nowMs'>;
}

/** Sends the states of the queues, by ticket and by service; true if the centre received them. */
export async function stateQueue({ client, asKiosk, time }: StatementParts, states: StatedQueues): Promise<boolean> {
  const [signed, nowMs] = [asKiosk(), time.nowMs()];
  if (signed === null || nowMs === null) return false;
  const body: QueueStatement = {
    asOf: new Date(nowMs).toISOString(),
    tickets: states.tickets.slice(0, MOST_STATED_TICKETS),
    services: states.services.slice(0, MOST_STATED_SERVICES),
  };
  return (await client.ask('stateQueue', { ...signed, body })).ok;
}

/**
 * Sends the numbers offered to citizens at home and the answers to their requests. Resolves with the open requests, or `null` if the centre
 * did not answer or could not be asked.
 */
export async function stateTurns(
  { client, asKiosk, time }: StatementParts,
  stated: Omit<TurnsStatement, 'asOf'>,
): Promise<readonly TurnRequest[] | null> {
  const [signed, nowMs] = [asKiosk(), time.nowMs()];
  if (signed === null || nowMs === null) return null;
  const body = { asOf: new Date(nowMs).toISOString(), ...stated };
  const answer = await client.ask('stateTurns', { ...signed, body });
  return answer.ok ? (answer.value.body?.requests ?? null) : null;
}
