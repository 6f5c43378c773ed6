import type { TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import type { Clock } from '../ports/clock.ts';
import type { NumberLine } from '../ports/number-line.ts';
import type { LineNumber } from '../ports/store.ts';

/** What another kiosk said, for the command that follows at once. One that was then refused leaves its number to the next person, for a while. */
export interface AskedNumbers {
  /** A number that was given for a ticket of this series; once. */
  take(series: string): LineNumber | null;
  isStillTheirs(ticketId: string): boolean;
}

export interface NumberAsking extends AskedNumbers {
  ask(series: string): Promise<void>;
  askAgain(ticket: Pick<TicketRecord, 'series' | 'serviceDay' | 'number'> & { ticketId: string }): Promise<void>;
}

/** Of a kiosk that hears no other. */
export const NO_LINE: NumberLine = {
  isThere: () => false,
  ask: () => Promise.resolve(null),
  isStillTheirs: () => Promise.resolve(false),
};

/** Much less than what `PRINTED_UNASKED_MS` has to spare. */
const KEPT_MS = 30_000;

export function createNumberAsking(line: NumberLine, clock: Clock): NumberAsking {
  const held = new Map<string, { number: LineNumber; atMs: number }>();
  const theirs = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();
  const isYoung = (atMs: number | undefined): boolean => atMs !== undefined && clock.monotonicMs() - atMs <= KEPT_MS;
  async function askOnce(series: string): Promise<void> {
    const number = await line.ask(series);
    if (number !== null) held.set(series, { number, atMs: clock.monotonicMs() });
  }
  return {
    take(series) {
      const one = held.get(series);
      held.delete(series);
      return one !== undefined && isYoung(one.atMs) ? one.number : null;
    },
    isStillTheirs: (ticketId) => isYoung(theirs.get(ticketId)),
    async ask(series) {
      if (isYoung(held.get(series)?.atMs)) return;
      // A finger that touches twice asks once.
      const asked = underWay.get(series) ?? askOnce(series);
      underWay.set(series, asked);
      await asked;
      underWay.delete(series);
    },
    async askAgain(ticket) {
      theirs.clear();
      if (await line.isStillTheirs(ticket)) theirs.set(ticket.ticketId, clock.monotonicMs());
    },
  };
}
