import { randomUUID } from 'node:crypto';
import { type AppointmentOrder, ChannelId } from '../../src-main/contract/centre/appointments.ts';
import { type CityId, type OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { freeStarts, type Wish } from '../../src-main/domain/booking/free-hours.ts';
import type { PlacedDay } from '../../src-main/domain/booking/placed.ts';
import { type Door, minutesOf } from '../../src-main/domain/booking/plan.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { hoursOn } from '../../src-main/domain/opening-hours.ts';
import { readPosition } from '../../src-main/domain/position.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { keyedHash, slowHash } from '../../src-main/signing/keyed-hash.ts';
import { type BookingCaller, bookAlone, cancelAlone, hashAhead } from '../appointments/book.ts';
import { readGivenNumber } from '../appointments/document-number.ts';
import { type KeptAppointment, stateOf } from '../appointments/kept-appointment.ts';
import type { NumberHashes } from '../appointments/number-hash.ts';
import { keysOf } from '../appointments/office-keys.ts';
import { instantOf } from '../clock.ts';
import { calendarOf } from '../configuration/calendars.ts';
import { lockOffice, type OfficePlace } from '../configuration/office-changes.ts';
import { type Queries, StoreBusy } from '../database/database.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import { createBatches } from './batches.ts';
import type {
  Actor,
  BookableOffice,
  Booked,
  Booking,
  BookingToken,
  FreeDay,
  Gone,
  Held,
  HoursAsked,
  ProvenHolder,
} from './booking.ts';
import { endWaitsOf, freeAgain, openingOf, settleOffice, WAITING } from './freed-hours.ts';
import { type BookingRow, type BookingSheet, findBooking, KEPT_BOOKINGS, keptOf, sheetOf } from './kept-bookings.ts';
import { type BookingContext, isSensitiveHere, OFFICE_STATE, type OfficeState } from './office-state.ts';
import {
  addTaken,
  HITS_WITHIN_DAYS,
  type HoldRow,
  nextFree,
  type Opening,
  openingAt,
  PLACES,
  readHits,
  readTaken,
  settleDay,
  type TakenDays,
} from './places.ts';
import { remembering } from './remembering.ts';
import { BOOKING_KEYS, cityKeyOf, hashOfToken, holderHash, newToken, visitorHash } from './secrets.ts';
import {
  ADDRESSES_OF_NETWORK,
  lookOf,
  MOST_FREED,
  MOST_FREED_PROVEN,
  MOST_HOLDS,
  networkOf,
  VISITORS,
} from './visitors.ts';
import { createWaiting, findWait, keepReach } from './waiting.ts';

const FIND_HOLDS = `SELECT hold_hash AS "holdHash", office_id AS "officeId", start_at AS "startAt", line_id AS "lineId", minutes, errands,
      desk_id AS "deskId", door, needs_help AS "needsHelp", is_proven AS "isProven", language, moves, visitor,
      was_freed AS "wasFreed", is_offer AS "isOffer", ends_at AS "endsAt"
    FROM booking_hold WHERE city_id = $1 AND hold_hash = ANY ($2::text[])`;

export const BOOKING = {
  channel: `INSERT INTO channel (city_id, channel_id, name, formats, changed_at) VALUES ($1, $2, $3, '[]'::jsonb, $4::timestamptz)
    ON CONFLICT (city_id, channel_id) DO NOTHING`,
  hold: `INSERT INTO booking_hold (city_id, hold_hash, office_id, start_at, line_id, minutes, errands, desk_id, door, needs_help,
      is_proven, language, moves, visitor, was_freed, is_offer, held_at, ends_at)
    SELECT $1, item.hash, $2, item.start_at, item.line_id, item.minutes, string_to_array(item.errands, ','), item.desk_id,
      item.door, item.needs_help, item.is_proven, item.language, item.moves, item.visitor, item.was_freed, false,
      $3::timestamptz, $4::timestamptz
    FROM unnest($5::text[], $6::timestamptz[], $7::text[], $8::int[], $9::text[], $10::text[], $11::text[], $12::boolean[],
      $13::boolean[], $14::text[], $15::uuid[], $16::text[], $17::boolean[])
      AS item (hash, start_at, line_id, minutes, errands, desk_id, door, needs_help, is_proven, language, moves, visitor, was_freed)`,
  find: FIND_HOLDS,
  /** `FOR UPDATE` makes a concurrent release of the hold wait until the confirmation has committed; the release then finds the booking. */
  findToConfirm: `${FIND_HOLDS} FOR UPDATE`,
  end: 'DELETE FROM booking_hold WHERE city_id = $1 AND hold_hash = $2 RETURNING hold_hash',
  openOf: `SELECT count(*)::int AS open FROM booking WHERE city_id = $1 AND holder_hash = $2 AND start_at > $3::timestamptz
    AND NOT is_freed AND appointment_id IS DISTINCT FROM $4::uuid`,
} as const;

const HOLD_MS = 10 * 60_000;
/**
 * A confirmation is tried this many times while the lock of its office is busy. It may wait, because its appointment time is held
 * meanwhile.
 */
const MOST_BUSY = 3;
/** At most this many confirmations run in one transaction, because other requests wait for the office's lock meanwhile. */
const MOST_CONFIRMED = 25;
/**
 * Limits the document numbers that a visitor with a booking's link may try: otherwise the visitor could find out the holder of the booking.
 */
const SAME_DOCUMENT: Limit = { action: 'document-again', most: 10, windowMs: 3_600_000 };

/** The channel under which each door books. The names begin with `torn-`, because a city may already have channels named `web` or `010`. */
const CHANNEL_OF: Record<Door, ChannelId> = {
  web: ChannelId.parse('torn-web'),
  telephone: ChannelId.parse('torn-telephone'),
  seu: ChannelId.parse('torn-seu'),
  desk: ChannelId.parse('torn-desk'),
  kiosk: ChannelId.parse('torn-kiosk'),
};
const isPublic = (door: Door): boolean => door === 'web' || door === 'seu' || door === 'kiosk';

type HoldAsked = Parameters<Booking['hold']>[1];
type HoldAnswer = Awaited<ReturnType<Booking['hold']>>;
interface HoldRequest {
  asked: Omit<HoldAsked, 'moves'>;
  moves: string | null;
}

type Confirmer = Parameters<Booking['confirm']>[2];

interface Confirmation {
  hash: string;
  holder: string | null;
  moves: string | null;
  moving: BookingRow | null;
  movingKept: KeptAppointment | null;
  reference: string;
  caller: BookingCaller;
  order: AppointmentOrder;
  numbers: NumberHashes;
  what: string | undefined;
}

type Confirmed = { kept: KeptAppointment; row: BookingRow } | 'gone' | 'bad-document' | 'not-proven';

interface ConfirmingOne {
  state: OfficeState | null;
  states: ReadonlyMap<OfficeId, OfficeState | null>;
  /** The days that this batch has already read. Cleared when a confirmation of the batch takes a free appointment time or frees one. */
  days: Map<string, { taken: TakenDays; placed: PlacedDay | null }>;
  row: WholeHold | undefined;
  request: Confirmation;
}

/**
 * The number of appointment times that a visitor holds now, how many of these were freed by cancellations, and the number of freed times
 * that the visitor has booked today.
 */
interface Counts {
  holds: number;
  freedHeld: number;
  freedTaken: number;
}

interface WholeHold extends Omit<HoldRow, 'door' | 'heldAt'> {
  officeId: OfficeId;
  door: Door;
  language: string;
  visitor: string | null;
  wasFreed: boolean;
  endsAt: string;
}

export interface StaffBookings extends Booking {
  holdToMove(
    cityId: CityId,
    appointmentId: string,
    asked: Pick<HoldAsked, 'start' | 'door' | 'language'>,
  ): Promise<HoldAnswer>;
  /** `row`: the visit's row of `booking`, if the caller has read it. */
  sheetOf(cityId: CityId, kept: KeptAppointment, row?: BookingRow | null): Promise<BookingSheet | null>;
  cancelKept(
    cityId: CityId,
    kept: KeptAppointment,
    by: Parameters<Booking['cancel']>[2],
  ): ReturnType<Booking['cancel']>;
  /** Returns the office and the door of a hold, or of the booking made from the hold. `null`: no hold and no booking has this secret. */
  originOf(cityId: CityId, token: BookingToken): Promise<{ officeId: OfficeId; door: string | null } | null>;
  /**
   * Frees the appointment time of a hold that staff made. If a confirmation of this hold runs at the same time, the first to lock the
   * hold's row wins, so a released hold is never booked. `booked`: the hold had become a booking. With `alsoBooked` that booking is
   * cancelled, because the caller never learned that it exists.
   */
  giveBack(
    place: OfficePlace,
    token: BookingToken,
    how: { alsoBooked: boolean; by: Actor },
  ): Promise<Result<null, { kind: 'booked' } | { kind: 'arrived' }>>;
  settle(cityId: CityId): Promise<void>;
  /** Returns the office's future appointments whose time a closure or a new plan has removed. */
  lostHours(place: OfficePlace): Promise<{ appointmentId: string; start: string }[]>;
}

export function createBooking(centre: BookingContext): StaffBookings {
  const { database, clock, readOfficeState } = centre;
  const withChannels = new Set<CityId>();

  const batches = createBatches(holdBatch);
  const confirmations = createBatches(
    (place, requests: readonly Confirmation[]) => whileBusy(() => confirmBatch(place, requests)),
    MOST_CONFIRMED,
  );

  const wishOf = ({
    errands,
    door,
    needsHelp = false,
    proven = false,
    deskId,
  }: Omit<HoursAsked, 'officeId'>): Wish => ({
    errands,
    deskId: deskId ?? null,
    asker: { door, needsHelp, isProven: proven, isPending: proven && door === 'web' },
  });

  /** Whether a door offers these services. A public door offers no sensitive office and no sensitive service. */
  const mayOffer = (state: OfficeState, { errands, door }: Pick<HoursAsked, 'errands' | 'door'>): boolean =>
    isAtDoor(state, door) && (!isPublic(door) || !errands.some((errand) => isSensitiveHere(state.profile, errand)));
  const isAtDoor = ({ dayOf, today }: OfficeState, door: Door): boolean =>
    door !== 'web' || dayOf(today)?.plan.onWeb !== false;

  async function lookMsOf(state: OfficeState, { visitor }: Pick<HoursAsked, 'visitor'>): Promise<number | null> {
    if (visitor == null) return null;
    return (await lookOf(database, state.place.cityId, visitor, state.today, state.nowMs)).lookMs;
  }

  async function freeHours(cityId: CityId, asked: HoursAsked & { from: string; days: number }): Promise<FreeDay[]> {
    const state = await readOfficeState(database, { cityId, officeId: asked.officeId }, clock.nowMs());
    if (state === null || !mayOffer(state, asked)) return [];
    const wish = wishOf(asked);
    const horizon = lastDayOf(state);
    if (asked.from > horizon) return [];
    // Only days from today to the last plannable day are read, because PostgreSQL accepts neither year 0 nor a year of five digits.
    const [, first = state.today] = [asked.from, state.today].toSorted();
    const [last = horizon] = [addDays(asked.from, asked.days - 1), horizon].toSorted();
    const taken = await readTaken(database, state, first, last, await lookMsOf(state, asked));
    return Array.from({ length: asked.days }, (_, index) => {
      const day = addDays(asked.from, index);
      return freeDay(state, day, day < first || day > horizon ? null : taken.placed(day), wish);
    });
  }

  async function firstFree(cityId: CityId, asked: Omit<HoursAsked, 'officeId'>) {
    const found: { officeId: OfficeId; start: string }[] = [];
    for (const officeId of await officesWithPlan(cityId)) {
      const state = await readOfficeState(database, { cityId, officeId }, clock.nowMs());
      if (state === null || !mayOffer(state, asked)) continue;
      const wish = wishOf(asked);
      const start = await nextFree(database, state, wish, state.today, await lookMsOf(state, asked));
      if (start !== null) found.push({ officeId, start: instantOf(start) });
    }
    return found.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  }

  async function officesWithPlan(cityId: CityId): Promise<OfficeId[]> {
    const rows = await database.query<{ officeId: OfficeId }>(OFFICE_STATE.officesWithPlan, [cityId]);
    return rows.map(({ officeId }) => officeId);
  }

  async function holdBatch(place: OfficePlace, requests: readonly HoldRequest[]): Promise<HoldAnswer[]> {
    const answers = await database.transaction(async (queries) => {
      if (!(await lockOffice(queries, place))) return null;
      const state = await readOfficeState(queries, place, clock.nowMs());
      if (state === null) return null;
      await settleOffice(queries, state);
      const days = new Map<string, { taken: TakenDays; placed: PlacedDay | null }>();
      const held: (Opening & { request: HoldRequest; token: string; freed: boolean })[] = [];
      const byVisitor = new Map<string, { lookMs: number; counts: Counts }>();
      const byNetwork = new Map<string, Counts>();

      async function visitorOf(visitor: string) {
        const known = byVisitor.get(visitor);
        if (known) return known;
        const { lookMs, freedTaken } = await lookOf(queries, place.cityId, visitor, state?.today ?? '', clock.nowMs());
        const values = [place.cityId, visitor, instantOf(clock.nowMs())];
        const [row] = await queries.query<{ held: number; freed: number }>(VISITORS.holds, values);
        const read = { lookMs, counts: { holds: row?.held ?? 0, freedHeld: row?.freed ?? 0, freedTaken } };
        byVisitor.set(visitor, read);
        return read;
      }

      async function networkCounts(visitor: string): Promise<Counts | null> {
        const network = networkOf(visitor);
        if (network === null) return null;
        const known = byNetwork.get(network);
        if (known) return known;
        const values = [place.cityId, network, instantOf(clock.nowMs()), state?.today ?? ''];
        const [row] = await queries.query<{ held: number; freed: number; taken: number }>(VISITORS.ofNetwork, values);
        const read = { holds: row?.held ?? 0, freedHeld: row?.freed ?? 0, freedTaken: row?.taken ?? 0 };
        byNetwork.set(network, read);
        return read;
      }

      async function open(request: HoldRequest): Promise<Held | null> {
        if (state === null) return null;
        const asWished = wishOf(request.asked);
        // `isPending` is false for a move: the booking already has its holder's proof, or has none, so the holder will not prove anything
        // before `confirm`.
        const wish =
          request.moves === null ? asWished : { ...asWished, asker: { ...asWished.asker, isPending: false } };
        const startMs = Date.parse(request.asked.start);
        const date = state.dateOf(startMs);
        if (date < state.today || date > lastDayOf(state)) return null;
        const { token: own } = request.asked;
        if (own !== undefined) {
          const twin = held.find((one) => one.token === own);
          if (twin)
            return twin.startMs === startMs && twin.request.asked.door === request.asked.door
              ? { hold: own, endsAt: instantOf(state.nowMs + HOLD_MS) }
              : null;
          const before = await heldBefore(queries, state, request.asked, own);
          if (before !== null) return before === 'used' ? null : before;
        }
        const visitor = request.asked.visitor == null ? null : await visitorOf(request.asked.visitor);
        const network = request.asked.visitor == null ? null : await networkCounts(request.asked.visitor);
        const mostFreed = request.asked.proven === true ? MOST_FREED_PROVEN : MOST_FREED;
        /** Whether `what` is below `most` for the visitor, and below `most` × `ADDRESSES_OF_NETWORK` for the visitor's IPv6 network. */
        const hasRoom = (what: keyof Counts, most: number): boolean =>
          (visitor === null || visitor.counts[what] < most) &&
          (network === null || network[what] < most * ADDRESSES_OF_NETWORK);
        const before = days.get(date) ?? (await readDay(queries, state, date));
        days.set(date, before);
        if (before.placed === null || !hasRoom('holds', MOST_HOLDS)) return null;
        const opening = openingAt(before.placed, wish, startMs, state);
        if (opening === null) return null;
        const isFreeBut = (afterMs: number): boolean => {
          const { placed, taken } = before;
          const back = placed && addTaken(placed, ...taken.cameBack(date, afterMs));
          return back !== null && openingAt(back, wish, startMs, state) !== null;
        };
        const freed = visitor !== null && !isFreeBut(0);
        const isOfFew = request.asked.door !== 'seu';
        // A person who said that they will prove an address may never do so. Until then they may hold only `MOST_FREED` appointment times
        // that cancellations freed.
        const hasFreedRoom = hasRoom('freedHeld', MOST_FREED) && hasRoom('freedTaken', mostFreed);
        if (visitor && freed && ((isOfFew && !hasFreedRoom) || !isFreeBut(visitor.lookMs))) return null;
        const token = own ?? newToken();
        held.push({ ...opening, request, token, freed });
        for (const counts of [visitor?.counts, network]) {
          if (!counts) continue;
          counts.holds += 1;
          counts.freedHeld += freed ? 1 : 0;
        }
        const asTaken = { id: hashOfToken(token), services: wish.errands, placedMs: state.nowMs, ...opening };
        days.set(date, {
          ...before,
          placed: addTaken(before.placed, { ...asTaken, deskId: wish.deskId, asker: wish.asker }),
        });
        return { hold: token, endsAt: instantOf(state.nowMs + HOLD_MS) };
      }

      const opened: (Held | null)[] = [];
      for (const request of requests) opened.push(mayOffer(state, request.asked) ? await open(request) : null);
      if (held.length > 0)
        await queries.query(BOOKING.hold, [
          place.cityId,
          place.officeId,
          instantOf(state.nowMs),
          instantOf(state.nowMs + HOLD_MS),
          held.map(({ token }) => hashOfToken(token)),
          held.map(({ startMs }) => instantOf(startMs)),
          held.map(({ lineId }) => lineId),
          held.map(({ minutes }) => minutes),
          held.map(({ request: { asked } }) => asked.errands.join(',')),
          held.map(({ request: { asked } }) => asked.deskId ?? null),
          held.map(({ request: { asked } }) => asked.door),
          held.map(({ request: { asked } }) => asked.needsHelp ?? false),
          held.map(({ request: { asked } }) => asked.proven ?? false),
          held.map(({ request: { asked } }) => asked.language),
          held.map(({ request: { moves } }) => moves),
          held.map(({ request: { asked } }) => asked.visitor ?? null),
          held.map(({ freed }) => freed),
        ]);
      return { state, opened };
    });
    if (answers === null) return requests.map(() => refuse({ kind: 'unknown' as const }));
    const { state, opened } = answers;
    const next = new Map<string, Promise<number | null>>();
    return Promise.all(
      requests.map(async ({ asked }, index): Promise<HoldAnswer> => {
        const [one] = opened.slice(index, index + 1);
        if (one) return succeed(one);
        if (!mayOffer(state, asked)) return refuse({ kind: 'unknown' });
        const wish = wishOf(asked);
        const date = [state.today, state.dateOf(Date.parse(asked.start))].toSorted()[1] ?? state.today;
        const key = JSON.stringify([wish, date, asked.visitor ?? null]);
        const known =
          next.get(key) ?? lookMsOf(state, asked).then((lookMs) => nextFree(database, state, wish, date, lookMs));
        next.set(key, known);
        return gone(await known);
      }),
    );
  }

  /**
   * Returns the hold that already has this secret, or the booking made from that hold. `null`: no hold has the secret, or the hold has
   * expired. `used`: the secret belongs to another office, appointment time or door, or to a booking that is not open any more. The caller
   * holds the office's lock.
   */
  async function heldBefore(
    queries: Queries,
    { place: { cityId, officeId }, nowMs }: OfficeState,
    { start, door }: Pick<HoldAsked, 'start' | 'door'>,
    token: BookingToken,
  ): Promise<Held | 'used' | null> {
    const hash = hashOfToken(token);
    const isSame = (row: { officeId: string; startAt: string; door: string | null }): boolean =>
      row.officeId === officeId && row.door === door && Date.parse(row.startAt) === Date.parse(start);
    const [row] = await queries.query<WholeHold>(BOOKING.find, [cityId, [hash]]);
    if (row !== undefined) {
      if (!isSame(row)) return 'used';
      if (Date.parse(row.endsAt) > nowMs) return { hold: token, endsAt: row.endsAt };
      // The hold has expired. It is deleted, and its appointment time is held anew if it is still free.
      await queries.query(BOOKING.end, [cityId, hash]);
      return null;
    }
    const booked = await findBooking(queries, cityId, 'byToken', hash);
    const kept = booked && (await keptOf(queries, cityId, booked));
    if (booked === null) return null;
    return isSame(booked) && kept !== null && stateOf(kept) === 'booked'
      ? { hold: token, endsAt: instantOf(nowMs) }
      : 'used';
  }

  async function readDay(queries: Queries, state: OfficeState, date: string) {
    const taken = await readTaken(queries, state, date, date, null);
    const placed = taken.placed(date);
    return { taken, placed: placed && (await settleDay(queries, state, placed, taken.isAppointment)) };
  }

  async function hold(cityId: CityId, { moves, ...asked }: HoldAsked): Promise<HoldAnswer> {
    if (Number.isNaN(Date.parse(asked.start))) return refuse({ kind: 'unknown' });
    if (moves === undefined) return batches({ cityId, officeId: asked.officeId }, { asked, moves: null });
    const row = await findByToken(cityId, moves);
    return row === null ? refuse({ kind: 'unknown' }) : holdToMove(cityId, row, asked);
  }

  /**
   * Holds the appointment time to which a booking is to move. The services, the specialist and the need for help stay as booked. The office
   * also stays, unless `officeId` is given.
   */
  async function holdToMove(
    cityId: CityId,
    row: BookingRow,
    wanted: Pick<HoldAsked, 'start' | 'door' | 'language' | 'visitor'> & Partial<Pick<HoldAsked, 'officeId'>>,
  ): Promise<HoldAnswer> {
    const { start, door, language, visitor } = wanted;
    const kept = await keptOf(database, cityId, row);
    if (kept === null || row.door === null || stateOf(kept) !== 'booked') return refuse({ kind: 'unknown' });
    const place = { cityId, officeId: wanted.officeId ?? kept.officeId };
    // A booking with a specialist cannot move to another office, because the specialist works at this one.
    if (place.officeId !== kept.officeId && kept.deskId !== null) return refuse({ kind: 'unknown' });
    const asked = {
      officeId: place.officeId,
      errands: row.errands,
      start,
      door,
      language,
      needsHelp: row.needsHelp,
      proven: row.isProven,
      visitor: visitor ?? null,
      deskId: kept.deskId ?? undefined,
    };
    return batches(place, { asked, moves: row.appointmentId });
  }

  /** Finds a booking by its secret, by the secret of the hold that moved it last, or by the second secret for its holder's list. */
  async function findByToken(cityId: CityId, token: BookingToken): Promise<BookingRow | null> {
    const hash = hashOfToken(token);
    for (const how of ['byToken', 'byMove', 'byOpening'] as const) {
      const row = await findBooking(database, cityId, how, hash);
      if (row) return row;
    }
    return null;
  }

  async function release(cityId: CityId, token: BookingToken): Promise<boolean> {
    const [row] = await database.query<WholeHold>(BOOKING.find, [cityId, [hashOfToken(token)]]);
    return row !== undefined && !row.isOffer && (await database.query(BOOKING.end, [cityId, row.holdHash])).length > 0;
  }

  async function originOf(cityId: CityId, token: BookingToken): ReturnType<StaffBookings['originOf']> {
    const [held] = await database.query<WholeHold>(BOOKING.find, [cityId, [hashOfToken(token)]]);
    return held ?? findByToken(cityId, token);
  }

  async function giveBack(
    { cityId, officeId }: OfficePlace,
    token: BookingToken,
    { alsoBooked, by }: { alsoBooked: boolean; by: Actor },
  ): ReturnType<StaffBookings['giveBack']> {
    const origin = await originOf(cityId, token);
    const isStaffs = origin?.door === 'telephone' || origin?.door === 'desk';
    if (!isStaffs || origin.officeId !== officeId || (await release(cityId, token))) return succeed(null);
    const row = await findBooking(database, cityId, 'byToken', hashOfToken(token));
    const kept = row && (await keptOf(database, cityId, row));
    if (kept === null || stateOf(kept) === 'cancelled') return succeed(null);
    if (!alsoBooked) return refuse({ kind: 'booked' });
    const done = await cancelKept(cityId, kept, { door: 'telephone', by });
    return !done.ok && done.error.kind === 'arrived' ? refuse({ kind: 'arrived' }) : succeed(null);
  }

  async function ensureChannels(cityId: CityId): Promise<void> {
    if (withChannels.has(cityId)) return;
    for (const channelId of Object.values(CHANNEL_OF))
      await database.query(BOOKING.channel, [cityId, channelId, channelId, instantOf(clock.nowMs())]);
    withChannels.add(cityId);
  }

  const callerOf = (
    cityId: CityId,
    door: Door,
    by: Actor | undefined,
    channelId = CHANNEL_OF[door],
  ): BookingCaller => ({
    cityId,
    channelId,
    ...(by ?? { tokenId: null, name: CHANNEL_OF[door], address: null }),
  });

  async function read(cityId: CityId, token: BookingToken): Promise<Booked | null> {
    const row = await findByToken(cityId, token);
    const kept = row && (await keptOf(database, cityId, row));
    const sheet = kept && (await sheetOf(database, centre, cityId, kept));
    return sheet && { token, ...sheet };
  }

  async function isSameDocument(cityId: CityId, kept: KeptAppointment, typed: string | null): Promise<boolean> {
    const number = typed === null ? null : readGivenNumber(typed);
    if (number?.ok !== true) return false;
    const tried = await countTry(database, cityId, SAME_DOCUMENT, kept.appointmentId, clock.nowMs());
    const keys = await keysOf(database, centre.keyring, { cityId, officeId: kept.officeId });
    const key = keys.find(({ keyNo }) => keyNo === kept.keyNo)?.key;
    if (!tried.ok || key === undefined) return false;
    const keyed = keyedHash(key, 'document', number.value);
    return kept.slowHash === null ? kept.documentHash === keyed : kept.slowHash === (await slowHash(key, keyed));
  }

  async function confirm(cityId: CityId, token: BookingToken, who: Confirmer): ReturnType<Booking['confirm']> {
    const hash = hashOfToken(token);
    const [first] = await database.query<WholeHold>(BOOKING.find, [cityId, [hash]]);
    if (first === undefined) {
      const before = await read(cityId, token);
      return before ? succeed(before) : gone(null);
    }
    if (who.documentNumber !== null && !readGivenNumber(who.documentNumber).ok) return refuse({ kind: 'bad-document' });
    if (first.isProven && first.moves === null && isPublic(first.door) && who.proven === null)
      return refuse({ kind: 'not-proven' });
    const holder = who.proven && (await holderHash(await cityKeyOf(database, centre, cityId), who.proven));
    if (who.proven && holder === null) return refuse({ kind: 'bad-document' });
    await ensureChannels(cityId);
    const place = { cityId, officeId: first.officeId };
    const moving = first.moves === null ? null : await findBooking(database, cityId, 'byAppointment', first.moves);
    const movingKept = moving && (await keptOf(database, cityId, moving));
    if (first.moves !== null && (movingKept === null || moving?.door === null)) return gone(null);
    const reference = movingKept?.reference ?? randomUUID();
    const caller = callerOf(cityId, first.door, who.by, movingKept?.channelId);
    const given = who.documentNumber ?? (who.proven?.by === 'document' ? who.proven.value : null);
    const hasDocument = movingKept !== null && (movingKept.slowHash ?? movingKept.documentHash) !== null;
    const isElsewhere = movingKept !== null && movingKept.officeId !== place.officeId;
    // The new office hashes with its own key, so the holder types the number again. A different number would be a different person.
    if (isElsewhere && hasDocument && !(await isSameDocument(cityId, movingKept, given)))
      return refuse({ kind: 'bad-document' });
    // An appointment that moves within its office keeps its hash, so no number is passed on.
    const isNumberSent = movingKept === null || (isElsewhere && hasDocument);
    const order = {
      officeId: place.officeId,
      serviceId: await serviceOf(place, first.errands),
      start: first.startAt,
      documentNumber: isNumberSent ? given : undefined,
      deskId: first.deskId ?? undefined,
    };
    const numbers = await hashAhead(database, centre.keyring, caller, reference, order);

    const what = who.by && (movingKept ? 'moveBooking' : 'confirmHour');
    const request = { hash, holder, moving, movingKept, moves: first.moves, reference, caller, order, numbers, what };
    const made = await confirmations(place, request);
    if (typeof made !== 'string') {
      const sheet = await sheetOf(database, centre, cityId, made.kept, { row: made.row, isPlaced: true });
      if (sheet) return succeed({ token, ...sheet });
    }
    const twin = made === 'gone' ? await read(cityId, token) : null;
    if (twin) return succeed(twin);
    if (made === 'bad-document' || made === 'not-proven') return refuse({ kind: made });
    const state = await readOfficeState(database, place, clock.nowMs());
    const wish = { errands: first.errands, deskId: first.deskId, asker: first };
    return gone(state && (await nextFree(database, state, wish, state.today, null)));
  }

  /**
   * The service of a visit that kiosks learn: a sensitive one, if the visit has any, because a kiosk shows hour and desk of an appointment
   * unless its service is sensitive.
   */
  async function serviceOf(place: OfficePlace, errands: readonly string[]): Promise<ServiceId> {
    const state = await readOfficeState(database, place, clock.nowMs());
    const sensitive = state && errands.find((errand) => isSensitiveHere(state.profile, errand));
    return ServiceId.parse(sensitive ?? errands[0]);
  }

  async function confirmBatch(place: OfficePlace, requests: readonly Confirmation[]): Promise<Confirmed[]> {
    const { cityId } = place;
    return database.transaction(async (asked) => {
      const queries = remembering(asked);
      if (requests.some(({ holder }) => holder !== null)) await queries.query(BOOKING_KEYS.lock, [cityId]);
      const left = requests.flatMap(({ moving }) => moving?.officeId ?? []);
      const states = new Map<OfficeId, OfficeState | null>();
      // Every transaction locks offices in sorted sequence: otherwise two transactions could each wait for an office locked by the other
      // transaction.
      for (const officeId of [...new Set([place.officeId, ...left])].toSorted()) {
        await lockOffice(queries, { cityId, officeId });
        states.set(officeId, await readOfficeState(queries, { cityId, officeId }, clock.nowMs()));
      }
      const state = states.get(place.officeId) ?? null;
      await queries.query(WAITING.endHolds, [cityId, place.officeId, instantOf(clock.nowMs())]);
      const hashes = requests.map(({ hash }) => hash);
      const found = await queries.query<WholeHold>(BOOKING.findToConfirm, [cityId, hashes]);
      const rows = new Map(found.map((row) => [row.holdHash, row]));
      const days = new Map<string, Awaited<ReturnType<typeof readDay>>>();
      const confirmed: Confirmed[] = [];
      for (const request of requests) {
        const row = rows.get(request.hash);
        confirmed.push(await confirmOne(queries, { state, states, days, row, request }));
        rows.delete(request.hash);
      }
      return confirmed;
    });
  }

  async function confirmOne(
    queries: Queries,
    { state, states, days, row, request }: ConfirmingOne,
  ): Promise<Confirmed> {
    const { hash, holder, moving, movingKept, caller, reference, order, numbers, what } = request;
    const { cityId } = caller;
    // The query also runs without a holder, so that the duration of an answer does not reveal whether there is a holder.
    const values = [cityId, holder ?? '', instantOf(state?.nowMs ?? 0), request.moves];
    const [counted] = await queries.query<{ open: number }>(BOOKING.openOf, values);
    if (state === null || row === undefined) return 'gone';
    const startMs = Date.parse(row.startAt);
    const date = state.dateOf(startMs);
    const day = state.dayOf(date);
    const known = days.get(date) ?? (await readDay(queries, state, date));
    days.set(date, known);
    const { placed, taken } = known;
    const wish = { errands: row.errands, deskId: row.deskId, asker: row };
    // An expired hold may still be confirmed while its appointment time is free, but not if a closure has removed that time.
    const isHeld = Date.parse(row.endsAt) > state.nowMs;
    const opening = placed && openingAt(placed, wish, startMs, { ...state, nowMs: 0 });
    const lineId = (isHeld ? placed?.lineOf.get(hash) : opening?.lineId) ?? null;
    // An expired hold cannot take an appointment time that a cancellation has freed since: otherwise a robot could keep many expired holds
    // to get freed times.
    const back = placed && addTaken(placed, ...taken.cameBack(date, 0));
    const wasFreed = opening !== null && (!back || openingAt(back, wish, startMs, { ...state, nowMs: 0 }) === null);
    if (!isHeld && row.visitor !== null && wasFreed) return 'gone';
    const isOver = holder !== null && (counted?.open ?? 0) >= (day?.plan.mostOpen ?? 1);
    if (isOver || lineId === null || startMs <= state.nowMs) return 'gone';
    if (movingKept && (await isFixed(queries, cityId, movingKept))) return 'gone';
    // The booking is read again under the lock, because another hold may have moved it. The appointment time that the booking has now is
    // freed.
    const leaving = moving && (await findBooking(queries, cityId, 'byAppointment', moving.appointmentId));
    const leavingState = leaving && (states.get(leaving.officeId) ?? null);
    if (moving && (!leavingState || leaving.officeId !== moving.officeId)) return 'gone';
    const entry = row.isOffer ? await findWait(queries, cityId, 'byHash', hash) : null;
    if (row.isOffer) {
      if (entry === null) return 'gone';
      if (entry.holderHash !== (leaving ? leaving.holderHash : holder)) return 'not-proven';
    }
    const booked = await bookAlone(queries, centre, caller, reference, order, numbers, what);
    if (!booked.ok)
      return booked.error.errors?.some(({ pointer }) => pointer === '/body/documentNumber') ? 'bad-document' : 'gone';
    const { kept } = booked.value;
    const { appointmentId, startAt } = kept;
    await queries.query(KEPT_BOOKINGS.put, [
      cityId,
      appointmentId,
      order.officeId,
      startAt,
      lineId,
      instantOf(state.nowMs),
      row.minutes,
      row.errands,
      row.door,
      row.needsHelp,
      holder !== null,
      row.language,
      hash,
      moving ? hash : null,
      holder,
    ]);
    await queries.query(BOOKING.end, [cityId, hash]);
    if (entry) {
      await keepReach(queries, centre, cityId, entry, { appointmentId, start: startAt, zone: state.profile.zone });
      await queries.query(WAITING.leave, [cityId, hash]);
    }
    if (row.wasFreed && row.visitor !== null && row.door !== 'seu')
      await queries.query(VISITORS.take, [cityId, state.today, row.visitor]);
    if (leaving && leavingState) {
      await endWaitsOf(queries, leavingState, appointmentId, hash);
      if (leaving.lineId !== null) await freeAgain(queries, leavingState, openingOf(leaving, leaving.lineId));
    }
    // The days read for this batch stay valid if the confirmation turned a hold into a booking. They are read again if it took a free
    // appointment time, or if a moved booking left its earlier time.
    if (!isHeld || leaving) days.clear();
    const { minutes, errands, language, door, needsHelp, isProven, holderHash } = leaving ?? {
      ...row,
      isProven: holder !== null,
      holderHash: holder,
    };
    const stays = { minutes, errands, language, door, needsHelp, isProven, holderHash };
    return { kept, row: { ...stays, appointmentId, officeId: order.officeId, startAt, lineId } };
  }

  async function isFixed(queries: Queries, cityId: CityId, before: KeptAppointment): Promise<boolean> {
    const kept = await keptOf(queries, cityId, before);
    return kept === null || stateOf(kept) !== 'booked';
  }

  async function cancelKept(
    cityId: CityId,
    before: KeptAppointment,
    { door, by }: Parameters<Booking['cancel']>[2],
  ): ReturnType<Booking['cancel']> {
    const place = { cityId, officeId: before.officeId };
    type Done = Awaited<ReturnType<Booking['cancel']>> | KeptAppointment;
    const cancelled = await database.transaction(async (queries): Promise<Done> => {
      await lockOffice(queries, place);
      const state = await readOfficeState(queries, place, clock.nowMs());
      const row = await findBooking(queries, cityId, 'byAppointment', before.appointmentId);
      const kept = row && (await keptOf(queries, cityId, row));
      if (kept && kept.officeId !== before.officeId) return kept;
      if (state === null || row === null || row.door === null || kept === null) return refuse({ kind: 'unknown' });
      if (stateOf(kept) === 'cancelled') return succeed(null);
      const caller = callerOf(cityId, door, by, kept.channelId);
      const cancelled = await cancelAlone(queries, clock, caller, kept.reference, by && 'cancelBooking', door);
      if (!cancelled.ok) return refuse({ kind: 'arrived' });
      await queries.query(PLACES.freed, [cityId, kept.appointmentId]);
      await endWaitsOf(queries, state, kept.appointmentId);
      if (row.lineId !== null) await freeAgain(queries, state, openingOf(row, row.lineId));
      return succeed(null);
    });
    return 'ok' in cancelled ? cancelled : cancelKept(cityId, cancelled, { door, by });
  }

  async function ofHolder(cityId: CityId, proven: ProvenHolder): Promise<Omit<Booked, 'token'>[]> {
    const holder = await holderHash(await cityKeyOf(database, centre, cityId), proven);
    const values = [cityId, holder ?? '', instantOf(clock.nowMs())];
    const sheets: Omit<Booked, 'token'>[] = [];
    for (const row of await database.query<BookingRow>(KEPT_BOOKINGS.byHolder, values)) {
      const kept = await keptOf(database, cityId, row);
      const sheet = kept && stateOf(kept) !== 'cancelled' && (await sheetOf(database, centre, cityId, kept));
      if (sheet) sheets.push(sheet);
    }
    return sheets;
  }

  async function openFor(cityId: CityId, proven: ProvenHolder, appointmentId: string): Promise<BookingToken | null> {
    const holder = await holderHash(await cityKeyOf(database, centre, cityId), proven);
    if (holder === null) return null;
    const token = newToken();
    const opened = await database.query(KEPT_BOOKINGS.open, [cityId, appointmentId, holder, hashOfToken(token)]);
    return opened.length === 0 ? null : token;
  }

  async function offices(cityId: CityId, door: Door): Promise<BookableOffice[]> {
    const list: BookableOffice[] = [];
    for (const officeId of await officesWithPlan(cityId)) {
      const state = await readOfficeState(database, { cityId, officeId }, clock.nowMs());
      const plan = state?.dayOf(state.today)?.plan;
      if (!state || !plan || !isAtDoor(state, door) || (isPublic(door) && state.profile.sensitive)) continue;
      const { profile } = state;
      const services = profile.services
        .filter(({ sensitive }) => !sensitive || !isPublic(door))
        .flatMap(({ serviceId, name, documents }) => {
          const minutes = minutesOf(plan, [serviceId]);
          return minutes === null ? [] : [{ serviceId: ServiceId.parse(serviceId), name, minutes, toBring: documents }];
        });
      const { name, address, phone, zone } = profile;
      const position = profile.position === null ? null : readPosition(profile.position);
      const desks = plan.lines.flatMap(({ deskId, services: own }) => {
        const desk = profile.desks.find((one) => one.deskId === deskId);
        return desk === undefined || isPublic(door) ? [] : [{ ...desk, services: [...own] }];
      });
      if (services.length > 0) list.push({ officeId, name, address, phone, zone, position, services, desks });
    }
    return list;
  }

  async function settle(cityId: CityId): Promise<void> {
    for (const officeId of await officesWithPlan(cityId)) {
      const place = { cityId, officeId };
      await database.transaction(async (queries) => {
        await lockOffice(queries, place);
        const state = await readOfficeState(queries, place, clock.nowMs());
        if (state) await settleOffice(queries, state);
      });
    }
  }

  return {
    offices,
    freeHours,
    firstFree,
    hold,
    release,
    confirm,
    read,
    ofHolder,
    openFor,
    settle,
    cancelKept,
    giveBack,
    originOf,
    ...createWaiting(centre, { findByToken, mayOffer }),
    async holdToMove(cityId, appointmentId, asked) {
      const row = await findBooking(database, cityId, 'byAppointment', appointmentId);
      return row === null ? refuse({ kind: 'unknown' }) : holdToMove(cityId, row, asked);
    },
    async lostHours(place) {
      const state = await readOfficeState(database, place, clock.nowMs());
      const hits = state === null ? [] : await readHits(database, state, HITS_WITHIN_DAYS);
      return hits.map(({ taken }) => ({ appointmentId: taken.id, start: instantOf(taken.startMs) }));
    },
    sheetOf: (cityId, kept, row) => sheetOf(database, centre, cityId, kept, row ? { row } : {}),
    async cancel(cityId, token, by) {
      const row = await findByToken(cityId, token);
      const kept = row && (await keptOf(database, cityId, row));
      return kept ? cancelKept(cityId, kept, by) : refuse({ kind: 'unknown' });
    },
    async visitorOf(cityId, remoteAddress) {
      const day = instantOf(clock.nowMs()).slice(0, 'YYYY-MM-DD'.length);
      return visitorHash(await cityKeyOf(database, centre, cityId), remoteAddress, day);
    },
  };
}

async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreBusy) || tries === MOST_BUSY) throw error;
    }
}

