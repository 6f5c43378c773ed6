import { RequestId } from '../../contract/shared/ids.ts';
import { CALL_ORDER_MS } from '../../domain/desk.ts';
import { publicRows } from '../../domain/public-rows.ts';
import type { StatedQueues } from '../../domain/queue-state.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import { isFollowed, type TicketIds } from '../../tickets/steps/take-ticket.ts';
import type { DeskAnswer, DeskOrder, DeskWork } from '../contract/desk.ts';
import type { LifeBook } from '../ports/life-book.ts';
import type { OfficeBook } from '../ports/office-book.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import { type DeskViewParts, deskViews } from '../view/desk-view.ts';
import { hallFeed, hallPicture, type PublicHall } from '../view/hall-feed.ts';
import { createDeskDay, isComing, servicesOf } from './desk-day.ts';
import { createDeskOrders, storeFailed } from './desk-orders.ts';
import { createFromHome, type FromHome } from './from-home.ts';
import type { HelpCalls } from './help-calls.ts';
import { createOfficeFeed, type OfficeFeed } from './office-feed.ts';
import { createQueueStates } from './queue-states.ts';
import { alarmsNow, endAlarm } from './staff-alarms.ts';
import { createWordAfter, type WordAfter } from './word-after.ts';

export interface DesksParts {
  store: TicketStore;
  lives: LifeBook;
  book: OfficeBook;
  office: Office;
  help: HelpCalls;
  clock: Clock;
  log: Log;
  /** `slot`: this kiosk's place in its office, 1 to 99. `logId`: id of the list of this kiosk's changes (`OfficeFeed`). */
  slot: number;
  logId: string;
  otherAddresses: () => readonly string[];
  ticketIds: TicketIds;
  comesBack?: boolean;
  isNumberedElsewhere?: () => boolean;
  hasOlderKiosk?: () => boolean;
}

export interface Desks {
  order(deskId: string, order: DeskOrder): DeskAnswer;
  has(deskId: string): boolean;
  /** Returns the present views. One read serves all desks and halls. */
  look(): Result<DesksNow, StoreFailure>;
  /** The office's picture for halls; `null` if there is none with this id. */
  hallPicture(id: string | null): Uint8Array | null;
  /** The caller reports a change that no desk's order made: a ticket was issued, or the centre voided one. */
  forget(): void;
  queueStates: QueueStates;
  feed: OfficeFeed;
  /**
   * Returns the waiting tickets that can be followed on a phone, and the queue of each service. Sensitive services are left out. `null`
   * while unknown.
   */
  stated(): StatedQueues | null;
  fromHome: FromHome;
  word: WordAfter;
}

export interface DesksNow {
  desk(deskId: string): DeskWork;
  hall(): PublicHall;
}

export function createDesks(parts: DesksParts): Desks {
  const { store, lives, book, office, clock, slot, logId } = parts;
  const day = createDeskDay(store.day, store.today, book);
  const feed = createOfficeFeed({ day, book, office, clock, slot, log: logId });
  const carryOut = createDeskOrders({ ...parts, day });
  const queueStates = createQueueStates({ ...parts, day });
  const fromHome = createFromHome({ ...parts, day, queueStates });
  const word = createWordAfter({ ...parts, day });
  /** True while an order runs. The order's write is added to the day in memory, so the day is not read again for it. */
  let isOrdering = false;
  return {
    queueStates,
    feed,
    fromHome,
    word,
    stated() {
      const { profile } = office;
      const [read, all] = [day.read(), queueStates.ofAll()];
      if (!read.ok || all === null) return null;
      const tickets = publicRows(read.value.values(), profile, servicesOf, (living) => {
        const { ticket } = living;
        const state = ticket.followToken === null ? undefined : all.get(ticket.ticketId);
        if (state === undefined) return null;
        return { ticketId: ticket.ticketId, ...state, ...(isComing(living) ? { coming: true as const } : {}) };
      });
      // A sensitive office appears on no public page.
      const services = publicRows(
        profile.sensitive ? [] : profile.services,
        profile,
        ({ serviceId }) => [serviceId],
        ({ serviceId }) => {
          const state = queueStates.ofService(serviceId);
          return state === null ? null : { serviceId, ...state };
        },
      );
      return { tickets, services };
    },
    order(deskId, order) {
      if (order.kind === 'give') return giveNumber(parts, order);
      if (order.kind === 'help') return answerHelp(parts.help, deskId, order);
      if (order.kind === 'alarm' || order.kind === 'alarm-end') return alarm(parts, deskId, order);
      isOrdering = true;
      queueStates.forget();
      try {
        return carryOut(deskId, order);
      } finally {
        isOrdering = false;
      }
    },
    has: (deskId) => office.profile.desks.some((desk) => desk.deskId === deskId),
    look() {
      const read = day.read();
      if (!read.ok) return read;
      const paused = lives.paused();
      if (!paused.ok) return paused;
      const [chosen, alarms] = [lives.chosenServices(), alarmsNow(lives, clock)];
      if (!chosen.ok) return chosen;
      if (!alarms.ok) return alarms;
      const now: DeskViewParts = {
        office,
        clock,
        tickets: [...read.value.values()],
        paused: paused.value,
        queueStates,
        help: parts.help,
        chosen: chosen.value,
        alarms: alarms.value,
        kiosks: parts.otherAddresses(),
        dayInDoubt: store.today.doubt(),
      };
      const views = deskViews(now);
      const more = parts.comesBack === true ? { comesBack: true as const } : {};
      return succeed({ desk: (deskId) => ({ ...views(deskId), ...more }), hall: () => hallFeed(now) });
    },
    hallPicture: (id) => hallPicture(office, id),
    forget() {
      queueStates.forget();
      if (!isOrdering) day.forget();
    },
  };
}

