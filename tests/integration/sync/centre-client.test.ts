import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCentreClient } from '../../../src-main/centre/wire/centre-client.ts';
import { createTrustedTime } from '../../../src-main/centre/wire/trusted-time.ts';
import { problemOf } from '../../../src-main/contract/centre/problems.ts';
import { REQUEST_ID_HEADER, RequestId } from '../../../src-main/contract/centre/request-id.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import type { Interceptor } from '../../support/wire-centre/state.ts';

const kioskKey = newSigningKey();
const centreKey = newSigningKey();

function clientOf(url: string) {
  const clock = createManualClock(Date.now());
  let contacts = 0;
  const client = createCentreClient({
    url,
    clock,
    time: createTrustedTime(clock, () => 0),
    centreKeys: () => [centreKey.publicKey],
    pin: () => null,
    keepPin: () => {},
    onContact() {
      contacts += 1;
    },
  });
  onTestFinished(() => client.close());
  return { client, clock, contacts: () => contacts };
}

async function meet(intercept: Interceptor = () => null) {
  const centre = await startWireCentre({ key: centreKey });
  onTestFinished(() => centre.close());
  centre.intercept = intercept;
  const { kioskId } = centre.enrol(kioskKey.publicKey, 1);
  const { client, clock, contacts } = clientOf(centre.url);
  const params = { cityId: 'terrassa', kioskId };
  const read = () => client.ask('readSnapshot', { params, signer: { key: kioskKey, tag: 'kiosk', count: 1 } });
  return { centre, client, clock, contacts, read };
}

