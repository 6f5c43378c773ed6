import type { TicketLanguage } from '../../config/languages.ts';
import type { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { Door } from '../../src-main/domain/booking/plan.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import type { Position } from '../../src-main/domain/position.ts';
import type { Result } from '../../src-main/domain/result.ts';
import type { Contact } from '../contacts/address.ts';

/** A time as RFC 3339 in UTC. */
export type Instant = string;
/** A day at the office, `YYYY-MM-DD`. */
export type IsoDate = string;

/**
 * The secret of a hold, 130 random bits in 26 characters. After confirmation it is the secret of the booking, whose page is
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
  services: { serviceId: ServiceId; name: LocalizedText; minutes: number; toBring: LocalizedText[] }[];
  /** Desks of specialists, who have hours of their own. Empty for public doors. */
  desks: { deskId: string; name: LocalizedText; services: string[] }[];
}

export interface FreeDay {
  day: IsoDate;
  /** The reason why this day has no hours at all; `null`: it has hours, perhaps all taken. */
  closed: { because: 'holiday' | 'closure' | 'hours' | 'plan'; reason: LocalizedText | null } | null;
  starts: Instant[];
}

/**
 * A holder who identified by VÀLid or OpenID (`document`), or entered a code sent to an address (`mail`, `telephone`). Only a hash of
 * `value` is stored.
 */
export interface ProvenHolder {
  by: 'document' | 'mail' | 'telephone';
  value: string;
}

export interface Booked {
  token: BookingToken;
  appointmentId: string;
  officeId: OfficeId;
  /** The office's name, or the city's name if the office is sensitive. */
  officeName: string;
  address: string;
  zone: string;
  /** The services of the visit. Empty if one of them is sensitive, so that no page or message names it. */
  errands: { serviceId: ServiceId; name: LocalizedText; toBring: readonly LocalizedText[] }[];
  start: Instant;
  end: Instant;
  locator: string | null;
  qr: string;
  /** `missed`: the check-in window ended before the holder came. */
  state: 'booked' | 'checked-in' | 'cancelled' | 'missed';
  language: TicketLanguage;
  checksHolder: boolean;
  /**
   * Other free hours, nearest first, if a closure or a new plan has removed this booking's hour. `null`: the booking still has its hour,
   * the hour is past, or the booking is not open any more.
   */
  others: Instant[] | null;
}

export interface HoursAsked {
  officeId: OfficeId;
  /** The services of the visit. The appointment is stored under the first of them. */
  errands: readonly ServiceId[];
  door: Door;
  needsHelp?: boolean;
  /**
   * True if the holder has proven an address or identity, or will prove one before `confirm`, which then refuses a holder without proof.
   */
  proven?: boolean;
  /**
   * The browser's address as hashed by `visitorOf`, to limit how much one browser books. `null`: no limit, because the door knows who its
   * visitors are.
   */
  visitor?: string | null;
  deskId?: string | undefined;
}

export interface Held {
  hold: BookingToken;
  endsAt: Instant;
}

/**
 * The hour is not free, the holder has reached their limit, or the hold is unknown. All have the same answer, because a separate one for
 * the limit would reveal how many bookings a person has. `next`: the next free hour; `null`: there is none, or none was searched.
 */
export interface Gone {
  kind: 'gone';
  next: Instant | null;
}

