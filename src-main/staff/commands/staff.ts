import { endAlarm } from '../../calling/steps/staff-alarms.ts';
import { countedFrom, formatLabel } from '../../domain/numbering.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { type StaffAction, UNDO_SERVED_MS } from '../../domain/staff.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext, touch } from '../../session/steps/kiosk-context.ts';
import { isStaff, isStaffPlace, isTechnician, type StaffPlaceOf } from '../../session/steps/session.ts';
import { behindPin } from '../../technician/commands/behind-pin.ts';
import { reprint } from '../../tickets/steps/reprint.ts';
import { printStrip, printWaiting } from '../view/staff-papers.ts';
import { isNumberOf } from '../view/staff-view.ts';

type Answered = Result<null, Refusal>;

export function staffCommands(context: KioskContext) {
  return {
    showStaff: (params) => show(context, params),
    answerHelp: (params) => answerHelp(context, params),
    endAlarm: ({ stamp, alarmId }) =>
      asStaff(context, stamp, 'staff-end-alarm', undefined, () => solveAlarm(context, alarmId)),
    reprintNumber: ({ stamp, ticketId }) =>
      asStaff(context, stamp, 'staff-reprint', ticketId, () => reprintNumber(context, ticketId)),
    voidNumber: ({ stamp, ticketId }) =>
      asStaff(context, stamp, 'staff-void', ticketId, () => voidNumber(context, ticketId)),
    paperChanged: ({ stamp }) => asStaff(context, stamp, 'staff-paper-changed', undefined, () => paperChanged(context)),
    printWaiting: ({ stamp }) => asStaff(context, stamp, 'staff-print-list', undefined, () => printWaiting(context)),
    printStrip: ({ stamp, serviceId }) =>
      asStaff(context, stamp, 'staff-print-strip', serviceId, () => printStrip(context, serviceId)),
    chooseDay: ({ stamp, day }) => chooseDay(context, stamp, day),
    noteServed: (params) => noteServed(context, params),
    undoServed: ({ stamp, markId }) =>
      asStaff(context, stamp, 'staff-undo-served', undefined, () => undoServed(context, markId)),
    setStaffCode: (params) => setCode(context, params),
    forgetStaffCode: ({ stamp }) =>
      behindPin(context, stamp, 'forget-staff-code', () => context.staffAccess.forget(), {
        isThere: () => isAtAccess(context),
      }),
  } satisfies Partial<Commands>;
}

/**
 * Performs a staff action. With `stamp` the action comes from the screen, and its result, done or refused, is recorded and shown. Without
 * `stamp` it comes over the core's standard input and is not recorded. `markId`: the mark of an action that can be undone.
 */
export function asStaff(
  context: KioskContext,
  stamp: Stamp | undefined,
  action: StaffAction,
  subject: string | undefined,
  act: () => Answered,
  markId?: string,
): Answered {
  if (stamp === undefined) return act();
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const { sessionId, ...session } = context.session();
  if (!isStaffPlace(session.place)) return refuse({ kind: 'not-possible-here' });
  const done = act();
  const result = done.ok ? 'done' : done.error.kind;
  context.record.acted(sessionId, action, result, subject);
  context.apply({
    type: 'staff-said',
    said: { action, result, ...(done.ok && markId !== undefined ? { markId } : {}) },
  });
  return done;
}

function show(context: KioskContext, { stamp, to }: ParamsOf<'showStaff'>): Answered {
  if (!isStaff(context.session())) return refuse({ kind: 'not-possible-here' });
  if (to.page === 'staff-service' && !hasService(context, to.serviceId))
    return refuse({ kind: 'unknown-service', detail: to.serviceId });
  return touch(context, stamp, { type: 'show-staff', place: placeOf(to) });
}

/** Answers a call for help: its row in the staff's view then shows that a clerk is coming. The answer is not recorded as a staff action. */
function answerHelp(context: KioskContext, { stamp, helpId }: ParamsOf<'answerHelp'>): Answered {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!isStaff(context.session())) return refuse({ kind: 'not-possible-here' });
  const answered = context.help.answer(helpId, null);
  return answered.ok ? touch(context, stamp, { type: 'act' }) : refuse({ kind: 'unknown-request' });
}

function solveAlarm({ deskAlarms }: KioskContext, alarmId: string): Answered {
  const ended = endAlarm(deskAlarms, alarmId, null);
  if (ended.ok) return ended;
  return ended.error.kind === 'unknown-alarm' ? refuse({ kind: 'unknown-request' }) : refuse(ended.error);
}

