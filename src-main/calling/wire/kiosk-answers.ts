import type { Clock } from '../../ports/clock.ts';
import type { NumberWantedBy } from '../../tickets/ports/store.ts';
import type { GivenNumber } from '../../tickets/rules/number-line.ts';
import type { DeskAnswer, DeskOrder } from '../contract/desk.ts';
import type { ChangesAsked, OfficeChanges } from '../contract/kiosks.ts';
import type { HubCall, HubReply } from '../contract/server-thread.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import { areTogether } from '../rules/office-hub.ts';
import type { HelpCalls } from '../steps/help-calls.ts';
import type { OfficeFeed } from '../steps/office-feed.ts';

export interface KioskAnswersParts {
  kioskId: () => string | null;
  kiosks: OfficeKiosks;
  feed: OfficeFeed;
  help: Pick<HelpCalls, 'said' | 'onChange'>;
  /** Reads the day from disk again, because the centre's changes to tickets are not reported here. */
  look: () => void;
  order: (deskId: string, order: DeskOrder) => DeskAnswer;
  hasDesk: (deskId: string) => boolean;
  wasAsked: (pin: string, knows: number) => void;
  /** Issues numbers for sibling kiosks; `null`: each kiosk of the office issues its own numbers. */
  numbers: NumbersForOthers | null;
  clock: Clock;
}

/** Issues this kiosk's numbers to other kiosks; each number is on disk before the answer. */
export interface NumbersForOthers {
  /** `null`: no number is left, the office has no such series, or this kiosk may not give numbers for that day. */
  give: (wanted: NumberWantedBy) => GivenNumber | null;
  /**
   * Returns true if this is a number of this kiosk for today and no later ticket has it. The number is then never issued again, so its slip
   * may be printed again.
   */
  bringBack: (given: GivenNumber & { readonly series: string }) => boolean;
}

export type KioskCall = Extract<HubCall, { pin: string }>;

export const replyOf = (status: number, value: unknown): HubReply => ({ status, json: JSON.stringify(value) });

/** Answers a sibling kiosk whose signature was verified; 401 if it is not paired any more. */
export function createKioskAnswers(parts: KioskAnswersParts): (call: KioskCall) => HubReply | Promise<HubReply> {
  const { kiosks, feed, numbers, hasDesk, order } = parts;
  const held = new Map<string, () => void>();
  const isOurs = ({ officeId }: { officeId: string }): boolean => officeId === feed.officeId;
  return (call) => {
    if (!kiosks.all().includes(call.pin)) return { status: 401 };
    switch (call.call) {
      case 'trial':
        return { status: 200 };
      case 'changes':
        return isOurs(call.body) ? giveChanges(parts, held, call.pin, call.body) : { status: 403 };
      case 'numbers': {
        if (!isOurs(call.body)) return { status: 403 };
        const given = numbers?.give(call.body);
        return given ? replyOf(200, given) : { status: 409 };
      }
      case 'numbers-again':
        if (!isOurs(call.body)) return { status: 403 };
        return { status: numbers?.bringBack(call.body) ? 200 : 409 };
      case 'orders': {
        const { deskId, order: passed } = call.body;
        // A desk that this kiosk's profile lacks is served by the kiosk to which its browser is connected.
        if (!hasDesk(deskId)) return { status: 400 };
        return isOurs(call.body) ? replyOf(200, order(deskId, passed)) : { status: 403 };
      }
    }
  };
}

/**
 * Answers at once if there are changes, else at the next change or after `holdMs`. The next request of the same kiosk ends its waiting
 * request.
 */
function giveChanges(
  { feed, help, kiosks, kioskId, look, clock, wasAsked }: KioskAnswersParts,
  held: Map<string, () => void>,
  pin: string,
  asked: ChangesAsked,
): HubReply | Promise<HubReply> {
  const withTrust = (changes: OfficeChanges): HubReply => {
    const name = kioskId();
    const trust = { revocations: [...kiosks.revocations()], ...(name === null ? {} : { kioskId: name }) };
    return replyOf(200, { ...changes, ...trust, help: help.said() });
  };
  held.get(pin)?.();
  look();
  const now = feed.changes(asked);
  // If `since` belongs to the list of an earlier run, it does not show which changes the caller knows.
  if (areTogether(asked.nowMs, clock.wallMs())) wasAsked(pin, asked.log === now.log ? asked.since : 0);
  const hasNewHelp = asked.helpNo !== undefined && asked.helpNo !== help.said().no;
  const listed = now.tickets.length + now.pauses.length + (now.services?.length ?? 0) + (now.alarms?.length ?? 0);
  const hasNews = !now.isAll || listed > 0 || asked.log !== now.log || hasNewHelp;
  if (hasNews || asked.holdMs === 0) return withTrust(now);
  return new Promise((resolve) => {
    const give = (): void => {
      callOff();
      for (const stop of stops) stop();
      if (held.get(pin) === give) held.delete(pin);
      // A kiosk that was unpaired while it waited gets no changes.
      resolve(kiosks.all().includes(pin) ? withTrust(feed.changes(asked)) : { status: 401 });
    };
    const callOff = clock.after(asked.holdMs, give);
    const stops = [feed.onChange(give), help.onChange(give)];
    held.set(pin, give);
  });
}
