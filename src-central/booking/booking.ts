import type { TicketLanguage } from '../../config/languages.ts';
import type { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { Door } from '../../src-main/domain/booking/plan.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import type { Position } from '../../src-main/domain/position.ts';
import type { Result } from '../../src-main/domain/result.ts';
import type { Contact } from '../contacts/address.ts';

/** An instant as RFC 3339 in UTC. */
export type Instant = string;
/** A day at the office, `YYYY-MM-DD`. */
export type IsoDate = string;

/**
 * The secret of a hold, 130 random bits in 26 characters. Confirmed, it is the secret of the booking: the address of its page is
 * `/c/CITY/TOKEN`. The database has only its hash.
 */
export type BookingToken = string;

export interface BookableOffice {
  officeId: OfficeId;
  name: string;
  address: string;
  phone: string | null;
  zone: string;
  position: Position | null;
  services: { serviceId: ServiceId; name: LocalizedText; minutes: number; toBring: readonly LocalizedText[] }[];
  /** The desks of specialists, who have hours of their own. Empty at public doors. */
  desks: { deskId: string; name: LocalizedText; services: readonly string[] }[];
}

export interface FreeDay {
  day: IsoDate;
  /** Why there is no hour on this day at all; `null`: there are hours, perhaps all taken. */
  closed: { because: 'holiday' | 'closure' | 'hours' | 'plan'; reason: LocalizedText | null } | null;
  starts: Instant[];
}

/** A holder identified by VÀLid or OpenID (`document`), or reached by a code (`mail`, `telephone`). Only a hash of `value` is kept. */
export interface ProvenHolder {
  by: 'document' | 'mail' | 'telephone';
  value: string;
}

export interface Booked {
  token: BookingToken;
  appointmentId: string;
  officeId: OfficeId;
  /** The office's name, or the city's name for a sensitive office. */
  officeName: string;
  address: string;
  zone: string;
  /** The services of the visit. Empty if one of them is sensitive, so that no page or message names it. */
  errands: { serviceId: ServiceId; name: LocalizedText; toBring: readonly LocalizedText[] }[];
  start: Instant;
  end: Instant;
  locator: string | null;
  /** The text of the QR code that the kiosk reads. */
  qr: string;
  /** `missed`: the check-in window ended before the holder came. */
  state: 'booked' | 'checked-in' | 'cancelled' | 'missed';
  language: TicketLanguage;
  checksHolder: boolean;
  /** Other free hours, nearest first, if a closure or a new plan has removed this booking's hour. `null`: the booking has its hour. */
  others: Instant[] | null;
}

export interface HoursAsked {
  officeId: OfficeId;
  /** The services of the visit, in order; the first is the appointment's service. */
  errands: readonly ServiceId[];
  door: Door;
  needsHelp?: boolean;
  /** True if the holder is proven already, or will be before `confirm`, which then requires it. */
  proven?: boolean;
  /**
   * The browser's address as hashed by `visitorOf`, to limit what one browser takes. `null`: the door knows its visitors, so no limit
   * applies.
   */
  visitor?: string | null;
  /** The desk of a specialist. Default: hours at no specialist's desk. */
  deskId?: string;
}

export interface Held {
  hold: BookingToken;
  endsAt: Instant;
}

/**
 * `gone`: the hour is not free, or the holder has reached the limit. One answer for both shows nothing about a person. `next`: the next
 * free hour.
 */
export interface Gone {
  kind: 'gone';
  next: Instant | null;
}

/** The operations that every door calls. Times are instants, days are the office's. */
export interface Booking {
  /** Offices with a plan. Public doors leave out sensitive offices and sensitive services. */
  offices(cityId: CityId, door: Door): Promise<BookableOffice[]>;
  freeHours(cityId: CityId, asked: HoursAsked & { from: IsoDate; days: number }): Promise<FreeDay[]>;
  /** The first free hour of each office that has these errands, earliest first. */
  firstFree(cityId: CityId, asked: Omit<HoursAsked, 'officeId'>): Promise<{ officeId: OfficeId; start: Instant }[]>;
  /**
   * Holds an hour for ten minutes. `moves`: the booking that is to move to this hour. `token`: the secret for the hold. A repeated call
   * with the same secret answers the same hold, or, if it has been confirmed, its booking in the form of an ended hold.
   */
  hold(
    cityId: CityId,
    asked: HoursAsked & { start: Instant; language: TicketLanguage; moves?: BookingToken; token?: BookingToken },
  ): Promise<Result<Held, Gone | { kind: 'unknown' }>>;
  /** Returns whether the hold existed. `false` also if a concurrent confirmation has made it a booking. */
  release(cityId: CityId, hold: BookingToken): Promise<boolean>;
  /**
   * Makes a hold a booking, or moves the booking that `moves` of the hold names. A repeated call answers the same booking. Only the person
   * who waits may confirm an offer of the waiting list: `not-proven` otherwise. A move to another office needs the booking's document
   * number again, if it has one, because each office hashes with its own key: `bad-document` if the number differs.
   */
  confirm(
    cityId: CityId,
    hold: BookingToken,
    who: { documentNumber: string | null; proven: ProvenHolder | null; by?: Actor },
  ): Promise<Result<Booked, Gone | { kind: 'bad-document' } | { kind: 'not-proven' }>>;
  read(cityId: CityId, token: BookingToken): Promise<Booked | null>;
  cancel(
    cityId: CityId,
    token: BookingToken,
    by: { door: Door; by?: Actor },
  ): Promise<Result<null, { kind: 'unknown' } | { kind: 'arrived' }>>;
  /** The open bookings that this proven holder made. */
  ofHolder(cityId: CityId, holder: ProvenHolder): Promise<Omit<Booked, 'token'>[]>;
  /** Makes a second secret for a booking of this proven holder; the previous one is no longer valid. `null`: not their booking. */
  openFor(cityId: CityId, holder: ProvenHolder, appointmentId: string): Promise<BookingToken | null>;
  /**
   * Adds a person to the waiting list for an hour before a day: a freed hour is offered to one person at a time. Only a proven holder may
   * wait, once in an office, because a list of invented people would get every hour.
   */
  wait(cityId: CityId, asked: WaitAsked): Promise<Result<{ wait: BookingToken }, { kind: 'unknown' }>>;
  /**
   * Returns whether a booking is on the waiting list (`waits`), or may join it (`may`): its holder is proven, and its day is later than
   * tomorrow.
   */
  mayWait(cityId: CityId, token: BookingToken): Promise<'waits' | 'may' | 'not'>;
  /** @param token the secret of the entry, or of the booking that is to move */
  readWait(cityId: CityId, token: BookingToken): Promise<Waiting | null>;
  /** Ends an entry of the waiting list, and gives back the hour offered to it. */
  leave(cityId: CityId, wait: BookingToken): Promise<void>;
  /** The address of a browser as that day's keyed hash, for `visitor`. An IPv6 address counts as its /64. */
  visitorOf(cityId: CityId, remoteAddress: string): Promise<string>;
}

export type WaitAsked = HoursAsked & {
  /** The hour must be before this day. Default: the day of the booking that is to move, else the end of the plan, at most thirty days. */
  before?: IsoDate;
  language: TicketLanguage;
  /** The person who waits. Default: the proven holder of the booking that is to move. */
  holder?: ProvenHolder;
  /** The address to which offers are sent; kept sealed until the entry ends. */
  reach?: Contact | null;
  /** The booking that is to move to the earlier hour. */
  moves?: BookingToken;
};

export interface Waiting {
  /** The secret of the entry. `null`: the entry was read by its booking's secret and keeps no address. */
  wait: BookingToken | null;
  officeId: OfficeId;
  officeName: string;
  address: string;
  zone: string;
  errands: { serviceId: ServiceId; name: LocalizedText }[];
  needsHelp: boolean;
  before: IsoDate;
  language: TicketLanguage;
  /** The hour of the booking that is to move. `null`: the person has no booking. */
  from: Instant | null;
  /** The proof needed to confirm an offer. `null`: the secret of the booking that moves is enough. */
  provenBy: ProvenHolder['by'] | null;
  reach: Contact | null;
  /** An hour held for this person alone. `hold` is the secret of the entry itself, and is confirmed like any other hold. */
  offer: (Held & { start: Instant }) | null;
}

/** The clerk or kiosk that acts, for the audit. Absent: a citizen. */
export interface Actor {
  /** `null`: the actor is a kiosk. */
  tokenId: string | null;
  name: string;
  role: string;
  address: string | null;
}
