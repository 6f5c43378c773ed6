import type { EndedUpdate } from '../../contract/shared/updates.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

export interface UpdateMemory {
  /** Returns true if the result was new. */
  tell(ended: EndedUpdate): Result<boolean, StoreFailure>;
}
