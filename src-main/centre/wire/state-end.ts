import { endSigningInput } from '../../contract/centre/enrolment.ts';
import type { Clock } from '../../ports/clock.ts';
import { type SigningKey, signText } from '../../signing/keys.ts';
import type { CentreMemory, EndToState } from '../ports/centre-memory.ts';
import type { Outbox } from '../ports/outbox.ts';
import { createAlarm } from './alarm.ts';
import type { CallFault } from './call-fault.ts';
import type { CentreClient } from './centre-client.ts';
import { signedBy } from './tasks/task.ts';

/** The first pause after a lost answer; each further pause is twice as long. */
const AGAIN_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

interface EndingParts {
  client: Pick<CentreClient, 'ask'>;
  memory: Pick<CentreMemory, 'endToState'>;
  outbox: Pick<Outbox, 'reached'>;
  clock: Clock;
  /** The device's key; `null` before it was read, and once it is deleted. */
  key: () => SigningKey | null;
  incarnation: string;
  /**
   * Called when the key is not needed any more: the centre has the report or will never accept it, there is no event to report, or
   * `untilMs` has passed.
   */
  onSettled: (ended: EndToState) => void;
}

export interface Ending {
  begin(): void;
  stop(): void;
}

/**
 * Reports the last event of this replaced kiosk's journal to the centre, and repeats the report until the centre has answered. The report
 * to make stays on disk until then, so the kiosk goes on after a restart. No number can follow the reported end, because the kiosk issues
 * none any more.
 */
export function createEnding({ client, memory, outbox, clock, key, incarnation, onSettled }: EndingParts): Ending {
  const alarm = createAlarm(clock);
  let isStopped = false;
  let isAsking = false;

  async function state(tries: number): Promise<void> {
    const ended = memory.endToState();
    const signing = key();
    if (isStopped || ended === null || signing === null) return;
    const journal = outbox.reached();
    const isVain = clock.wallMs() > ended.untilMs || (journal.ok && journal.value.length === 0);
    if (isVain || (journal.ok && (await isAnswered(ended, signing, journal.value)))) {
      if (!isStopped && memory.endToState()?.enrolment.kioskId === ended.enrolment.kioskId) onSettled(ended);
      return;
    }
    if (!isStopped) alarm.set(Math.min(LONGEST_PAUSE_MS, AGAIN_MS * 2 ** tries), () => void state(tries + 1));
  }

  async function isAnswered(
    { enrolment }: EndToState,
    signing: SigningKey,
    journal: readonly { epoch: number; seq: number }[],
  ): Promise<boolean> {
    const said = { incarnation, journal: [...journal] };
    const answer = await client.ask('endKiosk', {
      ...signedBy(enrolment, signing),
      body: { ...said, signature: signText(endSigningInput(enrolment.kioskId, said), signing) },
    });
    return answer.ok || isFinal(answer.error);
  }

  return {
    begin() {
      if (isAsking) return;
      isAsking = true;
      void state(0);
    },
    stop() {
      isStopped = true;
      alarm.cancel();
    },
  };
}

/** Whether the centre refused the report for good, by a signed answer. */
const isFinal = ({ signed, kind }: CallFault): boolean =>
  signed && (kind === 'central-refused' || kind === 'kiosk-revoked');
