import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Display, DisplayState } from '../../../hardware/display/contract.ts';
import { openDisplay } from '../../../hardware/display/driver.ts';
import { DisplayProfile } from '../../../hardware/display/profile.ts';
import { openLink } from '../../../hardware/link/open.ts';
import { type DisplayFace, type DisplayKind, startVirtualDisplay } from '../../../hardware/virtual/virtual-display.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { laySerialLine } from '../../support/serial-line.ts';

const called = (number: string, ageMs = 0) => ({ id: number, number, desk: 'Taula 3', ageMs });

/** A display at one end of a serial line, its driver at the other. */
async function setUp(kind: DisplayKind, { newsMs = 300, againMs = 600_000 } = {}) {
  const profile = {
    ...DisplayProfile.parse(JSON.parse(readFileSync(`config/displays/${kind}.json`, 'utf8'))),
    ...{ newsMs, againMs },
  };
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  const virtual = await startVirtualDisplay({ path: line.printerEnd, kind });
  onTestFinished(() => virtual.close());
  const link = openLink({ kind: 'serial', path: line.hostEnd, baudRate: 9_600, flowControl: 'none' });
  const display = openDisplay({ link, profile, clock: createSystemClock() });
  onTestFinished(() => display.close());
  const shows = (wanted: Partial<DisplayFace>) =>
    new Promise<void>((resolve) => {
      const check = (face: DisplayFace) => {
        if (Object.entries(wanted).some(([key, value]) => Reflect.get(face, key) !== value)) return;
        stop();
        resolve();
      };
      const stop = virtual.onFace(check);
      check(virtual.face());
    });
  return { line, virtual, display, shows };
}

const becomes = (display: Display, wanted: DisplayState): Promise<void> =>
  new Promise((resolve) => {
    const check = (state: DisplayState) => {
      if (state !== wanted) return;
      stop();
      resolve();
    };
    const stop = display.onState(check);
    check(display.state());
  });

test('a sign flashes a call that has just come, then holds it, and is blank when nothing holds and at the end', async () => {
  const { virtual, display, shows } = await setUp('alpha-led');
  display.show(called('A057'));
  await shows({ text: 'A057 Taula 3', light: 'blinks' });
  await shows({ text: 'A057 Taula 3', light: 'on' });
  // Of a call that was there before the program nothing flashes.
  display.show(called('B001', 60_000));
  await shows({ text: 'B001 Taula 3', light: 'on' });
  display.show(null);
  await shows({ text: '', light: 'off' });
  display.show(called('A058'));
  await shows({ text: 'A058 Taula 3' });
  await display.close();
  expect(virtual.face()).toEqual({ text: '', light: 'off' });
});

test('a beacon blinks at a call and shines while it holds', async () => {
  const { virtual, display, shows } = await setUp('adafruit-tower-light');
  const seen: string[] = [];
  virtual.onFace(({ light }) => seen.push(light));
  display.show(called('A057'));
  await shows({ light: 'on' });
  display.show(null);
  await shows({ light: 'off' });
  // Each order is its own byte: out, then as it is to be.
  expect(seen).toEqual(['blinks', 'off', 'on', 'off']);
});

test('a display whose cable is out is not there, and shows what holds by then when it is back', {
  timeout: 30_000,
}, async () => {
  const { line, virtual, display, shows } = await setUp('alpha-led', { newsMs: 60_000 });
  display.show(called('A057'));
  await shows({ text: 'A057 Taula 3' });
  await line.tear();
  await becomes(display, 'not-there');
  const seen: string[] = [];
  virtual.onFace(({ text }) => seen.push(text));
  display.show(called('A058'));
  display.show(null);
  display.show(called('A059'));
  await line.lay();
  await becomes(display, 'ready');
  await shows({ text: 'A059 Taula 3', light: 'blinks' });
  expect(seen).toEqual(['A059 Taula 3']);
});

test('a display that was switched off and on is told again what holds', async () => {
  const { virtual, display, shows } = await setUp('text-line', { againMs: 300 });
  display.show(called('A057'));
  await shows({ text: 'A057 Taula 3' });
  virtual.switchOff();
  expect(virtual.face().text).toBe('');
  await shows({ text: 'A057 Taula 3' });
});
