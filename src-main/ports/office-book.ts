import type { PauseSaid, TicketSaid } from '../contract/hub/kiosks.ts';
import type { Result } from '../domain/result.ts';
import type { ListedDay } from '../domain/working-day.ts';
import type { CallableNumber } from './day-book.ts';
import type { StoreFailure } from './store-failure.ts';

/** A number that another kiosk of the office gave. `slot`: which. */
export interface HeardNumber extends CallableNumber {
  readonly slot: number;
}

/** What the office's other kiosks have said. It is theirs to tell the centre, and nothing of it is sent from here. */
export interface OfficeBook {
  heard(today: ListedDay): Result<readonly HeardNumber[], StoreFailure>;
  /** On disk when it answers: whether anything of it was new. `fromSlot`: which kiosk says so. */
  hear(said: HeardPage): Result<boolean, StoreFailure>;
  /** The last pause of each desk, whoever wrote it. */
  pauses(): Result<readonly PauseSaid[], StoreFailure>;
}

export interface HeardPage {
  readonly fromSlot: number;
  /** What this kiosk's clock is ahead of that kiosk's, milliseconds; 0 where they agree. */
  readonly aheadMs: number;
  readonly tickets: readonly TicketSaid[];
  readonly pauses: readonly PauseSaid[];
}
