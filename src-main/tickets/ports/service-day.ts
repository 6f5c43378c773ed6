import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { DayInDoubt, ServiceDay } from '../rules/time-label.ts';
import type { ListedDay } from '../rules/working-day.ts';

/**
 * The kiosk's only source of the service day: issuing, lists, calls, closing, display, merging, printing and requests to other kiosks all
 * use it.
 */
export interface ServiceDayReading {
  /** Returns the last reading if the disk cannot be read. */
  now(): ListedDay;
  /** By which a profile begins to hold: never earlier than `now`, and not before the last day that was certain. */
  reached(): ServiceDay;
  /** The two dates of a clock that is not believed; `null` while it is. */
  doubt(): DayInDoubt | null;
  /**
   * A person has confirmed one of the two dates (`YYYY-MM-DD`). `false`: it is neither of them, or there is no doubt; nothing has changed.
   */
  choose(day: string): Result<boolean, StoreFailure>;
}
