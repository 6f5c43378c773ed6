import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { KIOSK_PATHS, KIOSK_RUN_HEADER, KIOSK_SLOT_HEADER } from '../../../src-main/calling/contract/paths.ts';
import { createKioskCalls, createKioskLine } from '../../../src-main/calling/wire/kiosk-calls.ts';
import { kioskKeyOf, provenPin } from '../../../src-main/calling/wire/kiosk-proof.ts';
import { openHubCertificate } from '../../../src-main/security/hub-certificate.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const hosts = { names: [], addresses: [] };
const OTHER_PIN = 'another';

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type Act = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Starts a server that simulates a kiosk and answers `{}` unless a test sets another answer. Returns functions that
 * call it, and a manual clock.
 */
async function kioskAt(host = '127.0.0.1') {
  const { key, certificate } = await openHubCertificate({ folder: temporaryFolder(), environment: {}, hosts });
  const seen = { handshakes: 0, connections: 0, closed: 0, requests: [] as Seen[] };
  let act: Act = (_request, response) => void response.end('{}');
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.requests.push({ method, url, headers, body: Buffer.concat(chunks) });
      act(request, response);
    });
  });
  server.on('secureConnection', () => {
    seen.handshakes += 1;
  });
  server.on('connection', (socket) => {
    seen.connections += 1;
    socket.once('close', () => {
      seen.closed += 1;
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const [own, manual, ending, line] = [kioskKeyOf(key), createManualClock(0), new AbortController(), createKioskLine()];
  const waits = new Set<object>();
  const clock = {
    ...manual,
    after(ms: number, act: () => void) {
      const [wait, callOff] = [{}, manual.after(ms, act)];
      waits.add(wait);
      return () => {
        waits.delete(wait);
        callOff();
      };
    },
  };
  onTestFinished(() => line.close());
  const address = { host, port: (server.address() as AddressInfo).port };
  const calls = createKioskCalls(own, clock, ending.signal);
  return {
    server,
    seen,
    own,
    clock,
    calls,
    line,
    address,
    waits,
    ask: (pin = own.pin, body: unknown = {}, mostMs = 60_000) =>
      calls.call({ address, line, pin, path: '/api/kiosks/trial', body, mostMs }),
    answers(next: Act): void {
      act = next;
    },
    /** Leaves the next request unanswered. The returned promise resolves when that request has arrived. */
    hangs: () =>
      new Promise<void>((resolve) => {
        act = () => resolve();
      }),
    end: () => ending.abort(),
    allClosed: () => expect.poll(() => seen.connections > 0 && seen.closed === seen.connections).toBe(true),
  };
}

test('repeated requests to a kiosk share one handshake; another key is refused over the same line; a closed line is replaced', async () => {
  const { server, seen, ask } = await kioskAt();
  for (let no = 0; no < 20; no += 1) expect(await ask()).toMatchObject({ value: { status: 200 } });
  expect([seen.handshakes, seen.requests.length]).toEqual([1, 20]);
  expect(await ask(OTHER_PIN)).toMatchObject({ error: { kind: 'other-key' } });
  expect(seen.requests).toHaveLength(20);
  expect(await ask()).toMatchObject({ ok: true });
  const handshakes = seen.handshakes;
  server.closeAllConnections();
  // A request succeeds even if the caller has not noticed that its connection was closed.
  expect(await ask()).toMatchObject({ ok: true });
  expect(seen.handshakes).toBeGreaterThan(handshakes);
});

test('a request is signed for the asked kiosk and arrives whole', async () => {
  const { seen, ask, own, address } = await kioskAt();
  const body = { officeId: 'oac-dido', name: 'Atenció' };
  expect(await ask(own.pin, body)).toEqual({ ok: true, value: { status: 200, value: {}, slot: null, run: null } });
  const [request] = seen.requests;
  if (request === undefined) throw new Error('nothing was asked');
  expect(request).toMatchObject({ method: 'POST', url: '/api/kiosks/trial' });
  expect(JSON.parse(request.body.toString())).toEqual(body);
  expect(request.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(request.body.length),
    connection: 'keep-alive',
    host: `127.0.0.1:${address.port}`,
  });
  expect(provenPin(request.headers, own.pin, '/api/kiosks/trial', request.body)).toBe(own.pin);
  expect(provenPin(request.headers, OTHER_PIN, '/api/kiosks/trial', request.body)).toBeNull();
});

test('a kiosk at an IPv6 address is named in brackets', async () => {
  const { seen, ask, address } = await kioskAt('::1');
  expect(await ask()).toMatchObject({ ok: true });
  expect(seen.requests[0]?.headers.host).toBe(`[::1]:${address.port}`);
});

test.each<[string, string | undefined, number | null]>([
  ['the lowest', '1', 1],
  ['the highest', '99', 99],
  ['none', undefined, null],
  ['zero', '0', null],
  ['one of three digits', '100', null],
  ['one with more behind', '1x', null],
  ['one with more before', 'x1', null],
])('the slot in an answer: %s', async (_what, said, slot) => {
  const { ask, answers, calls, address, own } = await kioskAt();
  answers((_request, response) => {
    const headers = said === undefined ? {} : { [KIOSK_SLOT_HEADER]: said, [KIOSK_RUN_HEADER]: 'run 1' };
    response.writeHead(401, headers).end();
  });
  const run = said === undefined ? null : 'run 1';
  expect(await ask()).toEqual({ ok: true, value: { status: 401, value: null, slot, run } });
  expect(await calls.slotAt(address, own.pin)).toMatchObject({ ok: true, value: { slot, run } });
});

test('the slot of a kiosk is asked by an empty, unsigned request, whose connection is then closed', async () => {
  const { seen, calls, address, own, allClosed } = await kioskAt();
  expect(await calls.slotAt(address, own.pin)).toMatchObject({ ok: true });
  const [request] = seen.requests;
  expect(request).toMatchObject({ method: 'POST', url: KIOSK_PATHS.changes });
  expect(request?.body).toHaveLength(0);
  expect(request?.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': '0',
    host: `127.0.0.1:${address.port}`,
  });
  expect(Object.keys(request?.headers ?? {}).filter((name) => name.startsWith('torn-'))).toEqual([]);
  expect(await calls.slotAt(address, OTHER_PIN)).toEqual({
    ok: false,
    error: { kind: 'other-key', detail: own.pin },
  });
  expect(seen.requests).toHaveLength(1);
  await allClosed();
});

test('a kiosk that cuts its answer, or whose answer is no JSON, has not answered', async () => {
  const { ask, answers, calls, address, own, allClosed, seen } = await kioskAt();
  answers(({ socket }) => void socket.destroy());
  expect(await ask()).toMatchObject({
    error: { kind: 'no-answer', detail: expect.stringContaining('socket hang up') },
  });
  expect(await calls.slotAt(address, own.pin)).toMatchObject({ error: { kind: 'no-answer' } });
  answers((_request, response) => void response.end('{"a":'));
  expect(await ask()).toMatchObject({ error: { kind: 'no-answer', detail: expect.stringContaining('JSON') } });
  answers((request, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('{"a"', () => request.socket.destroy());
  });
  expect(await ask()).toMatchObject({ error: { kind: 'no-answer' } });
  await allClosed();
  expect(seen.handshakes).toBe(4);
});

test('an answer of eight megabytes is read, and a larger one is cut', async () => {
  const { ask, answers, allClosed } = await kioskAt();
  const text = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
  const most = 8 * 1_024 * 1_024;
  answers((_request, response) => void response.end(text(most)));
  const largest = await ask();
  expect(largest.ok && String(largest.value.value).length).toBe(most - 2);
  answers((_request, response) => void response.end(text(most + 1)));
  expect(await ask()).toEqual({ ok: false, error: { kind: 'no-answer', detail: 'too large' } });
  await allClosed();
});

test('the key at an address is read without a request, and the connection is closed', async () => {
  const { calls, address, own, seen, allClosed } = await kioskAt();
  expect(await calls.keyAt(address)).toEqual({ ok: true, value: own.publicKey });
  expect(seen.requests).toEqual([]);
  await allClosed();
});

test('an address without a listener is not reached', async () => {
  const { calls, address, server, ask } = await kioskAt();
  server.close();
  await once(server, 'close');
  const refused = { ok: false, error: { kind: 'not-reached', detail: expect.stringContaining('ECONNREFUSED') } };
  expect(await calls.keyAt(address)).toEqual(refused);
  expect(await calls.slotAt(address, OTHER_PIN)).toEqual(refused);
  expect(await ask()).toEqual(refused);
});

async function silentMachine() {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<{ destroy(): unknown }>();
  const closed = Promise.withResolvers<void>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume().once('close', () => closed.resolve());
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    taken: once(server, 'connection'),
    closed: closed.promise,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('a machine that does not handshake is waited for three seconds, and then closed', async () => {
  const { calls, clock } = await kioskAt();
  const { address, taken, closed } = await silentMachine();
  let isOver = false;
  const key = calls.keyAt(address).finally(() => {
    isOver = true;
  });
  await taken;
  clock.advance(2_999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  clock.advance(1);
  expect(await key).toEqual({ ok: false, error: { kind: 'late', detail: 'no answer in time' } });
  await closed;
});

test('a machine that closes before the handshake is not reached', async () => {
  const { calls } = await kioskAt();
  const { address, taken, cut } = await silentMachine();
  const key = calls.keyAt(address);
  await taken;
  cut();
  expect(await key).toMatchObject({ ok: false, error: { kind: 'not-reached' } });
});

test('an answer after its deadline is late, the request is sent once, and its connection is not used again', async () => {
  const { ask, hangs, clock, answers, own, seen } = await kioskAt();
  expect(await ask()).toMatchObject({ ok: true });
  const asked = hangs();
  const late = ask(own.pin, {}, 300);
  await asked;
  clock.advance(300);
  expect(await late).toMatchObject({ ok: false, error: { kind: 'late' } });
  expect([seen.requests.length, seen.handshakes]).toEqual([2, 1]);
  answers((_request, response) => void response.end('{}'));
  expect(await ask()).toMatchObject({ ok: true });
  expect(seen.handshakes).toBe(2);
});

test('an answer in time leaves no timer behind', async () => {
  const { ask, clock, own, seen, calls, address, waits } = await kioskAt();
  expect(await ask(own.pin, {}, 300)).toMatchObject({ ok: true });
  clock.advance(10_000);
  expect(await ask(own.pin, {}, 300)).toMatchObject({ ok: true });
  expect(seen.handshakes).toBe(1);
  expect(await calls.keyAt(address)).toMatchObject({ ok: true });
  expect(await calls.slotAt(address, OTHER_PIN)).toMatchObject({ ok: false });
  expect(waits.size).toBe(0);
});

test('the end of the program cuts a running request, and no request follows', async () => {
  const { ask, hangs, end, calls, address, seen, allClosed } = await kioskAt();
  const asked = hangs();
  const cut = ask();
  await asked;
  end();
  expect(await cut).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
  expect(await ask()).toMatchObject({ ok: false, error: { kind: 'not-reached', detail: 'no answer in time' } });
  expect(await calls.keyAt(address)).toMatchObject({ ok: false, error: { kind: 'not-reached' } });
  expect(seen.requests).toHaveLength(1);
  await allClosed();
});

test('a line gives its connection once, only to the owner of its key, and closes any other connection', () => {
  const line = createKioskLine();
  const open = () => new TLSSocket(new PassThrough());
  expect(line.take('one')).toBeNull();
  const first = open();
  line.keep(first, 'one');
  expect(line.take('one')).toBe(first);
  expect([line.take('one'), first.destroyed]).toEqual([null, false]);
  line.keep(first, 'one');
  const second = open();
  line.keep(second, 'one');
  expect([first.destroyed, second.destroyed]).toEqual([true, false]);
  expect([line.take('other'), second.destroyed]).toEqual([null, true]);
  line.keep(second, 'one');
  expect(line.take('one')).toBeNull();
  const half = open();
  half.end();
  line.keep(half, 'one');
  expect([line.take('one'), half.destroyed]).toEqual([null, true]);
  const last = open();
  line.keep(last, 'one');
  line.close();
  expect([last.destroyed, line.take('one')]).toEqual([true, null]);
});
