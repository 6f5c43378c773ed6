import type { KioskEvent } from '../../contract/shared/events.ts';
import { countedAs } from '../../domain/numbering.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordEvent } from '../../storage/outbox-writer.ts';
import { countsNumber, type KnownNumber, raiseToKnown } from '../rules/issue-number.ts';
import type { DayReading } from '../rules/time-label.ts';
import type { SeriesNumbers } from './series-numbers.ts';

export interface RaisingParts {
  slot: number | null;
  series: SeriesNumbers;
  clock: Clock;
  readDay: () => DayReading;
}

/**
 * Raises the counters to the numbers that the centre or sibling kiosks know to be on tickets, so that this kiosk issues none of them again;
 * runs inside the caller's transaction. Returns the highest number of each series and day whose counter rose. Numbers that this kiosk does
 * not issue (`countsNumber`) are ignored.
 */
export type RaiseNumbers = (known: readonly KnownNumber[], record: RecordEvent) => KnownNumber[];

export const openRaising =
  ({ slot, series, clock, readDay }: RaisingParts): RaiseNumbers =>
  (known, record) => {
    if (slot === null) return [];
    const today = readDay().serviceDay;
    return lastOfEach(known.filter(({ number }) => countsNumber(slot, number))).filter((last) => {
      const { serviceDay, number } = last;
      const name = countedAs(last.series, number);
      const counter = { serviceDay, last: series.counter(name, serviceDay) ?? 0 };
      const raised = raiseToKnown({ counter, session: series.session(name) }, number, today);
      if (raised === null) return false;
      // The number is also written to the journal, so that it survives the loss of the database.
      const event: KioskEvent = { type: 'number-given', v: 1, payload: { series: last.series, serviceDay, number } };
      record({ event, requestId: null, atMs: clock.wallMs(), serviceDay });
      series.setCounter(name, serviceDay, raised.counter.last);
      if (raised.session !== null) series.setSession(name, raised.session);
      return true;
    });
  };

function lastOfEach(known: readonly KnownNumber[]): KnownNumber[] {
  const last = new Map<string, KnownNumber>();
  for (const one of known) {
    const name = `${countedAs(one.series, one.number)} ${one.serviceDay}`;
    if ((last.get(name)?.number ?? 0) < one.number) last.set(name, one);
  }
  return [...last.values()];
}
