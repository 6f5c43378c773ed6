import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { readLocator } from '../../src-main/domain/locator.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { documentHashOf } from '../../src-main/signing/keyed-hash.ts';
import { recordAudit } from '../administration/audit.ts';
import { CHANNELS } from '../appointments/channels.ts';
import { readGivenNumber } from '../appointments/document-number.ts';
import { findByIds, type KeptAppointment } from '../appointments/kept-appointment.ts';
import { columnOf } from '../appointments/number-hash.ts';
import { keysOf } from '../appointments/office-keys.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import { refuseMember, type TokenCaller } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import type { Actor, Gone } from './booking.ts';
import { createBooking, type StaffBookings } from './create-booking.ts';
import { type BookingSheet, findBooking, isSensitiveVisit, KEPT_BOOKINGS } from './kept-bookings.ts';
import { createOfficeStates } from './office-state.ts';
import { listBookingHits, previewPlan, publishPlan, readPlan } from './plans.ts';

const NO_HOURS = 'the office offers no hours for these errands';
const NO_BOOKING = 'the city has no such booking made at a door of this centre';
/** The limit of searches by document number, per clerk. An operator of the telephone 010 does not need more. */
const LOOKUPS: Limit = { action: 'find-bookings', most: 60, windowMs: 3_600_000 };

const actorOf = ({ tokenId, name, role, address }: TokenCaller): Actor => ({ tokenId, name, role, address });
const isGone = ({ next }: Gone) =>
  refuseMember('hour-gone', '/body', next === null ? 'there is no other free hour' : `the next free hour is ${next}`);

/**
 * Registers the operations on bookings. Returns the functions that the citizens' pages (`citizens/door.ts`) and the kiosks' operations
 * call.
 */
