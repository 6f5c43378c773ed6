import type { EndedUpdate } from '../../contract/shared/updates.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

export interface UpdateMemory {
  /** Queues the result for the centre once; true if it was new. */
  tell(ended: EndedUpdate): Result<boolean, StoreFailure>;
}
