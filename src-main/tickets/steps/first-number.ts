import type { Clock } from '../../ports/clock.ts';
import type { CoreMethod } from '../../session/contract/kiosk-api.ts';

/** The longest time that a ticket waits for the sources, because a citizen waits at the screen. */
const MOST_MS = 3_000;

/**
 * Asks a source which numbers of this kiosk it knows, because the disk may have lost some. `null`: the source was asked in this run
 * already, or does not exist.
 */
export type Asked = () => Promise<void> | null;

/**
 * Asks all sources, once in a run, which numbers of this kiosk they know, because a disk restored from a copy would issue those numbers a
 * second time. The promise settles once each source has answered or failed, and after three seconds at most. `null`: all were asked
 * already, or do not exist.
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

export const givesNumber = (method: CoreMethod): boolean => GIVING.includes(method);
