import type { EndedUpdate } from '../../contract/shared/updates.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

export interface UpdateMemory {
  /** Records the result of an update for the centre; returns true if the result was new. */
  tell(ended: EndedUpdate): Result<boolean, StoreFailure>;
}
