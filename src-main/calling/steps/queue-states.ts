import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { callingOrder, USUAL_CALLING } from '../../domain/calling-order.ts';
import { KIOSK_WRITER, withinShare } from '../../domain/from-home.ts';
import { MOST_PEOPLE, type QueueState, type QueueStatesByTicket } from '../../domain/queue-state.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { ChosenServices, LifeBook, PausedDesk } from '../ports/life-book.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import {
  type HeardDesk,
  hallOf,
  type MeasuredVisit,
  openDesks,
  type QueuedPerson,
  type QueueNow,
  tookOf,
  usualVisitMs,
  waitRanges,
} from '../rules/waits.ts';
import {
  callsByService,
  type DeskDay,
  heldBy,
  inHall,
  isComing,
  isWaiting,
  type LivingTicket,
  livingOf,
  placeOf,
  standingEvents,
  waitingNow,
} from './desk-day.ts';
import { isPausedNow } from './desk-orders.ts';
import { allowedAt, servedAt } from './desk-services.ts';
import { comingOf, visitsOf } from './desk-visits.ts';

export interface QueueStatesParts {
  day: DeskDay;
  store: Pick<TicketStore, 'day' | 'today'>;
  lives: Pick<LifeBook, 'paused' | 'chosenServices'>;
  office: Office;
  clock: Clock;
}

const HOLDS_MS = 15_000;
const MEASURED_DAYS = 10;
/** A desk that has made this many calls is assumed to serve only the services that it has called, unless its staff have chosen services. */
const CALLS_THAT_SHOW = 8;
const QUARTER_MS = 15 * 60_000;

export interface DeskQueues extends QueueStates {
  forget(): void;
  /** The usual length of a service's visits, milliseconds; `null` while unknown. */
  usualVisitMs(serviceId: string): number | null;
  /** The queue ahead of each ticket; `null` while unknown. */
  ofAll(): QueueStatesByTicket | null;
}

interface States {
  /** The queue ahead of a ticket that would be issued now, by service. */
  readonly services: QueueStatesByTicket;
  readonly tickets: QueueStatesByTicket;
}

interface Seen {
  readonly atMs: number;
  readonly queue: QueueNow;
  readonly holders: readonly QueuedPerson[];
  readonly usualMs: ReadonlyMap<string, number | null>;
  /** True if tickets wait while all desks have been silent for long and none is paused; it is then unknown which tickets were called. */
  readonly isStale: boolean;
  /** The queue's data as text, without the time. If the text is the same, so are the states. */
  readonly madeOf: string;
  states: States | null;
}

/**
 * The queues as this kiosk's desks know them: the number of citizens ahead of a ticket, and a range of minutes if it can be estimated.
 * `null` on a day without a call by a desk, while desks that should call are silent, and while the disk cannot be read.
 */
export function createQueueStates(parts: QueueStatesParts): DeskQueues {
  const { clock, office } = parts;
  const past = createPastVisits(parts);
  let seen: Seen | null = null;
  let isDoubted = false;

  function look(): Seen | null {
    const isOld = seen === null || Math.abs(clock.wallMs() - seen.atMs) >= HOLDS_MS;
    if (!isOld && !isDoubted) return seen;
    isDoubted = false;
    const now = seeQueues(parts, past());
    // Simulating a long queue takes long, so the earlier states stay if the queue's data is the same.
    if (isOld || now?.madeOf !== seen?.madeOf) seen = now;
    return seen;
  }
  function states(): States | null {
    const now = look();
    if (now === null || now.isStale) return null;
    now.states ??= statesOf(now.queue, now.holders, office.profile);
    return now.states;
  }
  return {
    ofService: (serviceId) => states()?.services.get(serviceId) ?? null,
    ofTicket: (ticketId) => states()?.tickets.get(ticketId) ?? null,
    ofAll: () => states()?.tickets ?? null,
    usualVisitMs: (serviceId) => look()?.usualMs.get(serviceId) ?? null,
    forget() {
      isDoubted = true;
    },
  };
}

/**
 * Returns, for each ticket, how many tickets of the same service are called before it, and how long that takes. `holders`: tickets taken at
 * home whose holders have not arrived; `holderStates` computes their states.
 */
