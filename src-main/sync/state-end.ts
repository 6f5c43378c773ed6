import { endSigningInput } from '../contract/centre/enrolment.ts';
import type { Enrolment } from '../ports/centre-memory.ts';
import type { Outbox } from '../ports/outbox.ts';
import { type SigningKey, signText } from '../security/keys.ts';
import type { CentreClient } from './centre-client.ts';
import { pathOfKiosk } from './tasks/task.ts';

interface StateEndParts {
  client: Pick<CentreClient, 'ask'>;
  outbox: Pick<Outbox, 'reached'>;
  /** As the kiosk was until now. */
  enrolment: Enrolment;
  key: SigningKey;
  incarnation: string;
}

/**
 * Says to the centre where the journal of this replaced kiosk ends, once it gives no more numbers. Said once: where it does not come there, or
 * the power fails before it, the slot is not given again.
 */
export async function stateEnd({ client, outbox, enrolment, key, incarnation }: StateEndParts): Promise<void> {
  const journal = outbox.reached();
  if (!journal.ok || journal.value.length === 0) return;
  const said = { incarnation, journal: journal.value };
  const signature = signText(endSigningInput(enrolment.kioskId, said), key);
  // Result ignored: nothing here depends on the answer.
  await client.ask('endKiosk', {
    params: pathOfKiosk(enrolment),
    body: { ...said, signature },
    signer: { key, tag: 'kiosk', count: null },
  });
}
