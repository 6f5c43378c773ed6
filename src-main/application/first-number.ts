import type { CoreMethod } from '../contract/kiosk/kiosk-api.ts';
import type { Clock } from '../ports/clock.ts';

/** A person stands there who has touched. */
const MOST_MS = 3_000;

/** A source that may know numbers of this kiosk which its disk has lost; `null` once it was asked in this run, or where there is none. */
export type Asked = () => Promise<void> | null;

/**
 * Whether others were asked, in this run of the program, which numbers of this kiosk they know. A disk that was put back from a copy gives numbers a second
 * time otherwise. `null`: they were; else it settles once each has answered or cannot, and after three seconds at most.
 */
export function createFirstNumber(others: readonly Asked[], clock: Clock): Asked {
  let isOver = false;
  let underWay: Promise<void> | null = null;
  return () => {
    if (isOver) return null;
    if (underWay !== null) return underWay;
    const waiting = others.flatMap((ask) => ask() ?? []);
    if (waiting.length === 0) {
      isOver = true;
      return null;
    }
    underWay = new Promise((resolve) => {
      const end = (): void => {
        callOff();
        isOver = true;
        resolve();
      };
      const callOff = clock.after(MOST_MS, end);
      void Promise.allSettled(waiting).then(end);
    });
    return underWay;
  };
}

const GIVING: readonly CoreMethod[] = [
  ...(['takeTicket', 'pressTicketKey', 'takeWalkIn', 'openEntry', 'act', 'takeFirstTicket', 'scanned'] as const),
  ...(['presentLocator', 'presentDocument', 'chooseCheckInService', 'checkInUnverified', 'continueCheckIn'] as const),
];

/** Whether a number may be given by this method. */
export const givesNumber = (method: CoreMethod): boolean => GIVING.includes(method);
