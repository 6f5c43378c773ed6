import type { TicketId } from '../../contract/shared/ids.ts';
import { nextToCall, USUAL_CALLING } from '../../domain/calling-order.ts';
import { CALL_ORDER_MS, isImpersonal, targetText, UNDO_ORDER_MS } from '../../domain/desk.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { DeskAct } from '../../domain/ticket-life.ts';
import { isIn, nextRank } from '../../domain/ticket-life.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { DeskAnswer, DeskOrder, DeskRefusal } from '../contract/desk.ts';
import type { LifeBook, PausedDesk } from '../ports/life-book.ts';
import {
  allWaiting,
  callableBy,
  type DeskDay,
  heldBy,
  isAtDesk,
  isWaiting,
  type LivingTicket,
  placeOf,
  standingEvents,
  ticketOfOrder,
} from './desk-day.ts';
import { allowedAt, servedAt } from './desk-services.ts';
import type { HelpCalls } from './help-calls.ts';
import { laidAside, mayCallAside } from './parked.ts';

export interface DeskOrdersParts {
  day: DeskDay;
  lives: Pick<LifeBook, 'write' | 'ticketOf' | 'pause' | 'paused' | 'chooseServices' | 'chosenServices'>;
  office: Office;
  help: Pick<HelpCalls, 'isOpen'>;
  clock: Clock;
  log: Log;
}

type OrderOf<Kind extends DeskOrder['kind']> = Extract<DeskOrder, { kind: Kind }>;
type OfDesk = OrderOf<'pause' | 'resume' | 'services'>;
type Elsewhere = OrderOf<'give' | 'help' | 'alarm' | 'alarm-end'>;
type OfTicket = Exclude<DeskOrder, OrderOf<'call-next' | 'undo'> | OfDesk | Elsewhere>;
export type LifeOrder = Exclude<DeskOrder, Elsewhere>;

/** The desk that orders, and the tickets of today. */
interface AtDesk extends DeskOrdersParts {
  deskId: string;
  tickets: ReadonlyMap<TicketId, LivingTicket>;
}

interface Decision {
  living: LivingTicket;
  act: DeskAct;
  note?: OrderOf<'transfer'>['note'];
  word?: OrderOf<'transfer'>['word'];
}
type Decided = Result<Decision, { kind: DeskRefusal }>;

const no = (kind: DeskRefusal) => refuse({ kind });

/**
 * Decides a desk's order and writes it before answering. Nothing runs between reading and writing, so two desks that call at the same
 * moment get different tickets. A repeated order gets the same answer and changes nothing.
 */
export function createDeskOrders(parts: DeskOrdersParts): (deskId: string, order: LifeOrder) => DeskAnswer {
  const { day, lives } = parts;
  return (deskId, order) => {
    if (order.kind === 'pause' || order.kind === 'resume') return pause(parts, deskId, order);
    if (order.kind === 'services') return chooseServices(parts, deskId, order);
    const before = lives.ticketOf(order.orderId);
    const read = day.read();
    if (!before.ok) return storeFailed(parts, before.error);
    if (!read.ok) return storeFailed(parts, read.error);
    const tickets = read.value;
    if (before.value !== null) {
      if (before.value.deskId !== deskId) return no('not-yours');
      return done(ticketOfOrder(tickets, order.orderId) ?? tickets.get(before.value.ticketId));
    }
    const at = { ...parts, deskId, tickets };
    const decided = decide(at, order);
    return decided.ok ? write(at, order, decided.value) : decided;
  };
}

const done = (living: LivingTicket | undefined): DeskAnswer =>
  succeed({ ticketId: living?.ticket.ticketId ?? null, number: living?.ticket.label ?? null });

export function storeFailed({ log }: { log: Log }, { kind, detail }: StoreFailure) {
  log.event(kind, { detail });
  return no(kind);
}

function write(at: AtDesk, { orderId, ageMs }: DeskOrder, decision: Decision): DeskAnswer {
  const { day, lives, clock, deskId } = at;
  const { living, act, note = null, word } = decision;
  const { ticketId } = living.ticket;
  // The new act ranks after all acts on this ticket, also after acts that now count for another ticket: a kiosk that has not received the
  // newest data yet still counts such acts for this ticket.
  const rank = nextRank([...living.events, ...living.deskEvents]);
  const event = { id: orderId, rank, by: deskId, act, note, word: word ?? null, ageMs };
  const written = lives.write({ ...event, ticketId });
  if (!written.ok) return storeFailed(at, written.error);
  day.add(ticketId, { ...event, atMs: clock.wallMs() - ageMs });
  return done(living);
}

