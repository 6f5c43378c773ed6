import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { DeskAnswer } from '../../../src-main/calling/contract/desk.ts';
import type { HubBrowser, OrderWithoutId } from '../../support/office-hub.ts';
import { hearEachOther, officeOfTwo, pairKiosks } from '../../support/office-of-kiosks.ts';

/** Repeats a desk's command under one id until it is answered, as the page does. */
async function insist(desk: HubBrowser, order: OrderWithoutId): Promise<DeskAnswer> {
  const orderId = randomUUID();
  for (;;) {
    const answer = await desk.order({ orderId, ...order }).catch((error: unknown) => {
      if (String(error).includes('status 503')) return null;
      throw error;
    });
    if (answer !== null) return answer;
  }
}

const CALL = { kind: 'call-next' } as const;
const numberOf = (answer: DeskAnswer): string => (answer.ok ? (answer.value.number ?? '') : answer.error.kind);

test('two kiosks each call the numbers of both; the second continues when the first is killed, and the first then learns the acts done meanwhile', async () => {
  const office = await officeOfTwo();
  const { one, other } = office;
  await pairKiosks(office);
  const first = await one.kiosk().giveTicket();
  const second = await other.kiosk().giveTicket();
  const third = await one.kiosk().giveTicket();
  const [atOne, atOther] = [await one.kiosk().pair('desk', 'taula-1'), await other.kiosk().pair('desk', 'taula-2')];
  const hall = await other.kiosk().pair('hall');
  expect(numberOf(await insist(atOne, CALL))).toBe(first.label);
  expect((await hall.hall(({ calls: [call] }) => call?.deskId === 'taula-1')).calls).toMatchObject([
    { number: first.label },
  ]);
  expect(numberOf(await insist(atOther, CALL))).toBe(second.label);
  expect((await atOne.view(({ next }) => next.length === 1)).next).toMatchObject([{ number: third.label }]);
  expect((await atOther.view(({ holds }) => holds.length === 1)).kiosks).toHaveLength(1);

  await one.kill();
  expect(await insist(atOther, { kind: 'finish', ticketId: second.ticketId })).toMatchObject({ ok: true });
  expect(numberOf(await insist(atOther, CALL))).toBe(third.label);
  const moved = await other.kiosk().pair('desk', 'taula-1');
  expect((await moved.view()).holds).toMatchObject([{ number: first.label, state: 'called' }]);
  expect(await insist(moved, { kind: 'finish', ticketId: first.ticketId })).toMatchObject({ ok: true });

  await one.start();
  await hearEachOther(office);
  const back = await one.kiosk().pair('desk', 'taula-2');
  expect((await back.view(({ holds }) => holds.length > 0)).holds).toMatchObject([{ number: third.label }]);
  expect(await insist(back, { kind: 'call', ticketId: first.ticketId })).toEqual({
    ok: false,
    error: { kind: 'is-over' },
  });
});
