import { KIOSK_PATHS, NumberGiven } from '../contract/hub/kiosks.ts';
import { givingKiosk } from '../domain/number-line.ts';
import { slotOf } from '../domain/numbering.ts';
import type { Log } from '../ports/log.ts';
import type { NumberLine } from '../ports/number-line.ts';
import { answersWithin, callPromptly, NUMBER_MS, type PromptKiosk, type PromptParts } from './prompt-calls.ts';

/** Limit for asking about a reprint; the person has the number already. */
const PAPER_AGAIN_MS = 2_500;

export interface NumberLineParts extends PromptParts {
  feed: { readonly officeId: string };
  /** Of this kiosk. */
  slot: number;
  log: Log;
}

interface Other<Link> {
  link: Link;
  /** Its own, by which kiosks are asked in order. */
  slot: number;
  /** Whose numbers it gives, where these are not of `slot`. */
  givesSlot?: number;
  isHeard: boolean;
}

/**
 * Numbers that this kiosk asks others for. A kiosk that let one prompt call fail, or was too slow for a number, is asked for numbers again as soon as a trial
 * was answered in time, so that one person at the most waits for a kiosk that does not answer.
 */
export function numberLine<Link extends PromptKiosk>(
  parts: NumberLineParts,
  others: () => readonly Other<Link>[],
): NumberLine {
  const { feed, slot, log } = parts;
  /** The reason last logged for a kiosk that gave no number, by its slot. */
  const said = new Map<number, string>();
  const giver = () =>
    givingKiosk(
      slot,
      others().filter(({ link }) => answersWithin(link, NUMBER_MS)),
    );
  const post = ({ link }: Other<Link>, path: string, body: object, mostMs: number) =>
    callPromptly(parts, link, { path, mostMs, body: { officeId: feed.officeId, ...body } });
  /** Logged once, not for each ticket of a day. */
  function noNumber(fromSlot: number, detail: string): null {
    if (said.get(fromSlot) !== detail) log.event('number-not-given', { slot: fromSlot, detail });
    said.set(fromSlot, detail);
    return null;
  }
  return {
    isThere: () => giver() !== null,
    async ask(wanted) {
      const asked = giver();
      if (asked === null) return null;
      const fromSlot = asked.givesSlot ?? asked.slot;
      const answer = await post(asked, KIOSK_PATHS.numbers, wanted, NUMBER_MS);
      if (!answer.ok) return noNumber(fromSlot, answer.error.detail);
      const given = answer.value.status === 200 ? NumberGiven.safeParse(answer.value.value).data : undefined;
      // 404 of an older program, 409 of one without numbers or of another day.
      if (given === undefined) return noNumber(fromSlot, String(answer.value.status));
      said.delete(fromSlot);
      return { ...given, fromSlot };
    },
    isOthers: (number) => slotOf(number) !== slot,
    async isStillTheirs({ series, serviceDay, number }) {
      const owner = others().find((one) => one.isHeard && one.slot === slotOf(number));
      if (owner === undefined) return false;
      const shown = { series, serviceDay, number };
      const answer = await post(owner, KIOSK_PATHS.numbersAgain, shown, PAPER_AGAIN_MS);
      return answer.ok && answer.value.status === 200;
    },
  };
}
