import { addDays } from '../../src-main/domain/calendar-day.ts';
import { createLivingOffice, type LivedDay } from './live-day.ts';
import { type OfficeDay, officeDayOf, type TwinOffice } from './office-day.ts';
import { addDay, newTally, type Tally } from './tally.ts';

export interface Period {
  /** First day and number of days; days on which the office is closed are passed over. */
  readonly from: string;
  readonly days: number;
  readonly seed: number;
  /** How often the period is lived, each time with other people. */
  readonly times: number;
  /** The number of the first time; 0. Another one gives people that no earlier run has seen. */
  readonly firstTime?: number;
}

/** Lives a period many times. Days are handed on and forgotten. */
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
