import { ORDER_ACTIONS, type OrderAction } from '../contract/shared/orders.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Order, OrderMemory } from '../ports/orders.ts';

/** `done`, or a word for why not. `null`: it ends with this run of the program, and the next one says so. */
type OrderResult = string | null;

export interface RemoteOrdersParts {
  orders: OrderMemory;
  /** What each action does. None rejects. */
  actions: Readonly<Record<OrderAction, (order: Order) => Promise<OrderResult>>>;
  clock: Clock;
  log: Log;
}

export interface RemoteOrders {
  /** To be called when something may wait: at the start, when the centre has spoken, and where the disk refused, later again. */
  look(): void;
  stop(): void;
}

const isKnown = (action: string): action is OrderAction => ORDER_ACTIONS.some((known) => known === action);

/**
 * Carries out what the centre has ordered, one after another, each at most once: what it is about to do is on disk before. What an earlier run
 * has begun is not done again; a restart is done by the very start that finds it.
 */
export function createRemoteOrders({ orders, actions, clock, log }: RemoteOrdersParts): RemoteOrders {
  let isWorking = false;
  let isStopped = false;
  const interrupted = [...orders.begun()];

  function end(order: Order, result: string): boolean {
    const ended = orders.end(order, result);
    if (!ended.ok) log.event(ended.error.kind, { detail: ended.error.detail });
    else log.event(result === 'done' ? 'order-done' : 'order-refused', { ...nameOf(order), result });
    return ended.ok;
  }

  /** Of those that an earlier run has begun: whether the disk took it. */
  function endInterrupted(): boolean {
    for (const order of [...interrupted]) {
      if (!end(order, order.action === 'restart' ? 'done' : 'interrupted')) return false;
      interrupted.shift();
    }
    return true;
  }

  async function carryOut(order: Order): Promise<boolean> {
    if (clock.wallMs() > order.deadlineMs) return end(order, 'expired');
    if (!isKnown(order.action)) return end(order, 'unknown-action');
    const begun = orders.begin(order.orderId);
    if (!begun.ok) log.event(begun.error.kind, { detail: begun.error.detail });
    if (!begun.ok || !begun.value) return false;
    const result = await actions[order.action](order);
    return result === null || isStopped || end(order, result);
  }

  async function work(): Promise<void> {
    try {
      if (!endInterrupted()) return;
      for (;;) {
        const [next] = orders.waiting();
        if (next === undefined || isStopped || !(await carryOut(next))) return;
      }
    } finally {
      isWorking = false;
    }
  }

  return {
    look() {
      if (isWorking || isStopped) return;
      isWorking = true;
      void work();
    },
    stop() {
      isStopped = true;
    },
  };
}

const nameOf = ({ orderId, action }: Order) => ({ orderId, action });
