import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createRemoteOrders } from '../../../../../src-main/centre/steps/remote-orders.ts';
import { KioskOrder } from '../../../../../src-main/contract/centre/orders.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../../support/test-store.ts';

const ELEVEN = Date.parse('2026-11-25T10:00:00Z');
const MINUTE = 60_000;

/** A kiosk with this data folder and simulated actions. `done` lists the actions begun; each resolves to `result`, or never. */
function open(data = temporaryFolder(), result: string | null | 'never' = 'done', at = ELEVEN) {
  const clock = createManualClock(at);
  const { orders, centre, outbox, close } = openTestStore(data, clock);
  const done: string[] = [];
  const act = (action: string) => () => {
    done.push(action);
    return result === 'never' ? new Promise<null>(() => undefined) : Promise.resolve(result);
  };
  const remote = createRemoteOrders({
    orders,
    actions: {
      'print-test': act('print-test'),
      pause: act('pause'),
      resume: act('resume'),
      restart: act('restart'),
      'send-diagnostics': act('send-diagnostics'),
      'forget-pin': act('forget-pin'),
    },
    clock,
    log: { event: () => undefined },
  });
  return {
    data,
    orders,
    remote,
    done,
    close,
    tell: (...given: KioskOrder[]) =>
      centre.keepChanges(
        given.map((order) => ({ kind: 'kiosk-ordered', order }) as const),
        'cursor',
      ),
    async settle() {
      remote.look();
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    },
    ends(): string[] {
      return must(outbox.next(100)).flatMap(({ wire }) =>
        wire?.type === 'order-ended' ? [`${wire.payload.action} ${wire.payload.result}`] : [],
      );
    },
  };
}

const orderFor = (action: string, more: Partial<KioskOrder> = {}): KioskOrder =>
  KioskOrder.parse({
    orderId: randomUUID(),
    kioskId: randomUUID(),
    action,
    until: null,
    deadline: new Date(ELEVEN + 15 * MINUTE).toISOString(),
    ...more,
  });

async function expectNotDoneAgain(kiosk: ReturnType<typeof open>, order: KioskOrder): Promise<void> {
  kiosk.tell(order);
  await kiosk.settle();
  expect(kiosk.done).toEqual([]);
}

describe('an order of the centre', () => {
  test('is carried out once, however often it is received', async () => {
    const kiosk = open();
    const order = orderFor('print-test');
    kiosk.tell(order, order);
    await kiosk.settle();
    kiosk.tell(order);
    await kiosk.settle();
    expect(kiosk.done).toEqual(['print-test']);
    expect(kiosk.ends()).toEqual(['print-test done']);
  });

  test('that was received before a power cut is carried out after it', async () => {
    const first = open();
    first.tell(orderFor('pause'));
    first.close();
    const next = open(first.data);
    await next.settle();
    expect(next.done).toEqual(['pause']);
  });

  test('that a power cut interrupts is not carried out again, and is reported once as interrupted', async () => {
    const first = open(temporaryFolder(), 'never');
    const order = orderFor('print-test');
    first.tell(order);
    await first.settle();
    expect(first.done).toEqual(['print-test']);
    first.close();
    for (let start = 0; start < 2; start += 1) {
      const next = open(first.data);
      await expectNotDoneAgain(next, order);
      expect(next.ends()).toEqual(['print-test interrupted']);
      next.close();
    }
  });

  test('to restart is reported done by the next start, and not carried out again', async () => {
    const first = open(temporaryFolder(), null);
    const order = orderFor('restart');
    first.tell(order);
    await first.settle();
    await first.settle();
    expect(first.done).toEqual(['restart']);
    expect(first.ends()).toEqual([]);
    first.close();
    const next = open(first.data, null);
    await expectNotDoneAgain(next, order);
    expect(next.ends()).toEqual(['restart done']);
  });

  test('that is too late or unknown is refused, and later orders are carried out', async () => {
    const kiosk = open(undefined, 'done', ELEVEN + MINUTE);
    const late = { deadline: new Date(ELEVEN).toISOString() };
    kiosk.tell(orderFor('restart', late), orderFor('open-the-door'), orderFor('resume'));
    await kiosk.settle();
    expect(kiosk.done).toEqual(['resume']);
    expect(kiosk.ends().toSorted()).toEqual(['open-the-door unknown-action', 'restart expired', 'resume done']);
  });

  test('that has ended is not carried out again when the database is rebuilt from the journal', async () => {
    const first = open();
    const order = orderFor('print-test');
    first.tell(order);
    await first.settle();
    first.close();
    loseDatabase(first.data);
    const next = open(first.data);
    await expectNotDoneAgain(next, order);
  });
});