/** The operations that every door (such as website, telephone or kiosk) calls. Times are in UTC, days are the office's. */
export interface Booking {
  /** Offices with a plan for today that offers services at this door. Public doors get no sensitive offices and no sensitive services. */
  offices(cityId: CityId, door: Door): Promise<BookableOffice[]>;
  freeHours(cityId: CityId, asked: HoursAsked & { from: IsoDate; days: number }): Promise<FreeDay[]>;
  /** The first free hour of each office that offers all these services, earliest first. */
  firstFree(cityId: CityId, asked: Omit<HoursAsked, 'officeId'>): Promise<{ officeId: OfficeId; start: Instant }[]>;
  /**
   * Holds an hour for ten minutes. `moves`: the booking that is to move to this hour. `token`: a secret for the hold, chosen by the caller.
   * A repeated call with the same secret returns the same hold. If the hold has been confirmed since, it returns the booking in the form of
   * a hold that has ended.
   */
  hold(
    cityId: CityId,
    asked: HoursAsked & {
      start: Instant;
      language: TicketLanguage;
      moves?: BookingToken;
      token?: BookingToken | undefined;
    },
  ): Promise<Result<Held, Gone | { kind: 'unknown' }>>;
  /**
   * Returns whether the hold existed. `false` also if a concurrent confirmation has turned it into a booking, or it is an offer of the
   * waiting list.
   */
  release(cityId: CityId, hold: BookingToken): Promise<boolean>;
  /**
   * Turns a hold into a booking, or moves the booking that the hold names in `moves`. A repeated call returns the same booking.
   * `not-proven`: the hold was made with `proven` and no proof is given, or it is an offer of the waiting list and this is not the person
   * who waits. `bad-document`: the number is malformed, or a move to another office needs the booking's document number again, because each
   * office hashes with its own key, and the given number differs.
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
    by: { door: Door; by?: Actor | undefined },
  ): Promise<Result<null, { kind: 'unknown' } | { kind: 'arrived' }>>;
  ofHolder(cityId: CityId, holder: ProvenHolder): Promise<Omit<Booked, 'token'>[]>;
  /**
   * Makes a second secret for a booking of this proven holder; an earlier second secret becomes invalid. `null`: the booking is not theirs,
   * or not open any more.
   */
  openFor(cityId: CityId, holder: ProvenHolder, appointmentId: string): Promise<BookingToken | null>;
  /**
   * Adds a person to the waiting list for an hour before a given day. A freed hour is offered to one person at a time. Only a proven holder
   * may wait, once per office, because otherwise a list of invented people would get every hour.
   */
  wait(cityId: CityId, asked: WaitAsked): Promise<Result<{ wait: BookingToken }, { kind: 'unknown' }>>;
  /**
   * Returns whether a booking is on the waiting list (`waits`) or may join it (`may`: its holder is proven, and its day is later than
   * tomorrow).
   */
  mayWait(cityId: CityId, token: BookingToken): Promise<'waits' | 'may' | 'not'>;
  /** @param token the secret of the list's entry, or of the booking that is to move */
  readWait(cityId: CityId, token: BookingToken): Promise<Waiting | null>;
  /** Removes an entry from the waiting list, and frees the hour offered to it. */
  leave(cityId: CityId, wait: BookingToken): Promise<void>;
  /** Hashes a browser's address with a key of the city and the day, for `visitor`. An IPv6 address counts as its /64. */
  visitorOf(cityId: CityId, remoteAddress: string): Promise<string>;
}

export type WaitAsked = HoursAsked & {
  before?: IsoDate;
  language: TicketLanguage;
  /** The person who waits. Default: the proven holder of the booking that is to move. */
  holder?: ProvenHolder;
  /** The address for messages about offers; stored encrypted until the entry ends. */
  reach?: Contact | null;
  moves?: BookingToken;
};

export interface Waiting {
  /** The secret of the entry. `null`: the entry was read with the secret of its booking, and has no address of its own. */
  wait: BookingToken | null;
  officeId: OfficeId;
  officeName: string;
  address: string;
  zone: string;
  errands: { serviceId: ServiceId; name: LocalizedText }[];
  needsHelp: boolean;
  before: IsoDate;
  language: TicketLanguage;
  /** The present hour of the booking that is to move. `null`: the person has no booking. */
  from: Instant | null;
  /** The proof that confirms an offer. `null`: the secret of the booking that moves is enough. */
  provenBy: ProvenHolder['by'] | null;
  reach: Contact | null;
  /** An hour held for this person alone. `hold` is the secret of the entry itself; it is confirmed like any other hold. */
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
