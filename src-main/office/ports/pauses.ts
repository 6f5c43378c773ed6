import type { ServiceId } from '../../contract/shared/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { StopReason } from '../rules/service-closure.ts';

/** A service paused by the staff, or by the centre's command `pause` to this kiosk. Times are milliseconds since 1970. */
export interface StaffPause {
  serviceId: ServiceId;
  reason: StopReason;
  sinceMs: number;
  /** End of the pause; `null`: open-ended. */
  untilMs: number | null;
}

/**
 * Pauses of services, made at this kiosk by staff or by a command of the centre. Every change is on disk and queued for the centre when the
 * method returns.
 */
export interface PauseMemory {
  all(): readonly StaffPause[];
  pause(pause: StaffPause): Result<null, StoreFailure>;
  /** Does nothing if the service is not paused. */
  resume(serviceId: ServiceId): Result<null, StoreFailure>;
}
