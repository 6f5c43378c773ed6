import type { TicketId } from '../../contract/shared/ids.ts';
import type { DeskPause, TransferNote } from '../../domain/desk.ts';
import type { Face } from '../../domain/faces.ts';
import type { Result } from '../../domain/result.ts';
import type { DeskAct, KioskAct, LifeEvent, UnknownAct } from '../../domain/ticket-life.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { AlarmSaid } from '../contract/kiosks.ts';

/**
 * An act on a ticket, by a desk or by the kiosk that gave the number. `atMs`: time of the act at the desk, milliseconds since 1970;
 * `ageMs`: the act's age when it reached the kiosk.
 */
export interface DeskEvent extends LifeEvent {
  readonly act: DeskAct | KioskAct | UnknownAct;
  readonly atMs: number;
  readonly ageMs: number;
  /** The note of a transfer: a `TransferNote`, or a value of a newer program; `null` for other acts. */
  readonly note: string | null;
  /** A clerk's short message to the colleague who gets the number, only with a transfer. Only the office's kiosks know it. */
  readonly word: string | null;
}

export type NewDeskEvent = Omit<DeskEvent, 'atMs' | 'act' | 'note'> & {
  readonly ticketId: TicketId;
  readonly act: DeskAct | KioskAct;
  readonly note: TransferNote | null;
};

/** A desk's pause; `reason` is `null` when the desk resumes. */
export interface DeskPauseOrder {
  readonly orderId: string;
  readonly deskId: string;
  readonly reason: DeskPause | null;
  /** `null`: the pause has no set length and ends when the clerk resumes. */
  readonly lastsMs: number | null;
}

export interface PausedDesk {
  readonly deskId: string;
  readonly reason: DeskPause;
  readonly sinceMs: number;
  /** The end of the pause, which may be past; `null`: it ends when the clerk resumes. */
  readonly untilMs: number | null;
}

/** A desk's choice of services. Empty `serviceIds`: it calls all services that the profile allows it. */
export interface ChosenServices {
  readonly orderId: string;
  readonly deskId: string;
  readonly serviceIds: readonly string[];
}

/**
 * Acts of desks on tickets, and the desks' pauses, services and alarms. Each write is on disk when it returns; each except `countWord` is
 * also idempotent and queued for the centre.
 */
export interface LifeBook {
  write(event: NewDeskEvent): Result<null, StoreFailure>;
  /** Returns the ticket, of any day, on which the act with this id was done; `null` for an unknown act. */
  ticketOf(lifeId: string): Result<{ ticketId: TicketId; deskId: string } | null, StoreFailure>;
  pause(order: DeskPauseOrder): Result<null, StoreFailure>;
  /** Returns each desk's last pause, unless the desk has ended it. */
  paused(): Result<readonly PausedDesk[], StoreFailure>;
  chooseServices(order: ChosenServices): Result<null, StoreFailure>;
  chosenServices(): Result<readonly ChosenServices[], StoreFailure>;
  raiseAlarm(alarm: { alarmId: string; deskId: string; ageMs: number }): Result<null, StoreFailure>;
  /** Ends an alarm. A second end changes nothing, nor does the end of an unknown alarm. */
  endAlarm(alarmId: string, by: string | null): Result<null, StoreFailure>;
  /** Returns the alarms of the last days, the oldest first. */
  alarms(): Result<readonly AlarmSaid[], StoreFailure>;
  /** Counts a citizen's answer to the question after a visit in today's totals; neither the visit nor the time of day is stored. */
  countWord(face: Face): Result<null, StoreFailure>;
  /** Queues the totals of all days but today for the centre, and deletes them here. */
  sendWords(): Result<null, StoreFailure>;
}
