import { ORDER_ACTIONS, type OrderAction } from '../../contract/shared/orders.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Order, OrderMemory } from '../ports/orders.ts';

/** `done`, or the reason for the failure. `null`: the action ends this run of the program, and the next run reports the result. */
type OrderResult = string | null;

export interface RemoteOrdersParts {
  orders: OrderMemory;
  /** No action rejects. */
  actions: Readonly<Record<OrderAction, (order: Order) => Promise<OrderResult>>>;
  clock: Clock;
  log: Log;
}

export interface RemoteOrders {
  /** To be called when a command may be waiting: at the start, after contact with the centre, and again after a write to disk failed. */
  look(): void;
  stop(): void;
}

const isKnown = (action: string): action is OrderAction => ORDER_ACTIONS.some((known) => known === action);

/**
 * Carries out the centre's commands one after another, each at most once, because `begin` saves the start of a command before its action
 * runs. A command begun by an earlier run is not repeated; the start after a restart reports the restart as done.
 */
export function createRemoteOrders({ orders, actions, clock, log }: RemoteOrdersParts): RemoteOrders {
  let isWorking = false;
  let isStopped = false;
  const interrupted = [...orders.begun()];

  function end({ orderId, action }: Order, result: string): boolean {
    const ended = orders.end({ orderId, action }, result);
    if (!ended.ok) log.event(ended.error.kind, { detail: ended.error.detail });
    else log.event(result === 'done' ? 'order-done' : 'order-refused', { orderId, action, result });
    return ended.ok;
  }

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
