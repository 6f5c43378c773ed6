import type { LocalizedText } from '../../contract/shared/localized-text.ts';
import { readTarget, TRANSFER_NOTES, UNDO_ORDER_MS } from '../../domain/desk.ts';
import { isPublicTurn } from '../../domain/public-rows.ts';
import { isIn, turnMadeBy } from '../../domain/ticket-life.ts';
import { ticketNameOf } from '../../office/rules/guidance.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DayInDoubt } from '../../tickets/rules/time-label.ts';
import type { DeskTicket, DeskView, DeskWork } from '../contract/desk.ts';
import type { AlarmSaid } from '../contract/kiosks.ts';
import { HUB_STALE_AFTER_S } from '../contract/pairing.ts';
import type { ChosenServices, DeskEvent, PausedDesk } from '../ports/life-book.ts';
import { waitingOf } from '../steps/calling.ts';
import {
  allWaiting,
  callableBy,
  heldBy,
  isAtDesk,
  isComing,
  isWaiting,
  type LivingTicket,
  placeOf,
  servicesOf,
  standingEvents,
} from '../steps/desk-day.ts';
import { isPausedNow } from '../steps/desk-orders.ts';
import { allowedAt, servedAt } from '../steps/desk-services.ts';
import type { HelpCalls } from '../steps/help-calls.ts';
import { laidAside, mayCallAside } from '../steps/parked.ts';
import type { DeskQueues } from '../steps/queue-states.ts';

/** Largest number of rows of next numbers; a person reads no more. */
const MOST_NEXT = 30;
const MOST_NO_SHOWS = 12;
/** A call that lost against another desk's call is shown for this long. */
const LOST_SHOWN_MS = 60 * 60_000;
const MOST_LOST = 8;

export interface DeskViewParts {
  office: Office;
  clock: Clock;
  tickets: readonly LivingTicket[];
  paused: readonly PausedDesk[];
  kiosks: readonly string[];
  queueStates: Pick<DeskQueues, 'ofService' | 'usualVisitMs'>;
  dayInDoubt: DayInDoubt | null;
  help: Pick<HelpCalls, 'calls' | 'isOpen' | 'alarmSeenBy' | 'isWithStaff'>;
  chosen: readonly ChosenServices[];
  alarms: readonly AlarmSaid[];
}

type OfDay = ReturnType<typeof ofDay>;

interface Last {
  readonly event: DeskEvent;
  readonly number: string;
}

/** Returns the view of a desk at this moment. The part that all desks share is made once, on first use. */
export function deskViews(parts: DeskViewParts): (deskId: string) => DeskWork {
  let shared: OfDay | null = null;
  return (deskId) => {
    shared ??= ofDay(parts);
    return deskView(deskId, parts, shared);
  };
}

function ofDay(parts: DeskViewParts) {
  const { office, clock, tickets, paused } = parts;
  const made = new Map<LivingTicket, DeskTicket>();
  const waiting = tickets.filter(isWaiting);
  return {
    today: paused.filter((pause) => isPausedNow(office, clock, pause)),
    waiting: waitingRows(waiting, tickets.filter(isComing), parts),
    // `allWaiting` needs all tickets for sorting, because past calls decide how many numbers taken at home may be called.
    next: allWaiting(tickets, office.profile, clock.wallMs()),
    atDesks: tickets.filter(isAtDesk),
    missed: tickets.filter(({ life }) => life.state === 'no-show'),
    aside: tickets.filter((living) => laidAside(living, office.profile) !== null),
    contested: tickets.filter(({ life }) => life.lost.length > 0),
    served: servedByDesks(tickets),
    last: lastOfDesks(tickets),
    ticket(living: LivingTicket): DeskTicket {
      const ticket = made.get(living) ?? deskTicket(living, parts);
      made.set(living, ticket);
      return ticket;
    },
  };
}

