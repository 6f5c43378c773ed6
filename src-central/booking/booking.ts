import type { TicketLanguage } from '../../config/languages.ts';
import type { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { Door } from '../../src-main/domain/booking/plan.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import type { Position } from '../../src-main/domain/position.ts';
import type { Result } from '../../src-main/domain/result.ts';
import type { Contact } from '../contacts/address.ts';

/** A moment as RFC 3339 in UTC. */
export type Instant = string;
/** A day at the office, `YYYY-MM-DD`. */
export type IsoDate = string;

/**
 * The secret of a hold (a reservation of ten minutes), 130 random bits in 26 characters. After confirmation it is the secret of the
 * booking, whose page is `/c/CITY/TOKEN`. The database has only its hash.
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
  /** Desks of specialists, who have their own appointment times. Empty for public doors (website, city's portal, kiosk). */
  desks: { deskId: string; name: LocalizedText; services: string[] }[];
}

export interface FreeDay {
  day: IsoDate;
  /** The reason why this day has no appointment times at all; `null`: the day has some, perhaps all taken. */
  closed: { because: 'holiday' | 'closure' | 'hours' | 'plan'; reason: LocalizedText | null } | null;
  starts: Instant[];
}

/**
 * A holder who identified with VÀLid or OpenID (`document`), or who entered a code that was sent to them (`mail`, `telephone`). Only a hash
 * of `value` is stored.
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
   * Other free appointment times, nearest first, if a closure or a new plan has removed this booking's time. `null`: the plan still has
   * this booking's time, the time is past, or the booking is not open any more.
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
 * The refusal if the appointment time is not free, if the holder has reached their limit, or if the hold is unknown. The three cases have
 * the same answer, because a separate answer for the limit would reveal how many bookings a person has. `next`: the next free appointment
 * time; `null`: there is none, or none was searched.
 */
export interface Gone {
  kind: 'gone';
  next: Instant | null;
}

/**
 * The operations on bookings, called by every door (such as website, telephone or kiosk). Times are in UTC; days are in the office's time
 * zone.
 */
export interface Booking {
  /**
   * Returns the offices whose plan for today offers services at this door. Public doors get no sensitive offices and no sensitive services.
   */
  offices(cityId: CityId, door: Door): Promise<BookableOffice[]>;
  freeHours(cityId: CityId, asked: HoursAsked & { from: IsoDate; days: number }): Promise<FreeDay[]>;
  /** Returns the first free appointment time of each office that offers all these services, earliest first. */
  firstFree(cityId: CityId, asked: Omit<HoursAsked, 'officeId'>): Promise<{ officeId: OfficeId; start: Instant }[]>;
  /**
   * Reserves an appointment time for ten minutes (a hold). `moves`: the booking that is to move to this time. `token`: a secret for the
   * hold, chosen by the caller. A repeated call with the same secret returns the same hold. If the hold has been confirmed since, it
   * returns the booking in the form of a hold that has ended.
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
   * Deletes a hold and returns whether it existed. `false` also if a concurrent confirmation has turned the hold into a booking, or if the
   * hold is an offer of the waiting list.
   */
  release(cityId: CityId, hold: BookingToken): Promise<boolean>;
  /**
   * Turns a hold into a booking, or moves the booking that the hold names in `moves`. A repeated call returns the same booking.
   * `not-proven`: the hold was made with `proven` and no proof is given, or the hold is an offer of the waiting list to another person.
   * `bad-document`: the number is malformed, or a move to another office needs the booking's document number again, because each office
   * hashes with its own key, and the given number differs.
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
   * Adds a person to the waiting list for an appointment on an earlier day than `before`. A freed appointment time is offered to one person
   * at a time. Only a proven holder may wait, once per office, because otherwise invented people on the list would get every freed time.
   */
  wait(cityId: CityId, asked: WaitAsked): Promise<Result<{ wait: BookingToken }, { kind: 'unknown' }>>;
  /**
   * Returns whether a booking is on the waiting list (`waits`) or may join it (`may`: its holder is proven, and its day is later than
   * tomorrow).
   */
  mayWait(cityId: CityId, token: BookingToken): Promise<'waits' | 'may' | 'not'>;
  /** @param token the secret of the entry in the waiting list, or of the booking that is to move */
  readWait(cityId: CityId, token: BookingToken): Promise<Waiting | null>;
  /** Removes an entry from the waiting list, and frees the appointment time offered to it. */
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
  /** The present time of the booking that is to move. `null`: the person has no booking. */
  from: Instant | null;
  /** The kind of proof with which the person confirms an offer. `null`: the secret of the booking that moves is enough. */
  provenBy: ProvenHolder['by'] | null;
  reach: Contact | null;
  /**
   * An appointment time held for this person alone. `hold` is the secret of the entry itself, and is confirmed like the secret of any other
   * hold.
   */
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
