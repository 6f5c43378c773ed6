import type { TicketId } from '../../contract/shared/ids.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { nextToCall, USUAL_CALLING } from '../../domain/calling-order.ts';
import { CALL_ORDER_MS, targetText, UNDO_ORDER_MS } from '../../domain/desk.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { DeskAct } from '../../domain/ticket-life.ts';
import { isIn, nextRank } from '../../domain/ticket-life.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { DeskAnswer, DeskOrder, DeskRefusal } from '../contract/desk.ts';
import type { LifeBook } from '../ports/life-book.ts';
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

export interface DeskOrdersParts {
  day: DeskDay;
  lives: LifeBook;
  office: Office;
  clock: Clock;
  log: Log;
}

type Tickets = ReadonlyMap<TicketId, LivingTicket>;
type OrderOf<Kind extends DeskOrder['kind']> = Extract<DeskOrder, { kind: Kind }>;
type OfTicket = Exclude<DeskOrder, OrderOf<'call-next' | 'undo' | 'pause' | 'resume' | 'give' | 'help'>>;
/** An order about a ticket that exists already. */
export type LifeOrder = Exclude<DeskOrder, OrderOf<'give' | 'help'>>;

/** A decided order, before it is written. */
interface Decision {
  living: LivingTicket;
  act: DeskAct;
  note?: OrderOf<'transfer'>['note'];
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
    const before = lives.ticketOf(order.orderId);
    const read = day.read();
    if (!before.ok || !read.ok) return storeFailed(parts, before.ok ? read : before);
    const tickets = read.value;
    if (before.value !== null) {
      if (before.value.deskId !== deskId) return no('not-yours');
      return done(ticketOfOrder(tickets, order.orderId) ?? tickets.get(before.value.ticketId));
    }
    const decided = decide(parts, deskId, order, tickets);
    return decided.ok ? write(parts, deskId, order, decided.value) : decided;
  };
}

const done = (living: LivingTicket | undefined): DeskAnswer =>
  succeed({ ticketId: living?.ticket.ticketId ?? null, number: living?.ticket.label ?? null });

function storeFailed(
  { log }: DeskOrdersParts,
  failed: Result<unknown, { kind: 'store-failed'; detail: string }>,
): DeskAnswer {
  if (!failed.ok) log.event(failed.error.kind, { detail: failed.error.detail });
  return no('store-failed');
}

function write(parts: DeskOrdersParts, deskId: string, { orderId, ageMs }: DeskOrder, decision: Decision): DeskAnswer {
  const { day, lives, clock } = parts;
  const { living, act, note = null } = decision;
  const { ticketId } = living.ticket;
  // The rank also follows acts that now count for another ticket: a kiosk that has not synced yet still counts them for this one.
  const rank = nextRank([...living.events, ...living.deskEvents]);
  const event = { id: orderId, rank, by: deskId, act, note, ageMs };
  const written = lives.write({ ...event, ticketId });
  if (!written.ok) return storeFailed(parts, written);
  day.add(ticketId, { ...event, atMs: clock.wallMs() - ageMs });
  return done(living);
}

function pause(parts: DeskOrdersParts, deskId: string, order: OrderOf<'pause' | 'resume'>): DeskAnswer {
  const reason = order.kind === 'pause' ? order.reason : null;
  const written = parts.lives.pause({ orderId: order.orderId, deskId, reason });
  return written.ok ? succeed({ ticketId: null, number: null }) : storeFailed(parts, written);
}

function decide(
  parts: DeskOrdersParts,
  deskId: string,
  order: Exclude<LifeOrder, OrderOf<'pause' | 'resume'>>,
  tickets: Tickets,
): Decided {
  if (order.kind === 'undo') return undo(parts, deskId, order, tickets);
  if (order.kind === 'call-next') {
    const may = mayCall(parts, deskId, order, tickets, null);
    return may ?? callNext(parts, deskId, order, tickets);
  }
  const living = tickets.get(order.ticketId);
  if (living === undefined) return no('unknown-ticket');
  if (isIn(living.life.state, 'over')) return no('is-over');
  return ofTicket(parts, deskId, order, living, tickets);
}

/** A desk with a ticket calls no other. An old call is refused, because the clerk may have left the desk. */
function mayCall(
  { lives, clock, office }: DeskOrdersParts,
  deskId: string,
  { ageMs }: DeskOrder,
  tickets: Tickets,
  own: LivingTicket | null,
): Decided | null {
  if (ageMs > CALL_ORDER_MS) return no('order-too-old');
  const paused = lives.paused();
  if (!paused.ok) return no('store-failed');
  if (paused.value.some((one) => one.deskId === deskId && isToday(office, clock, one.sinceMs))) return no('paused');
  return hasOther(deskId, tickets, own) ? no('has-somebody') : null;
}

