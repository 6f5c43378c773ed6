import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startCentreProcess } from '../../support/centre-process.ts';
import { newKeyFile } from '../../support/key-file.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const NONCE = 'A'.repeat(22);
const REQUEST = `GET /v1/time?nonce=${NONCE} HTTP/1.1\r\nhost: c\r\n\r\n`;

interface Caller {
  isConnected: boolean;
  end: Promise<string>;
}

/** Connects, waits for `mayAsk`, sends one request, and waits for the answer. */
function call(url: string, mayAsk: Promise<void> = Promise.resolve()): Caller {
  const { port, hostname } = new URL(url);
  const { promise, resolve } = Promise.withResolvers<string>();
  const caller: Caller = { isConnected: false, end: promise };
  let text = '';
  const socket = connect(Number(port), hostname, () => {
    caller.isConnected = true;
    void mayAsk.then(() => socket.write(REQUEST));
  });
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
    if (!text.includes('}')) return;
    resolve(text.slice(9, 12));
    socket.destroy();
  });
  socket.on('error', (error) => resolve(error.message));
  socket.once('close', () => resolve('closed without an answer'));
  return caller;
}

it('a replica that was blocked answers all 2,000 clients of one address that connected meanwhile, and closes no connection unread', async () => {
  const databaseUrl = await postgres.newDatabase();
  const centre = await startCentreProcess({ DATABASE_URL: databaseUrl, CENTRE_KEY_FILE: newKeyFile() });
  onTestFinished(() => centre.stop('SIGKILL'));
  const { child } = centre;
  child.kill('SIGSTOP');
  const callers = Array.from({ length: 2_000 }, () => call(centre.url));
  // The kernel accepts as many connections as the replica's backlog and the machine's limit allow.
  const kept = Math.min(callers.length, Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')));
  const connected = () => callers.filter(({ isConnected }) => isConnected).length;
  await expect.poll(connected).toBeGreaterThanOrEqual(kept);
  child.kill('SIGCONT');
  const ends = await Promise.all(callers.map(({ end }) => end));
  expect(ends.filter((end) => end !== '200' && end !== '503')).toEqual([]);
});

it('time in which the replica reads nothing does not age a connection', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), {
    connectionLimits: { strangersOfAddress: 1, strangers: 1_000, ofCaller: 16 },
  });
  // This clock simulates an event loop that is blocked for an hour between two readings of the clock.
  let ms = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => {
    ms += 3_600_000;
    return ms;
  });
  const ends = await Promise.all(Array.from({ length: 40 }, () => call(centre.url).end));
  expect(ends.filter((end) => end !== '200' && end !== '503')).toEqual([]);
});

it('as many clients as a city has kiosks may connect from one address before the first sends its request', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), {
    connectionLimits: { strangersOfAddress: 1, strangers: 1_000, ofCaller: 16 },
  });
  const mayAsk = Promise.withResolvers<void>();
  const callers = Array.from({ length: 40 }, () => call(centre.url, mayAsk.promise));
  await expect.poll(() => callers.every(({ isConnected }) => isConnected)).toBe(true);
  mayAsk.resolve();
  const ends = await Promise.all(callers.map(({ end }) => end));
  expect(ends.filter((end) => end !== '200' && end !== '503')).toEqual([]);
});
