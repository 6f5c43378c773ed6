import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { OTHER_KIOSK_STATES } from '../contract/kiosks.ts';
import type { HubIdentity, WaitingBrowser } from '../contract/pairing.ts';

/** The office's hub (its server for desks and halls), as the technician who pairs browsers sees it. */
export interface HubState {
  isUp: boolean;
  addresses: readonly string[];
  /** SHA-256 of the hub's certificate, in pairs of capitals; `null` before it has a certificate. */
  fingerprint: string | null;
  waiting: readonly WaitingBrowser[];
  identities: readonly HubIdentity[];
  /** Twelve digits of this kiosk's key, for pairing with a sibling kiosk; `null` before it has a key. */
  check: string | null;
  /** The sibling kiosks: the kiosks that the profile names, and paired kiosks that were seen at none of the profile's addresses. */
  kiosks: readonly OtherKioskState[];
}

export interface OtherKioskState {
  /** Address for a browser; `null` for a paired kiosk whose key was seen at none of the profile's addresses. */
  address: string | null;
  state: (typeof OTHER_KIOSK_STATES)[number];
  /** Twelve digits of the key that the sibling presents, to compare with the digits on its screen; `null` before it was reached. */
  check: string | null;
  isPaired: boolean;
  /** Slot that the sibling reports in its answers; `null` before the first answer, and for an older program that does not report it. */
  slot: number | null;
}

/** The server of an office for its desks and hall screens, run by this kiosk. */
export interface OfficeHub {
  /** `null` in an office without a hub. */
  state(): HubState | null;
  /**
   * Pairs a browser after a person has compared the code; `deskId` is `null` for a hall screen. `unknown-request`: no browser waits with
   * this code, or it waits for another role. `certificate-differs`: the digits typed from the desk's browser (`seen`) do not match this
   * kiosk's certificate.
   */
  pair(
    code: string,
    deskId: string | null,
    seen: string | null,
  ): Result<null, StoreFailure | { kind: 'unknown-request' | 'certificate-differs' }>;
  unpair(identityId: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  /**
   * Pairs a sibling kiosk after a person has compared its key's digits. `unknown-request`: no kiosk in the profile presents such a key;
   * `same-slot`: the sibling counts the numbers of this kiosk; `kiosk-revoked`: the centre has revoked the sibling.
   */
  pairKiosk(check: string): Result<null, StoreFailure | { kind: 'unknown-request' | 'same-slot' | 'kiosk-revoked' }>;
  /** Ends the trust in a sibling kiosk, which then receives nothing more. */
  unpairKiosk(check: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  onChange(listener: () => void): void;
}