/**
 * Issues a number to a citizen at a desk. The number is on disk before the answer, and a repeated order returns the same number. Opening
 * hours are not checked, because the clerk knows whether the service is open. An old order is refused.
 */
function giveNumber(
  parts: DesksParts,
  { orderId, serviceId, ageMs }: Extract<DeskOrder, { kind: 'give' }>,
): DeskAnswer {
  const { store, office, ticketIds } = parts;
  const requestId = RequestId.parse(orderId);
  const earlier = store.findByRequest(requestId);
  if (!earlier.ok) return storeFailed(parts, earlier.error);
  if (earlier.value !== null) return succeed({ ticketId: earlier.value.ticketId, number: earlier.value.label });
  if (ageMs > CALL_ORDER_MS) return refuse({ kind: 'order-too-old' });
  const service = office.service(serviceId, 'walk-in');
  if (!service) return refuse({ kind: 'unknown-service' });
  const given = store.issue({
    ticketId: ticketIds.newTicketId(),
    requestId,
    series: service.series,
    serviceId,
    visitType: 'walk-in',
    language: 'ca',
    atDesk: true,
    followToken: isFollowed(office.profile, service) ? ticketIds.newFollowToken() : null,
  });
  if (given.ok) return succeed({ ticketId: given.value.ticketId, number: given.value.label });
  return given.error.kind === 'store-failed' ? storeFailed(parts, given.error) : refuse({ kind: 'no-number' });
}

/**
 * Raises or ends an alarm, however old the clerk's order is: the pages show the time of the alarm, and the clerk could not send the order
 * earlier.
 */
function alarm(
  parts: DesksParts,
  deskId: string,
  order: Extract<DeskOrder, { kind: 'alarm' | 'alarm-end' }>,
): DeskAnswer {
  const { lives } = parts;
  const { orderId, ageMs } = order;
  const done =
    order.kind === 'alarm'
      ? lives.raiseAlarm({ alarmId: orderId, deskId, ageMs })
      : endAlarm(lives, order.alarmId, deskId);
  if (done.ok) return succeed({ ticketId: null, number: null });
  if (done.error.kind === 'unknown-alarm') return refuse({ kind: 'unknown-alarm' });
  return storeFailed(parts, done.error);
}

/** Answers a call for help. An order that is too old is refused, because the clerk may have left the desk. */
function answerHelp(
  help: HelpCalls,
  deskId: string,
  { helpId, ageMs }: Extract<DeskOrder, { kind: 'help' }>,
): DeskAnswer {
  if (ageMs > CALL_ORDER_MS) return refuse({ kind: 'order-too-old' });
  const answered = help.answer(helpId, deskId);
  return answered.ok ? succeed({ ticketId: null, number: null }) : answered;
}