function pause(parts: DeskOrdersParts, deskId: string, order: OrderOf<'pause' | 'resume'>): DeskAnswer {
  const { orderId, ageMs } = order;
  const wanted = order.kind === 'pause' ? order : null;
  const lastsMs = wanted?.lastsMs == null ? null : wanted.lastsMs - ageMs;
  // `isPast`: the page was cut off for longer than the pause was to last.
  const isPast = lastsMs !== null && lastsMs <= 0;
  const reason = isPast ? null : (wanted?.reason ?? null);
  const written = parts.lives.pause({ orderId, deskId, reason, lastsMs: isPast ? null : lastsMs });
  return written.ok ? succeed({ ticketId: null, number: null }) : storeFailed(parts, written.error);
}

function chooseServices(
  parts: DeskOrdersParts,
  deskId: string,
  { orderId, serviceIds }: OrderOf<'services'>,
): DeskAnswer {
  const allowed = allowedAt(deskId, parts.office.profile);
  if (serviceIds.some((serviceId) => !allowed.has(serviceId))) return no('other-services');
  const written = parts.lives.chooseServices({ orderId, deskId, serviceIds });
  return written.ok ? succeed({ ticketId: null, number: null }) : storeFailed(parts, written.error);
}

function decide(at: AtDesk, order: Exclude<LifeOrder, OfDesk>): Decided {
  if (order.kind === 'undo') return undo(at, order);
  if (order.kind === 'call-next') return mayCall(at, order, null) ?? callNext(at, order);
  const living = at.tickets.get(order.ticketId);
  if (living === undefined) return no('unknown-ticket');
  if (isIn(living.life.state, 'over')) return no('is-over');
  return ofTicket(at, order, living);
}

/**
 * Returns why a desk may not call: it is paused, it has another ticket, the order is so old that the clerk may have left the desk, or the
 * disk cannot be read. `null`: the desk may call.
 */
function mayCall(at: AtDesk, { ageMs }: DeskOrder, own: LivingTicket | null): Decided | null {
  const { lives, clock, office, deskId } = at;
  if (ageMs > CALL_ORDER_MS) return no('order-too-old');
  const paused = lives.paused();
  if (!paused.ok) return storeFailed(at, paused.error);
  if (paused.value.some((one) => one.deskId === deskId && isPausedNow(office, clock, one))) return no('paused');
  return hasOther(at, own) ? no('has-somebody') : null;
}

/**
 * Whether a pause began today, because a pause ends with its day. Both days are read from the wall clock, even while the date is in doubt.
 */
const isToday = (office: Office, clock: Clock, atMs: number): boolean =>
  office.momentOf(atMs).clockDay === office.momentOf(clock.wallMs()).clockDay;

/** Whether a pause has not ended yet, by its time or with its day. `LifeBook.paused` already leaves out a pause that a clerk has ended. */
export const isPausedNow = (office: Office, clock: Clock, { sinceMs, untilMs }: PausedDesk): boolean =>
  isToday(office, clock, sinceMs) && (untilMs === null || clock.wallMs() < untilMs);

const hasOther = ({ deskId, tickets }: AtDesk, own: LivingTicket | null): boolean =>
  heldBy(deskId, tickets.values()).some(({ ticket }) => ticket.ticketId !== own?.ticket.ticketId);

function callNext(at: AtDesk, { serviceIds }: OrderOf<'call-next'>): Decided {
  const { office, clock, lives, deskId, tickets } = at;
  const { profile } = office;
  const chosen = lives.chosenServices();
  if (!chosen.ok) return storeFailed(at, chosen.error);
  const served = servedAt(deskId, profile, chosen.value);
  const wanted = new Set<string>(serviceIds);
  const waiting = callableBy(deskId, allWaiting(tickets.values(), profile, clock.wallMs())).filter(
    (one) => one.deskId === deskId || (served.has(one.serviceId) && (wanted.size === 0 || wanted.has(one.serviceId))),
  );
  // `allWaiting` has sorted these tickets, also by the share of numbers taken at home. `nextToCall` only checks whether a ticket may be
  // called now.
  const living = waiting.find((one) => nextToCall([one], profile.calling ?? USUAL_CALLING, clock.wallMs()) !== null);
  return living === undefined ? no('nobody-waits') : succeed({ living, act: { kind: 'call', desk: deskId } });
}

