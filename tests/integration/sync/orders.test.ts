import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { KioskOrder } from '../../../src-main/contract/centre/orders.ts';
import { EXIT_START_ANEW } from '../../../src-main/session/contract/kiosk-api.ts';
import type { WireCentre } from '../../support/centre-at-the-wire.ts';
import { enrolled, eventsOf, openCentre, start, until } from '../../support/core-and-centre.ts';
import { centreStatus } from '../../support/paired-core.ts';

async function paired() {
  const centre = await openCentre();
  const kiosk = await enrolled(centre);
  await centre.until(() => centre.asked.includes('followHints'));
  return { centre, ...kiosk };
}

const orderTo = (kioskId: string, action: string, more: Partial<KioskOrder> = {}): KioskOrder =>
  KioskOrder.parse({
    orderId: randomUUID(),
    kioskId,
    action,
    until: null,
    deadline: new Date(Date.now() + 60_000).toISOString(),
    ...more,
  });

const tell = (centre: WireCentre, order: KioskOrder) => centre.tell({ kind: 'kiosk-ordered', order });
const endsOf = (centre: WireCentre) =>
  eventsOf(centre, 'order-ended').map(({ event: { payload } }) => `${payload.action} ${payload.result}`);

test('an order that arrives again, by any path, is carried out once', async () => {
  const { centre, kioskId } = await paired();
  const order = orderTo(kioskId, 'pause');
  for (let times = 0; times < 3; times += 1) tell(centre, order);
  await centre.until(() => endsOf(centre).length === 1);
  tell(centre, order);
  tell(centre, orderTo(kioskId, 'resume'));
  await centre.until(() => endsOf(centre).includes('resume done'));
  expect(endsOf(centre)).toEqual(['pause done', 'resume done']);
});

test('an order to another kiosk of the office is ignored', async () => {
  const { centre, kioskId } = await paired();
  tell(centre, orderTo(randomUUID(), 'pause'));
  tell(centre, orderTo(kioskId, 'resume'));
  await centre.until(() => endsOf(centre).length === 1);
  expect(endsOf(centre)).toEqual(['resume done']);
});

test('an expired order, and one of a newer centre, are refused with the reason', async () => {
  const { centre, kioskId } = await paired();
  tell(centre, orderTo(kioskId, 'pause', { deadline: new Date(Date.now() - 1_000).toISOString() }));
  await centre.until(() => endsOf(centre).length === 1);
  tell(centre, orderTo(kioskId, 'open-the-door'));
  await centre.until(() => endsOf(centre).length === 2);
  expect(endsOf(centre)).toEqual(['pause expired', 'open-the-door unknown-action']);
});

test('an order in an unsigned answer is ignored', async () => {
  const { centre, core, kioskId } = await paired();
  const order = orderTo(kioskId, 'pause');
  let forged = 0;
  centre.intercept = (name) => {
    if (name !== 'readChanges' || forged > 2) return null;
    forged += 1;
    const changes = {
      changes: [{ kind: 'kiosk-ordered', order }],
      cursor: '1',
      more: false,
      storeEpoch: centre.storeEpoch(),
    };
    return { status: 200, body: JSON.stringify(changes) };
  };
  while (forged < 3) {
    await core.call('tryCentre', {});
    await wait(50);
  }
  await until(async () => {
    await core.call('tryCentre', {});
    return (await centreStatus(core)).trouble === null;
  });
  tell(centre, orderTo(kioskId, 'resume'));
  await centre.until(() => endsOf(centre).length === 1);
  expect(endsOf(centre)).toEqual(['resume done']);
});

test('a kiosk that is ordered to restart does so once, although the order arrives again and again', async () => {
  const { centre, core, kioskId, data } = await paired();
  const order = orderTo(kioskId, 'restart');
  tell(centre, order);
  expect((await core.ended).code).toBe(EXIT_START_ANEW);
  expect(endsOf(centre)).toEqual([]);
  const next = start(centre, data);
  await centre.until(() => endsOf(centre).length === 1);
  expect(endsOf(centre)).toEqual(['restart done']);
  for (let times = 0; times < 3; times += 1) tell(centre, order);
  tell(centre, orderTo(kioskId, 'resume'));
  await centre.until(() => endsOf(centre).length === 2);
  await next.waitForNext('heartbeat');
  await next.waitForNext('heartbeat');
  expect(next.child.exitCode).toBeNull();
});