/** A pause ends with the day on which it began. Both days are read from the wall clock, even while its day is in doubt. */
export const isToday = (office: Office, clock: Clock, atMs: number): boolean =>
  office.momentOf(atMs).clockDay === office.momentOf(clock.wallMs()).clockDay;

const hasOther = (deskId: string, tickets: Tickets, own: LivingTicket | null): boolean =>
  heldBy(deskId, tickets.values()).some(({ ticket }) => ticket.ticketId !== own?.ticket.ticketId);

function callNext(
  { office, clock }: DeskOrdersParts,
  deskId: string,
  { serviceIds }: OrderOf<'call-next'>,
  tickets: Tickets,
): Decided {
  const { profile } = office;
  const wanted = new Set<string>(serviceIds);
  const waiting = callableBy(deskId, allWaiting(tickets.values(), profile, clock.wallMs())).filter(
    (one) => wanted.size === 0 || one.deskId === deskId || wanted.has(one.serviceId),
  );
  // Their order also keeps the share of turns from home.
  const living = waiting.find((one) => nextToCall([one], profile.calling ?? USUAL_CALLING, clock.wallMs()) !== null);
  return living === undefined ? no('nobody-waits') : succeed({ living, act: { kind: 'call', desk: deskId } });
}

/** Orders about a ticket whose turn is not over. */
function ofTicket(
  parts: DeskOrdersParts,
  deskId: string,
  order: OfTicket,
  living: LivingTicket,
  tickets: Tickets,
): Decided {
  const { state, desk } = living.life;
  const isOwn = desk === deskId && isAtDesk(living);
  switch (order.kind) {
    case 'call':
    case 'recall':
      if (order.kind === 'recall' && isOwn)
        return state === 'serving' ? no('not-waiting') : succeed({ living, act: { kind: 'recall', desk: deskId } });
      if (!isWaiting(living) && state !== 'no-show') return no('not-waiting');
      return mayCall(parts, deskId, order, tickets, living) ?? succeed({ living, act: { kind: 'call', desk: deskId } });
    case 'serve':
      // A desk with the number must transfer it; otherwise any desk could take or end another desk's turn.
      if (!isOwn && !isFree(living, deskId, parts.office.profile)) return no('not-yours');
      return hasOther(deskId, tickets, living)
        ? no('has-somebody')
        : succeed({ living, act: { kind: 'serve', desk: deskId } });
    case 'no-show':
      return isOwn && state !== 'serving'
        ? succeed({ living, act: { kind: 'no-show', desk: deskId } })
        : no('not-yours');
    case 'finish':
    case 'leave':
      return isOwn ? succeed({ living, act: { kind: order.kind } }) : no('not-yours');
    case 'transfer':
      if (!isOwn) return no('not-yours');
      return isTarget(parts, deskId, order.to)
        ? succeed({ living, act: { kind: 'transfer', to: targetText(order.to) }, note: order.note })
        : no('unknown-target');
  }
}

/** The number is at no desk and reserved for no other desk. */
function isFree(living: LivingTicket, deskId: string, profile: OfficeProfile): boolean {
  const of = placeOf(living, profile).deskId;
  return !isAtDesk(living) && (of === null || of === deskId);
}

const isTarget = ({ office: { profile } }: DeskOrdersParts, own: string, to: OrderOf<'transfer'>['to']): boolean =>
  to.of === 'service'
    ? profile.services.some(({ serviceId }) => serviceId === to.serviceId)
    : to.deskId !== own && profile.desks.some(({ deskId }) => deskId === to.deskId);

/** Undoes only the last event of a ticket, and only by the desk that made it. */
function undo(
  { lives, clock }: DeskOrdersParts,
  deskId: string,
  { undoes, ageMs }: OrderOf<'undo'>,
  tickets: Tickets,
): Decided {
  const found = lives.ticketOf(undoes);
  if (!found.ok) return no('store-failed');
  if (found.value === null) return no('unknown-ticket');
  if (found.value.deskId !== deskId) return no('not-yours');
  const living = ticketOfOrder(tickets, undoes) ?? tickets.get(found.value.ticketId);
  const last = living === undefined ? undefined : standingEvents(living).at(-1);
  if (living === undefined || last?.id !== undoes) return no('undo-too-late');
  if (clock.wallMs() - ageMs - last.atMs > UNDO_ORDER_MS) return no('undo-too-late');
  if (!isAtDesk(living) && hasOther(deskId, tickets, living)) return no('has-somebody');
  return succeed({ living, act: { kind: 'undo', undoes } });
}
