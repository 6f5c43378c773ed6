import type { TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import type { Attention } from '../contract/kiosk/view-state.ts';
import type { CheckedIn, KioskEvent } from '../contract/shared/events.ts';
import type { RequestId, ServiceId, TicketId } from '../contract/shared/ids.ts';
import type { TicketLanguage } from '../contract/shared/languages.ts';
import type { LocalizedText } from '../contract/shared/localized-text.ts';
import type { TimeRange } from '../contract/shared/opening-hours.ts';
import type { VisitType } from '../contract/shared/visit-type.ts';
import type { NoNumber } from '../domain/issue-number.ts';
import type { GivenNumber } from '../domain/number-line.ts';
import type { PrintJob } from '../domain/print-job.ts';
import type { Result } from '../domain/result.ts';
import type { ServiceDay } from '../domain/time-label.ts';
import type { ListedDay } from '../domain/working-day.ts';
import type { DayBook } from './day-book.ts';
import type { ServiceDayReading } from './service-day.ts';
import type { StoreFailure } from './store-failure.ts';

/** Why a number is not brought back into a hand. */
export type NoReprintCause = 'ticket-of-another-day' | 'ticket-voided' | 'ticket-withdrawn';

/** A ticket to be issued; its number is decided inside the transaction. */
export interface TicketOrder {
  ticketId: TicketId;
  requestId: RequestId;
  series: string;
  serviceId: ServiceId;
  visitType: VisitType;
  language: TicketLanguage;
  /** For the city's page that shows where a turn stands; `null` without one. */
  followToken: string | null;
  /** Absent when nothing was asked for. */
  attention?: Attention;
  /** What its paper says of an appointment; absent for a walk-in, and where the person is not told. */
  appointment?: NonNullable<TicketRecord['appointment']>;
  /** Of somebody who said to have an appointment: told to the centre and remembered with the ticket, in its own transaction. */
  checkIn?: Omit<CheckedIn, 'ticketId'>;
  /** Keyed hashes of the code that was typed, where nothing the kiosk holds says whose it is: with `checkIn` alone. */
  codeHashes?: readonly string[];
  /** Labels of tickets that the same person gave up, and whose paper may be in their hand. */
  replaces?: readonly string[];
  /** A clerk gives it to somebody who stands at a desk: one of the desk's numbers, on no paper until somebody asks for one. */
  atDesk?: boolean;
  /** Its papers are to be in large letters: kept at this kiosk, told to nobody. */
  largePrint?: boolean;
  /** A number of another kiosk, which counts it. It is used where it may be (`mayGoOnTicket`), and one of this kiosk's own otherwise. */
  given?: LineNumber;
}

/** The number that this kiosk asks another for. */
export interface WantedNumber {
  readonly series: string;
  readonly serviceDay: ServiceDay;
}

/** The number that another kiosk asks this one for; `serviceDay` is its own, `YYYY-MM-DD`. */
export interface NumberWantedBy {
  readonly series: string;
  readonly serviceDay: string;
}

/** `other-day`: this kiosk's is another; nothing is counted. `numbers-exhausted`: those that are left this kiosk keeps for its own. */
export type NotGiven = NoNumber | { kind: 'kiosk-revoked' | 'other-day' };

/** With the slot of the kiosk that gave it. */
export type LineNumber = GivenNumber & { readonly fromSlot: number };

/** One thing to be printed. */
export interface SlipOrder {
  jobId: string;
  /** `directions`: to another office. `staff`: for whoever works here. `test`: nobody's turn. No store keeps the jobs of these three. */
  kind: 'ticket' | 'documents' | 'attendance' | 'directions' | 'staff' | 'test';
  /** Always there but for these and a list of documents, which may be asked for with one or without. */
  ticket: TicketRecord | null;
  /** By which a proof of attendance can be asked for; of nothing else. */
  code?: string;
  /** Of directions, and of nothing else. */
  directions?: Directions;
  /** Of a paper for the staff, and of nothing else. */
  staffPaper?: StaffPaper;
  /** `null` of directions, of the staff's papers and of a test. */
  serviceId: ServiceId | null;
  language: TicketLanguage;
  /** Asked for with this very paper; a ticket that says so itself is in large letters anyway. */
  largePrint?: boolean;
  /** Paper with this number may be out already. */
  duplicate: boolean;
  /** Of a ticket with a number of another kiosk: that one has just said that it is nobody else's by now. */
  isStillTheirs?: boolean;
  askedAtMs: number;
}

/** Who waits, or the numbers that the desk gives by hand; one paper of several (`no` of `papers`, from 1), since a slip ends somewhere. */
export type StaffPaper = { readonly no: number; readonly papers: number } & (
  | {
      readonly of: 'waiting';
      readonly services: readonly { readonly serviceId: ServiceId; readonly numbers: readonly TicketRecord[] }[];
      /** How many more there are, given before these. */
      readonly left: number;
    }
  | {
      readonly of: 'strip';
      readonly series: string;
      readonly serviceId: ServiceId;
      readonly numbers: readonly number[];
    }
);

/** What a slip says of another office. */
export interface Directions {
  readonly name: string;
  readonly address: string;
  readonly directions: LocalizedText | null;
  /** `YYYY-MM-DD`, and when it is open then; `null` where the kiosk does not know. */
  readonly day: string;
  readonly hours: readonly TimeRange[] | null;
}

export interface SlipJob extends SlipOrder {
  job: PrintJob;
}

export interface PrintChange {
  job: PrintJob;
  /** Which printer tried it last, by its place in the profile: `main` or `second`. */
  printer?: string;
  durableAtMs?: number;
  /** Milliseconds since 1970; absent when not reached or unchanged. */
  firstByteAtMs?: number;
  endedAtMs?: number;
}

/** Papers printed since a new roll was put in, and since when (milliseconds since 1970). */
export interface Roll {
  papers: number;
  sinceMs: number;
}

export interface TicketStore {
  findByRequest(requestId: RequestId): Result<TicketRecord | null, StoreFailure>;
  /** Of today, by what its QR code carries. */
  findByFollowToken(followToken: string): Result<TicketRecord | null, StoreFailure>;
  findTicket(ticketId: TicketId): Result<TicketRecord | null, StoreFailure>;
  /**
   * The number is computed, the fact is on disk in the journal, then one durable transaction holds counter, session, ticket, waiting
   * print job and event. When it answers, the number is in both copies. A failure between the two leaves the number burnt.
   */
  issue(order: TicketOrder): Result<TicketRecord, StoreFailure | NoNumber | { kind: 'kiosk-revoked' }>;
  /** The next number of a series, for a ticket of another kiosk of the office: counted as if a ticket here had it, in both copies when it answers. */
  giveAway(wanted: NumberWantedBy): Result<GivenNumber, StoreFailure | NotGiven>;
  /** As for a paper once more of one's own ticket: a number that was given away comes into a hand again. `ticket-of-another-day`: it may be somebody else's. */
  bringBack(given: GivenNumber & { readonly series: string }): Result<null, StoreFailure | { kind: NoReprintCause }>;
  /**
   * A further paper: a ticket once more (on its own service day, unless the centre has voided it or its holder has given it up), or a list
   * of documents. Durable when it answers.
   */
  addSlip(order: SlipOrder): Result<null, StoreFailure | { kind: NoReprintCause }>;
  /** Its holder gives it up: its row and the event for the centre are in both copies when it answers. Done already, nothing changes. */
  withdraw(ticketId: TicketId): Result<null, StoreFailure>;
  /** Durable when it answers. `event` goes to the outbox in the same transaction; a printed paper is counted on its roll. */
  recordPrint(jobId: string, change: PrintChange, event?: KioskEvent): Result<null, StoreFailure>;
  /** Papers that have not come to an end, oldest first. */
  unfinishedSlips(): Result<SlipJob[], StoreFailure>;
  /** Whether paper with this ticket's number may be out: a job of it ended otherwise than `not-sent`. */
  mayBePrinted(ticketId: TicketId): Result<boolean, StoreFailure>;
  readonly today: ServiceDayReading;
  countTickets(today: ListedDay): Result<number, StoreFailure>;
  /** Of a service, without those of appointments. */
  countWalkIns(today: ListedDay, serviceId: ServiceId): Result<number, StoreFailure>;
  /** `null` before the first paper of a printer. */
  roll(printer: string): Result<Roll | null, StoreFailure>;
  /** A new roll was put in. */
  startRoll(printer: string): Result<null, StoreFailure>;
  /** A person vouches for the date and time the kiosk shows. */
  confirmClock(): Result<null, StoreFailure>;
  /** The central service's time is known from now on: the last tickets of every series are not later than it. */
  timeTrusted(): Result<null, StoreFailure>;
  readonly day: DayBook;
  /** A fact for the outbox that no other change carries. */
  recordEvent(event: KioskEvent): Result<null, StoreFailure>;
}
