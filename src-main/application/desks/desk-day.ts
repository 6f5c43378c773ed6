import type { TicketRecord } from '../../contract/kiosk/kiosk-api.ts';
import type { TicketId } from '../../contract/shared/ids.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { WaitingPerson } from '../../domain/calling-order.ts';
import { callingOrder, USUAL_CALLING } from '../../domain/calling-order.ts';
import { readTarget } from '../../domain/desk.ts';
import { type Result, succeed } from '../../domain/result.ts';
import { type LifeEvent, lifeOf, mergeLife, type TicketLife } from '../../domain/ticket-life.ts';
import type { NumberOfDay } from '../../ports/day-book.ts';
import type { DeskEvent } from '../../ports/life-book.ts';
import type { TicketStore } from '../../ports/store.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { waitingOf } from '../calling.ts';
import type { Office } from '../office.ts';

/** A ticket of today with all that is known of what became of it. */
export interface LivingTicket {
  readonly ticket: TicketRecord;
  /** By desks, the staff, its holder and the centre. */
  readonly events: readonly LifeEvent[];
  readonly deskEvents: readonly DeskEvent[];
  readonly life: TicketLife;
}

/** The tickets of this service day. What is read is held until something is said to have changed. */
export interface DeskDay {
  read(): Result<ReadonlyMap<TicketId, LivingTicket>, StoreFailure>;
  /** A desk's event that was just written. */
  add(ticketId: TicketId, event: DeskEvent): void;
  /** Something else has changed. */
  forget(): void;
}

export function createDeskDay(store: TicketStore, office: Office): DeskDay {
  let held: { day: string; tickets: Map<TicketId, LivingTicket> } | null = null;
  return {
    read() {
      const { serviceDay } = office.now();
      if (held?.day === serviceDay) return succeed(held.tickets);
      const found = store.day.all(serviceDay);
      if (!found.ok) return found;
      held = { day: serviceDay, tickets: new Map(found.value.map((one) => [one.ticket.ticketId, livingOf(one)])) };
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

/** Everything that is known of a number, as everybody sees it who knows of the same. */
export function lifeEventsOf({ ticket, isVoided, servedEvents, deskEvents }: NumberOfDay): LifeEvent[] {
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

export function livingOf(number: NumberOfDay): LivingTicket {
  // A disk gives them in no order.
  const events = mergeLife(lifeEventsOf(number), []);
  return { ticket: number.ticket, deskEvents: number.deskEvents, events, life: lifeOf(events) };
}

export const isWaiting = ({ life: { state } }: LivingTicket): boolean => state === 'waiting' || state === 'transferred';
export const isAtDesk = ({ life: { state } }: LivingTicket): boolean =>
  state === 'called' || state === 'recalled' || state === 'serving';

/** Which service a number is called for, and by which desk alone; `deskId` is `null` where any desk may. */
export function placeOf({ ticket, life }: LivingTicket, { desks }: OfficeProfile) {
  const target = life.to === null ? null : readTarget(life.to);
  if (target?.of === 'service') return { serviceId: target.serviceId, deskId: null };
  const wanted = target?.deskId ?? ticket.appointment?.deskId ?? null;
  return { serviceId: ticket.serviceId, deskId: desks.some(({ deskId }) => deskId === wanted) ? wanted : null };
}

export type Waiting = LivingTicket & WaitingPerson & { readonly serviceId: string; readonly deskId: string | null };

/** Everybody whom a desk may call, first whoever is to be called now. */
export function waitingFor(
  deskId: string,
  tickets: Iterable<LivingTicket>,
  profile: OfficeProfile,
  nowMs: number,
): Waiting[] {
  const waiting: Waiting[] = [];
  for (const living of tickets) {
    if (!isWaiting(living)) continue;
    const place = placeOf(living, profile);
    if (place.deskId !== null && place.deskId !== deskId) continue;
    waiting.push({ ...living, ...waitingOf(living.ticket, profile), ...place });
  }
  return callingOrder(waiting, profile.calling ?? USUAL_CALLING, nowMs);
}

/** Whom a desk has, the last one first. */
export const heldBy = (deskId: string, tickets: Iterable<LivingTicket>): LivingTicket[] =>
  [...tickets]
    .filter((living) => living.life.desk === deskId && isAtDesk(living))
    .toSorted((one, other) => lastAtMs(other) - lastAtMs(one));

/** Desk's events that were not taken back, in their order. */
export function standingEvents({ events, deskEvents }: LivingTicket): DeskEvent[] {
  const undone = new Set(deskEvents.flatMap(({ act }) => (act.kind === 'undo' ? [act.undoes] : [])));
  const byId = new Map(deskEvents.map((event) => [event.id, event]));
  return events.flatMap(({ id, act }) => {
    const event = byId.get(id);
    return event === undefined || act.kind === 'undo' || undone.has(id) ? [] : [event];
  });
}

const lastAtMs = (living: LivingTicket): number => standingEvents(living).at(-1)?.atMs ?? living.ticket.issuedAtMs;
