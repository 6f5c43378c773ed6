import { slotOf } from '../../domain/numbering.ts';
import type { Log } from '../../ports/log.ts';
import type { NumberLine } from '../../tickets/ports/number-line.ts';
import { givingKiosk } from '../../tickets/rules/number-line.ts';
import { NumberGiven } from '../contract/kiosks.ts';
import { KIOSK_PATHS } from '../contract/paths.ts';
import { answersWithin, callPromptly, NUMBER_MS, type PromptKiosk, type PromptParts } from './prompt-calls.ts';

/** Limit for the question whether a ticket may be printed again; the citizen has a number already. */
const PAPER_AGAIN_MS = 2_500;

export interface NumberLineParts extends PromptParts {
  feed: { readonly officeId: string };
  slot: number;
  log: Log;
}

interface Other<Link> {
  link: Link;
  /** The other kiosk's slot; the kiosk with the lowest slot is asked first. */
  slot: number;
  /** The slot whose numbers the other kiosk issues; absent: its own. */
  givesSlot?: number;
  isHeard: boolean;
}

/**
 * Gets numbers from other kiosks. After a failed or slow call a kiosk is asked for numbers again only once it has answered a trial
 * (`tryPromptCall`) in time, so at most one citizen waits for a kiosk that does not answer.
 */
export function numberLine<Link extends PromptKiosk>(
  parts: NumberLineParts,
  others: () => readonly Other<Link>[],
): NumberLine {
  const { feed, slot, log } = parts;
  const said = new Map<number, string>();
  const giver = () =>
    givingKiosk(
      slot,
      others().filter(({ link }) => answersWithin(link, NUMBER_MS)),
    );
  const post = ({ link }: Other<Link>, path: string, body: object, mostMs: number) =>
    callPromptly(parts, link, { path, mostMs, body: { officeId: feed.officeId, ...body } });
  /** A reason why there is no number is logged once, not for each ticket of a day. */
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
      // The status is 404 from an older program, and 409 from a kiosk without numbers or on another day.
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