async function stranger(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const followThere = (
  { client }: Pick<ReturnType<typeof clientOf>, 'client'>,
  onWakeUp = () => {},
  { signal } = new AbortController(),
) =>
  client.follow(
    {
      params: { cityId: 'terrassa', kioskId: '6f1d2f0a-7a3e-4c59-9a58-3a7d2c1b0e02' },
      signer: { key: kioskKey, tag: 'kiosk', count: 1 },
    },
    signal,
    () => {},
    onWakeUp,
  );

const askThere = (url: string) =>
  clientOf(url).client.ask('readSnapshot', {
    params: { cityId: 'terrassa', kioskId: '6f1d2f0a-7a3e-4c59-9a58-3a7d2c1b0e02' },
    signer: { key: kioskKey, tag: 'kiosk', count: 1 },
  });

test('a fault contains the id of its request', async () => {
  let sent: unknown = null;
  const url = await stranger(({ headers }, answer) => {
    sent = headers[REQUEST_ID_HEADER];
    answer.writeHead(503).end();
  });
  const asked = await askThere(url);
  expect(RequestId.safeParse(sent).success).toBe(true);
  expect(asked).toMatchObject({ ok: false, error: { kind: 'central-busy', requestId: sent } });
});

describe('every answer becomes a value', () => {
  test('an answer that the centre signed', async () => {
    const { read, contacts } = await meet();
    expect(await read()).toMatchObject({ ok: true, value: { body: { officeId: 'demostracio' } } });
    expect(contacts()).toBe(1);
  });

  test.each([
    ['nobody listens', async () => 'http://127.0.0.1:9', 'central-unreachable'],
    ['the connection is cut', () => stranger((request) => request.socket.destroy()), 'central-unreachable'],
    [
      'the answer is cut off',
      () =>
        stranger((request, answer) => {
          answer.writeHead(200, { 'content-length': 100 }).write('{', () => request.socket.destroy());
        }),
      'central-unreachable',
    ],
    ['a login page answers', () => stranger((_, answer) => void answer.end('<html>')), 'central-answer'],
    [
      'somebody sends us elsewhere',
      () => stranger((_, answer) => void answer.writeHead(302, { location: 'http://login.example' }).end()),
      'central-answer',
    ],
    [
      'an answer has no end',
      () =>
        stranger((_, answer) => {
          const more = (): void => {
            while (answer.write(Buffer.alloc(65_536)));
            answer.once('drain', more);
          };
          more();
        }),
      'central-unreachable',
    ],
  ])('%s', async (_, place, kind) => {
    expect(await askThere(await place())).toMatchObject({ ok: false, error: { kind, signed: false } });
  });

  test('a server that never answers is given up', async () => {
    const { read, clock, centre } = await meet(() => 'hang');
    const answer = read();
    while (centre.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(30_000);
    expect(await answer).toMatchObject({ ok: false, error: { kind: 'central-unreachable' } });
  });

  test.each([
    ['503 with a time', 503, { 'retry-after': '7' }, { kind: 'central-busy', retryAfterMs: 7_000 }],
    ['429 for an hour', 429, { 'retry-after': '3600' }, { kind: 'central-busy', retryAfterMs: 300_000 }],
    ['502 of a proxy', 502, {}, { kind: 'central-busy', retryAfterMs: null }],
    [
      '503 until a date, which would need a clock',
      503,
      { 'retry-after': 'Wed, 25 Nov 2026 11:00:00 GMT' },
      { kind: 'central-busy', retryAfterMs: null },
    ],
  ])('%s', async (_, status, headers, error) => {
    const { read } = await meet(() => ({ status, headers }));
    expect(await read()).toMatchObject({ ok: false, error });
  });

  test('a problem has its kind, and whether the centre signed it', async () => {
    const body = JSON.stringify(problemOf('kiosk-revoked'));
    const forged = await meet(() => ({ status: 401, body }));
    expect(await forged.read()).toMatchObject({ ok: false, error: { kind: 'central-refused', signed: false } });
    const real = await meet(() => ({ status: 401, body, signed: true }));
    expect(await real.read()).toMatchObject({ ok: false, error: { kind: 'kiosk-revoked', signed: true } });
  });

  test('a signed answer with another schema is a fault', async () => {
    const { read } = await meet(() => ({ status: 200, body: JSON.stringify({ any: 'thing' }), signed: true }));
    expect(await read()).toMatchObject({ ok: false, error: { kind: 'central-answer' } });
  });

  test('an answer that was signed for another request is refused', async () => {
    const { read, centre, contacts } = await meet();
    let recorded: { headers: IncomingHttpHeaders; body: string } | null = null;
    const replaying = await stranger((request, answer) => {
      void (async () => {
        if (recorded === null) {
          const { headers } = request;
          const real = await new Promise<IncomingMessage>((resolve) => {
            sendRequest(`${centre.url}${request.url}`, { headers }, resolve).end();
          });
          recorded = { headers: real.headers, body: await text(real) };
        }
        answer.writeHead(200, recorded.headers).end(recorded.body);
      })();
    });
    expect(await read()).toMatchObject({ ok: true });
    expect(contacts()).toBe(1);
    const { kioskId } = centre.enrol(kioskKey.publicKey, 2);
    const through = clientOf(replaying).client;
    const ask = (count: number) =>
      through.ask('readSnapshot', {
        params: { cityId: 'terrassa', kioskId },
        signer: { key: kioskKey, tag: 'kiosk', count },
      });
    expect(await ask(1)).toMatchObject({ ok: true });
    expect(await ask(2)).toMatchObject({ ok: false, error: { kind: 'central-answer' } });
  });
});

test('an active stream of hints is followed, and a silent one is given up', async () => {
  const opened = Promise.withResolvers<ServerResponse>();
  const url = await stranger((_, answer) =>
    opened.resolve(answer.writeHead(200, { 'content-type': 'text/event-stream' })),
  );
  const { client, clock } = clientOf(url);
  let heard = () => {};
  const followed = followThere({ client }, () => heard());
  const stream = await opened.promise;
  for (let hints = 0; hints < 4; hints += 1) {
    const hint = new Promise<string>((resolve) => {
      heard = () => resolve('heard');
    });
    stream.write('event: hint\ndata:\n\n');
    expect(await Promise.race([hint, followed])).toBe('heard');
    // Each silence is shorter than the limit, and all together are longer.
    clock.advance(40_000);
  }
  clock.advance(40_000);
  expect(await followed).toMatchObject({ kind: 'central-unreachable' });
});

describe('a refused stream of hints', () => {
  test('whose answer is cut off by a proxy is a fault, and does not end the program', async () => {
    const url = await stranger((request, answer) => {
      answer.writeHead(502, { 'content-length': 100 }).write('<html>', () => request.socket.destroy());
    });
    expect(await followThere(clientOf(url))).toMatchObject({ kind: 'central-unreachable', signed: false });
  });

  test('whose answer never ends is given up', async () => {
    const url = await stranger((_, answer) => void answer.writeHead(502).write('<html>'));
    const { client, clock } = clientOf(url);
    const answered = once(RESPONSE);
    const followed = followThere({ client });
    await answered;
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(30_000);
    expect(await followed).toMatchObject({ kind: 'central-unreachable' });
  });
});

describe('one signal for all streams of a kiosk', () => {
  test('keeps no listener of an ended stream', async () => {
    const url = await stranger((_, answer) => void answer.writeHead(502).end());
    const { client } = clientOf(url);
    const ending = new AbortController();
    for (let times = 0; times < 3; times += 1) await followThere({ client }, () => {}, ending);
    expect(getEventListeners(ending.signal, 'abort')).toHaveLength(0);
  });

  test('that arrives while the request is being signed prevents the request', async () => {
    let asked = 0;
    const url = await stranger((_, answer) => {
      asked += 1;
      answer.writeHead(502).end();
    });
    const { client } = clientOf(url);
    const ending = new AbortController();
    const followed = followThere({ client }, () => {}, ending);
    ending.abort();
    expect(await followed).toMatchObject({ kind: 'central-unreachable' });
    expect(asked).toBe(0);
  });
});

/** Node's diagnostics channel for answers whose headers an HTTP client has read. */
const RESPONSE = 'http.client.response.finish';

const once = (channel: string): Promise<void> =>
  new Promise((resolve) => {
    const heard = (): void => {
      unsubscribe(channel, heard);
      resolve();
    };
    subscribe(channel, heard);
  });
