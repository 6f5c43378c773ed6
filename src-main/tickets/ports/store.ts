import type { BookedHour } from '../../booking/ports/office-hours.ts';
import type { CheckedIn, KioskEvent } from '../../contract/shared/events.ts';
import type { RequestId, ServiceId, TicketId } from '../../contract/shared/ids.ts';
import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { LocalizedText } from '../../contract/shared/localized-text.ts';
import type { TimeRange } from '../../contract/shared/opening-hours.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import type { PrintJob } from '../../domain/print-job.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { Attention } from '../../session/contract/view-state.ts';
import type { NoNumber } from '../rules/issue-number.ts';
import type { GivenNumber } from '../rules/number-line.ts';
import type { ServiceDay } from '../rules/time-label.ts';
import type { ListedDay } from '../rules/working-day.ts';
import type { DayBook } from './day-book.ts';
import type { ServiceDayReading } from './service-day.ts';

/** Why a ticket is not reprinted: a reprint would bring the ticket's number back into circulation. */
export type NoReprintCause = 'ticket-of-another-day' | 'ticket-voided' | 'ticket-withdrawn';

/** A ticket to be issued; its number is chosen in the transaction that saves the ticket. */
export interface TicketOrder {
  ticketId: TicketId;
  requestId: RequestId;
  series: string;
  serviceId: ServiceId;
  visitType: VisitType;
  language: TicketLanguage;
  /** Token for the city's page that shows the turn; `null` without such a page, and for a sensitive service. */
  followToken: string | null;
  /** The citizen's requests to the staff, such as priority; absent when there were none. */
  attention?: Attention;
  /** The appointment as printed; absent for a walk-in, and where the citizen must not see it. */
  appointment?: NonNullable<TicketRecord['appointment']>;
  /** Check-in of a citizen with an appointment: sent to the centre and saved with the ticket, in the same transaction. */
  checkIn?: Omit<CheckedIn, 'ticketId'>;
  /** Keyed hashes of a typed code whose appointment the kiosk does not know; only with `checkIn`. */
  codeHashes?: readonly string[];
  /** Labels of tickets that the same citizen gave up, whose papers they may still have. */
  replaces?: readonly string[];
  /** True if a clerk issues the ticket at a desk. It then gets one of the numbers reserved for desks, and is printed only on request. */
  atDesk?: boolean;
  /**
   * Present if the citizen took the ticket on the city's page. The ticket is printed only on request, and is not called before its holder
   * arrives. `lifeId`: id of the act `come` (`domain/ticket-life`), which records that the holder is still to come.
   */
  fromHome?: { readonly lifeId: string };
  /** True for large letters on paper. Only this kiosk stores it, and it is sent nowhere. */
  largePrint?: boolean;
  /** A number that a sibling kiosk issued and counted. It is used if `mayGoOnTicket` allows it; otherwise this kiosk issues its own. */
  given?: LineNumber;
}

export interface WantedNumber {
  readonly series: string;
  readonly serviceDay: ServiceDay;
}

/** A number that a sibling kiosk asks this kiosk for. `serviceDay`: the sibling kiosk's service day, `YYYY-MM-DD`. */
export interface NumberWantedBy {
  readonly series: string;
  readonly serviceDay: string;
}

/**
 * `other-day`: this kiosk has another service day, and issues no number. `numbers-exhausted`: no number is left, or the remaining ones are
 * reserved for this kiosk.
 */
export type NotGiven = NoNumber | { kind: 'kiosk-revoked' | 'other-day' };

export type LineNumber = GivenNumber & { readonly fromSlot: number };

export interface SlipOrder {
  jobId: string;
  /**
   * `directions`: the way to another office. `booking`: an appointment on another day. `staff`: a list for the staff. `test`: a test print.
   * Jobs of these four kinds are not stored.
   */
  kind: 'ticket' | 'documents' | 'attendance' | 'directions' | 'booking' | 'staff' | 'test';
  /** The ticket. `null` for `directions`, `booking`, `staff` and `test`; a list of documents may have none. */
  ticket: TicketRecord | null;
  /** The code of a proof of attendance; absent for other kinds. */
  code?: string;
  /** Absent for kinds other than `directions`. */
  directions?: Directions;
  /** The booked appointment; absent for kinds other than `booking`. */
  booking?: BookedHour;
  /** Absent for kinds other than `staff`. */
  staffPaper?: StaffPaper;
  /** The service of the slip; `null` for `directions`, `staff` and `test`. */
  serviceId: ServiceId | null;
  language: TicketLanguage;
  /** True for large letters in this job; a ticket that was issued with large print has them anyway. */
  largePrint?: boolean;
  /** True if a paper with this number may already be out. */
  duplicate: boolean;
  /** True if the sibling kiosk that issued the number has just confirmed that no other ticket has it. */
  isStillTheirs?: boolean;
  askedAtMs: number;
}

