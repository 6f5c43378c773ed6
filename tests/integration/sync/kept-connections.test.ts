import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCentreClient } from '../../../src-main/centre/wire/centre-client.ts';
import { createTrustedTime } from '../../../src-main/centre/wire/trusted-time.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const kioskKey = newSigningKey();
const centreKey = newSigningKey();

/** The moment of a connection's second or later request at which the proxy closes the connection. */
type Cut = 'before-it-is-read' | 'before-its-answer' | 'within-its-answer';

/** A proxy in front of a centre that closes connections at the moments of `cuts`. */
async function frontOf(port: number) {
  const cuts: Cut[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    open.add(client);
    const centre = connect(port, '127.0.0.1');
    let hasAnswered = false;
    let cut: Cut | undefined;
    client.on('data', (bytes) => {
      if (hasAnswered) cut ??= cuts.shift();
      if (cut === 'before-it-is-read') client.resetAndDestroy();
      else centre.write(bytes);
    });
    centre.on('data', (bytes: Buffer) => {
      hasAnswered = true;
      if (cut === undefined) client.write(bytes);
      else if (cut === 'before-its-answer') client.resetAndDestroy();
      else client.write(bytes.subarray(0, 20), () => client.destroy());
    });
    client.on('error', () => {});
    client.once('close', () => centre.destroy());
    centre.once('close', () => client.destroy());
    centre.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const client of open) client.destroy();
  });
  const { port: own } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${own}`, cuts, connections: () => connections };
}

function clientOf(url: string) {
  const clock = createManualClock(Date.now());
  const client = createCentreClient({
    url,
    clock,
    time: createTrustedTime(clock, () => 0),
    centreKeys: () => [centreKey.publicKey],
    pin: () => null,
    keepPin: () => {},
    onContact: () => {},
  });
  onTestFinished(() => client.close());
  return { client, clock };
}

async function meet() {
  const centre = await startWireCentre({ key: centreKey });
  onTestFinished(() => centre.close());
  const front = await frontOf(centre.port);
  const { kioskId } = centre.enrol(kioskKey.publicKey, 1);
  const { client } = clientOf(front.url);
  const params = { cityId: 'terrassa', kioskId };
  let count = 0;
  let seq = 0;
  return {
    centre,
    front,
    read() {
      count += 1;
      return client.ask('readSnapshot', { params, signer: { key: kioskKey, tag: 'kiosk', count } });
    },
    upload() {
      seq += 1;
      const at = { wall: '2026-11-25T11:00:00.000+01:00', trust: 'guess' };
      const event = { id: randomUUID(), epoch: 0, seq, type: 'note', v: 1, at, payload: {} };
      return client.ask('uploadEvents', {
        params,
        signer: { key: kioskKey, tag: 'kiosk', count: null },
        body: { incarnation: randomUUID(), sender: { bootId: randomUUID(), monoMs: 1 }, events: [event] },
      });
    },
  };
}

describe('an idle connection that is closed as the next request is sent', () => {
  test.each(['read', 'upload'] as const)('does not fail a %s: it is sent again over a new one', async (what) => {
    const kiosk = await meet();
    expect(await kiosk[what]()).toMatchObject({ ok: true });
    kiosk.front.cuts.push('before-it-is-read');
    expect(await kiosk[what]()).toMatchObject({ ok: true });
    expect(kiosk.front.connections()).toBe(2);
    expect(kiosk.centre.asked).toHaveLength(2);
  });

  test('is not retried over a second idle connection', async () => {
    const kiosk = await meet();
    await Promise.all([kiosk.read(), kiosk.upload()]);
    expect(kiosk.front.connections()).toBe(2);
    kiosk.front.cuts.push('before-it-is-read', 'before-it-is-read');
    expect(await kiosk.upload()).toMatchObject({ ok: true });
    expect(kiosk.front.connections()).toBe(3);
  });

  test('sends an upload twice if it had arrived, with the same result as once', async () => {
    const kiosk = await meet();
    await kiosk.upload();
    kiosk.front.cuts.push('before-its-answer');
    expect(await kiosk.upload()).toMatchObject({ ok: true, value: { body: { items: [{ status: 'duplicate' }] } } });
    expect(kiosk.centre.events).toHaveLength(2);
  });

  test('sends a counted read twice; the centre refuses the second one and names the count to continue above', async () => {
    const kiosk = await meet();
    await kiosk.read();
    kiosk.front.cuts.push('before-its-answer');
    expect(await kiosk.read()).toMatchObject({
      ok: false,
      error: { problemKind: 'replayed-request', signed: true, problem: { above: 2 } },
    });
    expect(await kiosk.read()).toMatchObject({ ok: true });
  });

  test('is a fault if part of the answer had arrived', async () => {
    const kiosk = await meet();
    await kiosk.upload();
    kiosk.front.cuts.push('within-its-answer');
    expect(await kiosk.upload()).toMatchObject({ ok: false, error: { kind: 'central-unreachable' } });
    expect(kiosk.front.connections()).toBe(1);
    expect(kiosk.centre.asked).toHaveLength(2);
  });
});

test('a new connection that is closed without an answer is a fault, and is not retried', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {}).once('data', () => socket.resetAndDestroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { client } = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const nonce = { nonce: 'A'.repeat(22) };
  expect(await client.ask('readTime', { query: nonce })).toMatchObject({ ok: false });
  expect(connections).toBe(1);
});

test('a kiosk closes an idle connection before the time that the centre names', async () => {
  const server = createHttpServer((_, answer) => void answer.setHeader('keep-alive', 'timeout=2').end('{}'));
  // The server itself never closes a connection, so only the client can.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { client } = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const connected = once(server, 'connection');
  await client.ask('readTime', { query: { nonce: 'A'.repeat(22) } });
  const [socket] = (await connected) as [Socket];
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});

test('a stream of hints stays open while data arrives at least every 70 seconds', async () => {
  let say = (_text: string): void => {};
  const server = createHttpServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    say = (text) => void answer.write(text);
    say(':\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { client, clock } = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const opened = Promise.withResolvers<void>();
  let heard = Promise.withResolvers<void>();
  let isOver = false;
  const followed = client
    .follow(
      { params: { cityId: 'terrassa', kioskId: randomUUID() }, signer: { key: kioskKey, tag: 'kiosk', count: 1 } },
      new AbortController().signal,
      opened.resolve,
      () => heard.resolve(),
    )
    .finally(() => {
      isOver = true;
    });
  await opened.promise;
  for (let turn = 0; turn < 3; turn += 1) {
    heard = Promise.withResolvers<void>();
    say('event: hint\ndata:\n\n');
    await heard.promise;
    clock.advance(60_000);
  }
  expect(isOver).toBe(false);
  clock.advance(10_000);
  expect(await followed).toMatchObject({ kind: 'central-unreachable' });
});
