import type { ServiceId } from '../../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import { isCurrent, type KioskContext, touch } from '../../session/steps/kiosk-context.ts';
import { type BookingFrom, type PlaceOf, wantsLargePrint } from '../../session/steps/session.ts';
import type { BookedHour } from '../ports/office-hours.ts';
import { fewHours } from '../rules/few-hours.ts';
import { offersHours } from '../steps/bookable.ts';
import { canPrintHour } from '../view/booking-view.ts';

type Answered = Result<null, Refusal>;
type BookHour = PlaceOf<'book-hour'>;
type BookSure = PlaceOf<'book-sure'>;

const here = (): Answered => refuse({ kind: 'not-possible-here' });

/**
 * Commands of the screens on which a citizen books an appointment on another day. Each command answers at once, and the screen changes when
 * the centre (the city's central service) answers. If the centre reserves an appointment time after the citizen has left the screen, the
 * time is given back.
 */
export function bookingCommands(context: KioskContext) {
  const { session, apply, bookable } = context;
  return {
    openBooking: ({ stamp }) => open(context, stamp),
    chooseErrand({ stamp, serviceId }) {
      const { place } = session();
      if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
      if (place.at !== 'book-errand' || !bookable.services().includes(serviceId)) return here();
      return showHours(context, serviceId, place.from, new Set());
    },
    askHours({ stamp }) {
      const { place } = session();
      if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
      return place.at === 'book-hour' ? showHours(context, place.serviceId, place.from, place.gone) : here();
    },
    chooseHour: (params) => choose(context, params),
    confirmHour: ({ stamp }) => confirm(context, stamp),
    printHour({ stamp }) {
      const { place } = session();
      if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
      if (place.at !== 'booked' || !canPrintHour(place, context.printers)) return here();
      const jobId = context.newId();
      apply({ type: 'go', place: { ...place, jobId, paper: 'coming', ended: false, printer: null } });
      printHour(context, place, jobId);
      return succeed(null);
    },
  } satisfies Partial<Commands>;
}

function open(context: KioskContext, stamp: ParamsOf<'openBooking'>['stamp']): Answered {
  const session = context.session();
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const [only, ...more] = context.bookable.services();
  if (only === undefined || context.noNumbers() !== null || !offersHours(session, context)) return here();
  const from = session.place.at === 'services' ? session.place : null;
  return more.length === 0
    ? showHours(context, only, from, new Set())
    : touch(context, stamp, { type: 'go', place: { at: 'book-errand', from } });
}

function showHours(
  context: KioskContext,
  serviceId: ServiceId,
  from: BookingFrom,
  gone: ReadonlySet<string>,
): Answered {
  const was: BookHour = { at: 'book-hour', serviceId, from, known: { is: 'asking' }, gone };
  context.apply({ type: 'go', place: was });
  void context.centre.hours.ask({ door: 'kiosk', errand: serviceId }).then((answer) => {
    const starts = answer.ok ? fewHours(answer.value.days, gone) : [];
    const none = answer.ok ? ('none' as const) : answer.error.kind;
    const known: BookHour['known'] = starts.length > 0 ? { is: 'hours', starts } : { is: none };
    answered(context, was, { ...was, known });
  });
  return succeed(null);
}

/**
 * Replaces the waiting screen `was` by `place`; returns `false`, without a change, if the citizen has left `was` or the program is ending.
 */
function answered(context: KioskContext, was: BookHour | BookSure, place: BookHour | BookSure): boolean {
  if (context.isStopped() || context.session().place !== was) return false;
  context.apply({ type: 'booking-answered', was, place });
  return true;
}

function choose(context: KioskContext, { stamp, start }: ParamsOf<'chooseHour'>): Answered {
  const { place: list, language } = context.session();
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (list.at !== 'book-hour' || list.known.is !== 'hours' || !list.known.starts.includes(start)) return here();
  const { serviceId } = list;
  const was: BookSure = { at: 'book-sure', serviceId, start, hold: null, doing: 'holding', list };
  context.apply({ type: 'go', place: was });
  const { hours } = context.centre;
  void hours.hold({ door: 'kiosk', errand: serviceId, start, language }).then((held) => {
    if (held.ok) {
      const { hold } = held.value;
      if (!answered(context, was, { ...was, hold, doing: 'sure' })) hours.release(hold);
    } else whenNot(context, was, held.error.kind);
  });
  return succeed(null);
}

/**
 * Shows the list of appointment times again, because the centre did not grant the chosen time. `gone`: the time is not free any more, or
 * its reservation has expired, and the list no longer contains it. `slow`, `offline`: the screen shows this reason instead of the list.
 */
function whenNot(context: KioskContext, was: BookSure, why: 'gone' | 'slow' | 'offline'): void {
  const { list, start, serviceId } = was;
  if (context.isStopped() || context.session().place !== was) return;
  if (why === 'gone') {
    // Result ignored: the screen shows the answer.
    showHours(context, serviceId, list.from, new Set([...list.gone, start]));
  } else context.apply({ type: 'booking-answered', was, place: { ...list, known: { is: why } } });
}

function confirm(context: KioskContext, stamp: ParamsOf<'confirmHour'>['stamp']): Answered {
  const { place } = context.session();
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (place.at !== 'book-sure' || place.hold === null || (place.doing !== 'sure' && place.doing !== 'unknown'))
    return here();
  const { hold } = place;
  const was: BookSure = { ...place, doing: 'confirming' };
  context.apply({ type: 'go', place: was });
  void context.centre.hours.confirm(hold).then((booked) => {
    if (booked.ok) showBooked(context, was, hold, booked.value);
    else if (booked.error.kind === 'gone') whenNot(context, was, 'gone');
    else answered(context, was, { ...was, doing: 'unknown' });
  });
  return succeed(null);
}

function showBooked(context: KioskContext, was: BookSure, hold: string, hour: BookedHour): void {
  if (context.isStopped() || context.session().place !== was) return;
  const jobId = context.newId();
  const { serviceId } = was;
  const place: PlaceOf<'booked'> = {
    at: 'booked',
    serviceId,
    hour,
    hold,
    jobId,
    paper: 'coming',
    ended: false,
    printer: null,
  };
  context.log.event('hour-booked');
  context.apply({ type: 'booking-answered', was, place });
  printHour(context, place, jobId);
}

function printHour(context: KioskContext, { serviceId, hour }: PlaceOf<'booked'>, jobId: string): void {
  const { session, clock, queue } = context;
  queue.add({
    jobId,
    kind: 'booking',
    ticket: null,
    serviceId,
    language: session().language,
    booking: hour,
    duplicate: false,
    askedAtMs: clock.wallMs(),
    largePrint: wantsLargePrint(session()),
  });
}
