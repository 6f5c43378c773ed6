import type { EndedUpdate } from '../contract/shared/updates.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** Which ends of updates were told. */
export interface UpdateMemory {
  /** On its way to the centre, once; answers whether it was new. */
  tell(ended: EndedUpdate): Result<boolean, StoreFailure>;
}
