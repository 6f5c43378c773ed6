import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createOrders, type Sent } from '../../../../src-renderer/desk/orders.ts';

test('an alarm is sent while another order waits for its answer; the other orders keep their sequence', async () => {
  const sent: string[] = [];
  const answered: string[] = [];
  const first = Promise.withResolvers<Sent>();
  const done: Sent = { kind: 'answer', answer: { ok: true, value: { ticketId: null, number: null } } };
  const all = Promise.withResolvers<void>();
  const orders = createOrders({
    memory: { getItem: () => null, setItem: () => {} },
    nowMs: () => 0,
    newId: () => randomUUID(),
    after: () => {},
    onChange: () => {},
    send({ kind }) {
      sent.push(kind);
      return kind === 'call-next' ? first.promise : Promise.resolve(done);
    },
    onAnswer({ ordered: { kind } }) {
      answered.push(kind);
      if (answered.length === 3) all.resolve();
    },
  });
  orders.give({ kind: 'call-next', serviceIds: [] });
  orders.give({ kind: 'resume' });
  orders.give({ kind: 'alarm' });
  expect(sent).toEqual(['call-next', 'alarm']);
  first.resolve(done);
  await all.promise;
  expect([answered, orders.held()]).toEqual([['alarm', 'call-next', 'resume'], []]);
});
