import type { OfficeHours } from '../../booking/ports/office-hours.ts';
import type { Acknowledgement } from '../../contract/shared/acknowledgement.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { CentreStatus } from '../contract/centre-status.ts';

export interface Centre {
  status(): CentreStatus;
  /** Asks the centre for free appointment times on another day, and books them. A person waits for each answer. */
  readonly hours: OfficeHours;
  /**
   * Creates a key and requests enrolment; does nothing during a pairing, or while `paired` unless the trouble is `kiosk-unknown`.
   * `replaces`: takes the place of another kiosk, which only a kiosk without a slot can do. `status` shows the progress.
   */
  startPairing(replaces?: boolean): void;
  stopPairing(): void;
  /**
   * Asks the centre at once, without back-off, because a person waits at the kiosk; before an enrolment it only checks that the centre
   * answers.
   */
  tryNow(): void;
  /** Whether a request of an enrolled kiosk to the centre is under way, without an answer yet. */
  isAsking(): boolean;
  /**
   * PEM certificate of the authority that `status` shows, which is trusted only after a person has compared its fingerprint; `null`: none
   * is shown.
   */
  offeredAuthority(): string | null;
  requeueDeadLetters(): Result<null, StoreFailure>;
  /** Rotates the key; does nothing unless `paired`. */
  rotateKey(): void;
  onChange(listener: () => void): void;
  /** Called when staff report at the centre that a clerk is coming to a citizen, perhaps at another kiosk. */
  onAcknowledged(listener: (acknowledgement: Acknowledgement) => void): void;
  onOrdered(listener: () => void): void;
  /** Sends the diagnostics that the centre requested by the command `orderId`; `kind` says why the centre refused them. Never rejects. */
  sendDiagnostics(orderId: string, lines: string): Promise<Result<null, { kind: string }>>;
}
