import { addDays } from '../../src-main/domain/calendar-day.ts';
import { createLivingOffice, type LivedDay } from './live-day.ts';
import { type OfficeDay, officeDayOf, type TwinOffice } from './office-day.ts';
import { addDay, newTally, type Tally } from './tally.ts';

export interface Period {
  /** The first day. `days` counts calendar days; days on which the office is closed are skipped. */
  readonly from: string;
  readonly days: number;
  readonly seed: number;
  readonly times: number;
  /** The number of the first simulation, by default 0. Simulations with other numbers have other people. */
  readonly firstTime?: number;
}

/** Simulates the days of a period `times` times and adds them up. Each simulated day is passed to `see` and not kept. */
export function liveOffice(office: TwinOffice, period: Period, see?: (day: LivedDay) => void): Tally {
  const days = daysOf(office, period);
  const tally = newTally();
  for (let time = 0; time < period.times; time += 1) {
    const living = createLivingOffice(office);
    for (const day of days) {
      const lived = living.live(day, period.seed, time + (period.firstTime ?? 0));
      addDay(tally, lived);
      see?.(lived);
    }
  }
  return tally;
}

export const daysOf = (office: TwinOffice, { from, days }: Pick<Period, 'from' | 'days'>): OfficeDay[] =>
  Array.from({ length: days }, (_, at) => officeDayOf(office, addDays(from, at))).filter((day) => day !== null);
