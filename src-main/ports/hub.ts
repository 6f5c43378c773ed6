import type { OTHER_KIOSK_STATES } from '../contract/hub/kiosks.ts';
import type { HubIdentity, WaitingBrowser } from '../contract/hub/pairing.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** How the hub of the office is, for whoever lets browsers in. */
export interface HubState {
  /** Whether it answers in the network. */
  isUp: boolean;
  /** Where, for a browser of the office's network. */
  addresses: readonly string[];
  /** SHA-256 of its certificate, in pairs of capitals; `null` before there is one. */
  fingerprint: string | null;
  waiting: readonly WaitingBrowser[];
  identities: readonly HubIdentity[];
  /** Twelve digits of its key, for whoever lets this kiosk in at another; `null` before there is one. */
  check: string | null;
  /** The office's other kiosks, as its profile names them, and those that were let in and are at none of its addresses. */
  kiosks: readonly OtherKioskState[];
}

/** Another kiosk of the office. */
export interface OtherKioskState {
  /** For a browser; `null` of one that was let in and shows its key at none of the profile's addresses. */
  address: string | null;
  state: (typeof OTHER_KIOSK_STATES)[number];
  /** Twelve digits of the key that it shows, to be compared with those that it says itself; `null` before it was reached. */
  check: string | null;
  /** A person has compared its key here. */
  isPaired: boolean;
  /** `null` before it was heard. */
  slot: number | null;
}

/** The kiosk as its office's own server of desks and hall screens. */
export interface OfficeHub {
  /** `null` in an office that has none. */
  state(): HubState | null;
  /**
   * A person has compared the code; `deskId` is `null` of a hall screen. `unknown-request`: no such code waits, or not as that. `certificate-differs`: a
   * desk whose person has not typed what a browser sees of this hub's certificate (`seen`).
   */
  pair(
    code: string,
    deskId: string | null,
    seen: string | null,
  ): Result<null, StoreFailure | { kind: 'unknown-request' | 'certificate-differs' }>;
  unpair(identityId: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  /** A person has compared the digits of another kiosk's key; `unknown-request`: none that the profile names shows such a key. */
  pairKiosk(check: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  /** It is believed no more, and learns nothing more. */
  unpairKiosk(check: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  onChange(listener: () => void): void;
}