function statesOf(queue: QueueNow, holders: readonly QueuedPerson[], { services }: OfficeProfile): States {
  const { waiting, nowMs } = queue;
  // The clock may have been set back and be a little behind the newest tickets; a newcomer still waits behind them.
  const walkIns = waiting.filter((one) => one.class === 'walk-in');
  const lastMs = Math.max(nowMs, ...walkIns.map(({ dueMs }) => dueMs));
  const comers = services.map(({ serviceId }) => ({
    // The id sorts a newcomer after all waiting tickets.
    ticketId: `\uffff ${serviceId}`,
    class: 'walk-in' as const,
    dueMs: lastMs,
    serviceId,
  }));
  const minutes = waitRanges([...waiting, ...comers], queue);
  const order = inOrder(queue, waiting);
  const before = new Map<string, number>();
  const tickets = order.map((person) => {
    const own = before.get(person.serviceId) ?? 0;
    before.set(person.serviceId, own + 1);
    return [person.ticketId, stateOf(own, minutes.get(person.ticketId))] as const;
  });
  const beforeComer = (comer: QueuedPerson): number => {
    const own = inOrder(queue, [...waiting.filter(({ serviceId }) => serviceId === comer.serviceId), comer]);
    return own.indexOf(comer);
  };
  const states = comers.map(
    (comer) => [comer.serviceId, stateOf(beforeComer(comer), minutes.get(comer.ticketId))] as const,
  );
  return { services: new Map(states), tickets: new Map([...tickets, ...holderStates(queue, holders)]) };
}

/**
 * Sorts waiting citizens in the sequence in which they would be called now, with the share of numbers taken at home (`FromHomeRule.share`).
 */
function inOrder({ rule, fromHome, nowMs }: QueueNow, waiting: readonly QueuedPerson[]): QueuedPerson[] {
  const ordered = callingOrder(waiting, rule, nowMs);
  if (fromHome === undefined) return ordered;
  return withinShare(ordered, hallOf, (serviceId) => fromHome.calls.get(serviceId) ?? [], fromHome);
}

/**
 * Returns the states of tickets taken at home whose holders have not arrived, each as if it alone arrived now. Such a ticket does not count
 * as ahead of other tickets. The simulation of their wait includes it only with a probability, because its holder may not come.
 */
function holderStates(queue: QueueNow, holders: readonly QueuedPerson[]): [string, QueueState][] {
  if (holders.length === 0) return [];
  const { waiting, fromHome, nowMs } = queue;
  const minutes = waitRanges([...waiting, ...holders], {
    ...queue,
    ...(fromHome && { fromHome: { ...fromHome, coming: [] } }),
  });
  return holders.map(({ hall, ...coming }) => {
    const person = { ...coming, ...(hall && { hall: { ...hall, inHallSinceMs: nowMs } }) };
    const own = waiting.filter(({ serviceId }) => serviceId === person.serviceId);
    const before = inOrder(queue, [...own, person]).indexOf(person);
    return [person.ticketId, stateOf(before, minutes.get(person.ticketId))];
  });
}

const stateOf = (before: number, minutes: QueueState['minutes'] = null): QueueState => ({
  waiting: Math.min(before, MOST_PEOPLE),
  minutes,
});

/** `null` if the disk cannot be read, or no desk has called a ticket today. */
function seeQueues({ day, lives, office, clock }: QueueStatesParts, measured: readonly MeasuredVisit[]): Seen | null {
  const [read, paused, chosen] = [day.read(), lives.paused(), lives.chosenServices()];
  if (!read.ok || !paused.ok || !chosen.ok) return null;
  const tickets = [...read.value.values()];
  if (!tickets.some(({ deskEvents }) => deskEvents.some(({ by }) => by !== KIOSK_WRITER))) return null;
  const nowMs = clock.wallMs();
  const { profile } = office;
  const waiting = tickets.filter(isWaiting).map((living) => queuedOf(living, profile));
  const holders = tickets.filter(isComing).map((living) => queuedOf(living, profile));
  const settings = { paused: paused.value, chosen: chosen.value };
  const isPaused = (pause: PausedDesk): boolean => isPausedNow(office, clock, pause);
  const heard = profile.desks.flatMap(({ deskId }) => deskOf(deskId, tickets, profile, settings, isPaused));
  const desks = openDesks(heard, nowMs);
  const visits = [...measured, ...visitsOf(tickets)];
  const hourOf = hoursOf(office);
  const took = profile.services.map(({ serviceId }) => [serviceId, tookOf(visits, serviceId, nowMs, hourOf)] as const);
  const tookMs = new Map(took.flatMap(([id, times]) => (times === null ? [] : [[id, times] as const])));
  const rule = profile.calling ?? USUAL_CALLING;
  return {
    atMs: nowMs,
    usualMs: new Map(
      profile.services.map(({ serviceId }) => [serviceId, usualVisitMs(visits, serviceId, nowMs, hourOf)]),
    ),
    queue: {
      waiting,
      desks,
      tookMs,
      coming: comingOf(tickets, profile, nowMs),
      rule,
      nowMs,
      ...(profile.fromHome && {
        fromHome: { share: profile.fromHome.share, calls: callsByService(tickets, profile), coming: holders },
      }),
    },
    holders,
    isStale: waiting.length > 0 && desks.length === 0 && !heard.some(({ isPaused }) => isPaused),
    madeOf: JSON.stringify([
      waiting,
      holders,
      heard.map((desk) => ({ ...desk, calls: [...desk.calls] })),
      visits.length,
    ]),
    states: null,
  };
}

