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

/** Why a number must not return to circulation. */
export type NoReprintCause = 'ticket-of-another-day' | 'ticket-voided' | 'ticket-withdrawn';

/** A ticket to be issued; its number is chosen inside the transaction. */
export interface TicketOrder {
  ticketId: TicketId;
  requestId: RequestId;
  series: string;
  serviceId: ServiceId;
  visitType: VisitType;
  language: TicketLanguage;
  /** Token for the city's page that shows the turn; `null` without such a page. */
  followToken: string | null;
  /** Requests to the staff; absent when the citizen made none. */
  attention?: Attention;
  /** The appointment as printed; absent for a walk-in, and where the citizen must not see it. */
  appointment?: NonNullable<TicketRecord['appointment']>;
  /** Check-in of a citizen with an appointment: sent to the centre and saved with the ticket, in the same transaction. */
  checkIn?: Omit<CheckedIn, 'ticketId'>;
  /** Keyed hashes of the typed code if the kiosk does not know the code's appointment; only with `checkIn`. */
  codeHashes?: readonly string[];
  /** Labels of tickets the same citizen gave up, whose papers may still be in their hand. */
  replaces?: readonly string[];
  /** True if a clerk issues the ticket at a desk: it gets one of the desk's numbers, and nothing is printed until asked. */
  atDesk?: boolean;
  /**
   * The citizen took the ticket on the city's page: it prints nothing until asked, and waits for its holder to come. `lifeId`: the id of
   * its act `come`.
   */
  fromHome?: { readonly lifeId: string };
  /** True for large letters on paper; stored only at this kiosk and sent to no one. */
  largePrint?: boolean;
  /** A sibling kiosk's number, counted there. Used if allowed (`mayGoOnTicket`); otherwise this kiosk issues its own. */
  given?: LineNumber;
}

/** This kiosk's request for a number to a sibling. */
export interface WantedNumber {
  readonly series: string;
  readonly serviceDay: ServiceDay;
}

/** A sibling kiosk's request for a number; `serviceDay` is the sibling's, `YYYY-MM-DD`. */
export interface NumberWantedBy {
  readonly series: string;
  readonly serviceDay: string;
}

/**
 * `other-day`: this kiosk has another service day; nothing is counted. `numbers-exhausted`: the remaining numbers are reserved for this
 * kiosk.
 */
export type NotGiven = NoNumber | { kind: 'kiosk-revoked' | 'other-day' };

/** A sibling kiosk's number, with that kiosk's slot. */
export type LineNumber = GivenNumber & { readonly fromSlot: number };

/** One print job. */
export interface SlipOrder {
  jobId: string;
  /**
   * `directions`: the way to another office. `booking`: an hour for another day. `staff`: a list for the staff. `test`: a test print. Jobs
   * of these four kinds are not stored.
   */
  kind: 'ticket' | 'documents' | 'attendance' | 'directions' | 'booking' | 'staff' | 'test';
  /** The ticket; required except for those four kinds and for a list of documents, which may have none. */
  ticket: TicketRecord | null;
  /** Code of a proof of attendance; absent for other kinds. */
  code?: string;
  /** Content of a slip `directions`; absent for other kinds. */
  directions?: Directions;
  /** The booked hour, only for `booking`. */
  booking?: BookedHour;
  /** Content of a slip `staff`; absent for other kinds. */
  staffPaper?: StaffPaper;
  /** The service of the slip; `null` for `directions`, `staff` and `test`. */
  serviceId: ServiceId | null;
  language: TicketLanguage;
  /** True for large letters in this job; a ticket that was issued with large print has them anyway. */
  largePrint?: boolean;
  /** True if a paper with this number may already be out. */
  duplicate: boolean;
  /** Whether the sibling that issued the number has just confirmed that it is not reused. */
  isStillTheirs?: boolean;
  askedAtMs: number;
}

/**
 * A list of waiting numbers, or the numbers the desk gives by hand; one paper of several (`no` of `papers`, from 1), because a slip has a
 * limited length.
 */
