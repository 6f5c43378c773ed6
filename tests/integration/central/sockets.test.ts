import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MOST_OF_KIOSK } from '../../../src-central/server/admission.ts';
import { PATIENCE } from '../../../src-central/server/http-server.ts';
import { CENTRE_KEEPS_IDLE_MS, KIOSK_KEEPS_IDLE_MS } from '../../../src-main/contract/centre/kept-connections.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest } from '../../../src-main/signing/signed-messages.ts';
import {
  type Answered,
  exchangeFrom,
  type Hold,
  halfFrom,
  holdSockets,
  sendBytes,
} from '../../support/hostile-sockets.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, startTestCentre, type TestCentre, type TestKiosk, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const STRANGER = '127.0.0.66';
const json = { 'content-type': 'application/json' };

function teller(centre: TestCentre, kiosk: TestKiosk, localAddress: string) {
  const make = newEvents();
  let number = 0;
  return async (): Promise<Answered> => {
    number += 1;
    const sender = { bootId: kiosk.bootId, monoMs: kiosk.monoMs };
    const said = { incarnation: kiosk.incarnation, sender, events: [make.issued(number)] };
    const request: RequestToSign = {
      method: 'POST',
      url: `${centre.url}${kiosk.path('uploadEvents')}`,
      headers: json,
      body: Buffer.from(JSON.stringify(said)),
    };
    return exchangeFrom(localAddress, {
      ...request,
      headers: await signRequest(request, kiosk.key, 'kiosk', null),
    });
  };
}

async function crowd(centre: TestCentre, count: number, holds: readonly Hold[], localAddress = STRANGER) {
  const path = pathOf('confirmEnrolment', { cityId: terrassa });
  const held = await holdSockets(centre.url, { count, holds, path, localAddress });
  onTestFinished(() => held.close());
  return held;
}

const half = (centre: TestCentre, path: string, headers: Record<string, string> = {}): Promise<string> =>
  halfFrom('127.0.0.1', { url: centre.url, path, headers });

describe('a centre whose connections are held by an attacker', () => {
  it('accepts a kiosk from the attackers’ own address, and closes their oldest connections', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), {
      connectionLimits: { strangersOfAddress: 10, strangers: 1_000, ofCaller: 16 },
    });
    const kiosk = await centre.enrol(1);
    const held = await crowd(centre, 150, ['idle', 'half-body']);
    await expect.poll(() => held.held()).toBeLessThan(100);
    const tell = teller(centre, kiosk, STRANGER);
    for (let turn = 0; turn < 10; turn += 1) expect((await tell()).status).toBe(200);
  });

  it('counts the bodies of one kiosk: too many are refused, and other kiosks are not delayed', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { maxInFlight: 20 });
    const [kiosk, other] = [await centre.enrol(1), await centre.enrol(2)];
    const path = kiosk.path('uploadEvents');
    const body = Buffer.from('{"never":"sent whole"}');
    const request: RequestToSign = { method: 'POST', url: `${centre.url}${path}`, headers: json, body };
    const headers = await signRequest(request, kiosk.key, 'kiosk', null);
    const host = new URL(centre.url).host;
    const halves = Array.from({ length: MOST_OF_KIOSK + 3 }, () => half(centre, path, { ...headers, host }));
    for (const text of [await Promise.any(halves)]) expect(text).toMatch(/^HTTP\/1\.1 503 .*overloaded/s);
    const tell = teller(centre, other, '127.0.0.3');
    for (let turn = 0; turn < 5; turn += 1) expect((await tell()).status).toBe(200);
  });
});

