import { Agent, request as ask, type ClientRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { MOST_OF_KIOSK } from '../../../src-central/server/admission.ts';
import { MOST_UNANSWERED } from '../../../src-central/server/http-server.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { type RequestToSign, signRequest } from '../../../src-main/signing/signed-messages.ts';
import { heldDatabase } from '../../support/held-database.ts';
import { type Answered, exchangeFrom, halfFrom, isHeldByServer } from '../../support/hostile-sockets.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, startTestCentre, type TestCentre, type TestKiosk, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const STRANGER = '127.0.0.66';
const OFFICE_ADDRESS = '127.0.0.3';
const json = { 'content-type': 'application/json' };

async function startHeld(limits: Parameters<typeof startTestCentre>[1] = {}) {
  const url = await postgres.newDatabase();
  const database = heldDatabase(openPostgres(url, { connections: 10, onTrouble: () => {} }));
  const centre = await startTestCentre(database, limits);
  onTestFinished(() => database.release());
  return { centre, database };
}

async function askAs(
  { centre, kiosk, from }: { centre: TestCentre; kiosk: TestKiosk; from: string },
  request: Pick<RequestToSign, 'method' | 'body'> & { path: string },
  count: number | null,
): Promise<Answered> {
  const { method, body, path } = request;
  const plain = { method, url: `${centre.url}${path}`, headers: body ? json : {}, body };
  return exchangeFrom(from, { ...plain, headers: await signRequest(plain, kiosk.key, 'kiosk', count) });
}

const uploadOf = (kiosk: TestKiosk, number: number) => {
  const sender = { bootId: kiosk.bootId, monoMs: kiosk.monoMs };
  const events = [newEvents({ from: number }).issued(number)];
  const body = Buffer.from(JSON.stringify({ incarnation: kiosk.incarnation, sender, events }));
  return { method: 'POST', path: kiosk.path('uploadEvents'), body };
};

async function capturedHead(centre: TestCentre, kiosk: TestKiosk): Promise<Record<string, string>> {
  const { path, body } = uploadOf(kiosk, 1);
  const request: RequestToSign = { method: 'POST', url: `${centre.url}${path}`, headers: json, body };
  return { ...(await signRequest(request, kiosk.key, 'kiosk', null)), host: new URL(centre.url).host };
}

/**
 * Sends halves of bodies with the headers of one signed request. The centre refuses a request that exceeds the kiosk's share of open
 * bodies.
 */
async function holdBodies(centre: TestCentre, kiosk: TestKiosk, from: string): Promise<void> {
  const headers = await capturedHead(centre, kiosk);
  const path = kiosk.path('uploadEvents');
  const halves = Array.from({ length: MOST_OF_KIOSK + 3 }, () => halfFrom(from, { url: centre.url, path, headers }));
  expect(await Promise.any(halves)).toMatch(/^HTTP\/1\.1 503 .*overloaded/s);
}

const isLive = async (centre: TestCentre) => expect((await fetch(`${centre.url}/health/live`)).status).toBe(200);

describe('requests that were cut off while the database was slow', () => {
  it('free their places', async () => {
    const { centre, database } = await startHeld();
    const kiosk = await centre.enrol(1);
    const { path, body, method } = uploadOf(kiosk, 1);
    const plain = { method, url: `${centre.url}${path}`, headers: json, body };
    const signed = await signRequest(plain, kiosk.key, 'kiosk', null);
    database.hold('FROM kiosk_key');
    const cut: ClientRequest[] = Array.from({ length: MOST_OF_KIOSK }, () => {
      const headers = { ...signed, 'content-length': String(body.length) };
      const request = ask(plain.url, { method, headers, agent: false, localAddress: OFFICE_ADDRESS });
      request.on('error', () => {}).write(body.subarray(0, 100));
      return request;
    });
    await expect.poll(() => database.waiting()).toBe(MOST_OF_KIOSK);
    const port = Number(new URL(centre.url).port);
    const peers = cut.map(({ socket }) => socket?.localPort ?? 0);
    for (const request of cut) request.destroy();
    await expect.poll(() => peers.some((peer) => isHeldByServer(port, peer))).toBe(false);
    await isLive(centre);
    database.release();
    for (let turn = 0; turn < 3; turn += 1) {
      const numbers = Array.from({ length: MOST_OF_KIOSK / 2 }, (_, index) => turn * MOST_OF_KIOSK + index + 1);
      const answers = numbers.map((number) =>
        askAs({ centre, kiosk, from: OFFICE_ADDRESS }, uploadOf(kiosk, number), null),
      );
      for (const answer of answers) expect((await answer).status).toBe(200);
    }
  });
});

describe('a stranger at one address', () => {
  it('who sends requests without credentials leaves room for others', async () => {
    const { centre, database } = await startHeld({ maxInFlight: 20 });
    const kiosk = await centre.enrol(1);
    database.hold('INSERT INTO rate_window');
    const path = pathOf('verifyAttendance', { cityId: terrassa, code: 'AAAA11112222' });
    const asked = Array.from({ length: 100 }, () =>
      exchangeFrom(STRANGER, { method: 'GET', url: `${centre.url}${path}`, headers: {}, body: null }),
    );
    await expect.poll(() => database.waiting()).toBeGreaterThanOrEqual(8);
    for (let turn = 0; turn < 20; turn += 1) await isLive(centre);
    const answered = await askAs({ centre, kiosk, from: OFFICE_ADDRESS }, uploadOf(kiosk, 1), null);
    expect(answered.status, answered.text).toBe(200);
    database.release();
    await Promise.all(asked);
  });

  it('who asks for readiness costs the database one query at a time', async () => {
    const { centre, database } = await startHeld();
    database.hold('FROM schema_version');
    const asked = Promise.all(Array.from({ length: 100 }, () => fetch(`${centre.url}/health/ready`)));
    asked.catch(() => {});
    await expect.poll(() => database.waiting()).toBeGreaterThan(0);
    for (let turn = 0; turn < 20; turn += 1) await isLive(centre);
    expect(database.waiting()).toBe(1);
    database.release();
    for (const one of await asked) expect(one.status).toBe(200);
    expect((await fetch(`${centre.url}/health/ready`)).status).toBe(200);
  });

  it('who sends request upon request without reading answers loses the connection', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const { port, hostname } = new URL(centre.url);
    for (const path of ['/health/ready', '/openapi.json', '/v1/nothing']) {
      const request = `GET ${path} HTTP/1.1\r\nhost: c\r\n\r\n`;
      const most = 2_000;
      const answers = await new Promise<number>((resolve) => {
        let text = '';
        const count = () => text.split('HTTP/1.1 ').length - 1;
        const socket = connect(Number(port), hostname, () => void socket.write(request.repeat(most)));
        socket.on('data', (piece: Buffer) => {
          text += piece.toString('latin1');
          if (count() === most) socket.destroy();
        });
        // An error needs no handling, because the event 'close' follows it.
        socket.on('error', () => {});
        socket.once('close', () => resolve(count()));
      });
      expect(answers, path).toBeLessThanOrEqual(MOST_UNANSWERED);
    }
    await isLive(centre);
  });
});

