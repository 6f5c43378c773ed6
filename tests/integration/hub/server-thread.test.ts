import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HUB_PATHS, KIOSK_PATHS } from '../../../src-main/calling/contract/paths.ts';
import type { HubCall, Known } from '../../../src-main/calling/contract/server-thread.ts';
import { type KioskKey, kioskKeyOf, proveRequest } from '../../../src-main/calling/wire/kiosk-proof.ts';
import { tokenHashOf } from '../../../src-main/calling/wire/requests.ts';
import { type ServerThread, startServerThread } from '../../../src-main/calling/wire/server-thread.ts';
import { THREAD_FILE } from '../../../src-main/core/open-hub.ts';
import { openHubCertificate } from '../../../src-main/security/hub-certificate.ts';
import { freePort } from '../../support/free-port.ts';
import { hubInProcess } from '../../support/hub-in-process.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PING_MS = 2_000;
const AGAIN_MS = 10_000;

/** A program for the server thread that runs `act` at the first ping after its first start, and otherwise works normally. */
function threadThat(act: string): string {
  const folder = temporaryFolder();
  const file = join(folder, 'thread.mjs');
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     await import(${JSON.stringify(THREAD_FILE)});
     parentPort.on('message', ({ kind }) => {
       if (kind !== 'ping' || existsSync(${JSON.stringify(join(folder, 'done'))})) return;
       writeFileSync(${JSON.stringify(join(folder, 'done'))}, '');
       ${act}
     });`,
  );
  return file;
}

test.each([
  ['dies', 'process.exit(7);', 1, 'hub-failed the thread of the office’s server ended with 7'],
  ['throws', 'throw new Error("broken");', 1, 'hub-failed broken'],
  ['is stuck', 'for (;;);', 6, 'hub-failed the thread of the office’s server was stuck'],
])(
  'a server’s thread that %s delays no ticket, is logged as a fault and is replaced, and desks connect again',
  async (_, act, pings, fault) => {
    const clock = createManualClock(Date.now());
    const kiosk = await hubInProcess({ threadFile: threadThat(act), clock });
    const desk = await kiosk.pair('taula-1');
    await desk.view();
    for (let no = 0; no < pings; no += 1) {
      clock.advance(PING_MS);
      kiosk.give();
    }
    await kiosk.stateWhen(({ isUp }) => !isUp);
    kiosk.give();
    expect(kiosk.state().addresses).toEqual([]);
    expect(kiosk.events).toEqual(['hub-started', 'desk-paired', fault]);
    clock.advance(AGAIN_MS - 1);
    expect(kiosk.state().isUp).toBe(false);
    clock.advance(1);
    await kiosk.stateWhen(({ isUp }) => isUp);
    expect((await desk.view()).waiting.some(({ count }) => count === pings + 1)).toBe(true);
    expect(await desk.order({ kind: 'call-next' })).toMatchObject({ ok: true });
  },
);

// The manual clock does not advance, so no time limit ends a thread by force.
test('a hub ends with its thread, whatever connections are open or while the thread starts, and nothing listens any more', async () => {
  const kiosk = await hubInProcess({ clock: createManualClock(Date.now()) });
  const silent = connect({ host: '127.0.0.1', port: kiosk.port });
  onTestFinished(() => void silent.destroy());
  await once(silent, 'connect');
  const desk = await kiosk.pair('taula-1');
  const ended = desk.view(() => false).catch((error: unknown) => String(error));
  await desk.view();
  await kiosk.hub.close();
  expect(await ended).toContain('ended');
  expect(await reaches(kiosk.port)).toBe(false);

  const port = await freePort();
  const { thread } = await openThread({ port, isAwaited: false });
  await thread.close();
  expect(await reaches(port)).toBe(false);
});

async function reaches(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  const found = await Promise.race([
    once(socket, 'connect').then(() => true),
    new Promise<boolean>((resolve) => socket.once('error', () => resolve(false))),
  ]);
  socket.destroy();
  return found;
}

interface OpenThread {
  thread: ServerThread;
  calls: HubCall[];
  key: KioskKey;
}

/** The server thread without a core. `calls` lists its calls to the core, which the test answers with 200. */
async function openThread({
  port,
  known = { browsers: [], kiosks: null },
  file = THREAD_FILE,
  onFault = () => undefined,
  isAwaited = true,
}: {
  port: number;
  known?: Known;
  file?: string;
  onFault?: (detail: string) => void;
  isAwaited?: boolean;
}): Promise<OpenThread> {
  const folder = temporaryFolder();
  const { key, certificate } = await openHubCertificate({
    folder,
    environment: {},
    hosts: { names: [], addresses: [] },
  });
  const calls: HubCall[] = [];
  const listening = Promise.withResolvers<void>();
  const thread = startServerThread({
    file,
    data: { port, key, certificate, pagesFolder: folder, known },
    clock: createManualClock(0),
    onFault,
    answer(call) {
      calls.push(call);
      return { status: 200 };
    },
    onListening: () => listening.resolve(),
    onFeedClosed: () => undefined,
    onEnded: (detail) => listening.reject(new Error(detail)),
  });
  onTestFinished(() => thread.close());
  if (isAwaited) await listening.promise;
  return { thread, calls, key: kioskKeyOf(key) };
}

test('the thread refuses a browser or kiosk that the core does not know, without a call to the core', async () => {
  const port = await freePort();
  const [token, pin] = ['t'.repeat(43), 'p'.repeat(43)];
  const browsers = [{ token: tokenHashOf(token), identityId: randomUUID(), role: 'desk' }] as const;
  const known = { browsers, kiosks: { slot: 1, run: randomUUID(), pins: [pin] } };
  const { thread, calls, key } = await openThread({ port, known });
  const [forged, real] = ['f'.repeat(43), token].map((one) => ({ cookie: `__Host-torn-desk=${one}` }));
  const [shows, none] = [JSON.stringify({ helpIds: [] }), Buffer.from('{}')];
  expect(await statusOf(port, HUB_PATHS.deskShows, {}, shows)).toBe(401);
  expect(await statusOf(port, HUB_PATHS.deskShows, { ...forged }, shows)).toBe(401);
  expect(await statusOf(port, KIOSK_PATHS.trial, proveRequest(key, key.pin, KIOSK_PATHS.trial, none), '{}')).toBe(401);
  expect(calls).toEqual([]);
  expect(await statusOf(port, HUB_PATHS.deskShows, { ...real }, shows)).toBe(200);
  expect(calls).toEqual([{ call: 'shows', token: tokenHashOf(token), body: { helpIds: [] } }]);

  thread.know({ browsers: null, kiosks: { ...known.kiosks, pins: [key.pin] } });
  expect(await statusOf(port, KIOSK_PATHS.trial, proveRequest(key, key.pin, KIOSK_PATHS.trial, none), '{}')).toBe(200);
  expect(calls.slice(1)).toEqual([{ call: 'trial', pin: key.pin, body: {} }]);
  // The thread has no readable list of browsers, so the core decides.
  expect(await statusOf(port, HUB_PATHS.deskShows, { ...forged }, shows)).toBe(200);
  expect(calls.slice(2)).toEqual([{ call: 'shows', token: tokenHashOf('f'.repeat(43)), body: { helpIds: [] } }]);
});

async function statusOf(
  port: number,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<number | undefined> {
  const sending = request({
    host: '127.0.0.1',
    port,
    path,
    method: 'POST',
    agent: false,
    rejectUnauthorized: false,
    headers: { origin: `https://127.0.0.1:${port}`, 'content-type': 'application/json', ...headers },
  });
  sending.end(body);
  const [response] = await once(sending, 'response');
  response.resume();
  return response.statusCode;
}

test('texts of feeds are dropped while more than four million characters wait for the thread', async () => {
  const file = join(temporaryFolder(), 'thread.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     let texts = 0;
     parentPort.on('message', ({ kind }) => {
       if (kind === 'feed') texts += 1;
       if (kind === 'end-feed') parentPort.postMessage({ kind: 'fault', detail: String(texts) });
       if (kind === 'close') parentPort.close();
     });
     parentPort.postMessage({ kind: 'listening', port: 1 });`,
  );
  const counted = Promise.withResolvers<string>();
  const { thread } = await openThread({ port: 1, file, onFault: counted.resolve });
  for (let no = 0; no < 10; no += 1) thread.send([1], 'x'.repeat(1_048_576));
  thread.end(1);
  expect(await counted.promise).toBe('5');
});
