import type { DeskAnswer, DeskOrder } from '../../src-main/contract/hub/desk.ts';

type Without<T> = T extends unknown ? Omit<T, 'orderId' | 'ageMs'> : never;
/** What a key or a button orders. */
export type Ordered = Without<DeskOrder>;

/** `madeAtMs`: milliseconds since 1970 by the page's own clock. */
export interface HeldOrder {
  orderId: string;
  madeAtMs: number;
  ordered: Ordered;
}

/** `cut`: nobody answers; the order stays. `later`: asked too often. `refused`: the hub takes no such order, ever. */
export type Sent = { kind: 'answer'; answer: DeskAnswer } | { kind: 'cut' | 'later' | 'unpaired' | 'refused' };

export interface OrdersParts {
  /** Outlives the page: `localStorage`. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
  send: (order: DeskOrder) => Promise<Sent>;
  nowMs: () => number;
  newId: () => string;
  after: (ms: number, act: () => void) => void;
  onChange: (held: readonly HeldOrder[]) => void;
  /** `null`: the hub does not take it. */
  onAnswer: (order: HeldOrder, answer: DeskAnswer | null) => void;
}

export interface Orders {
  held(): readonly HeldOrder[];
  give(ordered: Ordered): void;
  /** The hub answers again. */
  goOn(): void;
}

const PLACE = 'torn-desk-orders';
const AGAIN_MS = 1_500;

/**
 * What was ordered at this desk, each with its id, kept until the hub has answered: one after the other and in their order, so that what is sent once more
 * because an answer was lost is the same order, which the hub carries out once.
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
        // Whoever is not paired waits until somebody lets it in.
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

/** What cannot be read any more was never ordered by this program. */
function read(memory: OrdersParts['memory']): readonly HeldOrder[] {
  try {
    const value: unknown = JSON.parse(memory.getItem(PLACE) ?? '[]');
    return Array.isArray(value) ? (value as HeldOrder[]) : [];
  } catch {
    return [];
  }
}
