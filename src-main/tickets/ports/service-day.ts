import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { DayInDoubt, ServiceDay } from '../rules/time-label.ts';
import type { ListedDay } from '../rules/working-day.ts';

/**
 * The kiosk's only source of the service day. Issuing, lists, calls, closing, display, merging, printing and requests to other kiosks all
 * use it.
 */
export interface ServiceDayReading {
  /** Returns today's range of tickets, or the last known one if the disk cannot be read. */
  now(): ListedDay;
  /** The service day that decides whether a profile has taken effect: never earlier than `now`, nor than the last day known for certain. */
  reached(): ServiceDay;
  /** The two possible dates while the wall clock is not believed; `null` unless the clock is in doubt (`doubtOf`). */
  doubt(): DayInDoubt | null;
  /**
   * Records the date (`YYYY-MM-DD`) that a person confirmed. Returns `false` and changes nothing if `day` is neither of the two dates, or
   * if no two dates are in doubt.
   */
  choose(day: string): Result<boolean, StoreFailure>;
}
