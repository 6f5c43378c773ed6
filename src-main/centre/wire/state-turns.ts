import type { TurnsStatement } from '../../contract/centre/turns-from-home.ts';
import type { TurnRequest } from '../../contract/shared/turns-from-home.ts';
import type { SigningKey } from '../../signing/keys.ts';
import type { Enrolment } from '../ports/centre-memory.ts';
import type { CentreClient } from './centre-client.ts';
import { pathOfKiosk } from './tasks/task.ts';
import type { TrustedTime } from './trusted-time.ts';

interface StateTurnsParts {
  client: Pick<CentreClient, 'ask'>;
  enrolment: Enrolment | null;
  key: SigningKey | null;
  time: Pick<TrustedTime, 'nowMs'>;
}

/**
 * Sends the numbers offered to citizens at home and the answers to their requests, dated by the centre's time. Resolves with the open
 * requests, or `null` if the centre did not answer.
 */
export async function stateTurns(
  { client, enrolment, key, time }: StateTurnsParts,
  stated: Omit<TurnsStatement, 'asOf'>,
): Promise<readonly TurnRequest[] | null> {
  const nowMs = time.nowMs();
  if (enrolment === null || key === null || nowMs === null) return null;
  const answer = await client.ask('stateTurns', {
    params: pathOfKiosk(enrolment),
    body: { asOf: new Date(nowMs).toISOString(), ...stated },
    signer: { key, tag: 'kiosk', count: null },
  });
  return answer.ok ? (answer.value.body?.requests ?? null) : null;
}
