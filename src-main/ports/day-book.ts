import type { TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import type { ServiceId } from '../contract/shared/ids.ts';
import type { Result } from '../domain/result.ts';
import type { LifeEvent } from '../domain/ticket-life.ts';
import type { ListedDay } from '../domain/working-day.ts';
import type { DeskEvent } from './life-book.ts';
import type { StoreFailure } from './store-failure.ts';

/** How many numbers of a service still wait: neither a desk nor the staff have said otherwise. */
export interface WaitingOfService {
  serviceId: ServiceId;
  count: number;
  /** When the oldest of them was given, milliseconds since 1970. */
  oldestAtMs: number;
}

/** What of a ticket somebody must know who calls it; its paper and its phone (`followToken`) are its own kiosk's matter. */
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

/** A number with all that is known of what became of it. */
export interface CallableNumber {
  ticket: CallableTicket;
  /** By the centre. */
  isVoided: boolean;
  /** What the staff said of its having been served, and took back. */
  servedEvents: readonly LifeEvent[];
  /** What desks did with it. */
  deskEvents: readonly DeskEvent[];
}

/** A number as the staff see it. */
export interface NumberOfDay extends CallableNumber {
  ticket: TicketRecord;
}

/** The numbers of today (`ServiceDayReading`) at this kiosk, as the staff ask for them. */
export interface DayBook {
  /** By service; those without any are missing. */
  waiting(today: ListedDay): Result<readonly WaitingOfService[], StoreFailure>;
  /** Of every series, in the order they were given. */
  withNumber(today: ListedDay, number: number): Result<readonly NumberOfDay[], StoreFailure>;
  /** Those that count and whose last paper ended otherwise than printed, the newest first, at most `most`. */
  unprinted(today: ListedDay, most: number): Result<readonly NumberOfDay[], StoreFailure>;
  countUnprinted(today: ListedDay): Result<number, StoreFailure>;
  /** Those that count, in the order they were given, the newest `most` of them. */
  list(today: ListedDay, most: number): Result<readonly NumberOfDay[], StoreFailure>;
  /** Every one, whatever became of it, in the order they were given. */
  all(today: ListedDay): Result<readonly NumberOfDay[], StoreFailure>;
  /** Every one that was given under the service day of so many days ago, and is not of today. */
  earlier(daysAgo: number, today: ListedDay): Result<readonly NumberOfDay[], StoreFailure>;
  /** Whether the desk's numbers of a series were asked for today, so that they may be out. */
  hasStrip(series: string, today: ListedDay): Result<boolean, StoreFailure>;
  noteStrip(series: string, today: ListedDay): Result<null, StoreFailure>;
}
