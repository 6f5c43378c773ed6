import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openLink } from '../../../hardware/link/open.ts';
import type { DropCause, ScannedCode, Scanner, ScannerState } from '../../../hardware/scanner/contract.ts';
import { openScanner } from '../../../hardware/scanner/driver.ts';
import { ScannerProfile } from '../../../hardware/scanner/profile.ts';
import { startVirtualScanner, type VirtualScanner } from '../../../hardware/simulator/virtual-scanner.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { laySerialLine, type SerialLine } from '../../support/serial-line.ts';

const profileOf = (id: string): ScannerProfile =>
  ScannerProfile.parse(JSON.parse(readFileSync(`config/scanners/${id}.json`, 'utf8')));

/** A profile whose time limit within a code exceeds any delay of a slow machine, so that only unplugging interrupts a code. */
const patient = (profile: ScannerProfile): ScannerProfile => ({
  ...profile,
  framing: { ...profile.framing, silenceMs: 2_000 },
});

type News = { drop: DropCause } | { state: ScannerState } | { code: ScannedCode };

interface Desk {
  scanner: Scanner;
  news: readonly News[];
  /** Resolves to the next matching news, and never returns the same news twice. */
  next(isWanted: (news: News) => boolean): Promise<News>;
  arrived(byteCount: number): Promise<void>;
}

async function layLine(): Promise<SerialLine> {
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  return line;
}

async function setUp(
  profile: ScannerProfile,
  clock?: Clock,
): Promise<Desk & { line: SerialLine; virtual: VirtualScanner }> {
  const line = await layLine();
  const virtual = await startVirtualScanner({ path: line.printerEnd, profile });
  onTestFinished(() => virtual.close());
  return { line, virtual, ...(await openDesk(line, profile, clock)) };
}

async function openDesk(line: SerialLine, profile: ScannerProfile, clock: Clock = createSystemClock()): Promise<Desk> {
  const link = openLink({ kind: 'serial', path: line.hostEnd, baudRate: 115_200, flowControl: 'none' });
  const news: News[] = [];
  let met = 0;
  let byteCount = 0;
  const checks = new Set<() => void>();
  const tell = (item: News) => {
    news.push(item);
    runChecks();
  };
  const runChecks = () => {
    for (const check of [...checks]) check();
  };
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const check = () => {
        const found = find();
        if (found === undefined) return;
        checks.delete(check);
        resolve(found);
      };
      checks.add(check);
      check();
    });

  const scanner = openScanner({ link, profile, clock });
  onTestFinished(() => scanner.close());
  scanner.onState((state) => tell({ state }));
  scanner.onDrop((drop) => tell({ drop }));
  scanner.onScan((code) => tell({ code }));
  onTestFinished(
    link.onBytes((bytes) => {
      byteCount += bytes.length;
      runChecks();
    }),
  );
  const desk: Desk = {
    scanner,
    news,
    next: (isWanted) =>
      until(() => {
        const at = news.findIndex((item, index) => index >= met && isWanted(item));
        if (at < 0) return undefined;
        met = at + 1;
        return news[at];
      }),
    arrived: (wanted) => until(() => (byteCount >= wanted ? true : undefined)).then(() => {}),
  };
  await desk.next((item) => 'state' in item && item.state === 'ready');
  return desk;
}

const isCode = (item: News) => 'code' in item;
const isDrop = (item: News) => 'drop' in item;
const isState = (state: ScannerState) => (item: News) => 'state' in item && item.state === state;

/** The content of a binary QR code, of the length of the Spanish identity app MiDNI's codes, with every byte value. */
const BINARY_QR = Uint8Array.from({ length: 1_139 }, (_, index) => (index * 7 + 0xdc) & 0xff);

test('a text code arrives over a serial line with its symbology', async () => {
  const { virtual, next } = await setUp(profileOf('generic-cr'));
  await virtual.scan('TORN:47', { aimIdentifier: ']Q1' });
  const bytes = Uint8Array.from(Buffer.from('TORN:47'));
  expect(await next(isCode)).toEqual({ code: { text: 'TORN:47', bytes, symbology: 'qr' } });
});

test('a binary QR of 1,139 bytes arrives whole, in pieces, and has no text', async () => {
  const profile = profileOf('generic-cr-silence');
  const { virtual, next, news } = await setUp({ ...profile, framing: { ...profile.framing, silenceMs: 700 } });
  await virtual.scan(BINARY_QR, { pieces: { bytes: 64, pauseMs: 2 } });
  expect(await next(isCode)).toEqual({ code: { text: null, bytes: BINARY_QR, symbology: null } });
  expect(news.filter(isDrop)).toEqual([]);
});

