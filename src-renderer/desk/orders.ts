import type { DeskAnswer, DeskOrder } from '../../src-main/calling/contract/desk.ts';

type Without<T> = T extends unknown ? Omit<T, 'orderId' | 'ageMs'> : never;
/** The command of a key or a button, without the id and age that the queue adds. */
export type Ordered = Without<DeskOrder>;

/** A command that waits for its answer. `madeAtMs`: milliseconds since 1970 by the page's clock. */
export interface HeldOrder {
  orderId: string;
  madeAtMs: number;
  ordered: Ordered;
}

/** `cut`: no answer, so the command is kept. `later`: too many requests. `refused`: the kiosk never accepts this command. */
export type Sent = { kind: 'answer'; answer: DeskAnswer } | { kind: 'cut' | 'later' | 'unpaired' | 'refused' };

export interface OrdersParts {
  /** The browser's `localStorage`, which outlives the page. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
  send: (order: DeskOrder) => Promise<Sent>;
  nowMs: () => number;
  newId: () => string;
  after: (ms: number, act: () => void) => void;
  onChange: (held: readonly HeldOrder[]) => void;
  /** `answer` is `null` if the kiosk refuses the command. */
  onAnswer: (order: HeldOrder, answer: DeskAnswer | null) => void;
}

const PLACE = 'torn-desk-orders';
const AGAIN_MS = 1_500;

/**
 * Keeps the desk's commands, each with its id, until the kiosk has answered, and sends them one after another; an alarm waits for no other
 * command. A command that is sent again because its answer was lost keeps its id, so that the kiosk carries it out once.
 */
export function createOrders({ memory, send, nowMs, newId, after, onChange, onAnswer }: OrdersParts) {
  let held = read(memory);
  const lines = [sendsInTurn(isOfAlarm), sendsInTurn((order) => !isOfAlarm(order))];

  function keep(next: readonly HeldOrder[]): void {
    held = next;
    memory.setItem(PLACE, JSON.stringify(held));
    onChange(held);
  }
  function sendsInTurn(isOfLine: (order: HeldOrder) => boolean): () => Promise<void> {
    let isSending = false;
    return async function sendAll() {
      if (isSending) return;
      isSending = true;
      for (let order = held.find(isOfLine); order !== undefined; order = held.find(isOfLine)) {
        const { orderId, madeAtMs, ordered } = order;
        const sent = await send({ ...ordered, orderId, ageMs: Math.max(0, nowMs() - madeAtMs) });
        if (sent.kind === 'cut' || sent.kind === 'later' || sent.kind === 'unpaired') {
          // A browser that is not paired any more waits for a pairing, which calls `goOn`.
          if (sent.kind !== 'unpaired') after(AGAIN_MS, () => void sendAll());
          break;
        }
        keep(held.filter((one) => one.orderId !== orderId));
        onAnswer(order, sent.kind === 'answer' ? sent.answer : null);
      }
      isSending = false;
    };
  }
  function goOn(): void {
    for (const sendAll of lines) void sendAll();
  }
  return {
    held: () => held,
    give(ordered: Ordered): void {
      keep([...held, { orderId: newId(), madeAtMs: nowMs(), ordered }]);
      goOn();
    },
    goOn,
  };
}

const isOfAlarm = ({ ordered: { kind } }: HeldOrder): boolean => kind === 'alarm' || kind === 'alarm-end';

function read(memory: OrdersParts['memory']): readonly HeldOrder[] {
  try {
    const value: unknown = JSON.parse(memory.getItem(PLACE) ?? '[]');
    return Array.isArray(value) ? (value as HeldOrder[]) : [];
  } catch {
    return [];
  }
}
