import type { BookedHour, OfficeHours } from '../../booking/ports/office-hours.ts';
import { ownSecret } from '../../booking/rules/own-secret.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { SlipOrder } from '../../tickets/ports/store.ts';
import type { ComeBackAnswer, ComeBackAsk } from '../contract/come-back.ts';

type Ask<A extends ComeBackAsk['ask']> = Extract<ComeBackAsk, { ask: A }>;

/**
 * Books appointments on another day for citizens at the desks that this kiosk serves, and prints their papers at this kiosk. Never rejects.
 */
export type ComeBack = (ask: ComeBackAsk) => Promise<ComeBackAnswer>;

export interface ComeBackParts {
  hours: OfficeHours;
  office: Office;
  print: (order: SlipOrder) => void;
  newId: () => string;
  clock: Clock;
  log: Log;
}

/**
 * Largest number of bookings kept in memory for repeated calls; the oldest is dropped first. The office's desks make fewer while a page
 * waits for a lost answer.
 */
const MOST_KEPT = 100;

interface Kept {
  order: Ask<'book'>;
  hold: string | null;
  booked: BookedHour | null;
  /** The reason why the booking failed, which every repeated call gets; `null` while it has not failed. */
  ended: 'gone' | 'slow' | 'offline' | null;
  underWay: Promise<ComeBackAnswer> | null;
}

export function createComeBack({ hours, office, print, newId, clock, log }: ComeBackParts): ComeBack {
  const kept = new Map<string, Kept>();
  /** Ids of bookings that the clerk gave up, even of bookings that this kiosk did not know. */
  const left = new Set<string>();
  const hourOf = (start: string) => {
    const { date, time } = office.momentOf(Date.parse(start));
    return { start, date, time };
  };

  async function showHours({ visit, from }: Ask<'hours'>): Promise<ComeBackAnswer> {
    const answer = await hours.ask({
      door: 'desk',
      ...(visit === null ? {} : { errand: visit.serviceId }),
      ...(visit?.deskId == null ? {} : { deskId: visit.deskId }),
      ...(from === null ? {} : { from }),
    });
    if (!answer.ok) return { is: answer.error.kind };
    const { services, desks, days } = answer.value;
    const { profile } = office;
    return {
      is: 'hours',
      services: profile.services.filter(({ serviceId }) => services.some((one) => one.serviceId === serviceId)),
      desks: profile.desks.flatMap(({ deskId, name }) => {
        const own = desks.find((one) => one.deskId === deskId);
        return own === undefined ? [] : [{ deskId, name, serviceIds: [...own.services] }];
      }),
      days: days.map(({ day, starts }) => ({ date: day, hours: starts.map(hourOf) })),
    };
  }

  function printPaper({ order }: Kept, booking: BookedHour): void {
    const { visit, language } = order;
    print({
      jobId: newId(),
      kind: 'booking',
      ticket: null,
      serviceId: visit.serviceId,
      language,
      booking,
      duplicate: false,
      askedAtMs: clock.wallMs(),
    });
  }

  /** Whether the clerk has given up the booking. If so, the appointment time is given back, and no paper is printed. */
  function isGivenUp({ order, hold }: Kept): boolean {
    if (!left.has(order.bookingId)) return false;
    // While the hold (reservation) at the centre is unknown, it is released by the secret that follows from the booking's id.
    hours.release(hold ?? ownSecret(order.bookingId));
    return true;
  }

  async function carryOut(one: Kept): Promise<ComeBackAnswer> {
    if (one.ended !== null) return { is: one.ended };
    const { visit, start, language } = one.order;
    if (one.hold === null) {
      const { serviceId: errand, deskId } = visit;
      const own = ownSecret(one.order.bookingId);
      const at = deskId === null ? {} : { deskId };
      const held = await hours.hold({ door: 'desk', errand, start, language, hold: own, ...at });
      if (!held.ok) {
        // An earlier call with the same id may have booked, so the failure of a repeated call proves nothing.
        if (one.order.again === true && held.error.kind !== 'gone') return { is: 'unsure' };
        one.ended = held.error.kind;
        if (held.error.kind !== 'gone') hours.release(own);
        return { is: one.ended };
      }
      if (one.order.again === true && held.value.hold !== own) {
        // The centre runs an earlier release, because it ignored the secret `own`. Such a centre does not know whether an earlier call has
        // booked the appointment.
        hours.release(held.value.hold);
        return { is: 'unsure' };
      }
      one.hold = held.value.hold;
    }
    if (isGivenUp(one)) return { is: 'left' };
    if (one.booked === null) {
      const booked = await hours.confirm(one.hold);
      if (isGivenUp(one)) return { is: 'left' };
      if (!booked.ok) {
        if (booked.error.kind !== 'gone') return { is: 'unsure' };
        one.ended = 'gone';
        return { is: 'gone' };
      }
      one.booked = booked.value;
      log.event('hour-booked');
      printPaper(one, booked.value);
    }
    return { is: 'booked', hour: hourOf(one.booked.start), locator: one.booked.locator };
  }

  function leave(bookingId: string): void {
    const one = kept.get(bookingId);
    // A completed booking stays, because its paper is printed already.
    if (one !== undefined && one.booked !== null) return;
    left.add(bookingId);
    const [oldest] = left;
    if (left.size > MOST_KEPT && oldest !== undefined) left.delete(oldest);
    // A `carryOut` in progress gives the appointment time back itself.
    if (one === undefined) hours.release(ownSecret(bookingId));
    else if (one.underWay === null) isGivenUp(one);
  }

  function book(order: Ask<'book'>): Promise<ComeBackAnswer> {
    if (left.has(order.bookingId)) return Promise.resolve({ is: 'left' });
    const one = kept.get(order.bookingId) ?? { order, hold: null, booked: null, ended: null, underWay: null };
    kept.set(order.bookingId, one);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    one.underWay ??= carryOut(one).finally(() => {
      one.underWay = null;
    });
    return one.underWay;
  }

  return (ask) => {
    if (ask.ask === 'hours') return showHours(ask);
    if (ask.ask === 'book') return book(ask);
    const one = kept.get(ask.bookingId);
    if (ask.ask === 'leave') {
      leave(ask.bookingId);
      return Promise.resolve({ is: 'left' });
    }
    if (!one?.booked) return Promise.resolve({ is: 'gone' });
    printPaper(one, one.booked);
    return Promise.resolve({ is: 'printed' });
  };
}
