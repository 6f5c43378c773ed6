import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { OfficeChanges } from '../../../src-main/calling/contract/kiosks.ts';
import { PairingBegun, PairingState } from '../../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS, KIOSK_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { type KioskKey, proveRequest } from '../../../src-main/calling/wire/kiosk-proof.ts';
import { freePort } from '../../support/free-port.ts';
import { holdSockets } from '../../support/hostile-sockets.ts';
import { type HubInProcess, hubInProcess, pairHubs } from '../../support/hub-in-process.ts';
import { createHubBrowser } from '../../support/office-hub.ts';

const STRANGERS = Array.from({ length: 11 }, (_, at) => `127.0.1.${at + 1}`);
const CALL = { kind: 'call-next' } as const;

async function holdAll({ port }: HubInProcess): Promise<void> {
  for (const localAddress of STRANGERS) {
    const held = await holdSockets(`http://127.0.0.1:${port}`, { count: 24, holds: ['idle'], path: '/', localAddress });
    onTestFinished(() => held.close());
  }
}

/** Opens 24 connections from each stranger that have finished the TLS handshake and asked for a page. */
async function askAll({ port }: HubInProcess): Promise<void> {
  for (const localAddress of STRANGERS)
    for (let no = 0; no < 24; no += 1) {
      const plain = connectPlain({ host: '127.0.0.1', port, localAddress });
      plain.on('error', () => undefined);
      const socket = connect({ socket: plain, rejectUnauthorized: false });
      socket.on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
      await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]);
      socket.write('GET / HTTP/1.1\r\nhost: kiosk\r\n\r\n');
    }
}

test.each([
  ['say nothing', holdAll],
  ['ask for pages', askAll],
])(
  '264 connections of eleven strangers that %s close no desk’s feed, refuse no order, and let a newcomer be paired',
  async (_, crowd) => {
    const kiosk = await hubInProcess({});
    const desk = await kiosk.pair('taula-1');
    let isEnded = false;
    const feed = desk.view(({ holds }) => holds.length === 1);
    feed.catch(() => {
      isEnded = true;
    });
    await desk.view();
    await crowd(kiosk);

    // The desk's commands come from addresses that the hub (the kiosk that serves the desks) does not know: over a new connection from each
    // of 30 addresses, and over one kept connection (`machine`).
    const machine = createHubBrowser(kiosk.port, kiosk.ca, '127.0.2.1');
    machine.cookie = desk.cookie;
    for (let no = 0; no < 30; no += 1) expect(await orderFrom(kiosk, `127.0.2.${no + 2}`, desk.cookie)).toBe(200);
    for (let no = 0; no < 30; no += 1) expect(await machine.order(CALL)).toMatchObject({ ok: false });

    const newcomer = createHubBrowser(kiosk.port, kiosk.ca, '127.0.3.1');
    await newcomer.pairWith((code) => kiosk.hub.pair(code, 'taula-2', kiosk.seen).ok);
    kiosk.give();
    expect(await newcomer.order(CALL)).toMatchObject({ ok: true });
    expect(isEnded).toBe(false);
    kiosk.give();
    expect(await desk.order(CALL)).toMatchObject({ ok: true });
    await feed;
  },
);

test('a stranger at the address of a desk’s browser and of a kiosk closes neither connection', async () => {
  const ports = [await freePort(), await freePort()] as const;
  const kiosk = await hubInProcess({ port: ports[0], kiosks: [`127.0.0.1:${ports[1]}`] });
  const sibling = await hubInProcess({ slot: 2, port: ports[1], kiosks: [`127.0.0.1:${ports[0]}`] });
  await pairHubs(kiosk, sibling);
  // The sibling kiosk is stopped, so that the test can act with its key.
  await sibling.hub.close();
  const [deskAddress, kioskAddress] = ['127.0.6.1', '127.0.6.2'];
  const desk = await kiosk.pair('taula-1');
  const browser = createHubBrowser(kiosk.port, kiosk.ca, deskAddress);
  browser.cookie = desk.cookie;
  const feed = browser.view(({ waiting }) => waiting.some(({ count }) => count === 1));
  feed.catch(() => undefined);
  await browser.view();
  const asked = { officeId: 'demonstration', log: null, since: 0, nowMs: Date.now(), holdMs: 0 };
  const first = await askFrom(kiosk, kioskAddress, sibling.key, asked);
  const { log, next } = OfficeChanges.parse(first.value);
  const held = askFrom(kiosk, kioskAddress, sibling.key, { ...asked, log, since: next, holdMs: 4_000 });
  for (const localAddress of [deskAddress, kioskAddress]) {
    const crowd = await holdSockets(`http://127.0.0.1:${kiosk.port}`, {
      count: 150,
      holds: ['idle'],
      path: '/',
      localAddress,
    });
    onTestFinished(() => crowd.close());
  }
  expect((await held).status).toBe(200);
  kiosk.give();
  await feed;
});

async function orderFrom(kiosk: HubInProcess, localAddress: string, cookie: string): Promise<number> {
  const body = JSON.stringify({ orderId: randomUUID(), ...CALL });
  const headers = { cookie, origin: `https://127.0.0.1:${kiosk.port}` };
  return (await postFrom(kiosk, localAddress, HUB_PATHS.deskOrders, headers, body)).status;
}

async function askFrom(kiosk: HubInProcess, localAddress: string, key: KioskKey, asked: object) {
  const [path, body] = [KIOSK_PATHS.changes, JSON.stringify(asked)];
  return postFrom(kiosk, localAddress, path, proveRequest(key, kiosk.key.pin, path, Buffer.from(body)), body);
}

function postFrom(
  { port }: HubInProcess,
  localAddress: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; value: unknown }> {
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        localAddress,
        path,
        method: 'POST',
        agent: false,
        rejectUnauthorized: false,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        const status = response.statusCode ?? 0;
        text(response).then((said) => resolve({ status, value: JSON.parse(said) }), reject);
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

test('fifteen honest browsers are paired although strangers at four addresses hold every pairing place', async () => {
  const kiosk = await hubInProcess({});
  const claims: (() => Promise<unknown>)[] = [];
  for (let address = 1; address <= 4; address += 1)
    for (let no = 0; no < 3; no += 1) {
      const stranger = createHubBrowser(kiosk.port, kiosk.ca, `127.0.4.${address}`);
      const { claim } = PairingBegun.parse((await stranger.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
      claims.push(() => stranger.post(HUB_PATHS.claimPairing, { claim }));
    }
  for (let no = 1; no <= 15; no += 1) {
    for (const claim of claims) await claim();
    const honest = createHubBrowser(kiosk.port, kiosk.ca, `127.0.5.${no}`);
    await honest.pairWith((code) => kiosk.hub.pair(code, 'taula-1', kiosk.seen).ok);
    expect(honest.cookie).not.toBe('');
  }
});

test('a browser that shows a code keeps that code while strangers ask for codes', async () => {
  const kiosk = await hubInProcess({});
  const honest = createHubBrowser(kiosk.port, kiosk.ca, '127.0.5.1');
  const { code, claim } = PairingBegun.parse((await honest.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
  for (let address = 1; address <= 8; address += 1)
    for (let no = 0; no < 4; no += 1)
      await createHubBrowser(kiosk.port, kiosk.ca, `127.0.4.${address}`).post(HUB_PATHS.beginPairing, { role: 'desk' });
  expect(kiosk.hub.pair(code, 'taula-1', kiosk.seen)).toMatchObject({ ok: true });
  expect(PairingState.parse((await honest.post(HUB_PATHS.claimPairing, { claim })).body)).toEqual({ state: 'paired' });
});