const gone = (next: number | null): Result<never, Gone> =>
  refuse({ kind: 'gone', next: next === null ? null : instantOf(next) });

const lastDayOf = ({ today }: OfficeState): string => addDays(today, HITS_WITHIN_DAYS);

export function freeDay(state: OfficeState, day: string, placed: PlacedDay | null, wish: Wish): FreeDay {
  const closed = closedOn(state, day, placed, wish);
  return { day, closed, starts: closed || !placed ? [] : freeStarts(placed, wish, state).map(instantOf) };
}

/** Returns why a day has no appointment time for this visit at all. `null`: the day has some, perhaps all taken. */
function closedOn(
  { profile, today }: OfficeState,
  date: string,
  placed: PlacedDay | null,
  { errands, deskId }: Wish,
): FreeDay['closed'] {
  const opening = profile.hours && hoursOn(profile.hours, calendarOf(profile.calendarId), date);
  if (opening && opening.ranges.length === 0) {
    const because = opening.because === 'holiday' || opening.because === 'closure' ? opening.because : 'hours';
    return { because, reason: opening.reason };
  }
  const isGiven =
    placed !== null &&
    date >= today &&
    placed.uses.some(
      ({ day: { line, dayMinutes } }) =>
        dayMinutes > 0 && line.deskId === deskId && errands.every((errand) => line.services.includes(errand)),
    );
  return isGiven ? null : { because: 'plan', reason: null };
}
