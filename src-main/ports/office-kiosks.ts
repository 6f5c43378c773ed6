import type { KioskRevocation } from '../contract/shared/kiosk-revocation.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** Kiosks of the office whose keys a person has compared, by the SHA-256 of each (base64url). */
export interface OfficeKiosks {
  all(): readonly string[];
  /** Twelve digits of its key, as they were compared; `null` where only its pin was kept. */
  checkOf(pin: string): string | null;
  /** On disk when it answers. `kiosk-revoked`: the centre has said that the kiosk with this key is none any more. */
  add(pin: string, check: string): Result<null, StoreFailure | { kind: 'kiosk-revoked' }>;
  /** The centre's name of the kiosk with this key, as it says itself: all that it ever said count. One that was revoked is let in no more. */
  name(pin: string, kioskId: string): Result<null, StoreFailure>;
  /** Statements of the centre, whose signatures were verified. Pins of the kiosks that they name are gone when it answers; it returns those. */
  revoke(revocations: readonly KioskRevocation[]): Result<readonly string[], StoreFailure>;
  /** All that are known, for kiosks that the centre does not reach. */
  revocations(): readonly KioskRevocation[];
  /** This kiosk does not belong to the office any more and believes no other kiosk. */
  forgetAll(): Result<null, StoreFailure>;
  /** A contest with this kiosk ends as well. */
  remove(pin: string): Result<null, StoreFailure>;
  /** The other kiosk that counts the same numbers, and goes on with them; `null` while this one may give its own. */
  contest(): Contest | null;
  /** On disk when it answers. */
  setContest(contest: Contest | null): Result<null, StoreFailure>;
}

/** The kiosk that goes on with the slot which both have. This one gives no number of its own until it has another slot or a person ends the contest. */
export interface Contest {
  readonly pin: string;
  /** Twelve digits of the other's key. */
  readonly check: string;
  readonly slot: number;
}
