import type { DeskEvent } from '../../calling/ports/life-book.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { LifeEvent } from '../../domain/ticket-life.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { ListedDay } from '../rules/working-day.ts';

/** Waiting numbers of a service: neither a desk nor the staff have finished them. */
export interface WaitingOfService {
  serviceId: ServiceId;
  count: number;
  /** Time of issue of the oldest waiting number, milliseconds since 1970. */
  oldestAtMs: number;
}

/** The fields of a ticket needed to call it; paper and phone (`followToken`) concern only its own kiosk. */
export type CallableTicket = Pick<
  TicketRecord,
  | 'ticketId'
  | 'label'
  | 'serviceDay'
  | 'serviceId'
  | 'language'
  | 'appointment'
  | 'asked'
  | 'issuedAtMs'
  | 'withdrawnAtMs'
> &
  Partial<Pick<TicketRecord, 'followToken'>>;

/** A ticket and the events that decide its state. */
export interface CallableNumber {
  ticket: CallableTicket;
  /** Whether the centre has voided the ticket. */
  isVoided: boolean;
  /** Marks of the staff that the number was served, and the undoing of such marks. */
  servedEvents: readonly LifeEvent[];
  deskEvents: readonly DeskEvent[];
}

/** A number as the staff see it. */
export interface NumberOfDay extends CallableNumber {
  ticket: TicketRecord;
}

/** Today's numbers (`ServiceDayReading`) of this kiosk, for the staff. */
export interface DayBook {
  /** The waiting numbers by service; services without any are missing. */
  waiting(today: ListedDay): Result<readonly WaitingOfService[], StoreFailure>;
  /** The tickets with this number in every series, in order of issuing. */
  withNumber(today: ListedDay, number: number): Result<readonly NumberOfDay[], StoreFailure>;
  /** Valid tickets whose last print job did not end `printed`, the newest first, at most `most`. */
  unprinted(today: ListedDay, most: number): Result<readonly NumberOfDay[], StoreFailure>;
  countUnprinted(today: ListedDay): Result<number, StoreFailure>;
  /** Returns the newest `most` tickets that wait or are parked at a desk, in order of issuing. */
  list(today: ListedDay, most: number): Result<readonly NumberOfDay[], StoreFailure>;
  countListed(today: ListedDay): Result<number, StoreFailure>;
  /** All tickets, whatever their state, in order of issuing. */
  all(today: ListedDay): Result<readonly NumberOfDay[], StoreFailure>;
  /** All tickets issued under the service day `daysAgo` days ago that are not today's. */
  earlier(daysAgo: number, today: ListedDay): Result<readonly NumberOfDay[], StoreFailure>;
  /** Whether the desk's numbers of a series were printed today and may be in use. */
  hasStrip(series: string, today: ListedDay): Result<boolean, StoreFailure>;
  noteStrip(series: string, today: ListedDay): Result<null, StoreFailure>;
}