describe('a body without credentials', () => {
  it('is not waited for: the head alone is answered', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const kiosk = await centre.enrol(1);
    const upload = kiosk.path('uploadEvents');
    const stranger = newSigningKey();
    const request: RequestToSign = {
      method: 'POST',
      url: `${centre.url}${upload}`,
      headers: json,
      body: Buffer.from('{}'),
    };
    const signed = await signRequest(request, stranger, 'kiosk', null);
    const { 'content-digest': _, ...undigested } = signed;
    const order = pathOf('revokeKiosk', { cityId: terrassa, kioskId: kiosk.kioskId }).replace('/revocation', '');
    const answers = {
      unsigned: await half(centre, upload),
      'unknown-key': await half(centre, upload, { ...signed, host: new URL(centre.url).host }),
      'without its digest': await half(centre, upload, undigested),
      'bad-token': await half(centre, pathOf('confirmEnrolment', { cityId: terrassa })),
      'not-found': await half(centre, order),
      'another not-found': await half(centre, '/v1/nothing'),
    };
    expect(Object.entries(answers).map(([name, text]) => [name, Number(text.slice(9, 12))])).toEqual([
      ['unsigned', 401],
      ['unknown-key', 401],
      ['without its digest', 401],
      ['bad-token', 401],
      ['not-found', 404],
      ['another not-found', 404],
    ]);
  });
});

/** Whether the kernel still lists the server's end of the connection; a client that reads nothing does not notice its close. */
function isOpen(port: number, peerPort: number): boolean {
  const hex = (value: number) => `:${value.toString(16).toUpperCase().padStart(4, '0')}`;
  const established = ' 01 ';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .some((line) => line.includes(`${hex(port)} `) && line.includes(`${hex(peerPort)}${established}`));
}

describe('a slow client', () => {
  const patience = { ...PATIENCE, headMs: 300, bodySpanMs: 200, lingerMs: 200, answerMs: 300 };

  it.each([
    ['sends nothing', ''],
    ['sends half a head', 'GET /v1/time HTTP/1.1\r\nhost: c'],
  ])('who %s is refused as too slow, and the connection ends', async (_, bytes) => {
    const centre = await startTestCentre(await postgres.newDatabase(), { patience });
    expect(await sendBytes(centre.url, bytes)).toMatch(
      /^HTTP\/1\.1 408 .*content-type: application\/problem\+json.*urn:torn:problem:too-slow/s,
    );
  });

  it('whose body stalls is refused as too slow, even with a valid token', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { patience });
    const path = pathOf('confirmEnrolment', { cityId: terrassa });
    const head = `POST ${path} HTTP/1.1\r\nhost: c\r\nauthorization: Bearer ${centre.token}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{`;
    expect(await sendBytes(centre.url, head)).toMatch(/^HTTP\/1\.1 408 .*urn:torn:problem:too-slow/s);
  });

  it('whose refused body does not end is cut off after the answer', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { patience });
    const head = 'POST /v1/nothing HTTP/1.1\r\nhost: c\r\ncontent-length: 500\r\n\r\n{';
    expect(await sendBytes(centre.url, head)).toMatch(/^HTTP\/1\.1 404 .*urn:torn:problem:not-found/s);
  });

  it('who reads no answer loses the connection', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { patience });
    const { port, hostname } = new URL(centre.url);
    const socket = connect(Number(port), hostname).pause();
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    const { localPort = 0 } = socket;
    // These answers are larger than the kernel's buffers for a connection.
    socket.write('GET /openapi.json HTTP/1.1\r\nhost: c\r\n\r\n'.repeat(300));
    await expect.poll(() => isOpen(Number(port), localPort)).toBe(false);
  });
});

const MALFORMED: readonly [string, number, string][] = [
  ['/v1/cities/%zz/kiosks', 400, 'malformed-request'],
  // Percent-encodings of an incomplete UTF-8 character and of an invalid byte.
  ['/v1/cities/%E0%A4%A/kiosks', 400, 'malformed-request'],
  ['/v1/cities/%ff/admin/kiosks', 400, 'malformed-request'],
  ['/v1/cities/terr%00assa/admin/kiosks', 400, 'malformed-request'],
  ['/v1/cities/terr\0assa/admin/kiosks', 400, 'malformed-request'],
  [`/v1/cities/${'a'.repeat(2_000)}/admin/kiosks`, 400, 'malformed-request'],
  [`/${'a'.repeat(20_000)}`, 413, 'too-large'],
  ['/v1/time?nonce=%E0%A4', 400, 'malformed-request'],
  ['*', 404, 'not-found'],
  ['//', 404, 'not-found'],
];