/**
 * A list of waiting numbers, or the strip of numbers that a desk issues by hand. A slip has a limited length, so this is paper `no` of
 * `papers`, counted from 1.
 */
export type StaffPaper = { readonly no: number; readonly papers: number } & (
  | {
      readonly of: 'waiting';
      /** `isParked`: a desk has set the number aside and will call it back. */
      readonly services: readonly {
        readonly serviceId: ServiceId;
        readonly numbers: readonly (TicketRecord & { readonly isParked: boolean })[];
      }[];
      /** Number of waiting tickets that the list leaves out, all issued before the listed ones. */
      readonly left: number;
    }
  | {
      readonly of: 'strip';
      readonly series: string;
      readonly serviceId: ServiceId;
      readonly numbers: readonly number[];
    }
);

export interface Directions {
  readonly name: string;
  readonly address: string;
  readonly directions: LocalizedText | null;
  /** `hours`: the office's opening hours on `day` (`YYYY-MM-DD`); `null` if unknown. */
  readonly day: string;
  readonly hours: readonly TimeRange[] | null;
}

export interface SlipJob extends SlipOrder {
  job: PrintJob;
}

export interface PrintChange {
  job: PrintJob;
  /** The printer that tried the job last: `main` or `second`, as in the profile. */
  printer?: string;
  durableAtMs?: number;
  /** Time of the first byte, milliseconds since 1970; absent if no byte was sent or the time is unchanged. */
  firstByteAtMs?: number;
  endedAtMs?: number;
}

/** Papers printed since a new roll was inserted, and since when (milliseconds since 1970). */
export interface Roll {
  papers: number;
  sinceMs: number;
}

export interface TicketStore {
  findByRequest(requestId: RequestId): Result<TicketRecord | null, StoreFailure>;
  findByFollowToken(followToken: string): Result<TicketRecord | null, StoreFailure>;
  findTicket(ticketId: TicketId): Result<TicketRecord | null, StoreFailure>;
  /**
   * Computes the number and writes the event to the journal. Then commits the counter, the state of the series, the ticket, its waiting
   * print job and the event in one durable transaction. On success the number is in journal and database. After a failure between journal
   * and commit, the number is never used.
   */
  issue(order: TicketOrder): Result<TicketRecord, StoreFailure | NoNumber | { kind: 'kiosk-revoked' }>;
  /**
   * Issues the next number of a series for a sibling kiosk. It is counted like a ticket of this kiosk, and is in journal and database when
   * the method returns.
   */
  giveAway(wanted: NumberWantedBy): Result<GivenNumber, StoreFailure | NotGiven>;
  /**
   * Allows a sibling kiosk to reprint a number that this kiosk issued for it, by the rules for a reprint of this kiosk's own ticket.
   * `ticket-of-another-day`: the number may belong to another citizen.
   */
  bringBack(given: GivenNumber & { readonly series: string }): Result<null, StoreFailure | { kind: NoReprintCause }>;
  /**
   * Adds a further paper: a list of documents, a proof of attendance or a reprint. The print job is on disk when the method returns. No
   * paper is added to a ticket that its holder has given up. A reprint is also refused for a ticket that the centre has voided and, without
   * `isStillTheirs`, for a ticket whose number may belong to another citizen.
   */
  addSlip(order: SlipOrder): Result<null, StoreFailure | { kind: NoReprintCause }>;
  /** Withdraws a ticket that its holder gave up. Row and event are in database and journal when the method returns. Idempotent. */
  withdraw(ticketId: TicketId): Result<null, StoreFailure>;
  /**
   * Records a change of a job; durable when it returns. `event`, which goes to the centre, is saved in the same transaction. A printed
   * paper is counted on the printer's roll.
   */
  recordPrint(jobId: string, change: PrintChange, event?: KioskEvent): Result<null, StoreFailure>;
  /** Unfinished print jobs, oldest first. */
  unfinishedSlips(): Result<SlipJob[], StoreFailure>;
  /** Whether a paper with this ticket's number may be out: one of its jobs is being sent, or ended otherwise than `not-sent`. */
  mayBePrinted(ticketId: TicketId): Result<boolean, StoreFailure>;
  readonly today: ServiceDayReading;
  countTickets(today: ListedDay): Result<number, StoreFailure>;
  countWalkIns(today: ListedDay, serviceId: ServiceId): Result<number, StoreFailure>;
  /** The roll in a printer; `null` before its first paper and before `startRoll`. */
  roll(printer: string): Result<Roll | null, StoreFailure>;
  /** Records that a new roll was inserted, so that the count of its papers starts at 0. */
  startRoll(printer: string): Result<null, StoreFailure>;
  confirmClock(): Result<null, StoreFailure>;
  /**
   * Records that the centre's time has arrived. A series whose last ticket has no known service day gets the day of that time, because the
   * ticket cannot be later.
   */
  timeTrusted(): Result<null, StoreFailure>;
  readonly day: DayBook;
  recordEvent(event: KioskEvent): Result<null, StoreFailure>;
}
