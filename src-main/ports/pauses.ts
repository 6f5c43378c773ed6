import type { ServiceId } from '../contract/shared/ids.ts';
import type { Result } from '../domain/result.ts';
import type { StopReason } from '../domain/service-closure.ts';
import type { StoreFailure } from './store-failure.ts';

/** A service that the staff have let take no turns. Times are milliseconds since 1970. */
export interface StaffPause {
  serviceId: ServiceId;
  reason: StopReason;
  sinceMs: number;
  /** `null`: nobody said until when. */
  untilMs: number | null;
}

/** What the staff have paused at this kiosk. Every change is on disk, and on its way to the centre, when it answers. */
export interface PauseMemory {
  /** Also those that are over by now. */
  all(): readonly StaffPause[];
  /** In place of an earlier one of the same service. */
  pause(pause: StaffPause): Result<null, StoreFailure>;
  /** Nothing happens where nothing is paused. */
  resume(serviceId: ServiceId): Result<null, StoreFailure>;
}
