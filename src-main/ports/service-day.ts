import type { Result } from '../domain/result.ts';
import type { DayInDoubt, ServiceDay } from '../domain/time-label.ts';
import type { ListedDay } from '../domain/working-day.ts';
import type { StoreFailure } from './store-failure.ts';

/**
 * The kiosk's one answer to which day it is. Whatever gives, lists, calls, closes, shows, merges, prints or asks another kiosk takes its day
 * from here.
 */
export interface ServiceDayReading {
  /** The last reading if the disk cannot be read. */
  now(): ListedDay;
  /** By which a profile begins to hold: never earlier than `now`, and not before the last day that was certain. */
  reached(): ServiceDay;
  /** The two dates of a clock that is not believed; `null` while it is. */
  doubt(): DayInDoubt | null;
  /**
   * A person has looked at the two dates and found one of them right (`YYYY-MM-DD`). `false`: it is neither of them, or there is no doubt;
   * nothing has changed.
   */
  choose(day: string): Result<boolean, StoreFailure>;
}
