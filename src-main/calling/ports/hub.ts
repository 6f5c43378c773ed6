import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { OTHER_KIOSK_STATES } from '../contract/kiosks.ts';
import type { HubIdentity, WaitingBrowser } from '../contract/pairing.ts';

/** The office's hub, for the person who pairs browsers. */
export interface HubState {
  /** Whether the hub is reachable in the network. */
  isUp: boolean;
  /** The hub's addresses for a browser in the office's network. */
  addresses: readonly string[];
  /** SHA-256 of the hub's certificate, in pairs of capitals; `null` before it has a certificate. */
  fingerprint: string | null;
  waiting: readonly WaitingBrowser[];
  identities: readonly HubIdentity[];
  /** Twelve digits of the hub's key, for pairing with a sibling kiosk; `null` before it has a key. */
  check: string | null;
  /** Sibling kiosks: those in the profile, and paired ones at none of its addresses. */
  kiosks: readonly OtherKioskState[];
}

/** A sibling kiosk. */
export interface OtherKioskState {
  /** Address for a browser; `null` for a paired kiosk whose key was seen at none of the profile's addresses. */
  address: string | null;
  state: (typeof OTHER_KIOSK_STATES)[number];
  /** Twelve digits of the key it presents, to compare with those on its screen; `null` before it was reached. */
  check: string | null;
  /** Whether a person has compared the sibling's key at this kiosk. */
  isPaired: boolean;
  /** Slot that the sibling reports in its answers; `null` before the first answer, and for an older program that does not report it. */
  slot: number | null;
}

/** The kiosk as its office's server for desks and hall screens. */
export interface OfficeHub {
  /** State of the hub; `null` in an office without one. */
  state(): HubState | null;
  /**
   * Pairs a browser after a person has compared the code; `deskId` is `null` for a hall screen. `unknown-request`: no such code waits, or
   * not for this role. `certificate-differs`: the digits typed from the desk's browser (`seen`) do not match this hub's certificate.
   */
  pair(
    code: string,
    deskId: string | null,
    seen: string | null,
  ): Result<null, StoreFailure | { kind: 'unknown-request' | 'certificate-differs' }>;
  unpair(identityId: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  /**
   * Pairs a sibling kiosk after a person has compared its key's digits; `unknown-request`: no kiosk in the profile presents such a key;
   * `same-slot`: it counts the numbers of this kiosk; `kiosk-revoked`: the centre has revoked it.
   */
  pairKiosk(check: string): Result<null, StoreFailure | { kind: 'unknown-request' | 'same-slot' | 'kiosk-revoked' }>;
  /** Ends the trust in a sibling kiosk; it receives nothing more. */
  unpairKiosk(check: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  onChange(listener: () => void): void;
}
