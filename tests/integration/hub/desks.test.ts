import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { service } from '../../support/core-process.ts';
import { freePort } from '../../support/free-port.ts';
import { type KioskWithDesks, officeWithDesks, startKioskWithDesks } from '../../support/office-hub.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const started: KioskWithDesks[] = [];
afterEach(async () => {
  for (const { core } of started.splice(0)) await core.stop();
});

async function office(data = temporaryFolder()) {
  const port = await freePort();
  const profile = officeWithDesks(temporaryFolder(), port);
  const start = async () => {
    const kiosk = await startKioskWithDesks(data, profile, port);
    started.push(kiosk);
    return kiosk;
  };
  return { start, kiosk: await start() };
}

describe('desks of the office’s own network', () => {
  test('a desk calls, recalls, serves and finishes a number with the kiosk alone, and the hall shows it', async () => {
    const { kiosk } = await office();
    const [first, second] = [await kiosk.giveTicket(), await kiosk.giveTicket()];
    const desk = await kiosk.pair('desk', 'taula-1');
    const hall = await kiosk.pair('hall');
    expect((await desk.view()).waiting).toContainEqual(
      expect.objectContaining({ serviceId: 'empadronament', count: 2 }),
    );
    expect(await desk.order({ kind: 'call-next' })).toEqual({
      ok: true,
      value: { ticketId: first.ticketId, number: first.label },
    });
    const { calls } = await hall.hall(({ calls: [call] }) => call !== undefined);
    expect(calls).toMatchObject([{ number: first.label, deskId: 'taula-1', times: 1, isRecall: false }]);
    await desk.order({ kind: 'recall', ticketId: first.ticketId });
    expect((await hall.hall()).calls).toMatchObject([{ number: first.label, times: 2, isRecall: true }]);
    await desk.order({ kind: 'serve', ticketId: first.ticketId });
    expect((await desk.view()).holds).toMatchObject([{ number: first.label, state: 'serving' }]);
    expect(await desk.order({ kind: 'call-next' })).toEqual({ ok: false, error: { kind: 'has-somebody' } });
    await desk.order({ kind: 'finish', ticketId: first.ticketId });
    const after = await desk.view();
    expect(after.holds).toEqual([]);
    expect(after.next.map(({ number }) => number)).toEqual([second.label]);
    expect(await desk.order({ kind: 'call', ticketId: first.ticketId })).toEqual({
      ok: false,
      error: { kind: 'is-over' },
    });
  });

  test('two desks that call at once get different tickets, and a repeated order is carried out once', async () => {
    const { kiosk } = await office();
    const given = [await kiosk.giveTicket(), await kiosk.giveTicket()];
    const [one, other] = [await kiosk.pair('desk', 'taula-1'), await kiosk.pair('desk', 'taula-2')];
    const orderId = randomUUID();
    const call = { orderId, kind: 'call-next' } as const;
    const answers = await Promise.all([
      one.order(call),
      one.order(call),
      other.order({ kind: 'call-next' }),
      one.order(call),
    ]);
    const numbers = answers.map((answer) => (answer.ok ? answer.value.number : answer.error.kind));
    expect(new Set(numbers)).toEqual(new Set(given.map(({ label }) => label)));
    expect([numbers[1], numbers[3]]).toEqual([numbers[0], numbers[0]]);
    expect(await other.order({ ...call })).toEqual({ ok: false, error: { kind: 'not-yours' } });
  });

  test('the acts of desks are restored after the kiosk was killed, and a browser keeps its pairing', async () => {
    const data = temporaryFolder();
    const { kiosk, start } = await office(data);
    const { label, ticketId } = await kiosk.giveTicket();
    const desk = await kiosk.pair('desk', 'taula-1');
    const orderId = randomUUID();
    await desk.order({ orderId, kind: 'call-next' });
    await desk.order({ kind: 'pause', reason: 'break' });
    const give = { orderId: randomUUID(), kind: 'give', serviceId: service('empadronament') } as const;
    const given = await desk.order(give);
    expect(given).toMatchObject({ ok: true, value: { number: 'A9100' } });
    kiosk.core.child.kill('SIGKILL');
    await kiosk.core.ended;
    started.splice(0);
    await start();
    const view = await desk.view();
    expect(view).toMatchObject({ holds: [{ number: label, state: 'called' }], pause: { reason: 'break' } });
    expect(await desk.order({ orderId, kind: 'call-next' })).toEqual({ ok: true, value: { ticketId, number: label } });
    expect(await desk.order(give)).toEqual(given);
    expect(await desk.order({ ...give, orderId: randomUUID() })).toMatchObject({ value: { number: 'A9101' } });
    expect((await desk.view()).next.map(({ number }) => number)).toEqual(['A9100', 'A9101']);
  });

  test('a desk’s new browser ends the previous one’s stream and pairing', async () => {
    const { kiosk } = await office();
    const before = await kiosk.pair('desk', 'taula-1');
    const ended = before.view(({ holds }) => holds.length > 0).catch((error: unknown) => String(error));
    await before.view();
    const after = await kiosk.pair('desk', 'taula-1');
    expect(await ended).toContain('the feed ended');
    await kiosk.giveTicket();
    await after.order({ kind: 'call-next' });
    expect((await after.view()).holds).toHaveLength(1);
    await expect(before.view()).rejects.toThrow('status 401');
  });

  test('orders from an unknown or unpaired browser or from another site are refused', async () => {
    const { kiosk } = await office();
    await kiosk.giveTicket();
    const stranger = kiosk.browser();
    const order = { orderId: randomUUID(), kind: 'call-next' };
    expect((await stranger.post(HUB_PATHS.deskOrders, order)).status).toBe(401);
    expect((await stranger.get(HUB_PATHS.hallFeed)).status).toBe(401);
    const desk = await kiosk.pair('desk', 'taula-1');
    expect((await desk.post(HUB_PATHS.deskOrders, order, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await desk.post(HUB_PATHS.deskOrders, order, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await desk.post(HUB_PATHS.deskOrders, order, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await desk.post(HUB_PATHS.deskOrders, { ...order, name: 'somebody' })).status).toBe(400);
    expect((await desk.post(HUB_PATHS.deskOrders, { ...order, pad: 'x'.repeat(5_000) })).status).toBe(400);
    expect((await desk.post(HUB_PATHS.deskOrders, order, {}, ' '.repeat(5_000))).status).toBe(400);
    const hall = await kiosk.pair('hall');
    hall.cookie = hall.cookie.replace('hall', 'desk');
    expect((await hall.post(HUB_PATHS.deskOrders, order)).status).toBe(401);
    const [identity] = (await kiosk.state()).identities.filter(({ deskId }) => deskId === 'taula-1');
    await kiosk.core.call('unpairBrowser', { identityId: identity?.identityId ?? '' });
    expect((await desk.post(HUB_PATHS.deskOrders, order)).status).toBe(401);
  });
});
