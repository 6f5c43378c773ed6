import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { HubIdentity, HubRole } from '../contract/pairing.ts';

export type KeptIdentity = Omit<HubIdentity, 'lastSeenAtMs'>;

/** Browsers paired as desks or hall screens. Only a hash of their token is stored. */
export interface HubIdentities {
  /** Adds a paired browser; on disk when it returns. A new browser of a desk replaces the desk's previous one. */
  add(identity: KeptIdentity, tokenHash: string): Result<null, StoreFailure>;
  /** Ends the pairing of a browser; `false`: no such browser. Idempotent. */
  end(identityId: string): Result<boolean, StoreFailure>;
  byToken(tokenHash: string): Result<KeptIdentity | null, StoreFailure>;
  tokens(): Result<readonly { token: string; identityId: string; role: HubRole }[], StoreFailure>;
  all(): Result<readonly KeptIdentity[], StoreFailure>;
}