export type StaffPaper = { readonly no: number; readonly papers: number } & (
  | {
      readonly of: 'waiting';
      /** `isParked`: a desk has set the number aside and calls it back. */
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

/** Directions to another office. */
export interface Directions {
  readonly name: string;
  readonly address: string;
  readonly directions: LocalizedText | null;
  /** The date of `hours`, `YYYY-MM-DD`. `hours`: the office's opening hours on it, `null` if unknown. */
  readonly day: string;
  readonly hours: readonly TimeRange[] | null;
}

export interface SlipJob extends SlipOrder {
  job: PrintJob;
}

export interface PrintChange {
  job: PrintJob;
  /** The printer that tried the job last: `main` or `second`, by its place in the profile. */
  printer?: string;
  durableAtMs?: number;
  /** Time of the first byte, milliseconds since 1970; absent when not reached or unchanged. */
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
  /** Today's ticket with the token of a QR code. */
  findByFollowToken(followToken: string): Result<TicketRecord | null, StoreFailure>;
  findTicket(ticketId: TicketId): Result<TicketRecord | null, StoreFailure>;
  /**
   * Computes the number, writes the event to the journal, then commits counter, session, ticket, waiting print job and event in one durable
   * transaction. On success the number is in journal and database. After a failure between the two the number is never used.
   */
  issue(order: TicketOrder): Result<TicketRecord, StoreFailure | NoNumber | { kind: 'kiosk-revoked' }>;
  /**
   * Issues the next number of a series for a sibling kiosk. It is counted like a ticket of this kiosk, and is in journal and database when
   * the method returns.
   */
  giveAway(wanted: NumberWantedBy): Result<GivenNumber, StoreFailure | NotGiven>;
  /**
   * Allows a sibling to reprint a number issued for it, like a reprint of this kiosk's own ticket. `ticket-of-another-day`: the number may
   * belong to another citizen.
   */
  bringBack(given: GivenNumber & { readonly series: string }): Result<null, StoreFailure | { kind: NoReprintCause }>;
  /**
   * Adds another paper: a reprint (on the ticket's own service day, unless the centre has voided it or its holder has given it up), or a
   * list of documents. Durable when it returns.
   */
  addSlip(order: SlipOrder): Result<null, StoreFailure | { kind: NoReprintCause }>;
  /** Withdraws a ticket, because its holder gave it up: row and event are in database and journal when the method returns. Idempotent. */
  withdraw(ticketId: TicketId): Result<null, StoreFailure>;
  /**
   * Records a change of a job; durable when it returns. `event` enters the outbox in the same transaction; a printed paper counts on its
   * roll.
   */
  recordPrint(jobId: string, change: PrintChange, event?: KioskEvent): Result<null, StoreFailure>;
  /** Unfinished print jobs, oldest first. */
  unfinishedSlips(): Result<SlipJob[], StoreFailure>;
  /** Whether a paper with this ticket's number may be out: one of its jobs ended otherwise than `not-sent`. */
  mayBePrinted(ticketId: TicketId): Result<boolean, StoreFailure>;
  readonly today: ServiceDayReading;
  countTickets(today: ListedDay): Result<number, StoreFailure>;
  /** Counts the walk-in tickets of a service. */
  countWalkIns(today: ListedDay, serviceId: ServiceId): Result<number, StoreFailure>;
  /** The roll in a printer; `null` before its first paper. */
  roll(printer: string): Result<Roll | null, StoreFailure>;
  /** Records that a new roll was inserted: its count of papers begins at 0. */
  startRoll(printer: string): Result<null, StoreFailure>;
  /** Records that a person has confirmed the kiosk's date and time. */
  confirmClock(): Result<null, StoreFailure>;
  /** Records that the centre's time is known from now on, so no series' last ticket can be of a later day. */
  timeTrusted(): Result<null, StoreFailure>;
  readonly day: DayBook;
  /** Adds an event to the outbox without another change. */
  recordEvent(event: KioskEvent): Result<null, StoreFailure>;
}