const hasService = ({ office }: KioskContext, serviceId: string): boolean =>
  office.profile.services.some((service) => service.serviceId === serviceId);

function placeOf(to: ParamsOf<'showStaff'>['to']): StaffPlaceOf {
  switch (to.page) {
    case 'staff-service':
      return { at: to.page, serviceId: to.serviceId };
    case 'staff-served':
      return { at: to.page, series: to.series, typed: to.typed };
    case 'staff-number':
      return { at: to.page, typed: to.typed };
    default:
      return { at: to.page };
  }
}

function reprintNumber(context: KioskContext, ticketId: ParamsOf<'reprintNumber'>['ticketId']): Answered {
  const found = context.store.findTicket(ticketId);
  if (!found.ok) return found;
  return found.value ? reprint(context, found.value, null) : refuse({ kind: 'unknown-request' });
}

/** Voids a ticket: it is not called any more, and its waiting slip is not printed. */
function voidNumber({ store, queue, log }: KioskContext, ticketId: ParamsOf<'voidNumber'>['ticketId']): Answered {
  const found = store.findTicket(ticketId);
  if (!found.ok) return found;
  if (!found.value) return refuse({ kind: 'unknown-request' });
  if (found.value.withdrawnAtMs !== null) return refuse({ kind: 'ticket-withdrawn' });
  const withdrawn = store.withdraw(ticketId);
  if (!withdrawn.ok) return withdrawn;
  queue.withdraw(ticketId);
  log.event('ticket-withdrawn', { ticketId });
  return succeed(null);
}

/** Marks numbers of tickets that this kiosk issued today as served; the numbers of another kiosk are marked at that kiosk. */
function noteServed(context: KioskContext, { stamp, series, number, isUpTo }: ParamsOf<'noteServed'>): Answered {
  const { store, served, clock, newId, log } = context;
  const markId = newId();
  return asStaff(
    context,
    stamp,
    'staff-note-served',
    `${isUpTo ? '≤ ' : ''}${formatLabel(series, number)}`,
    () => {
      const today = store.today.now();
      const isKnown = isNumberOf(store.day, series, today, number, isUpTo);
      if (!isKnown.ok) return isKnown;
      if (!isKnown.value) return refuse({ kind: 'unknown-request' });
      const numbers = { series, today, first: isUpTo ? countedFrom(number) : number, last: number };
      const noted = served.note(markId, { ...numbers, appointmentsUntilMs: clock.wallMs() });
      if (noted.ok) log.event('numbers-served', { series, number, isUpTo });
      return noted;
    },
    markId,
  );
}

/**
 * Confirms one of the two dates between which staff must choose while the clock is in doubt. Only a date on the screen is accepted, so that
 * a touch on an outdated screen has no effect.
 */
function chooseDay(context: KioskContext, stamp: Stamp, day: string): Answered {
  const { store, log } = context;
  const before = store.today.doubt();
  const choose = (): Answered => {
    const chosen = store.today.choose(day);
    if (!chosen.ok) return chosen;
    if (!chosen.value) return refuse({ kind: 'not-possible-here' });
    log.event('day-chosen', { serviceDay: day, believed: before?.believed, clock: before?.clock });
    return succeed(null);
  };
  return isTechnician(context.session())
    ? behindPin(context, stamp, 'choose-day', choose)
    : asStaff(context, stamp, 'staff-choose-day', day, choose);
}

function undoServed({ served, log }: KioskContext, markId: string): Answered {
  const undone = served.undo(markId, UNDO_SERVED_MS);
  if (!undone.ok) return undone;
  if (!undone.value) return refuse({ kind: 'undo-too-late' });
  log.event('served-undone');
  return succeed(null);
}

function paperChanged({ printers, log }: KioskContext): Answered {
  const started = printers.startRolls();
  if (started.ok) log.event('roll-changed');
  return started;
}

const isAtAccess = ({ session }: KioskContext): boolean =>
  isTechnician(session()) && session().place.at === 'technician-access';

function setCode(context: KioskContext, { stamp, code }: ParamsOf<'setStaffCode'>): Answered {
  const { session, staffAccess, record } = context;
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!isAtAccess(context) || staffAccess.state().staffCode === 'not-allowed')
    return refuse({ kind: 'not-possible-here' });
  const { sessionId } = session();
  staffAccess.choose(code, (result) => record.acted(sessionId, 'choose-staff-code', result));
  context.apply({ type: 'stay' });
  return succeed(null);
}