/** A ticket that only one desk may call waits in that desk's own queue. */
function queuedOf(living: LivingTicket, profile: OfficeProfile): QueuedPerson {
  const { serviceId, deskId } = placeOf(living, profile);
  return {
    ...waitingNow(living, profile),
    serviceId: deskId === null ? serviceId : ownQueueOf(deskId),
    ...(profile.fromHome && { hall: { ...inHall(living), serviceId } }),
  };
}

const ownQueueOf = (deskId: string): string => `desk ${deskId}`;

/** Returns the desk's state for the simulation; empty for a desk without an act today. */
function deskOf(
  deskId: string,
  tickets: readonly LivingTicket[],
  profile: OfficeProfile,
  settings: { paused: readonly PausedDesk[]; chosen: readonly ChosenServices[] },
  isPaused: (pause: PausedDesk) => boolean,
): HeardDesk[] {
  const acts = tickets.flatMap((living) =>
    standingEvents(living)
      .filter(({ by }) => by === deskId)
      .map(({ act, atMs }) => ({ kind: act.kind, atMs, serviceId: placeOf(living, profile).serviceId })),
  );
  if (acts.length === 0) return [];
  const calls = acts.filter(({ kind }) => kind === 'call');
  const served = servedAt(deskId, profile, settings.chosen);
  // If the desk's staff have chosen no services, the desk is assumed to serve the services that it has called (`CALLS_THAT_SHOW`).
  const hasChosen = served.size < allowedAt(deskId, profile).size;
  const called = calls.length >= CALLS_THAT_SHOW && !hasChosen ? calls.map(({ serviceId }) => serviceId) : served;
  const pause = settings.paused.find((one) => one.deskId === deskId);
  const [held] = heldBy(deskId, tickets);
  const since = held && standingEvents(held).findLast(({ act, by }) => act.kind === 'call' && by === deskId);
  return [
    {
      calls: new Set([...called, ownQueueOf(deskId)]),
      holds:
        held === undefined
          ? null
          : { serviceId: held.ticket.serviceId, sinceMs: since?.atMs ?? held.ticket.issuedAtMs },
      // The end of a pause that ended by itself counts as an act of the desk.
      lastActMs: Math.max(...acts.map(({ atMs }) => atMs), pause?.untilMs ?? 0),
      isPaused: pause !== undefined && isPaused(pause),
    },
  ];
}

/** Returns the hour on the office's clock, computed once per quarter of an hour. */
function hoursOf({ momentOf }: Office): (atMs: number) => number {
  const hours = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / QUARTER_MS);
    const hour = hours.get(quarter) ?? Number(momentOf(quarter * QUARTER_MS).time.slice(0, 2));
    hours.set(quarter, hour);
    return hour;
  };
}

/** Collects the visits of earlier days. Each call reads one more day, so that no caller waits for all days. */
function createPastVisits({ store }: QueueStatesParts): () => readonly MeasuredVisit[] {
  let held: { today: string; days: number; visits: readonly MeasuredVisit[] } | null = null;
  return () => {
    const now = store.today.now();
    const today = now.serviceDay;
    if (held?.today !== today) held = { today, days: 0, visits: [] };
    if (held.days < MEASURED_DAYS) {
      const read = store.day.earlier(held.days + 1, now);
      // A day that cannot be read counts as a day without visits.
      const visits = read.ok ? visitsOf(read.value.map((one) => livingOf(one))) : [];
      held = { today, days: held.days + 1, visits: [...held.visits, ...visits] };
    }
    return held.visits;
  };
}
