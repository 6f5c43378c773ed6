import type { TicketLanguage } from '../../config/languages.ts';
import type { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { Door } from '../../src-main/domain/booking/plan.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import type { Result } from '../../src-main/domain/result.ts';
import type { Contact } from '../contacts/address.ts';

/** RFC 3339 in UTC. */
export type Instant = string;
/** `YYYY-MM-DD` at the office. */
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
  services: { serviceId: ServiceId; name: LocalizedText; minutes: number; toBring: readonly LocalizedText[] }[];
  /** Specialists with hours of their own; none at doors that are public. */
  desks: { deskId: string; name: LocalizedText; services: readonly string[] }[];
}

export interface FreeDay {
  day: IsoDate;
  /** Why there is no hour on this day at all; `null`: there are hours, perhaps all taken. */
  closed: { because: 'holiday' | 'closure' | 'hours' | 'plan'; reason: LocalizedText | null } | null;
  starts: Instant[];
}

/** Identified by VÀLid or OpenID (`document`), or reached by a code (`mail`, `telephone`). Only a hash of `value` is kept. */
export interface ProvenHolder {
  by: 'document' | 'mail' | 'telephone';
  value: string;
}

export interface Booked {
  token: BookingToken;
  appointmentId: string;
  officeId: OfficeId;
  /** A sensitive office is named by its city. */
  officeName: string;
  address: string;
  zone: string;
  /** Empty if one is sensitive. */
  errands: { serviceId: ServiceId; name: LocalizedText; toBring: readonly LocalizedText[] }[];
  start: Instant;
  end: Instant;
  locator: string | null;
  /** The text of the QR code that the kiosk reads. */
  qr: string;
  /** `missed`: the holder had not come when the window for it ended. */
  state: 'booked' | 'checked-in' | 'cancelled' | 'missed';
  language: TicketLanguage;
  checksHolder: boolean;
  /** Other free hours, nearest first, when a closure or a new plan has taken this one. `null`: it has not. */
  others: Instant[] | null;
}

export interface HoursAsked {
  officeId: OfficeId;
  /** In the order of the visit; the first is the appointment's service. */
  errands: readonly ServiceId[];
  door: Door;
  needsHelp?: boolean;
  /** True if the holder is proven already, or will be before `confirm`, which then requires it. */
  proven?: boolean;
  /** The browser's address as `visitorOf` hashes it. `null`: a door that knows its visitors. */
  visitor?: string | null;
  /** The specialist's desk. Default: lines of no desk. */
  deskId?: string;
}

export interface Held {
  hold: BookingToken;
  endsAt: Instant;
}

/** `gone` also when the holder has reached the limit, so that an answer shows nothing about a person. `next`: the next free hour. */
export interface Gone {
  kind: 'gone';
  next: Instant | null;
}

/** The operations that every door calls. Times are instants, days are the office's. */
export interface Booking {
  /** Offices with a plan. Those that are sensitive, and sensitive services, are missing at doors that are public. */
  offices(cityId: CityId, door: Door): Promise<BookableOffice[]>;
  freeHours(cityId: CityId, asked: HoursAsked & { from: IsoDate; days: number }): Promise<FreeDay[]>;
  /** The first free hour of each office that has these errands, earliest first. */
  firstFree(cityId: CityId, asked: Omit<HoursAsked, 'officeId'>): Promise<{ officeId: OfficeId; start: Instant }[]>;
  /** Holds an hour for ten minutes. `moves`: the booking that is to move there. */
  hold(
    cityId: CityId,
    asked: HoursAsked & { start: Instant; language: TicketLanguage; moves?: BookingToken },
  ): Promise<Result<Held, Gone | { kind: 'unknown' }>>;
  /** Returns whether there was such a hold; a confirmation beside may have made it a booking. */
  release(cityId: CityId, hold: BookingToken): Promise<boolean>;
  /**
   * Makes a hold a booking, or moves the one it was held for. A repeated call answers the same booking. An offer of the waiting list is
   * confirmed by the person who waits: `not-proven` for others. A move to another office asks for the document again if the booking has
   * one, because each office hashes with its own key: `bad-document` for another number.
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
  /** A secret that leads this proven holder to their booking, beside the one of its page. The one before ends. `null`: not theirs. */
  openFor(cityId: CityId, holder: ProvenHolder, appointmentId: string): Promise<BookingToken | null>;
  /**
   * Asks for an hour before a day: freed hours of later days are offered to one person at a time. Only for a proven holder, once in an
   * office, because a list of invented ones would get every hour.
   */
  wait(cityId: CityId, asked: WaitAsked): Promise<Result<{ wait: BookingToken }, { kind: 'unknown' }>>;
  /** Whether a booking waits for an earlier hour, or may. Only one of a proven holder, with a day between today and its own. */
  mayWait(cityId: CityId, token: BookingToken): Promise<'waits' | 'may' | 'not'>;
  /** @param token the entry's secret, or that of the booking which is to move */
  readWait(cityId: CityId, token: BookingToken): Promise<Waiting | null>;
  /** Ends an entry, and gives the hour back that is offered to it. */
  leave(cityId: CityId, wait: BookingToken): Promise<void>;
  /** The address of a browser as that day's keyed hash, for `visitor`. An IPv6 address counts as its /64. */
  visitorOf(cityId: CityId, remoteAddress: string): Promise<string>;
}

export type WaitAsked = HoursAsked & {
  /** Default: the day of the booking that is to move, else as far as the plan goes, at most thirty days. */
  before?: IsoDate;
  language: TicketLanguage;
  /** Default: the proven holder of the booking that is to move. */
  holder?: ProvenHolder;
  /** The address that hears of an offer. Kept sealed until the entry ends. */
  reach?: Contact | null;
  /** The booking that is to move to the earlier hour. */
  moves?: BookingToken;
};

export interface Waiting {
  /** The secret of the entry; `null`: it is asked for by its booking, and no address is kept. */
  wait: BookingToken | null;
  officeId: OfficeId;
  officeName: string;
  address: string;
  zone: string;
  errands: { serviceId: ServiceId; name: LocalizedText }[];
  needsHelp: boolean;
  before: IsoDate;
  language: TicketLanguage;
  /** The hour of the booking that is to move; `null`: none is. */
  from: Instant | null;
  /** The proof that confirming an offer asks for; `null`: the booking that moves is enough. */
  provenBy: ProvenHolder['by'] | null;
  reach: Contact | null;
  /** An hour held for this person alone. `hold` is the secret of the entry itself, and is confirmed as any other. */
  offer: (Held & { start: Instant }) | null;
}

/** A person of the staff, or a kiosk, for the audit. Absent: a citizen. */
export interface Actor {
  /** `null`: a kiosk. */
  tokenId: string | null;
  name: string;
  role: string;
  address: string | null;
}
