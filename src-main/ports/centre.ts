import type { CentreStatus } from '../contract/kiosk/centre-status.ts';
import type { Acknowledgement } from '../contract/shared/acknowledgement.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** The kiosk's road to the central service, as the rest of the kiosk sees it. Nothing waits for it. */
export interface Centre {
  status(): CentreStatus;
  /**
   * Makes a key and asks to be enrolled; does nothing unless `unpaired` or `revoked`. `replaces`: in the place of another kiosk, of one that has
   * no numbers yet. What comes of it shows in `status`.
   */
  startPairing(replaces?: boolean): void;
  stopPairing(): void;
  /** Somebody stands there and wants to know: asks at once, whatever the back-off says; before an enrolment, whether the centre is there. */
  tryNow(): void;
  /** PEM of the authority in `status`, to be believed once a person has compared its fingerprint; `null` while there is none. */
  offeredAuthority(): string | null;
  /** What the centre has rejected is sent once more. */
  requeueDeadLetters(): Result<null, StoreFailure>;
  /** A new key, signed by the old one; does nothing unless `paired`. */
  rotateKey(): void;
  /** Told whenever `status` may have changed. */
  onChange(listener: () => void): void;
  /** Told when the staff say at the centre that somebody is coming to whoever asked, perhaps at another kiosk. */
  onAcknowledged(listener: (acknowledgement: Acknowledgement) => void): void;
  /** Told when an order of the centre may wait. */
  onOrdered(listener: () => void): void;
  /** What an order has asked for; `kind` says why the centre did not take it. Never rejects. */
  sendDiagnostics(orderId: string, lines: string): Promise<Result<null, { kind: string }>>;
}
