import type { Clock } from '../../ports/clock.ts';
import type { CoreMethod } from '../../session/contract/kiosk-api.ts';

/** The longest time that a ticket waits for the answers of the sources, because a citizen waits at the screen. */
const MOST_MS = 3_000;

/**
 * Asks a source (the centre, or the sibling kiosks) which numbers of this kiosk it knows, because the disk may have lost some. `null`: the
 * source does not exist, or was asked before since the program started.
 */
export type Asked = () => Promise<void> | null;

/**
 * Asks all sources, once since the program started, which numbers of this kiosk they know, because a disk restored from a copy would issue
 * those numbers a second time. The promise settles once each source has answered or failed, and after three seconds at most. `null`: all
 * sources were asked before, or none exists.
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
