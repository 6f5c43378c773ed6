import { expect, test } from 'vitest';
import { LIT_AFTER_TOUCH_MS } from '../../../../../src-main/office/steps/night.ts';
import { type CheckInWishes, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';

const shut = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const MINUTE_MS = 60_000;

/** A kiosk of a closed office at the local time `hour`, long after the last touch. */
async function standAt(hour: string, profile: CheckInWishes['profile'] = {}) {
  const place = await standAtCheckIn(undefined, { profile: { hours: { week: shut }, ...profile } });
  const [date = ''] = place.now().localTime.split('T');
  place.clock.setWall(Date.parse(`${date}T${hour}:00+01:00`));
  place.wait(LIT_AFTER_TOUCH_MS);
  return place;
}

test.each([
  ['21:57', 'closed'],
  ['22:00', 'night'],
  ['00:30', 'night'],
  ['05:57', 'night'],
  ['06:00', 'closed'],
  ['12:00', 'closed'],
])('a closed office without a touch at %s shows: %s', async (hour, screen) => {
  const place = await standAt(hour);
  expect(place.view().screen).toBe(screen);
});

test('the dark hours are the office’s own, may end on the day they begin, or never begin', async () => {
  const screen = { darkFrom: '15:00', darkTo: '17:00' };
  expect((await standAt('16:00', { screen })).view().screen).toBe('night');
  expect((await standAt('23:00', { screen })).view().screen).toBe('closed');
  expect((await standAt('23:00', { screen: { darkFrom: 'never' } })).view().screen).toBe('closed');
  expect((await standAt('23:00', { screen: { darkFrom: '23:00', darkTo: '23:00' } })).view().screen).toBe('closed');
});

test('an office that closed within the last half hour shows that it is closed', async () => {
  const late = [{ from: '09:00', to: '23:00' }];
  const week = { mon: late, tue: late, wed: late, thu: late, fri: late, sat: late, sun: late };
  expect((await standAt('23:26', { hours: { week } })).view().screen).toBe('closed');
  expect((await standAt('23:28', { hours: { week } })).view().screen).toBe('night');
});

test('an office that is open at night is never dark', async () => {
  const always = [{ from: '00:00', to: '24:00' }];
  const week = { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always };
  expect((await standAt('23:00', { hours: { week } })).view().screen).toBe('idle');
});

test('a touch lights the screen for two minutes, and has no other effect', async () => {
  const place = await standAt('23:00');
  const { sessionId } = place.now();
  expect(place.touch('act', {})).toEqual({ ok: true, value: null });
  expect(place.view().screen).toBe('closed');
  expect(place.now()).toMatchObject({ sessionId, language: 'ca', warning: null });
  place.wait(LIT_AFTER_TOUCH_MS - 1_000);
  expect(place.view().screen).toBe('closed');
  place.wait(1_000);
  expect(place.view().screen).toBe('night');
  expect(place.kiosk.atRest()).toBe(true);
});

test('a session ends before the screen goes dark', async () => {
  const place = await standAt('23:00');
  place.touch('act', {});
  place.touch('chooseLanguage', { language: 'en' });
  place.wait(50_000);
  expect(place.now()).toMatchObject({ language: 'en', view: { screen: 'closed' } });
  expect(place.now().warning).not.toBeNull();
  place.wait(2 * MINUTE_MS);
  expect(place.view().screen).toBe('closed');
  place.wait(MINUTE_MS);
  expect(place.now()).toMatchObject({ language: 'ca', view: { screen: 'night' } });
});

test('a headset and a scanned code get the same answer as by day', async () => {
  const place = await standAt('23:00');
  place.kiosk.handle('plugJack', { isIn: true });
  expect(place.view().screen).toBe('language');
  const alone = await standAt('23:00', { languages: ['ca'] });
  alone.kiosk.handle('plugJack', { isIn: true });
  expect(alone.view().screen).toBe('closed');
  const other = await standAt('23:00');
  other.scan('K7Q2MZ5T');
  expect(other.view().screen).toBe('check-in-result');
});