describe('an attacker who sends the captured head of an upload', () => {
  it('takes none of the kiosk’s places, for uploads or reads', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const kiosk = await centre.enrol(1);
    await holdBodies(centre, kiosk, STRANGER);
    const upload = await askAs({ centre, kiosk, from: OFFICE_ADDRESS }, uploadOf(kiosk, 1), null);
    expect(upload.status, upload.text).toBe(200);
    const read = { method: 'GET', path: kiosk.path('readSnapshot'), body: null };
    expect((await askAs({ centre, kiosk, from: OFFICE_ADDRESS }, read, 1)).status).toBe(200);
    // A kiosk behind the stranger's address is answered too.
    expect((await askAs({ centre, kiosk, from: STRANGER }, read, 2)).status).toBe(200);
  });

  it('closes none of the kiosk’s idle connections', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), {
      connectionLimits: { strangersOfAddress: 128, strangers: 1_000, ofCaller: 1 },
    });
    const kiosk = await centre.enrol(1);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const url = `${centre.url}${kiosk.path('readSnapshot')}`;
    async function read(count: number): Promise<{ status: number | undefined; isKept: boolean }> {
      const plain = { method: 'GET', url, headers: {}, body: null };
      const headers = await signRequest(plain, kiosk.key, 'kiosk', count);
      return new Promise((resolve, reject) => {
        const outgoing = ask(url, { headers, agent }, (message) => {
          message.resume();
          message.once('close', () => resolve({ status: message.statusCode, isKept: outgoing.reusedSocket }));
        });
        outgoing.on('error', reject).end();
      });
    }
    expect(await read(1)).toEqual({ status: 200, isKept: false });
    expect(await read(2)).toEqual({ status: 200, isKept: true });
    await holdBodies(centre, kiosk, STRANGER);
    await isLive(centre);
    expect(await read(3)).toEqual({ status: 200, isKept: true });
  });
});