test('half a code is dropped when its scanner is unplugged; the state says that it is away and then back', async () => {
  const { line, virtual, next, arrived, news } = await setUp(patient(profileOf('generic-cr')));
  await virtual.scan('12345678Z', { fault: { kind: 'half-frame', byteCount: 5 } });
  await arrived(5);
  await line.tear();
  expect(await next(isDrop)).toEqual({ drop: 'half-frame' });
  await next(isState('not-there'));
  const plugged = new Promise<void>((resolve) => virtual.onPlugged(resolve));
  await line.lay();
  await Promise.all([plugged, next(isState('ready'))]);
  await virtual.scan('TORN:48');
  expect(await next(isCode)).toMatchObject({ code: { text: 'TORN:48' } });
  expect(news.filter(isCode)).toHaveLength(1);
});

test('a code held before the scanner is reported once', async () => {
  // The clock does not move, so all readings fall within two seconds however busy the machine is.
  const { virtual, next, news } = await setUp(profileOf('generic-cr'), createManualClock(0));
  await virtual.scan('TORN:47', { fault: { kind: 'held', times: 3 } });
  await virtual.scan('TORN:48');
  await next((item) => 'code' in item && item.code.text === 'TORN:48');
  expect(news.filter(isCode)).toHaveLength(2);
  expect(news.filter(isDrop)).toEqual([{ drop: 'repeated' }, { drop: 'repeated' }]);
});

test('noise before a prefix is no part of the code', async () => {
  const profile = profileOf('generic-cr');
  const framing = { ...profile.framing, prefixHex: '02', suffixesHex: ['03'] };
  const { virtual, next } = await setUp({ ...profile, framing });
  await virtual.scan('TORN:47', { fault: { kind: 'noise', bytes: Uint8Array.of(0, 0xff, 0x0d) } });
  expect(await next(isCode)).toMatchObject({ code: { text: 'TORN:47' } });
});

test('the trigger’s order reaches the scanner, and is repeated to a scanner that comes back', async () => {
  const { line, scanner, virtual, next } = await setUp(profileOf('honeywell-2d'));
  const obeyed = () =>
    new Promise<boolean>((resolve) => {
      const stop = virtual.onTrigger((isReading) => {
        stop();
        resolve(isReading);
      });
    });
  const first = obeyed();
  expect(scanner.trigger('off')).toBe('sent');
  expect(await first).toBe(false);
  expect(await virtual.scan('TORN:47')).toBe(false);

  await line.tear();
  await next(isState('not-there'));
  expect(scanner.trigger('on')).toBe('not-ready');
  const second = obeyed();
  await line.lay();
  expect(await second).toBe(true);
  await virtual.scan('TORN:48');
  expect(await next(isCode)).toMatchObject({ code: { text: 'TORN:48' } });
});

test('a scanner without a known trigger reports no-trigger', async () => {
  const { scanner } = await setUp(profileOf('generic-cr'));
  expect(scanner.trigger('on')).toBe('no-trigger');
});

test('a scanner that was never plugged in is not there', async () => {
  const link = openLink({ kind: 'serial', path: '/dev/torn-no-scanner', baudRate: 115_200, flowControl: 'none' });
  const scanner = openScanner({ link, profile: profileOf('generic-cr'), clock: createSystemClock() });
  onTestFinished(() => scanner.close());
  expect(scanner.state()).toBe('opening');
  await new Promise<void>((resolve) => scanner.onState((state) => state === 'not-there' && resolve()));
});

test('the virtual scanner’s program reads each line of its input as a code', async () => {
  const line = await layLine();
  const words = ['hardware/simulator/scanner-main.ts', '--link', line.printerEnd, '--aim', ']Q1'];
  const program = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void program.kill('SIGKILL'));
  const plugged = new Promise<void>((resolve) => {
    createInterface({ input: program.stdout }).on('line', (said) => said.includes('plugged-in') && resolve());
  });
  const { next } = await openDesk(line, profileOf('generic-cr'));
  await plugged;
  program.stdin.write('TORN:49\n');
  expect(await next(isCode)).toMatchObject({ code: { text: 'TORN:49', symbology: 'qr' } });
});
