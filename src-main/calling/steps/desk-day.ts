import type { TicketId } from '../../contract/shared/ids.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { WaitingPerson } from '../../domain/calling-order.ts';
import { callingOrder, USUAL_CALLING } from '../../domain/calling-order.ts';
import { readTarget } from '../../domain/desk.ts';
import { KIOSK_WRITER, type PastCall, type PersonInHall, withinShare } from '../../domain/from-home.ts';
import { type Result, succeed } from '../../domain/result.ts';
import { isIn, type LifeEvent, lifeOf, mergeLife, type TicketLife } from '../../domain/ticket-life.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { CallableNumber, CallableTicket, DayBook, NumberOfDay } from '../../tickets/ports/day-book.ts';
import type { ServiceDayReading } from '../../tickets/ports/service-day.ts';
import type { ListedDay } from '../../tickets/rules/working-day.ts';
import type { DeskEvent } from '../ports/life-book.ts';
import type { OfficeBook } from '../ports/office-book.ts';
import { ordersThatCountElsewhere } from '../rules/shared-ticket.ts';
import { waitingOf } from './calling.ts';

/** A ticket of today, with the acts of desks and others on it and the state that follows from these acts. */
export interface LivingTicket {
  readonly ticket: CallableTicket;
  /** Slot of the kiosk that issued the ticket; `null`: this kiosk. */
  readonly slot: number | null;
  readonly isVoided: boolean;
  readonly servedEvents: readonly LifeEvent[];
  /**
   * All acts (calls, transfers, withdrawals and so on) that count for the ticket, in sequence: of desks, staff, the citizen and the centre.
   */
  readonly events: readonly LifeEvent[];
  readonly deskEvents: readonly DeskEvent[];
  readonly life: TicketLife;
}

/**
 * Reads the office's tickets of today (`ServiceDayReading`), including tickets that sibling kiosks have sent. The tickets stay in memory
 * until `forget` is called or the service day changes.
 */
export interface DeskDay {
  read(): Result<ReadonlyMap<TicketId, LivingTicket>, StoreFailure>;
  add(ticketId: TicketId, event: DeskEvent): void;
  /**
   * Forgets the tickets in memory, so that the next `read` reads from disk. The caller runs this after each change that it did not pass to
   * `add`.
   */
  forget(): void;
}

export function createDeskDay(
  days: Pick<DayBook, 'all'>,
  today: Pick<ServiceDayReading, 'now'>,
  book: Pick<OfficeBook, 'heard'>,
): DeskDay {
  let held: { day: ListedDay; tickets: Map<TicketId, LivingTicket> } | null = null;
  const ticketsOf = createTicketsOf();
  return {
    read() {
      const day = today.now();
      if (held !== null && isSameDay(held.day, day)) return succeed(held.tickets);
      const [own, heard] = [days.all(day), book.heard(day)];
      if (!own.ok) return own;
      if (!heard.ok) return heard;
      held = { day, tickets: ticketsOf([...inOrderOfGiving(own.value), ...heard.value]) };
      return succeed(held.tickets);
    },
    add(ticketId, event) {
      const before = held?.tickets.get(ticketId);
      if (before === undefined) return;
      const events = mergeLife(before.events, [event]);
      const deskEvents = [...before.deskEvents, event];
      held?.tickets.set(ticketId, { ...before, events, deskEvents, life: lifeOf(events) });
    },
    forget() {
      held = null;
    },
  };
}

/**
 * Makes `issuedAtMs` follow the sequence of issue, in which `numbers` are, even if the clock jumped: a ticket with a later time than its
 * successor gets a time one millisecond before the successor's.
 */
function inOrderOfGiving(numbers: readonly NumberOfDay[]): readonly NumberOfDay[] {
  let nextMs = Number.POSITIVE_INFINITY;
  return numbers
    .toReversed()
    .map((number) => {
      const { issuedAtMs } = number.ticket;
      const isAfter = issuedAtMs > nextMs;
      nextMs = isAfter ? nextMs - 1 : issuedAtMs;
      return isAfter ? { ...number, ticket: { ...number.ticket, issuedAtMs: nextMs } } : number;
    })
    .toReversed();
}

const isSameDay = (one: ListedDay, other: ListedDay): boolean =>
  one.serviceDay === other.serviceDay && one.fromTicket === other.fromTicket && one.fromHeard === other.fromHeard;

type NumberOfOffice = CallableNumber & { readonly slot?: number };

