import type { TurnAnswer, TurnOffer, TurnRequest } from '../../contract/shared/turns-from-home.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FromHome } from './from-home.ts';

export interface FromHomeTellerParts {
  fromHome: Pick<FromHome, 'offers' | 'answer'>;
  /**
   * Sends offers and answers to the centre and resolves with the open requests of citizens; `null`: the centre did not answer. Never
   * rejects.
   */
  tell: (stated: { offers: TurnOffer[]; answers: TurnAnswer[] }) => Promise<readonly TurnRequest[] | null>;
  clock: Clock;
}

export interface FromHomeTeller {
  woken(): void;
  close(): void;
}

/** The centre shows offers (numbers to take at home) for `OFFERS_HOLD_S`; the kiosk sends them again before that time is over. */
const EVERY_MS = 40_000;
/** The pause after a failure, and after requests that the disk refused; each further pause is twice as long. */
const AGAIN_MS = 5_000;
/** The longest pause. A centre of an earlier release never answers, so the pause must stop growing. */
const LONGEST_PAUSE_MS = 300_000;
/** Largest number of calls of `tell` in a row without a pause. */
const MOST_ROUNDS = 5;

/**
 * The teller keeps no request in memory. The centre repeats a request until it has the answer, and `fromHome.answer` finds the ticket that
 * it has already issued for the request.
 */
export function createFromHomeTeller({ fromHome, tell, clock }: FromHomeTellerParts): FromHomeTeller {
  let isTelling = false;
  let isWoken = false;
  let isClosed = false;
  let failures = 0;
  let callOff = () => {};

  function lookIn(ms: number): void {
    callOff();
    if (!isClosed) callOff = clock.after(ms, () => void look());
  }

  async function look(): Promise<void> {
    if (isTelling || isClosed) return;
    isTelling = true;
    isWoken = false;
    let answers: readonly TurnAnswer[] = [];
    let isDone = true;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const requests = await tell({ offers: [...fromHome.offers()], answers: [...answers] });
      if (isClosed) return;
      answers = requests?.flatMap((request) => fromHome.answer(request) ?? []) ?? [];
      isDone = requests?.length === 0;
      if (answers.length === 0) break;
    }
    failures = isDone ? 0 : failures + 1;
    isTelling = false;
    const againMs = isDone ? EVERY_MS : Math.min(LONGEST_PAUSE_MS, AGAIN_MS * 2 ** (failures - 1));
    lookIn(isWoken ? 0 : againMs);
  }

  lookIn(AGAIN_MS);
  return {
    woken() {
      isWoken = true;
      if (!isTelling) lookIn(0);
    },
    close() {
      isClosed = true;
      callOff();
    },
  };
}
