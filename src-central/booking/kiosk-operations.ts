import { KioskDoor, type KioskHours, MOST_HOUR_DAYS } from '../../src-main/contract/centre/kiosk-hours.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Centre } from '../replica-context.ts';
import { type KioskCaller, refuseMember } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import type { HoursAsked } from './booking.ts';
import type { StaffBookings } from './create-booking.ts';

/**
 * The limits of a kiosk. They let a stolen kiosk read no more than the office's staff could, and book few appointments until it is revoked.
 * At the door `kiosk` the plan's limit for people without a proof also applies.
 */
const KIOSK_LIMITS = {
  read: { action: 'kiosk-hours', most: 240, windowMs: 3_600_000 },
  hold: { action: 'kiosk-holds', most: 60, windowMs: 3_600_000 },
  confirm: { action: 'kiosk-bookings', most: 30, windowMs: 3_600_000 },
} as const satisfies Record<string, Limit>;

/** The search for the first days with free appointment times reads this many days per query, and at most `MOST_DAYS` in all. */
const DAYS_AT_ONCE = 14;
const MOST_DAYS = 84;

const NO_HOURS = 'the office offers no such hours';

/** Registers the operations with which a kiosk books appointments at its own office, for a citizen at its screen or a clerk at a desk. */
export function registerKioskHours(server: OperationsRegistrar, centre: Centre, booking: StaffBookings): void {
  const { database, clock } = centre;
  const counted = ({ cityId, kioskId }: KioskCaller, limit: Limit) =>
    countTry(database, cityId, limit, kioskId, clock.nowMs());

  type Asked = Pick<HoursAsked, 'door' | 'visitor' | 'deskId'>;
  /**
   * Adds the visitor to a request. All citizens at one kiosk count as one visitor: like one browser, they see freed appointment times late,
   * book few freed times a day, and hold few times at once.
   */
  async function askedBy({ cityId, kioskId }: KioskCaller, door: KioskDoor, deskId?: string): Promise<Asked> {
    const visitor = door === 'kiosk' ? await booking.visitorOf(cityId, `kiosk ${kioskId}`) : null;
    return { door, visitor, deskId: door === 'kiosk' ? undefined : deskId };
  }

  async function firstDays(caller: KioskCaller, asked: Omit<HoursAsked, 'officeId'>, from: string) {
    const { cityId, officeId } = caller;
    const days: KioskHours['days'] = [];
    for (let at = 0; at < MOST_DAYS && days.length < MOST_HOUR_DAYS; at += DAYS_AT_ONCE) {
      const more = { from: addDays(from, at), days: DAYS_AT_ONCE };
      const read = await booking.freeHours(cityId, { officeId, ...asked, ...more });
      if (read.length === 0) break;
      for (const { day, starts } of read) if (starts.length > 0) days.push({ day, starts });
    }
    return days.slice(0, MOST_HOUR_DAYS);
  }

  server.registerOperation('askKioskHours', async ({ body: { door, errand, from, deskId }, caller }) => {
    const mayRead = await counted(caller, KIOSK_LIMITS.read);
    if (!mayRead.ok) return mayRead;
    const office = (await booking.offices(caller.cityId, door)).find(({ officeId }) => officeId === caller.officeId);
    if (office === undefined) return succeed({ body: { services: [], desks: [], days: [] } });
    const today = localDateTime(clock.nowMs(), office.zone).date;
    const [, first = today] = [from ?? today, today].toSorted();
    const asked = await askedBy(caller, door, deskId);
    const days = errand === undefined ? [] : await firstDays(caller, { errands: [errand], ...asked }, first);
    return succeed({
      body: {
        services: office.services.map(({ serviceId, minutes }) => ({ serviceId, minutes })),
        desks: office.desks.map(({ deskId: own, services }) => ({ deskId: own, services })),
        days,
      },
    });
  });

  server.registerOperation('holdKioskHour', async ({ body, caller }) => {
    const { door, errand, start, language, deskId, hold: token } = body;
    const mayHold = await counted(caller, KIOSK_LIMITS.hold);
    if (!mayHold.ok) return mayHold;
    const { cityId, officeId } = caller;
    const asked = await askedBy(caller, door, deskId);
    const held = await booking.hold(cityId, { officeId, errands: [errand], start, language, ...asked, token });
    if (held.ok) return succeed({ body: held.value });
    return held.error.kind === 'gone'
      ? refuseMember('hour-gone', '/body/start')
      : refuseMember('not-found', '/body/errand', NO_HOURS);
  });

  /**
   * Returns the door (the kiosk's screen or a desk) at which this office's kiosks made the hold, or the booking made from the hold. `hold`:
   * the hold's secret. `null`: the secret is unknown, or the hold was made elsewhere.
   */
  async function doorOf({ cityId, officeId }: KioskCaller, hold: string): Promise<KioskDoor | null> {
    const origin = await booking.originOf(cityId, hold);
    return origin?.officeId === officeId ? (KioskDoor.safeParse(origin.door).data ?? null) : null;
  }

  server.registerOperation('confirmKioskHour', async ({ body: { hold }, caller }) => {
    const mayConfirm = await counted(caller, KIOSK_LIMITS.confirm);
    if (!mayConfirm.ok) return mayConfirm;
    const by = { tokenId: null, name: `kiosk ${caller.kioskId}`, role: 'kiosk', address: null };
    const door = await doorOf(caller, hold);
    const who = { documentNumber: null, proven: null, by };
    const booked = door && (await booking.confirm(caller.cityId, hold, who));
    if (!booked?.ok || booked.value.state !== 'booked' || booked.value.locator === null)
      return refuseMember('hour-gone', '/body/hold');
    const { start, end, locator, qr } = booked.value;
    return succeed({ body: { start, end, locator, qr } });
  });

  server.registerOperation('releaseKioskHour', async ({ body: { hold }, caller }) => {
    const door = await doorOf(caller, hold);
    if (door === null) return succeed({ body: null });
    // Result ignored: a booking is cancelled below.
    await booking.release(caller.cityId, hold);
    // Result ignored: `unknown` means that there is no booking, `arrived` that the citizen has come and keeps it.
    await booking.cancel(caller.cityId, hold, { door });
    return succeed({ body: null });
  });
}
