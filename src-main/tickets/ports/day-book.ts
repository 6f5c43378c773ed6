import type { DeskEvent } from '../../calling/ports/life-book.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { LifeEvent } from '../../domain/ticket-life.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { ListedDay } from '../rules/working-day.ts';

/** The waiting numbers of a service: valid, not marked as served by the staff, and not called, parked or finished at a desk. */
export interface WaitingOfService {
  serviceId: ServiceId;
  count: number;
  /** Time of issue of the oldest waiting number, milliseconds since 1970. */
  oldestAtMs: number;
}

/**
 * The fields of a ticket that are needed to call it. Fields about its paper are left out, and `followToken` may be missing, because only
 * the kiosk that issued the ticket needs them.
 */
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

export interface CallableNumber {
  ticket: CallableTicket;
  isVoided: boolean;
  /** Marks by which the staff state that the number was served, and the undoing of such marks. */
  servedEvents: readonly LifeEvent[];
  deskEvents: readonly DeskEvent[];
}

export interface NumberOfDay extends CallableNumber {
  ticket: TicketRecord;
}

/** This kiosk's numbers of today, as the staff see them. `ServiceDayReading` says which numbers are today's. */
export interface DayBook {
  /** Returns a row for each service with waiting numbers. */
  waiting(today: ListedDay): Result<readonly WaitingOfService[], StoreFailure>;
  /** Returns today's tickets with this number, of all series, in the sequence of issuing. */
  withNumber(today: ListedDay, number: number): Result<readonly NumberOfDay[], StoreFailure>;
  /**
   * Returns waiting tickets whose last print job ended otherwise than `printed`, the newest first, at most `most`. Tickets that were issued
   * at a desk or taken at home are left out.
   */
  unprinted(today: ListedDay, most: number): Result<readonly NumberOfDay[], StoreFailure>;
  countUnprinted(today: ListedDay): Result<number, StoreFailure>;
  /** Returns the newest `most` tickets that wait or are parked at a desk, in the sequence of issuing. */
  list(today: ListedDay, most: number): Result<readonly NumberOfDay[], StoreFailure>;
  countListed(today: ListedDay): Result<number, StoreFailure>;
  /** Returns all tickets of today, whatever their state, in the sequence of issuing. */
  all(today: ListedDay): Result<readonly NumberOfDay[], StoreFailure>;
  /** Returns the tickets issued under the service day `daysAgo` days ago, unless they are among today's. */
  earlier(daysAgo: number, today: ListedDay): Result<readonly NumberOfDay[], StoreFailure>;
  /** Whether a paper strip of numbers of this series was printed today. A clerk may have given these numbers to citizens by hand. */
  hasStrip(series: string, today: ListedDay): Result<boolean, StoreFailure>;
  noteStrip(series: string, today: ListedDay): Result<null, StoreFailure>;
}