/**
 * Builds the day's tickets. A desk's order counts for one ticket only, even if several kiosks carried it out. An unchanged number yields
 * the same object again, unless one of its orders counts for another ticket.
 */
function createTicketsOf(): (numbers: readonly NumberOfOffice[]) => Map<TicketId, LivingTicket> {
  const before = new WeakMap<NumberOfOffice, LivingTicket>();
  function livingOnce(number: NumberOfOffice): LivingTicket {
    const living = before.get(number) ?? livingOf(number, number.slot);
    before.set(number, living);
    return living;
  }
  return (numbers) => {
    const ordered = numbers.map(({ ticket: { ticketId, issuedAtMs }, deskEvents }) => ({
      ticketId,
      issuedAtMs,
      orders: deskEvents,
    }));
    const elsewhere = ordersThatCountElsewhere(ordered);
    return new Map(
      numbers.map((one) => {
        const uncounted = elsewhere.get(one.ticket.ticketId);
        return [one.ticket.ticketId, uncounted === undefined ? livingOnce(one) : livingOf(one, one.slot, uncounted)];
      }),
    );
  };
}

/** All known events of a number. Kiosks with the same knowledge get the same events. */
export function lifeEventsOf({ ticket, isVoided, servedEvents, deskEvents }: CallableNumber): LifeEvent[] {
  const { ticketId, withdrawnAtMs } = ticket;
  const voided: LifeEvent = { id: `void ${ticketId}`, rank: 0, by: 'centre', act: { kind: 'void' } };
  const withdrawn: LifeEvent = { id: `withdraw ${ticketId}`, rank: 0, by: 'holder', act: { kind: 'withdraw' } };
  return [
    ...servedEvents,
    ...deskEvents,
    ...(isVoided ? [voided] : []),
    ...(withdrawnAtMs === null ? [] : [withdrawn]),
  ];
}

/** `uncounted`: ids of desks' orders that two kiosks carried out with different tickets and that count for the other ticket. */
export function livingOf(
  number: CallableNumber,
  slot: number | null = null,
  uncounted: ReadonlySet<string> = new Set(),
): LivingTicket {
  // `mergeLife` sorts the events, because the disk returns them in an undefined sequence.
  const events = mergeLife(lifeEventsOf(number), []).filter(({ id }) => !uncounted.has(id));
  const { ticket, isVoided, servedEvents, deskEvents } = number;
  return { ticket, slot, isVoided, servedEvents, deskEvents, events, life: lifeOf(events) };
}

/** Returns the ticket for which a desk's order counts; `undefined`: no ticket of today. */
export function ticketOfOrder(tickets: ReadonlyMap<TicketId, LivingTicket>, orderId: string): LivingTicket | undefined {
  for (const living of tickets.values()) if (living.events.some(({ id }) => id === orderId)) return living;
  return undefined;
}

export const isWaiting = ({ life }: LivingTicket): boolean => isIn(life.state, 'waits');
/** Whether the holder took the number at home and has not arrived. */
export const isComing = ({ life }: LivingTicket): boolean => isIn(life.state, 'coming');
export const isAtDesk = ({ life }: LivingTicket): boolean => isIn(life.state, 'at-desk');

/** Returns the service and the only desk for which a number is called; `deskId` is `null` if any desk may call it. */
export function placeOf({ ticket, life }: LivingTicket, { desks }: OfficeProfile) {
  const target = life.to === null ? null : readTarget(life.to);
  if (target?.of === 'service') return { serviceId: target.serviceId, deskId: null };
  const wanted = target?.deskId ?? ticket.appointment?.deskId ?? null;
  return { serviceId: ticket.serviceId, deskId: desks.some(({ deskId }) => deskId === wanted) ? wanted : null };
}

export type Waiting = LivingTicket & WaitingPerson & { readonly serviceId: string; readonly deskId: string | null };

/** A ticket whose number was taken at home. `arrivedAtMs` is `null` until the holder has arrived. */
export interface AfarTurn {
  readonly mark: string;
  readonly heldSinceMs: number;
  readonly timesBehind: number;
  readonly arrivedAtMs: number | null;
}

