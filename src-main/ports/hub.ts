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
}

/** The kiosk as its office's own server of desks and hall screens. */
export interface OfficeHub {
  /** `null` in an office that has none. */
  state(): HubState | null;
  /** A person has compared the code; `deskId` is `null` of a hall screen. `unknown-request`: no such code waits, or not as that. */
  pair(code: string, deskId: string | null): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  unpair(identityId: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  onChange(listener: () => void): void;
}
