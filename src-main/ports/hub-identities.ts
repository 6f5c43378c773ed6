import type { HubIdentity } from '../contract/hub/pairing.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

export type KeptIdentity = Omit<HubIdentity, 'lastSeenAtMs'>;

/** Browsers that are desks or screens of the hall. Of what they show themselves by only a hash is kept. */
export interface HubIdentities {
  /** One of a desk ends whichever that desk had before. On disk when it answers. */
  add(identity: KeptIdentity, tokenHash: string): Result<null, StoreFailure>;
  /** Ended already, nothing changes; `false`: there is no such one. */
  end(identityId: string): Result<boolean, StoreFailure>;
  byToken(tokenHash: string): Result<KeptIdentity | null, StoreFailure>;
  all(): Result<readonly KeptIdentity[], StoreFailure>;
}
