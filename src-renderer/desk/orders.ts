import type { DeskAnswer, DeskOrder } from '../../src-main/calling/contract/desk.ts';

type Without<T> = T extends unknown ? Omit<T, 'orderId' | 'ageMs'> : never;
/** The order of a key or a button, without the id and age that the queue adds. */
export type Ordered = Without<DeskOrder>;

/** `madeAtMs`: milliseconds since 1970 by the page's clock. */
export interface HeldOrder {
  orderId: string;
  madeAtMs: number;
  ordered: Ordered;
}

/** `cut`: no answer, the order is kept. `later`: too many requests. `refused`: the hub never accepts such an order. */
export type Sent = { kind: 'answer'; answer: DeskAnswer } | { kind: 'cut' | 'later' | 'unpaired' | 'refused' };

export interface OrdersParts {
  /** `localStorage`, which outlives the page. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
  send: (order: DeskOrder) => Promise<Sent>;
  nowMs: () => number;
  newId: () => string;
  after: (ms: number, act: () => void) => void;
  onChange: (held: readonly HeldOrder[]) => void;
  /** `answer` is `null` when the hub refuses the order. */
  onAnswer: (order: HeldOrder, answer: DeskAnswer | null) => void;
}

export interface Orders {
  held(): readonly HeldOrder[];
  give(ordered: Ordered): void;
  /** Sends the held orders once the hub answers again. */
  goOn(): void;
}

const PLACE = 'torn-desk-orders';
const AGAIN_MS = 1_500;

/**
 * The desk's orders, each with its id, kept until the hub has answered and sent one after another. An order that is sent again because its
 * answer was lost keeps its id, so the hub carries it out once.
 */
export function createOrders({ memory, send, nowMs, newId, after, onChange, onAnswer }: OrdersParts): Orders {
  let held = read(memory);
  let isSending = false;

  function keep(next: readonly HeldOrder[]): void {
    held = next;
    memory.setItem(PLACE, JSON.stringify(held));
    onChange(held);
  }
  async function goOn(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let [first] = held; first !== undefined; [first] = held) {
      const order = first;
      const ageMs = Math.max(0, nowMs() - order.madeAtMs);
      const sent = await send({ ...order.ordered, orderId: order.orderId, ageMs });
      if (sent.kind === 'cut' || sent.kind === 'later' || sent.kind === 'unpaired') {
        // An unpaired browser waits until it is paired; `goOn` is called then.
        if (sent.kind !== 'unpaired') after(AGAIN_MS, () => void goOn());
        break;
      }
      keep(held.filter(({ orderId }) => orderId !== order.orderId));
      onAnswer(order, sent.kind === 'answer' ? sent.answer : null);
    }
    isSending = false;
  }
  return {
    held: () => held,
    give(ordered) {
      keep([...held, { orderId: newId(), madeAtMs: nowMs(), ordered }]);
      void goOn();
    },
    goOn: () => void goOn(),
  };
}

/** Unreadable content is treated as no orders. */
function read(memory: OrdersParts['memory']): readonly HeldOrder[] {
  try {
    const value: unknown = JSON.parse(memory.getItem(PLACE) ?? '[]');
    return Array.isArray(value) ? (value as HeldOrder[]) : [];
  } catch {
    return [];
  }
}