function ofTicket(at: AtDesk, order: OfTicket, living: LivingTicket): Decided {
  const { deskId } = at;
  const { state, desk } = living.life;
  const isOwn = desk === deskId && isAtDesk(living);
  switch (order.kind) {
    case 'call':
    case 'recall':
      if (order.kind === 'recall' && isOwn)
        return state === 'serving' ? no('not-waiting') : succeed({ living, act: { kind: 'recall', desk: deskId } });
      if (state === 'parked') {
        if (!isCallable(at, living)) return no('not-yours');
      } else if (!isWaiting(living) && state !== 'no-show') return no('not-waiting');
      if (!isOfServices(at, living)) return no('other-services');
      return mayCall(at, order, living) ?? succeed({ living, act: { kind: 'call', desk: deskId } });
    case 'serve':
      // A number at another desk must be transferred by that desk; otherwise any desk could take or end another desk's visit.
      if (!isOwn && !isFree(at, living)) return no('not-yours');
      return hasOther(at, living) ? no('has-somebody') : succeed({ living, act: { kind: 'serve', desk: deskId } });
    case 'no-show':
      return isOwn && state !== 'serving'
        ? succeed({ living, act: { kind: 'no-show', desk: deskId } })
        : no('not-yours');
    case 'park':
      return isOwn ? succeed({ living, act: { kind: 'park', desk: deskId } }) : no('not-yours');
    case 'errand':
      return isOwn && state === 'serving' ? succeed({ living, act: { kind: 'errand' } }) : no('not-yours');
    case 'finish':
    case 'leave':
      return isOwn ? succeed({ living, act: { kind: order.kind } }) : no('not-yours');
    case 'transfer':
      if (!isOwn) return no('not-yours');
      if (order.word != null && !isImpersonal(order.word)) return no('personal-word');
      return isTarget(at, order.to)
        ? succeed({
            living,
            act: { kind: 'transfer', to: targetText(order.to) },
            note: order.note,
            word: order.word,
          })
        : no('unknown-target');
  }
}

function isCallable({ lives, office, clock, help, deskId }: AtDesk, living: LivingTicket): boolean {
  const paused = lives.paused();
  const isPaused = (one: string): boolean =>
    paused.ok && paused.value.some((pause) => pause.deskId === one && isPausedNow(office, clock, pause));
  const aside = laidAside(living, office.profile);
  return aside !== null && mayCallAside(aside, deskId, { isPaused, isOpen: help.isOpen, nowMs: clock.wallMs() });
}

/**
 * Whether the desk may call the number: the profile allows the number's service at this desk, the number is for this desk, or the number
 * was laid aside (parked at a desk or sent to one) and this desk may call it (`mayCallAside`).
 */
function isOfServices(at: AtDesk, living: LivingTicket): boolean {
  const { profile } = at.office;
  const place = placeOf(living, profile);
  return place.deskId === at.deskId || allowedAt(at.deskId, profile).has(place.serviceId) || isCallable(at, living);
}

/** Whether the number is at no desk and reserved for no other desk. */
function isFree(at: AtDesk, living: LivingTicket): boolean {
  if (living.life.state === 'parked') return isCallable(at, living);
  const of = placeOf(living, at.office.profile).deskId;
  return !isAtDesk(living) && (of === null || of === at.deskId);
}

const isTarget = ({ office: { profile }, deskId: own }: AtDesk, to: OrderOf<'transfer'>['to']): boolean =>
  to.of === 'service'
    ? profile.services.some(({ serviceId }) => serviceId === to.serviceId)
    : to.deskId !== own && profile.desks.some(({ deskId }) => deskId === to.deskId);

/** Undoes only the last act on a ticket, and only by the desk that made it. */
function undo(at: AtDesk, { undoes, ageMs }: OrderOf<'undo'>): Decided {
  const { lives, clock, deskId, tickets } = at;
  const found = lives.ticketOf(undoes);
  if (!found.ok) return storeFailed(at, found.error);
  if (found.value === null) return no('unknown-ticket');
  if (found.value.deskId !== deskId) return no('not-yours');
  const living = ticketOfOrder(tickets, undoes) ?? tickets.get(found.value.ticketId);
  const last = living === undefined ? undefined : standingEvents(living).at(-1);
  if (living === undefined || last?.id !== undoes) return no('undo-too-late');
  if (clock.wallMs() - ageMs - last.atMs > UNDO_ORDER_MS) return no('undo-too-late');
  if (!isAtDesk(living) && hasOther(at, living)) return no('has-somebody');
  return succeed({ living, act: { kind: 'undo', undoes } });
}
