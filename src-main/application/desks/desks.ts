import type { DeskAnswer, DeskOrder, DeskView } from '../../contract/hub/desk.ts';
import type { HallFeed } from '../../contract/hub/hall.ts';
import { type Result, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LifeBook } from '../../ports/life-book.ts';
import type { Log } from '../../ports/log.ts';
import type { QueueStates } from '../../ports/queue-state.ts';
import type { TicketStore } from '../../ports/store.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { Office } from '../office.ts';
import { createDeskDay } from './desk-day.ts';
import { createDeskOrders } from './desk-orders.ts';
import { type DeskViewParts, deskView } from './desk-view.ts';
import { hallFeed } from './hall-feed.ts';
import { createQueueStates } from './queue-states.ts';

export interface DesksParts {
  store: TicketStore;
  lives: LifeBook;
  office: Office;
  clock: Clock;
  log: Log;
}

/** The desks of the office whose numbers this kiosk gives. */
export interface Desks {
  order(deskId: string, order: DeskOrder): DeskAnswer;
  /** Whether the office has it, still. */
  has(deskId: string): boolean;
  /** Everything that is shown at this moment, read once for all who look. */
  look(): Result<DesksNow, StoreFailure>;
  /** To be called when something was written that is no desk's order: a ticket was given, or the centre voided one. */
  forget(): void;
  /** How many wait before a turn, and how long. */
  queueStates: QueueStates;
}

export interface DesksNow {
  desk(deskId: string): DeskView;
  hall(): HallFeed;
}

export function createDesks(parts: DesksParts): Desks {
  const { store, lives, office, clock } = parts;
  const day = createDeskDay(store, office);
  const carryOut = createDeskOrders({ ...parts, day });
  const queueStates = createQueueStates({ ...parts, day });
  /** What an order writes is known here already. */
  let isOrdering = false;
  return {
    queueStates,
    order(deskId, order) {
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
      const now: DeskViewParts = { office, clock, tickets: [...read.value.values()], paused: paused.value };
      return succeed({ desk: (deskId) => deskView(deskId, now), hall: () => hallFeed(now) });
    },
    forget() {
      queueStates.forget();
      if (!isOrdering) day.forget();
    },
  };
}