function deskView(deskId: string, parts: DeskViewParts, shared: OfDay): DeskWork {
  const { office, clock, kiosks } = parts;
  const { profile } = office;
  const own = shared.today.find((one) => one.deskId === deskId);
  const held = heldBy(deskId, shared.atDesks);
  const [allowed, served] = [allowedAt(deskId, profile), servedAt(deskId, profile, parts.chosen)];
  return {
    officeName: profile.name,
    deskId,
    deskName: deskNameOf(parts, deskId),
    asOfMs: clock.wallMs(),
    staleAfterS: HUB_STALE_AFTER_S,
    holds: held.map((living) => heldTicket(living, deskId, shared.ticket(living), parts)),
    waiting: shared.waiting.map((row) => ({
      ...row,
      isAllowed: allowed.has(row.serviceId),
      isServed: served.has(row.serviceId),
    })),
    next: callableBy(deskId, shared.next)
      .filter((one) => one.deskId === deskId || served.has(one.serviceId))
      .slice(0, MOST_NEXT)
      .map(shared.ticket),
    parked: parkedFor(deskId, parts, shared),
    noShows: noShows(deskId, shared.missed),
    servedToday: shared.served.get(deskId) ?? 0,
    lost: lostCalls(deskId, parts, shared.contested),
    pause: own === undefined ? null : pauseOf(own, held.length > 0, shared.last.get(deskId)),
    undo: undoOf(shared.last.get(deskId), clock.wallMs()),
    desks: profile.desks
      .filter((desk) => desk.deskId !== deskId)
      .map((desk) => ({
        deskId: desk.deskId,
        name: desk.name,
        isPaused: shared.today.some((one) => one.deskId === desk.deskId),
        untilMs: shared.today.find((one) => one.deskId === desk.deskId)?.untilMs ?? null,
      })),
    kiosks: [...kiosks],
    dayInDoubt: parts.dayInDoubt,
    help: parts.help.calls(deskId).map(({ coming, slot, ...call }) => ({
      ...call,
      slot: profile.hub?.kiosks === undefined ? null : slot,
      coming: coming && {
        desk: coming.deskId === null ? null : deskNameOf(parts, coming.deskId),
        isOwn: coming.isOwn,
      },
    })),
    alarms: parts.alarms.map(({ alarmId, deskId: by, atMs, end }) => ({
      alarmId,
      desk: deskNameOf(parts, by),
      isOwn: by === deskId,
      atMs,
      seenBy: parts.help
        .alarmSeenBy(alarmId)
        .filter((one) => one !== by)
        .map((one) => deskNameOf(parts, one)),
      isWithStaff: parts.help.isWithStaff(),
      end: end && { by: end.by === null ? null : deskNameOf(parts, end.by), atMs: end.atMs },
    })),
  };
}

function parkedFor(deskId: string, parts: DeskViewParts, shared: OfDay): DeskView['parked'] {
  const presence = {
    isPaused: (one: string) => shared.today.some((pause) => pause.deskId === one),
    isOpen: parts.help.isOpen,
    nowMs: parts.clock.wallMs(),
  };
  return shared.aside
    .flatMap((living) => {
      const aside = laidAside(living, parts.office.profile);
      if (aside === null || !mayCallAside(aside, deskId, presence)) return [];
      const { deskId: of, atMs, isParked } = aside;
      // `DeskView.next` contains the numbers that were sent to this desk.
      if (of === deskId && !isParked) return [];
      return [{ ...shared.ticket(living), atMs, isParked, desk: deskNameOf(parts, of), isOfOther: of !== deskId }];
    })
    .toSorted((one, other) => one.atMs - other.atMs);
}

export const deskNameOf = ({ office }: Pick<DeskViewParts, 'office'>, deskId: string): LocalizedText =>
  office.profile.desks.find((desk) => desk.deskId === deskId)?.name ?? { ca: deskId };

function deskTicket(living: LivingTicket, { office: { profile } }: DeskViewParts): DeskTicket {
  const { ticket, life } = living;
  const { ticketId, label, language, appointment, asked, issuedAtMs } = ticket;
  const last = standingEvents(living).findLast(({ act }) => act.kind === 'transfer');
  const target = last?.act.kind === 'transfer' ? readTarget(last.act.to) : null;
  const isHanded = last !== undefined && target !== null && life.state !== 'waiting';
  return {
    ticketId,
    number: label,
    language,
    sinceMs: issuedAtMs,
    serviceId:
      profile.services.find(({ serviceId }) => serviceId === placeOf(living, profile).serviceId)?.serviceId ??
      ticket.serviceId,
    class: waitingOf(ticket, profile).class,
    appointmentMs: appointment?.startMs ?? null,
    ...asked,
    isSilent: !isPublicTurn(profile, servicesOf(living)),
    isOwn: placeOf(living, profile).deskId !== null,
    handed: isHanded
      ? { of: target.of, note: TRANSFER_NOTES.find((one) => one === last.note) ?? null, word: last.word }
      : null,
  };
}

export const timesCalled = (living: LivingTicket, deskId: string): number =>
  standingEvents(living).filter(({ act }) => turnMadeBy(act.kind) === 'called' && 'desk' in act && act.desk === deskId)
    .length;