/** Returns `null` if the number was taken in the office. */
export function fromHomeOf(living: LivingTicket): AfarTurn | null {
  const acts = standingEvents(living).filter(({ by }) => by === KIOSK_WRITER);
  const [come] = acts.flatMap(({ act }) => (act.kind === 'come' ? [act] : []));
  if (come === undefined) return null;
  const timesOf = (kind: string): number[] => acts.filter(({ act }) => act.kind === kind).map(({ atMs }) => atMs);
  const [behind, arrived] = [timesOf('put-behind'), timesOf('arrive')];
  return {
    mark: come.to,
    heldSinceMs: Math.max(living.ticket.issuedAtMs, ...behind),
    timesBehind: behind.length,
    // Two disconnected kiosks may both have recorded the arrival; the earlier time counts.
    arrivedAtMs: arrived.length === 0 ? null : Math.min(...arrived),
  };
}

/**
 * Returns the data by which a ticket is called. If the number was taken at home, its wait begins anew when it is put behind the citizens in
 * the hall.
 */
export function waitingNow(living: LivingTicket, profile: OfficeProfile): WaitingPerson {
  const person = waitingOf(living.ticket, profile);
  const fromHome = fromHomeOf(living);
  return fromHome === null ? person : { ...person, dueMs: fromHome.heldSinceMs };
}

export function allWaiting(tickets: Iterable<LivingTicket>, profile: OfficeProfile, nowMs: number): Waiting[] {
  const all = [...tickets];
  const waiting = all
    .filter(isWaiting)
    .map((living) => ({ ...living, ...waitingNow(living, profile), ...placeOf(living, profile) }));
  const ordered = callingOrder(waiting, profile.calling ?? USUAL_CALLING, nowMs);
  const { fromHome: rule } = profile;
  if (rule === undefined || !waiting.some((one) => fromHomeOf(one) !== null)) return ordered;
  const calls = callsByService(all, profile);
  const turnOf = (one: Waiting) => ({ ...inHall(one), serviceId: one.serviceId });
  return withinShare(ordered, turnOf, (serviceId) => calls.get(serviceId) ?? [], rule);
}

/** Returns today's calls of each service, from which `FromHomeRule.share` is computed. */
export function callsByService(tickets: Iterable<LivingTicket>, profile: OfficeProfile): Map<string, PastCall[]> {
  const calls = new Map<string, PastCall[]>();
  for (const living of tickets)
    for (const { act, atMs } of standingEvents(living)) {
      if (act.kind !== 'call') continue;
      const { serviceId } = placeOf(living, profile);
      const own = calls.get(serviceId) ?? [];
      calls.set(serviceId, own);
      own.push({ ...inHall(living), calledAtMs: atMs });
    }
  return calls;
}

export function inHall(living: LivingTicket): PersonInHall {
  const fromHome = fromHomeOf(living);
  return { inHallSinceMs: fromHome?.arrivedAtMs ?? living.ticket.issuedAtMs, isFromHome: fromHome !== null };
}

export const callableBy = (own: string, waiting: readonly Waiting[]): Waiting[] =>
  waiting.filter(({ deskId }) => deskId === null || deskId === own);

export const heldBy = (deskId: string, tickets: Iterable<LivingTicket>): LivingTicket[] =>
  [...tickets]
    .filter((living) => living.life.desk === deskId && isAtDesk(living))
    .toSorted((one, other) => lastAtMs(other) - lastAtMs(one));

const standing = new WeakMap<LivingTicket, readonly DeskEvent[]>();

/** The acts of desks and kiosks on the ticket that this program knows and that were not undone, in sequence. */
export function standingEvents(living: LivingTicket): readonly DeskEvent[] {
  const found = standing.get(living) ?? findStanding(living);
  standing.set(living, found);
  return found;
}

function findStanding({ events, deskEvents }: LivingTicket): readonly DeskEvent[] {
  if (deskEvents.length === 0) return [];
  const undone = new Set(deskEvents.flatMap(({ act }) => (act.kind === 'undo' ? [act.undoes] : [])));
  const byId = new Map(deskEvents.map((event) => [event.id, event]));
  return events.flatMap(({ id, act }) => {
    const event = byId.get(id);
    const isKnown = act.kind !== 'undo' && act.kind !== 'unknown';
    return event === undefined || !isKnown || undone.has(id) ? [] : [event];
  });
}

/** Returns all services that a ticket's visit reveals: the service for which it was issued and the services to which it was transferred. */
export const servicesOf = (living: LivingTicket): readonly string[] => [
  living.ticket.serviceId,
  ...standingEvents(living).flatMap(({ act }) => {
    const target = act.kind === 'transfer' ? readTarget(act.to) : null;
    return target?.of === 'service' ? [target.serviceId] : [];
  }),
];

const lastAtMs = (living: LivingTicket): number => standingEvents(living).at(-1)?.atMs ?? living.ticket.issuedAtMs;
