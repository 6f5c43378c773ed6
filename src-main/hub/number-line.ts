import { KIOSK_PATHS, NumberGiven } from '../contract/hub/kiosks.ts';
import { givingKiosk } from '../domain/number-line.ts';
import { slotOf } from '../domain/numbering.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { NumberLine } from '../ports/number-line.ts';
import { callKiosk, type KioskAddress } from './kiosk-calls.ts';
import type { KioskKey } from './kiosk-proof.ts';

/** A person stands there who has touched. */
const NUMBER_MS = 300;
/** Whoever was too slow for one is not asked by the next; nor for longer who gives none. */
const NUMBER_AGAIN_MS = 10_000;
const GIVES_NONE_MS = 60_000;
/** Of paper once more, which somebody waits for who has their number. */
const PAPER_AGAIN_MS = 2_500;

export interface AskedKiosk {
  address: KioskAddress;
  pin: string | null;
  slot: number | null;
  /** From when on it is asked for numbers, by the monotonic clock; infinite: once it was heard again. */
  numbersFromMs: number;
}

export interface NumberLineParts {
  key: KioskKey;
  feed: { readonly officeId: string };
  /** Of this kiosk. */
  slot: number;
  clock: Clock;
  log: Log;
}

/** Numbers that this kiosk asks others for. */
export function numberLine(
  { key, feed, slot, clock, log }: NumberLineParts,
  others: () => readonly { link: AskedKiosk; slot: number; isHeard: boolean }[],
  signal: AbortSignal,
): NumberLine {
  const isAsked = ({ link }: { link: AskedKiosk }): boolean => link.numbersFromMs <= clock.monotonicMs();
  const giver = () => givingKiosk(slot, others().filter(isAsked));
  const post = (link: AskedKiosk, path: string, body: object, mostMs: number) =>
    callKiosk(
      key,
      {
        address: link.address,
        line: null,
        pin: link.pin ?? '',
        path,
        mostMs,
        body: { officeId: feed.officeId, ...body },
      },
      signal,
    );
  function leaveAlone(link: AskedKiosk, ms: number, detail: string): null {
    link.numbersFromMs = clock.monotonicMs() + ms;
    log.event('number-not-given', { slot: link.slot, detail });
    return null;
  }
  return {
    isThere: () => giver() !== null,
    async ask(wanted) {
      const asked = giver();
      if (asked === null) return null;
      const { link } = asked;
      const answer = await post(link, KIOSK_PATHS.numbers, wanted, NUMBER_MS);
      if (!answer.ok) {
        const isSlow = answer.error.kind === 'no-answer';
        return leaveAlone(link, isSlow ? NUMBER_AGAIN_MS : Number.POSITIVE_INFINITY, answer.error.detail);
      }
      const given = answer.value.status === 200 ? NumberGiven.safeParse(answer.value.value).data : undefined;
      if (given !== undefined) return { ...given, fromSlot: link.slot ?? asked.slot };
      // Older than this program, without numbers, or of another day.
      return leaveAlone(link, GIVES_NONE_MS, String(answer.value.status));
    },
    isOthers: (number) => slotOf(number) !== slot,
    async isStillTheirs({ series, serviceDay, number }) {
      const owner = others().find((one) => one.isHeard && one.slot === slotOf(number));
      if (owner === undefined) return false;
      const shown = { series, serviceDay, number };
      const answer = await post(owner.link, KIOSK_PATHS.numbersAgain, shown, PAPER_AGAIN_MS);
      return answer.ok && answer.value.status === 200;
    },
  };
}
