import { expect, onTestFinished, test } from 'vitest';
import type { WireEvents } from '../../../../hardware/link/connection.ts';
import type { LinkTrouble } from '../../../../hardware/link/contract.ts';
import { createLink } from '../../../../hardware/link/reconnecting.ts';
import { openScanner } from '../../../../hardware/scanner/driver.ts';
import { ScannerProfile } from '../../../../hardware/scanner/profile.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const PROFILE = ScannerProfile.parse({
  profileId: 'acme-s1',
  maker: 'Acme',
  model: 'S1',
  toConfirm: [],
  framing: { end: 'silence', prefixHex: null, suffixesHex: [], silenceMs: 50, maxBytes: 4_096 },
  trigger: { onHex: '54', offHex: '50' },
});

function createTrial() {
  const wires: WireEvents[] = [];
  const written: string[] = [];
  const link = createLink({
    pieceBytes: 100,
    bytesPerS: null,
    openWire(events) {
      wires.push(events);
      return {
        write(piece, taken) {
          written.push(Buffer.from(piece).toString());
          taken();
        },
        end: events.over,
        destroy: events.over,
      };
    },
  });
  const lose = (trouble: LinkTrouble) => {
    wires[0]?.lost(trouble);
    wires[0]?.over();
  };
  const clock = createManualClock(0);
  const scanner = openScanner({ link, profile: PROFILE, clock });
  onTestFinished(() => scanner.close());
  const scans: (string | null)[] = [];
  const drops: string[] = [];
  const states: string[] = [];
  scanner.onScan(({ text }) => scans.push(text));
  scanner.onDrop((cause) => drops.push(cause));
  scanner.onState((state) => states.push(state));
  return {
    scanner,
    clock,
    wires,
    written,
    scans,
    lose,
    drops,
    states,
    say: (text: string) => wires.at(-1)?.bytes(Buffer.from(text)),
  };
}

test('a code is reported once the line has been silent for long enough', () => {
  const { wires, clock, scans, say } = createTrial();
  wires[0]?.opened();
  say('TORN');
  clock.advance(49);
  say(':47');
  clock.advance(49);
  expect(scans).toEqual([]);
  clock.advance(1);
  expect(scans).toEqual(['TORN:47']);
});

test('a code in progress is dropped at once when the scanner vanishes', () => {
  const { wires, clock, scans, drops, states, say, lose } = createTrial();
  wires[0]?.opened();
  say('TORN:47');
  lose('closed-by-device');
  expect(drops).toEqual(['half-frame']);
  clock.advance(10_000);
  expect(scans).toEqual([]);
  expect(states).toEqual(['ready', 'not-there']);
});

test.each([
  ['no-device', 'not-there'],
  ['closed-by-device', 'not-there'],
  ['no-permission', 'no-permission'],
  ['in-use', 'in-use'],
  ['not-a-device', 'not-a-device'],
  ['blocked', 'failed'],
] as const)('a link with the trouble %s is a scanner that is %s', (trouble, state) => {
  const { scanner, lose } = createTrial();
  expect(scanner.state()).toBe('opening');
  lose(trouble);
  expect(scanner.state()).toBe(state);
});

test('a closed scanner reports nothing, not even a code in progress', async () => {
  const { scanner, wires, clock, scans, drops, states, say } = createTrial();
  wires[0]?.opened();
  say('TORN:47');
  await scanner.close();
  clock.advance(10_000);
  expect([scans, drops, states]).toEqual([[], [], ['ready']]);
});

test('a listener may close the scanner while it is notified', async () => {
  const { scanner, wires, clock, scans, say } = createTrial();
  const closed = new Promise<void>((resolve) => {
    scanner.onScan(() => void scanner.close().then(resolve));
  });
  wires[0]?.opened();
  say('TORN:47');
  clock.advance(50);
  await closed;
  expect(scans).toEqual(['TORN:47']);
});

test('a trigger is sent to a present scanner; a trigger ordered without a scanner is sent to the next scanner', () => {
  const { scanner, wires, written } = createTrial();
  expect(scanner.trigger('off')).toBe('not-ready');
  expect(written).toEqual([]);
  wires[0]?.opened();
  expect(written).toEqual(['P']);
  expect(scanner.trigger('on')).toBe('sent');
  expect(written).toEqual(['P', 'T']);
});
