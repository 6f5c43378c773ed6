import type { TicketId } from '../contract/shared/ids.ts';
import type { DeskPause, TransferNote } from '../domain/desk.ts';
import type { Result } from '../domain/result.ts';
import type { DeskAct, LifeEvent } from '../domain/ticket-life.ts';
import type { StoreFailure } from './store-failure.ts';

/** What a desk did with a ticket. `atMs`: when it was done there, milliseconds since 1970; `ageMs`: how long ago that was when the kiosk heard of it. */
export interface DeskEvent extends LifeEvent {
  readonly act: DeskAct;
  readonly atMs: number;
  readonly ageMs: number;
  /** With a transfer. */
  readonly note: TransferNote | null;
}

export type NewDeskEvent = Omit<DeskEvent, 'atMs'> & { readonly ticketId: TicketId };

/** `reason` is `null` once somebody is called there again. */
export interface DeskPauseOrder {
  readonly orderId: string;
  readonly deskId: string;
  readonly reason: DeskPause | null;
}

export interface PausedDesk {
  readonly deskId: string;
  readonly reason: DeskPause;
  readonly sinceMs: number;
}

/** What desks did. Each write is on disk, and on its way to the centre, when it answers; written once more, it changes nothing. */
export interface LifeBook {
  write(event: NewDeskEvent): Result<null, StoreFailure>;
  /** Whose ticket a desk's event is about, of whichever day; `null` for one that was never written. */
  ticketOf(lifeId: string): Result<{ ticketId: TicketId; deskId: string } | null, StoreFailure>;
  pause(order: DeskPauseOrder): Result<null, StoreFailure>;
  paused(): Result<readonly PausedDesk[], StoreFailure>;
}