export function registerBooking(server: OperationsRegistrar, centre: Centre): StaffBookings {
  const { database, clock } = centre;
  const readOfficeState = createOfficeStates();
  const context = { ...centre, readOfficeState };
  const booking = createBooking(context);
  server.registerOperation('publishPlan', publishPlan(context));
  server.registerOperation('previewPlan', previewPlan(context));
  server.registerOperation('readPlan', readPlan(context));
  server.registerOperation('listBookingHits', listBookingHits(context));
  server.registerOperation('listBookable', async ({ params: { cityId }, caller }) => {
    const offices = await booking.offices(cityId, 'telephone');
    const own = offices.filter(({ officeId }) => !isBeyondOffices(caller, officeId));
    const shown = own.map((office) => {
      const { position: _, ...rest } = office;
      return rest;
    });
    return succeed({ body: { offices: shown } });
  });
  server.registerOperation('readFreeHours', async ({ params: { cityId, officeId }, query }) => {
    const days = await booking.freeHours(cityId, { officeId, ...query });
    return days.length === 0 ? refuseMember('not-found', '/path/officeId', NO_HOURS) : succeed({ body: { days } });
  });
  server.registerOperation('holdHour', async ({ params: { cityId, officeId }, body, caller }) => {
    const held = await booking.hold(cityId, { officeId, ...body });
    if (held.ok) {
      await recordAudit(database, caller, 'holdHour', { officeId, start: body.start }, clock.nowMs());
      return succeed({ body: held.value });
    }
    return held.error.kind === 'gone' ? isGone(held.error) : refuseMember('not-found', '/path/officeId', NO_HOURS);
  });
  server.registerOperation('releaseHold', async ({ params: { cityId, officeId }, body, caller }) => {
    const { hold, alsoBooked } = body;
    const given = await booking.giveBack({ cityId, officeId }, hold, { alsoBooked, by: actorOf(caller) });
    if (!given.ok)
      return refuseMember(given.error.kind === 'booked' ? 'already-booked' : 'already-checked-in', '/body/hold');
    await recordAudit(database, caller, 'releaseHold', { officeId }, clock.nowMs());
    return succeed({ body: null });
  });
  server.registerOperation('confirmHour', async ({ params: { cityId, officeId }, body, caller }) => {
    const { hold, documentNumber } = body;
    const origin = await booking.originOf(cityId, hold);
    if (origin !== null && origin.officeId !== officeId) return isGone({ kind: 'gone', next: null });
    const booked = await booking.confirm(cityId, hold, { documentNumber, proven: null, by: actorOf(caller) });
    if (booked.ok && booked.value.state === 'cancelled') return isGone({ kind: 'gone', next: null });
    if (booked.ok) return succeed({ body: { ...booked.value, isOurs: true } });
    return booked.error.kind === 'gone'
      ? isGone(booked.error)
      : refuseMember('invalid-appointment', '/body/documentNumber', 'expected a DNI, NIE, NIF or passport number');
  });

  server.registerOperation('findBookings', async ({ params: { cityId }, body, caller }) => {
    const nowMs = clock.nowMs();
    if ('documentNumber' in body) {
      const counted = await countTry(database, cityId, LOOKUPS, caller.tokenId, nowMs);
      if (!counted.ok) return counted;
    }
    const found =
      'locator' in body ? await byLocator(cityId, body.locator) : await byNumber(cityId, body.documentNumber);
    const own = found.filter((sheet) => !isBeyondOffices(caller, sheet.officeId));
    const how = 'locator' in body ? 'locator' : 'document';
    await recordAudit(database, caller, 'findBookings', { how, found: own.length }, nowMs);
    return succeed({ body: { bookings: own } });
  });

  async function keptBy(sql: string, cityId: CityId, values: readonly unknown[]): Promise<KeptAppointment[]> {
    const rows = await database.query<{ appointmentId: string }>(sql, [cityId, ...values]);
    const ids = rows.map(({ appointmentId }) => appointmentId);
    return findByIds(database, cityId, ids);
  }

  async function sheetsOf(cityId: CityId, appointments: readonly KeptAppointment[]): Promise<BookingSheet[]> {
    const sheets: BookingSheet[] = [];
    for (const kept of appointments) {
      const sheet = await booking.sheetOf(cityId, kept);
      if (sheet) sheets.push(sheet);
    }
    return sheets;
  }

  async function byLocator(cityId: CityId, typed: string): Promise<BookingSheet[]> {
    const locator = readLocator(typed);
    return locator.ok ? sheetsOf(cityId, await keptBy(KEPT_BOOKINGS.idByLocator, cityId, [locator.value])) : [];
  }

  /**
   * Finds bookings by document number in every office, because each office hashes with its own keys. A sensitive booking is found only by
   * its locator.
   */
  async function byNumber(cityId: CityId, typed: string): Promise<BookingSheet[]> {
    const number = readGivenNumber(typed);
    if (!number.ok) return [];
    const found: BookingSheet[] = [];
    for (const { officeId } of await database.query<{ officeId: OfficeId }>(CHANNELS.offices, [cityId])) {
      const place = { cityId, officeId };
      const state = await readOfficeState(database, place, clock.nowMs());
      if (state === null || state.profile.sensitive) continue;
      for (const { key } of await keysOf(database, centre.keyring, place)) {
        const hash = columnOf(await documentHashOf(key, number.value));
        const kept = await keptBy(KEPT_BOOKINGS.idsByNumber, cityId, [officeId, state.today, hash]);
        for (const appointment of kept) {
          const row = await findBooking(database, cityId, 'byAppointment', appointment.appointmentId);
          if (isSensitiveVisit(state.profile, appointment, row)) continue;
          const sheet = await booking.sheetOf(cityId, appointment, row);
          if (sheet) found.push(sheet);
        }
      }
    }
    return found;
  }

  async function keptFor(
    caller: TokenCaller,
    cityId: CityId,
    appointmentId: string,
  ): Promise<KeptAppointment | 'wrong-office' | null> {
    const [kept] = await findByIds(database, cityId, [appointmentId]);
    if (kept === undefined) return null;
    return isBeyondOffices(caller, kept.officeId) ? 'wrong-office' : kept;
  }

  server.registerOperation('moveBooking', async ({ params: { cityId, appointmentId }, body, caller }) => {
    const kept = await keptFor(caller, cityId, appointmentId);
    if (kept === 'wrong-office') return refuseMember('wrong-office', '/path/appointmentId');
    if (kept?.isCheckedIn) return refuseMember('already-checked-in', '/path/appointmentId');
    if (kept === null) return refuseMember('not-found', '/path/appointmentId', NO_BOOKING);
    const before = await booking.sheetOf(cityId, kept);
    // The booking already has this appointment time: the answer to an earlier, equal request was lost.
    if (before?.isOurs && before.state === 'booked' && Date.parse(before.start) === Date.parse(body.start))
      return succeed({ body: before });
    const language = before?.language ?? 'ca';
    const held = await booking.holdToMove(cityId, appointmentId, { ...body, language });
    if (!held.ok)
      return held.error.kind === 'gone'
        ? isGone(held.error)
        : refuseMember('not-found', '/path/appointmentId', NO_BOOKING);
    const who = { documentNumber: null, proven: null, by: actorOf(caller) };
    const moved = await booking.confirm(cityId, held.value.hold, who);
    if (moved.ok) return succeed({ body: { ...moved.value, isOurs: true } });
    return isGone(moved.error.kind === 'gone' ? moved.error : { kind: 'gone', next: null });
  });
  server.registerOperation('cancelBooking', async ({ params: { cityId, appointmentId }, caller }) => {
    const kept = await keptFor(caller, cityId, appointmentId);
    if (kept === 'wrong-office') return refuseMember('wrong-office', '/path/appointmentId');
    if (kept === null) return refuseMember('not-found', '/path/appointmentId', NO_BOOKING);
    const cancelled = await booking.cancelKept(cityId, kept, { door: 'telephone', by: actorOf(caller) });
    if (cancelled.ok) return succeed({ body: null });
    return cancelled.error.kind === 'arrived'
      ? refuseMember('already-checked-in', '/path/appointmentId')
      : refuseMember('not-found', '/path/appointmentId', NO_BOOKING);
  });
  return booking;
}
