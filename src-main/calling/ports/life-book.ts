import type { TicketId } from '../../contract/shared/ids.ts';
import type { DeskPause, TransferNote } from '../../domain/desk.ts';
import type { Result } from '../../domain/result.ts';
import type { DeskAct, KioskAct, LifeEvent, UnknownAct } from '../../domain/ticket-life.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/** An act of a desk, or of the kiosk that gave the number, on a ticket. `atMs`: time of the act at the desk, milliseconds since 1970; `ageMs`: its age when it reached the kiosk. */
export interface DeskEvent extends LifeEvent {
  readonly act: DeskAct | KioskAct | UnknownAct;
  readonly atMs: number;
  readonly ageMs: number;
  /** Only with a transfer; a `TransferNote`, or a word of a newer program. */
  readonly note: string | null;
  /** A few words to the colleague, only with a transfer. The office's kiosks alone know it. */
  readonly word: string | null;
}

export type NewDeskEvent = Omit<DeskEvent, 'atMs' | 'act' | 'note'> & {
  readonly ticketId: TicketId;
  readonly act: DeskAct | KioskAct;
  readonly note: TransferNote | null;
};

/** `reason` is `null` when the desk resumes. */
export interface DeskPauseOrder {
  readonly orderId: string;
  readonly deskId: string;
  readonly reason: DeskPause | null;
  /** `null`: it ends by a touch only. */
  readonly lastsMs: number | null;
}

export interface PausedDesk {
  readonly deskId: string;
  readonly reason: DeskPause;
  readonly sinceMs: number;
  /** It may be past. */
  readonly untilMs: number | null;
}

/** No `serviceIds`: all that the profile allows. */
export interface ChosenServices {
  readonly orderId: string;
  readonly deskId: string;
  readonly serviceIds: readonly string[];
}

/** `end.by`: the desk that ended it; `null`: the staff's view. */
export interface KeptAlarm {
  readonly alarmId: string;
  readonly deskId: string;
  readonly atMs: number;
  readonly end: { readonly by: string | null; readonly atMs: number } | null;
}

/** Acts of desks. Each write is idempotent and, when it returns, on disk and queued for the centre. */
export interface LifeBook {
  write(event: NewDeskEvent): Result<null, StoreFailure>;
  /** The ticket of a desk's act, of any day; `null` for an unknown act. */
  ticketOf(lifeId: string): Result<{ ticketId: TicketId; deskId: string } | null, StoreFailure>;
  pause(order: DeskPauseOrder): Result<null, StoreFailure>;
  /** The last pause of each desk that it has not ended. */
  paused(): Result<readonly PausedDesk[], StoreFailure>;
  chooseServices(order: ChosenServices): Result<null, StoreFailure>;
  /** The last choice of each desk. */
  chosenServices(): Result<readonly ChosenServices[], StoreFailure>;
  raiseAlarm(alarm: { alarmId: string; deskId: string; ageMs: number }): Result<null, StoreFailure>;
  /** The first end stays; an unknown alarm changes nothing. */
  endAlarm(alarmId: string, by: string | null): Result<null, StoreFailure>;
  /** Of the last days, the oldest first. */
  alarms(): Result<readonly KeptAlarm[], StoreFailure>;
}