/** A pause that was ordered during a visit begins at the end of the visit, which is then the desk's last act. */
const pauseOf = (
  { reason, sinceMs, untilMs }: PausedDesk,
  isAfterVisit: boolean,
  last: Last | undefined,
): DeskView['pause'] => ({
  reason,
  isAfterVisit,
  untilMs,
  sinceMs: isAfterVisit ? sinceMs : Math.max(sinceMs, last?.event.atMs ?? sinceMs),
});

function heldTicket(
  living: LivingTicket,
  deskId: string,
  ticket: DeskTicket,
  { queueStates }: DeskViewParts,
): DeskView['holds'][number] {
  const { state } = living.life;
  const standing = standingEvents(living);
  const called = standing.findLast(({ by, act }) => by === deskId && turnMadeBy(act.kind) === 'called');
  return {
    ...ticket,
    state: isIn(state, 'at-desk') ? state : 'called',
    times: timesCalled(living, deskId),
    stateAtMs: standing.findLast(({ act }) => turnMadeBy(act.kind) !== null)?.atMs ?? living.ticket.issuedAtMs,
    calledAtMs: called?.atMs ?? living.ticket.issuedAtMs,
    errands: 1 + standing.filter(({ act }) => act.kind === 'errand').length,
    usualVisitMs: queueStates.usualVisitMs(living.ticket.serviceId),
  };
}

type WaitingRow = Omit<DeskView['waiting'][number], 'isAllowed' | 'isServed'>;

function waitingRows(
  waiting: readonly LivingTicket[],
  coming: readonly LivingTicket[],
  { office, queueStates }: DeskViewParts,
): WaitingRow[] {
  const { profile } = office;
  const byService = Map.groupBy(waiting, (living) => placeOf(living, profile).serviceId as string);
  return profile.services.map((service) => {
    const { serviceId } = service;
    const own = byService.get(serviceId) ?? [];
    return {
      serviceId,
      name: ticketNameOf(service),
      count: own.length,
      coming: coming.filter((living) => placeOf(living, profile).serviceId === serviceId).length,
      oldestAtMs: own.length === 0 ? null : Math.min(...own.map(({ ticket }) => ticket.issuedAtMs)),
      comer: queueStates.ofService(serviceId),
    };
  });
}

function noShows(deskId: string, missed: readonly LivingTicket[]): DeskView['noShows'] {
  return missed
    .flatMap((living) => {
      const last = standingEvents(living).findLast(({ act }) => act.kind === 'no-show');
      return last?.by === deskId ? [{ living, atMs: last.atMs }] : [];
    })
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, MOST_NO_SHOWS)
    .map(({ living: { ticket }, atMs }) => ({ ticketId: ticket.ticketId, number: ticket.label, atMs }));
}

/** A number that two desks finished counts for the desk that finished it last. */
function servedByDesks(tickets: readonly LivingTicket[]): ReadonlyMap<string, number> {
  const served = new Map<string, number>();
  for (const living of tickets) {
    if (living.life.state !== 'served') continue;
    const by = standingEvents(living).findLast(({ act }) => act.kind === 'finish')?.by;
    if (by !== undefined) served.set(by, (served.get(by) ?? 0) + 1);
  }
  return served;
}

function lostCalls(deskId: string, parts: DeskViewParts, contested: readonly LivingTicket[]): DeskView['lost'] {
  const sinceMs = parts.clock.wallMs() - LOST_SHOWN_MS;
  const nameOf = (other: string | null) => (other === null ? null : deskNameOf(parts, other));
  const all = contested.flatMap(({ ticket, life, deskEvents }) =>
    life.lost.flatMap(({ id, desk, heldBy: holder }) => {
      const atMs = deskEvents.find((event) => event.id === id)?.atMs ?? 0;
      if (atMs < sinceMs || (desk !== deskId && holder !== deskId)) return [];
      const isOwn = desk === deskId;
      return [{ atMs, lost: { id, number: ticket.label, isOwn, other: nameOf(isOwn ? holder : desk) } }];
    }),
  );
  return all
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, MOST_LOST)
    .map(({ lost }) => lost);
}

function lastOfDesks(tickets: readonly LivingTicket[]): ReadonlyMap<string, Last> {
  const last = new Map<string, Last>();
  for (const living of tickets) {
    const event = standingEvents(living).at(-1);
    if (event !== undefined && event.atMs > (last.get(event.by)?.event.atMs ?? Number.NEGATIVE_INFINITY))
      last.set(event.by, { event, number: living.ticket.label });
  }
  return last;
}

function undoOf(last: Last | undefined, nowMs: number): DeskView['undo'] {
  if (last === undefined) return null;
  const { event, number } = last;
  const untilMs = event.atMs + UNDO_ORDER_MS;
  return untilMs < nowMs ? null : { orderId: event.id, kind: event.act.kind, number, untilMs };
}
