import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLink } from '../../../hardware/link/open.ts';
import { openPrinter } from '../../../hardware/printer/driver.ts';
import { WIDE } from '../../unit/hardware/printer/profiles.ts';
import { WALK_IN } from '../../unit/hardware/printer/walk-in.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const PROFILE = pathOf('config/printers/torn-virtual.json');

let folder: string;
let child: ChildProcessByStdio<Writable, Readable, Readable> | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torn-virtual-printer-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Program {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  next(): Promise<Record<string, unknown>>;
  exit: Promise<number | null>;
}

function start(...args: string[]): Program {
  const started = spawn(process.execPath, [pathOf('hardware/simulator/main.ts'), '--out', folder, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child = started;
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return {
    child: started,
    next: async () => JSON.parse((await lines.next()).value ?? 'null'),
    exit: once(started, 'exit').then(([code]) => code),
  };
}

async function printOn(port: unknown): Promise<void> {
  const link = openLink({ kind: 'tcp', host: '127.0.0.1', port: Number(port) });
  const printer = openPrinter({ link, profile: WIDE });
  await new Promise<void>((resolve) => printer.onCondition(() => resolve()));
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'printed' });
  await printer.close();
}

test('it writes each paper as bytes and as a picture, continues the numbering of the folder, and ends at SIGTERM', async () => {
  writeFileSync(join(folder, '7.png'), '');
  const program = start('--port', '0', '--profile', PROFILE, '--speed', '5000');
  const listening = await program.next();
  expect(listening).toMatchObject({ event: 'listening', http: null });
  await printOn(listening.port);
  expect(await program.next()).toMatchObject({
    event: 'paper',
    png: join(folder, '8.png'),
    escpos: join(folder, '8.escpos'),
    unknown: [],
  });
  const bytes = readFileSync(join(folder, '8.escpos')).toString('hex');
  expect(bytes).toMatch(/^1b401d61ff1b7410.*1d5642001d284806003030.{8}$/);
  expect(readFileSync(join(folder, '8.png')).subarray(1, 4).toString()).toBe('PNG');
  program.child.kill('SIGTERM');
  expect(await program.exit).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(['7.png', '8.escpos', '8.png']);
});

test('its faults come from a file, and its roll has an end', async () => {
  const faults = join(folder, 'faults.json');
  writeFileSync(faults, JSON.stringify([{ atJob: 1, atByte: 3, fault: { kind: 'reset' } }]));
  const program = start('--port', '0', '--profile', PROFILE, '--speed', '5000', '--faults', faults, '--roll', '60');
  const { port } = await program.next();
  const link = openLink({ kind: 'tcp', host: '127.0.0.1', port: Number(port) });
  const printer = openPrinter({ link, profile: WIDE, timing: { faultProbeMs: 20 } });
  await new Promise<void>((resolve) => printer.onCondition(() => resolve()));
  expect(await printer.print(WALK_IN)).toEqual({ kind: 'unknown', cause: 'link-lost' });
  expect(await printer.print(WALK_IN)).toMatchObject({ kind: 'cancelled', cause: 'paper-out' });
  await printer.close();
});

test('it ends with its parent', async () => {
  const program = start('--port', '0', '--profile', PROFILE, '--with-parent');
  await program.next();
  program.child.stdin.end();
  expect(await program.exit).toBe(0);
});

test('its page shows the newest paper and switches paper and cover', async () => {
  const program = start('--port', '0', '--profile', PROFILE, '--speed', '5000', '--http', '0');
  const listening = await program.next();
  const page = `http://127.0.0.1:${listening.http}`;
  expect(await (await fetch(`${page}/?bare`)).text()).toContain('<html lang="ca">');

  const events = (await fetch(`${page}/events`)).body?.pipeThrough(new TextDecoderStream()).getReader();
  const nextEvent = async () => (await events?.read())?.value ?? '';
  expect(await nextEvent()).toBe('event: state\ndata: {"paper":"ok","cover":"closed"}\n\n');
  await printOn(listening.port);
  const event = await nextEvent();
  expect(event).toMatch(/^event: paper\n/);
  const { image, leavingMs } = JSON.parse(event.slice(event.indexOf('{')));
  expect(leavingMs).toBeGreaterThanOrEqual(600);
  expect((await fetch(page + image)).headers.get('content-type')).toBe('image/png');

  await fetch(`${page}/paper/out`, { method: 'POST' });
  expect(await nextEvent()).toContain('{"paper":"out","cover":"closed"}');
  await fetch(`${page}/cover/open`, { method: 'POST' });
  expect(await nextEvent()).toContain('{"paper":"out","cover":"open"}');
  const foreign = await fetch(`${page}/paper/ok`, { method: 'POST', headers: { origin: 'http://elsewhere.example' } });
  expect(foreign.status).toBe(404);
  await events?.cancel();
});

test('a port in use is named', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const program = start('--port', String(port), '--profile', PROFILE);
  expect(await program.next()).toEqual({
    event: 'error',
    kind: 'port-in-use',
    detail: `port ${port} of 127.0.0.1 is in use`,
  });
  expect(await program.exit).toBe(4);
  server.close();
});

test.each([
  ['bad-arguments', 2, ['--port', '99999', '--profile', PROFILE]],
  ['bad-arguments', 2, ['--colour', 'red', '--profile', PROFILE]],
  ['bad-arguments', 2, ['--dialect', 'klingon', '--profile', PROFILE]],
  ['bad-arguments', 2, ['--faults', PROFILE, '--profile', PROFILE]],
  ['cannot-open', 7, ['--pty', '/dev/no-such-line', '--profile', PROFILE]],
  ['profile-invalid', 3, ['--profile', pathOf('package.json')]],
  ['profile-invalid', 3, ['--profile', pathOf('no-such-file.json')]],
])('%s ends it with code %i: %j', async (kind, code, args) => {
  const program = start(...args);
  expect(await program.next()).toMatchObject({ event: 'error', kind });
  expect(await program.exit).toBe(code);
});
