import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Display, DisplayState } from '../../../hardware/display/contract.ts';
import { openDisplay } from '../../../hardware/display/driver.ts';
import { DisplayProfile } from '../../../hardware/display/profile.ts';
import { openLink } from '../../../hardware/link/open.ts';
import {
  type DisplayFace,
  type DisplayKind,
  startVirtualDisplay,
} from '../../../hardware/simulator/virtual-display.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { laySerialLine } from '../../support/serial-line.ts';

const called = (number: string, ageMs = 0) => ({ id: number, number, desk: 'Taula 3', ageMs });

async function setUp(kind: DisplayKind) {
  const profile = DisplayProfile.parse(JSON.parse(readFileSync(`config/displays/${kind}.json`, 'utf8')));
  const clock = createManualClock(0);
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  const virtual = await startVirtualDisplay({ path: line.printerEnd, kind });
  onTestFinished(() => virtual.close());
  const link = openLink({ kind: 'serial', path: line.hostEnd, baudRate: 9_600, flowControl: 'none' });
  const display = openDisplay({ link, profile, clock });
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
  await becomes(display, 'ready');
  return { line, virtual, display, shows, clock, profile };
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

test('a sign flashes a new call, then shows it steadily, and is blank without a call and at the end', async () => {
  const { virtual, display, shows, clock, profile } = await setUp('alpha-led');
  const seen: string[] = [];
  virtual.onFace(({ text }) => seen.push(text));
  display.show(called('A057'));
  await shows({ text: 'A057 Taula 3', light: 'blinks' });
  clock.advance(profile.newsMs);
  await shows({ text: 'A057 Taula 3', light: 'on' });
  display.show(called('B001', 60_000));
  await shows({ text: 'B001 Taula 3', light: 'on' });
  display.show(null);
  await shows({ text: '', light: 'off' });
  display.show(called('A058'));
  await shows({ text: 'A058 Taula 3' });
  await display.close();
  await shows({ text: '', light: 'off' });
  expect(seen).toEqual(['A057 Taula 3', 'A057 Taula 3', 'B001 Taula 3', '', 'A058 Taula 3', '']);
});

test('a beacon blinks at a call and shines until its end', async () => {
  const { virtual, display, shows, clock, profile } = await setUp('adafruit-tower-light');
  const seen: string[] = [];
  virtual.onFace(({ light }) => seen.push(light));
  display.show(called('A057'));
  await shows({ light: 'blinks' });
  clock.advance(profile.newsMs);
  await shows({ light: 'on' });
  display.show(null);
  await shows({ light: 'off' });
  // Each state of the light has its own byte, and the driver switches the light off before each new state.
  expect(seen).toEqual(['blinks', 'off', 'on', 'off']);
});

test('an unplugged display is not there, and shows the current call when it is back', async () => {
  const { line, virtual, display, shows } = await setUp('alpha-led');
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

test('a display that was switched off and on gets the current call again', async () => {
  const { virtual, display, shows, clock, profile } = await setUp('text-line');
  display.show(called('A057'));
  await shows({ text: 'A057 Taula 3' });
  virtual.switchOff();
  expect(virtual.face().text).toBe('');
  // The driver sends the text again after `newsMs`, from which on the call is no longer new, and again after `againMs`.
  clock.advance(profile.newsMs);
  clock.advance(profile.againMs);
  await shows({ text: 'A057 Taula 3' });
});
