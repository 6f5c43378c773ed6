import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { KioskFile } from '../contract/kiosk-file.ts';

export interface OfferedOffice {
  officeId: string;
  name: string;
  address: string;
}

/** The technician's settings of this kiosk. Every change is on disk when it returns. */
export interface Installation {
  readonly isOpen: boolean;
  file(): KioskFile;
  keep(file: KioskFile): Result<null, StoreFailure>;
  /**
   * Whether a technician may set the centre at the screen: the command line names neither a centre nor an office's profile, and no valid
   * enrolment is stored. An enrolment whose key cannot be read counts as stored.
   */
  takesCentre(): boolean;
  /** This machine's name and addresses in its network at this moment. */
  network(): { name: string; addresses: readonly { card: string; address: string }[] };
  offices(): readonly OfferedOffice[];
  /**
   * Saves the slot that the next start writes into journal and database. `slot-already-given`: the kiosk has a slot, or an earlier call or
   * the centre has saved one.
   */
  promiseSlot(slot: number): Result<null, StoreFailure | { kind: 'slot-already-given' }>;
  isBehind(): boolean;
  /** Restarts the program so that it uses the saved settings; the technician then continues on the same page. */
  startAnew(): void;
}
