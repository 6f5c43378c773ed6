import type { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { minutesOf } from '../../src-main/domain/booking/plan.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { type Keyring, unlessLost } from '../appointments/keyring.ts';
import { instantOf } from '../clock.ts';
import { lockOffice } from '../configuration/office-changes.ts';
import type { Contact, ContactKind } from '../contacts/address.ts';
import { contactMoved, dayEndOf, keepContact } from '../contacts/contacts.ts';
import type { Queries } from '../database/database.ts';
import type { Booking, BookingToken, ProvenHolder, WaitAsked, Waiting } from './booking.ts';
import { endOffer, WAITING } from './freed-hours.ts';
import { type BookingRow, findBooking, languageOf } from './kept-bookings.ts';
import { type BookingContext, isSensitiveHere, type OfficeState } from './office-state.ts';
import { cityKeyOf, hashOfToken, holderHash, newToken } from './secrets.ts';

/**
 * An entry of the waiting list ends after at most this many days if its person has no booking, however far ahead the plan offers
 * appointments.
 */
const WAITS_DAYS = 30;

export interface WaitRow {
  waitHash: string;
  officeId: OfficeId;
  errands: ServiceId[];
  before: string;
  needsHelp: boolean;
  language: string;
  moves: string | null;
  holderHash: string;
  holderBy: ProvenHolder['by'] | null;
  by: ContactKind | null;
  sealed: string | null;
}

export const findWait = async (
  queries: Queries,
  cityId: CityId,
  how: 'byHash' | 'byBooking',
  value: string,
): Promise<WaitRow | null> => (await queries.query<WaitRow>(WAITING[how], [cityId, value]))[0] ?? null;

const boundTo = (cityId: CityId, waitHash: string) => ['torn-wait', cityId, waitHash] as const;

/**
 * Returns the address of an entry, and the entry's secret for links in messages. `null`: no address is stored, or it cannot be decrypted.
 */
export function reachOfWait(
  keyring: Keyring,
  cityId: CityId,
  { waitHash, by, sealed }: WaitRow,
): { reach: Contact; token: BookingToken } | null {
  if (by === null || sealed === null) return null;
  const text = unlessLost(() => keyring.decryptValue(boundTo(cityId, waitHash), sealed).toString());
  if (text === null) return null;
  const { address, token } = JSON.parse(text) as { address: string; token: string };
  return { reach: { by, address }, token };
}

/** Copies the address of an entry to the booking made from its offer, in the transaction that ends the entry. */
export async function keepReach(
  queries: Queries,
  { clock, keyring }: Pick<BookingContext, 'clock' | 'keyring'>,
  cityId: CityId,
  entry: WaitRow,
  { appointmentId, start, zone }: { appointmentId: string; start: string; zone: string },
): Promise<void> {
  const dayEndsMs = dayEndOf({ start, zone });
  if (entry.moves !== null) return contactMoved(queries, clock, cityId, { appointmentId, start, dayEndsMs });
  const kept = reachOfWait(keyring, cityId, entry);
  if (kept === null) return;
  const booked = { appointmentId, token: kept.token, start, dayEndsMs, language: languageOf(entry.language) };
  await keepContact(queries, { clock, keyring }, cityId, kept.reach, booked);
}

interface Parts {
  findByToken: (cityId: CityId, token: BookingToken) => Promise<BookingRow | null>;
  mayOffer: (state: OfficeState, asked: Pick<WaitAsked, 'errands' | 'door'>) => boolean;
}

export function createWaiting(
  { database, clock, keyring, readOfficeState }: BookingContext,
  { findByToken, mayOffer }: Parts,
): Pick<Booking, 'wait' | 'mayWait' | 'readWait' | 'leave'> {
  async function wait(cityId: CityId, asked: WaitAsked): ReturnType<Booking['wait']> {
    const place = { cityId, officeId: asked.officeId };
    const state = await readOfficeState(database, place, clock.nowMs());
    const plan = state?.dayOf(state.today)?.plan;
    if (!state || !plan || !mayOffer(state, asked) || minutesOf(plan, asked.errands) === null)
      return refuse({ kind: 'unknown' });
    const moving = asked.moves === undefined ? null : await findByToken(cityId, asked.moves);
    // The entry gets the holder of the booking that is to move. Otherwise a person to whom the booking's link was passed on could put
    // somebody else on the list.
    if (asked.moves !== undefined && (moving?.holderHash == null || moving.officeId !== asked.officeId))
      return refuse({ kind: 'unknown' });
    const given =
      asked.holder && (await holderHash(await cityKeyOf(database, { clock, keyring }, cityId), asked.holder));
    const holder = moving?.holderHash ?? given ?? null;
    if (holder === null || (moving && given !== undefined && given !== moving.holderHash))
      return refuse({ kind: 'unknown' });
    const [farthest = state.today] = [plan.ahead.mostDays + 1, WAITS_DAYS]
      .toSorted((a, b) => a - b)
      .map((days) => addDays(state.today, days));
    const before = asked.before ?? (moving ? state.dateOf(Date.parse(moving.startAt)) : farthest);
    const token = newToken();
    const hash = hashOfToken(token);
    const clear = asked.reach && Buffer.from(JSON.stringify({ address: asked.reach.address, token }));
    const sealed = clear ? keyring.encryptValue(boundTo(cityId, hash), clear) : null;
    if (clear && sealed === null) return refuse({ kind: 'unknown' });
    await database.transaction(async (queries) => {
      await lockOffice(queries, place);
      const now = await readOfficeState(queries, place, clock.nowMs());
      const own = [cityId, asked.officeId, holder];
      const earlier = await queries.query<{ waitHash: string; since: string }>(WAITING.leaveOfHolder, own);
      await queries.query(WAITING.wait, [
        cityId,
        hash,
        asked.officeId,
        asked.errands,
        asked.deskId ?? null,
        before,
        asked.door,
        asked.needsHelp ?? false,
        asked.language,
        moving?.appointmentId ?? null,
        holder,
        // A person who joins again keeps their place in the list.
        earlier[0]?.since ?? instantOf(clock.nowMs()),
        asked.holder?.by ?? null,
        asked.reach?.by ?? null,
        sealed,
      ]);
      for (const { waitHash } of now ? earlier : []) if (now) await endOffer(queries, now, waitHash);
    });
    return succeed({ wait: token });
  }

  async function readWait(cityId: CityId, token: BookingToken): Promise<Waiting | null> {
    const own = await findWait(database, cityId, 'byHash', hashOfToken(token));
    const booking = own ? null : await findByToken(cityId, token);
    const row = own ?? (booking && (await findWait(database, cityId, 'byBooking', booking.appointmentId)));
    if (row === null) return null;
    const { officeId } = row;
    const state = await readOfficeState(database, { cityId, officeId }, clock.nowMs());
    if (state === null) return null;
    const kept = reachOfWait(keyring, cityId, row);
    const wait = own ? token : (kept?.token ?? null);
    const moving = row.moves === null ? null : await findBooking(database, cityId, 'byAppointment', row.moves);
    const [offer] = await database.query<{ startAt: string; endsAt: string }>(WAITING.offerOf, [cityId, row.waitHash]);
    const isOpen = offer !== undefined && Date.parse(offer.endsAt) > clock.nowMs();
    const { profile } = state;
    const { address, zone, services } = profile;
    // Sensitive services are left out, as on a booking's page. The office or the service may have become sensitive since the person joined
    // the list.
    const errands = row.errands.some((errand) => isSensitiveHere(profile, errand)) ? [] : row.errands;
    return {
      wait,
      officeId,
      address,
      zone,
      before: row.before,
      needsHelp: row.needsHelp,
      officeName: profile.sensitive ? profile.city : profile.name,
      errands: errands.flatMap((serviceId) => {
        const service = services.find((one) => one.serviceId === serviceId);
        return service === undefined ? [] : [{ serviceId, name: service.name }];
      }),
      language: languageOf(row.language),
      from: moving?.startAt ?? null,
      provenBy: row.moves === null ? (row.holderBy ?? 'document') : null,
      reach: kept?.reach ?? null,
      offer: isOpen && wait !== null ? { hold: wait, endsAt: offer.endsAt, start: offer.startAt } : null,
    };
  }

  async function mayWait(cityId: CityId, token: BookingToken): Promise<'waits' | 'may' | 'not'> {
    const row = await findByToken(cityId, token);
    if (row === null || row.holderHash === null) return 'not';
    if ((await findWait(database, cityId, 'byBooking', row.appointmentId)) !== null) return 'waits';
    const state = await readOfficeState(database, { cityId, officeId: row.officeId }, clock.nowMs());
    const isFar = state !== null && state.dateOf(Date.parse(row.startAt)) > addDays(state.today, 1);
    return isFar ? 'may' : 'not';
  }

  async function leave(cityId: CityId, token: BookingToken): Promise<void> {
    const hash = hashOfToken(token);
    const row = await findWait(database, cityId, 'byHash', hash);
    if (row === null) return;
    const place = { cityId, officeId: row.officeId };
    await database.transaction(async (queries) => {
      await lockOffice(queries, place);
      const state = await readOfficeState(queries, place, clock.nowMs());
      await queries.query(WAITING.leave, [cityId, hash]);
      if (state) await endOffer(queries, state, hash);
    });
  }

  return { wait, mayWait, readWait, leave };
}
