import type { KioskRevocation } from '../../contract/shared/kiosk-revocation.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/** Sibling kiosks whose keys a person has compared. A kiosk's pin is the SHA-256 of its key, base64url. */
export interface OfficeKiosks {
  all(): readonly string[];
  /** Twelve digits of the key with this pin, as compared; `null` if the kiosk is not paired, or only its pin was saved. */
  checkOf(pin: string): string | null;
  /** Pairs a kiosk; on disk when it returns. `kiosk-revoked`: the centre has revoked the kiosk with this key. */
  add(pin: string, check: string): Result<null, StoreFailure | { kind: 'kiosk-revoked' }>;
  /**
   * Saves the id at the centre that the kiosk with this key reports. Every id that the kiosk ever reported counts: if any of them is
   * revoked, the kiosk loses its access.
   */
  name(pin: string, kioskId: string): Result<null, StoreFailure>;
  /** Applies verified revocations of the centre; deletes and returns the pins of the kiosks they name. */
  revoke(revocations: readonly KioskRevocation[]): Result<readonly string[], StoreFailure>;
  /** All known revocations, to pass on to kiosks that the centre does not reach. */
  revocations(): readonly KioskRevocation[];
  /** Deletes all pins, because this kiosk no longer belongs to the office. */
  forgetAll(): Result<null, StoreFailure>;
  /** Unpairs a kiosk, and ends a contest with it (`Contest`). */
  remove(pin: string): Result<null, StoreFailure>;
  /** The contest over this kiosk's slot; `null` while this kiosk may issue its own numbers. */
  contest(): Contest | null;
  /** Begins a contest, or ends it with `null`; on disk when it returns. */
  setContest(contest: Contest | null): Result<null, StoreFailure>;
}

/**
 * Another kiosk that counts the same numbers as this one and keeps the slot. This kiosk issues no numbers of its own until it has another
 * slot or a person ends the contest.
 */
export interface Contest {
  readonly pin: string;
  readonly check: string;
  readonly slot: number;
}
