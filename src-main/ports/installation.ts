import type { KioskFile } from '../contract/kiosk/kiosk-file.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** An office that this kiosk could stand in. */
export interface OfferedOffice {
  officeId: string;
  name: string;
  address: string;
}

/** What a technician says of this kiosk, and where it is kept. Every change is on disk when it answers. */
export interface Installation {
  /** Whether a first run is what this run may show: nobody named an office on the command line. */
  readonly isOpen: boolean;
  file(): KioskFile;
  keep(file: KioskFile): Result<null, StoreFailure>;
  /** A centre may be named at the screen: the command line names none. */
  readonly takesCentre: boolean;
  /** This machine in its network, as it is now. */
  network(): { name: string; addresses: readonly { card: string; address: string }[] };
  /** Those whose profiles can be used here. */
  offices(): readonly OfferedOffice[];
  /**
   * This kiosk takes the slot at the next start, into both copies; once, and only where it has none. Repeated before that start it is the last
   * one that counts.
   */
  promiseSlot(slot: number): Result<null, StoreFailure | { kind: 'slot-already-given' }>;
  /** Whether the office or the glass that was chosen is not that of this run. */
  isBehind(): boolean;
  /** What was chosen holds after a new start of the program, at which whoever stands here goes on. */
  startAnew(): void;
}