describe('an unreadable request', () => {
  it('is answered with a problem document, whatever is wrong with its path', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    for (const [target, status, kind] of MALFORMED) {
      const text = await sendBytes(centre.url, `GET ${target} HTTP/1.1\r\nhost: c\r\nconnection: close\r\n\r\n`);
      const what = target.slice(0, 60);
      expect(text, what).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(text.toLowerCase(), what).toContain('content-type: application/problem+json');
      expect(text, what).toContain(`"type":"urn:torn:problem:${kind}"`);
      expect(text, what).toContain(`"status":${status}`);
    }
    expect(await sendBytes(centre.url, 'SSH-2.0-OpenSSH\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*problem\+json/s);
  });
});

describe('an idle connection', () => {
  it('is kept longer by the centre than by a kiosk, and the centre says so', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const { headers } = await fetch(`${centre.url}/health/live`);
    expect(headers.get('keep-alive')).toBe(`timeout=${CENTRE_KEEPS_IDLE_MS / 1_000}`);
    // The server waits longer than the client, with time for a slow network, so that it never closes a connection
    // that the client is about to use.
    expect(CENTRE_KEEPS_IDLE_MS).toBeGreaterThan(KIOSK_KEEPS_IDLE_MS + 20_000);
  });
});

describe('a centre behind a proxy', () => {
  async function enrolThrough(centre: TestCentre, forwardedFor: string, isBehindProxy = true): Promise<number> {
    const key = newSigningKey();
    const asked = { publicKey: key.publicKey, incarnation: randomUUID(), slot: null, version: '0.1.0', build: 'test' };
    const headers = { ...json, 'x-forwarded-for': forwardedFor };
    const url = `${centre.url}${pathOf('openEnrolment', { cityId: terrassa })}`;
    const request: RequestToSign = { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(asked)) };
    // The kiosk signs the https address of the proxy, which passes its requests on over http.
    const signed = await signRequest(
      isBehindProxy ? { ...request, url: url.replace('http:', 'https:') } : request,
      key,
      'candidate',
      null,
    );
    return (await exchangeFrom('127.0.0.9', { ...request, headers: signed })).status;
  }
  const TRIES = 30;

  it('uses the address that its proxy saw, and none that a client put before it', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { behindProxy: true });
    await centre.makeOffice('ajuntament');
    const statuses: number[] = [];
    for (let turn = 0; turn <= TRIES; turn += 1)
      statuses.push(await enrolThrough(centre, `10.${turn}.0.1, 203.0.113.7`));
    expect(statuses).toEqual([...Array.from({ length: TRIES }, () => 201), 429]);
    expect(await enrolThrough(centre, '203.0.113.7, 203.0.113.8')).toBe(201);
  });

  it('ignores a client’s forwarded address when there is no proxy', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await centre.makeOffice('ajuntament');
    const statuses: number[] = [];
    for (let turn = 0; turn <= TRIES; turn += 1) statuses.push(await enrolThrough(centre, `10.0.0.${turn}`, false));
    expect(statuses).toEqual([...Array.from({ length: TRIES }, () => 201), 429]);
  });

  it('sets no limit on the connections of the proxy, which all clients share', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), {
      behindProxy: true,
      connectionLimits: { strangersOfAddress: 1, strangers: 1, ofCaller: 1 },
    });
    const held = await crowd(centre, 30, ['idle']);
    expect((await fetch(`${centre.url}/health/live`)).status).toBe(200);
    expect([held.held(), held.opened()]).toEqual([30, 30]);
  });
});
