import type { Clock } from '../../ports/clock.ts';
import type { TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { NumberLine } from '../ports/number-line.ts';
import type { LineNumber, WantedNumber } from '../ports/store.ts';

type GivenTicket = Pick<TicketRecord, 'series' | 'serviceDay' | 'number'> & { ticketId: string };
export type NumberAsking = ReturnType<typeof createNumberAsking>;

export const NO_LINE: NumberLine = {
  isThere: () => false,
  ask: () => Promise.resolve(null),
  isOthers: () => false,
  isStillTheirs: () => Promise.resolve(false),
};

/** A number left by a refused command expires after this time, because citizens who came later may have their numbers by then. */
const NUMBER_KEPT_MS = 1_000;
const ANSWER_KEPT_MS = 10_000;

/** Asks a sibling kiosk, and keeps its answers for the command that follows at once. */
export function createNumberAsking(line: NumberLine, clock: Clock) {
  const held = new Map<string, { number: LineNumber; atMs: number }>();
  const theirs = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();
  const isYoung = (atMs: number | undefined, mostMs: number): boolean =>
    atMs !== undefined && clock.monotonicMs() - atMs <= mostMs;
  async function askOnce(wanted: WantedNumber): Promise<void> {
    try {
      const number = await line.ask(wanted);
      if (number !== null) held.set(wanted.series, { number, atMs: clock.monotonicMs() });
    } finally {
      underWay.delete(wanted.series);
    }
  }
  return {
    /**
     * Returns the number that a sibling kiosk issued for this series, and hands it out only once; `null`: there is none, or it has expired.
     */
    take(series: string): LineNumber | null {
      const one = held.get(series);
      held.delete(series);
      return one !== undefined && isYoung(one.atMs, NUMBER_KEPT_MS) ? one.number : null;
    },
    isStillTheirs: (ticketId: string): boolean => isYoung(theirs.get(ticketId), ANSWER_KEPT_MS),
    ask(wanted: WantedNumber): Promise<void> {
      const { series } = wanted;
      if (isYoung(held.get(series)?.atMs, NUMBER_KEPT_MS)) return Promise.resolve();
      // A second touch during the request waits for the same answer.
      const asked = underWay.get(series) ?? askOnce(wanted);
      underWay.set(series, asked);
      return asked;
    },
    async askAgain(ticket: GivenTicket): Promise<void> {
      theirs.clear();
      if (await line.isStillTheirs(ticket)) theirs.set(ticket.ticketId, clock.monotonicMs());
    },
  };
}
