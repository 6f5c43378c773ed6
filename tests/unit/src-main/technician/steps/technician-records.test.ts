import { describe, expect, test } from 'vitest';
import { CityId } from '../../../../../src-main/contract/shared/ids.ts';
import type { PinHashing } from '../../../../../src-main/technician/ports/technician.ts';
import { waitAfterFailuresMs } from '../../../../../src-main/technician/rules/technician-pin.ts';
import { createMemoryCentre } from '../../../../support/memory-centre.ts';

import { details, enteredKiosk, MORNING_MS, PIN, screenOf, standAt } from '../../../../support/technician-kiosk.ts';

const OTHER = '904518';
const WRONG_PINS = 100;

describe('the status page', () => {
  test('prints a test if a printer is ready, and records the request; not before the PIN', async () => {
    const place = standAt();
    place.touch('openTechnician');
    expect(place.touch('printTest')).toMatchObject({ error: { kind: 'not-possible-here' } });
    expect(place.touch('saveDiagnostics')).toMatchObject({ error: { kind: 'not-possible-here' } });
    await place.type('setPin', PIN);
    await place.type('setPin', PIN);
    expect(place.touch('printTest')).toMatchObject({ error: { kind: 'not-possible-here', detail: 'no-printer' } });
    expect(place.touch('saveDiagnostics')).toMatchObject({ ok: true });
    const done = place.acted().map(({ payload }) => ('action' in payload ? `${payload.action} ${payload.result}` : ''));
    expect(done.slice(-2)).toEqual(['print-test not-possible-here', 'save-diagnostics done']);
    const able = standAt({ hasPrinter: true });
    await able.comeIn();
    expect(able.touch('printTest')).toMatchObject({ ok: true });
    expect(able.acted().at(-1)?.payload).toMatchObject({ action: 'print-test', result: 'done' });
    expect(screenOf(able)).toBe('technician');
  });
});

describe('the centre', () => {
  test('cannot be reached by a touch before the PIN, nor by a stale one', async () => {
    const place = standAt();
    place.touch('openTechnician');
    for (const method of ['startPairing', 'stopPairing', 'tryCentre'] as const)
      expect(place.touch(method)).toMatchObject({ error: { kind: 'not-possible-here' } });
    const old = place.stamp();
    await place.type('setPin', PIN);
    await place.type('setPin', PIN);
    expect(place.kiosk.handle('tryCentre', { stamp: old })).toMatchObject({ error: { kind: 'stale-command' } });
    expect(place.centre.asked).toEqual([]);
  });

  test('gives a code that is shown while it is valid, and the pairing can be stopped', async () => {
    const place = await enteredKiosk();
    place.touch('startPairing');
    expect(place.view()).toMatchObject({ screen: 'technician-pairing', state: 'pairing', pairing: null });
    const pairing = {
      cityId: CityId.parse('terrassa'),
      code: 'K4TX9RWM',
      fingerprint: '7QX2M0ZK4T9RWCE5HJ8N3YVBP',
      replaces: false,
      expiresAtMs: MORNING_MS + 600_000,
    };
    place.centre.become({ pairing, url: 'https://centre.example' });
    place.wait(20_000);
    const command = 'torn-central confirm --url https://centre.example --city terrassa --code K4TX9RWM';
    expect(place.view()).toMatchObject({ pairing: { code: 'K4TX9RWM', endsInSeconds: 580, command } });
    place.touch('stopPairing');
    expect(screenOf(place)).toBe('technician');
    expect(place.centre.asked).toEqual(['startPairing', 'stopPairing']);
  });

  test('that refused the pairing leaves the reason on the screen', async () => {
    const place = await enteredKiosk();
    place.touch('startPairing');
    place.centre.become({ state: 'unpaired', trouble: 'pairing-refused' });
    expect(place.view()).toMatchObject({ state: 'unpaired', trouble: 'pairing-refused' });
    place.touch('back');
    expect(screenOf(place)).toBe('technician');
  });

  test('cannot be paired with if none is configured', async () => {
    const place = standAt({ centre: createMemoryCentre({ state: 'none', url: null }) });
    await place.comeIn();
    expect(place.touch('startPairing')).toMatchObject({ error: { kind: 'not-possible-here' } });
    expect(place.view()).toMatchObject({ centre: { state: 'none', level: 'good' } });
  });

  test('can be asked over the core’s standard input without a session', () => {
    const place = standAt();
    expect(place.kiosk.handle('startPairing', {})).toEqual({ ok: true, value: null });
    expect(place.centre.asked).toEqual(['startPairing']);
    expect(screenOf(place)).toBe('idle');
  });

  test('has its present state on the page', async () => {
    const place = await enteredKiosk();
    place.centre.become({
      state: 'paired',
      trouble: 'central-unreachable',
      lastContactMs: MORNING_MS - 60_000,
      unsent: 29,
      deadLetters: 1,
      clockOffsetMs: -45_000.4,
    });
    expect(place.view()).toMatchObject({
      centre: { level: 'fault', lastContact: { date: '2026-11-24', time: '10:23', agoSeconds: 60 } },
      clock: { level: 'attention', offsetMs: -45_000 },
      today: { unsent: 29, deadLetters: 1 },
      // The warning is about the missing printer, which delays citizens more than a silent centre does.
      warning: { about: 'printer', kind: 'no-printer' },
    });
  });
});

test('the end of the holiday calendar is the warning if nothing is worse', async () => {
  const holidays = [{ date: '2026-12-25', name: { ca: 'Nadal' } }];
  const office = { ...details, calendar: { ...details.calendar, holidays } };
  const place = standAt({ office, hasPrinter: true });
  await place.comeIn();
  expect(place.view()).toMatchObject({ warning: { about: 'kiosk', kind: 'calendar-ends' } });
  const later = { ...details.calendar, holidays: [{ date: '2027-01-01', name: { ca: 'Cap d’Any' } }] };
  const well = standAt({ office: { ...details, calendar: later }, hasPrinter: true });
  await well.comeIn();
  expect(well.view()).toMatchObject({ warning: null });
});

test('a scanner that types as a keyboard is not a fault, and a missing one is', async () => {
  const [typing, lost] = [standAt({ scanner: 'wedge' }), standAt({ scanner: 'not-there' })];
  await typing.comeIn();
  await lost.comeIn();
  expect(typing.view()).toMatchObject({ scanner: { level: 'good', condition: 'wedge' } });
  expect(lost.view()).toMatchObject({ scanner: { level: 'fault' } });
});

describe('the kiosk reports to the centre', () => {
  const wordsOf = (place: ReturnType<typeof standAt>) =>
    place.acted().map(({ payload }) => ('action' in payload ? `${payload.action} ${payload.result}` : ''));

  test('every act at and behind the PIN, and its result', async () => {
    const place = standAt();
    place.touch('openTechnician');
    await place.type('setPin', '123456');
    await place.type('setPin', PIN);
    await place.type('setPin', OTHER);
    await place.type('setPin', PIN);
    await place.type('setPin', PIN);
    place.touch('tryCentre');
    place.touch('startPairing');
    place.touch('stopPairing');
    place.touch('requeueDeadLetters');
    place.centre.become({ state: 'paired', trouble: null });
    place.touch('startPairing');
    place.comeBack();
    await place.type('enterPin', OTHER);
    await place.type('enterPin', PIN);
    place.wait(301_000);
    expect(screenOf(place)).toBe('idle');
    place.kiosk.handle('forgetPin', {});
    expect(wordsOf(place)).toEqual([
      'choose-pin differs',
      'choose-pin done',
      'try-centre done',
      'start-pairing done',
      'stop-pairing done',
      'requeue-dead-letters done',
      'start-pairing not-possible-here',
      'leave done',
      'enter-pin wrong',
      'enter-pin done',
      'leave time-up',
      'forget-pin done',
    ]);
    const visits = place.acted().map(({ payload }) => ('visitId' in payload ? payload.visitId : ''));
    expect(new Set(visits.slice(0, 8)).size).toBe(1);
    expect(new Set(visits.slice(8, 11)).size).toBe(1);
    expect(new Set(visits).size).toBe(3);
  });

  test('an entry whose session ended during the check, and no act before it', async () => {
    const place = await enteredKiosk();
    place.touch('finish');
    const before = place.acted().length;
    place.touch('openTechnician');
    place.touch('tryCentre');
    place.kiosk.handle('enterPin', { stamp: place.stamp(), pin: PIN });
    place.touch('finish');
    await expect.poll(() => wordsOf(place).slice(before)).toEqual(['enter-pin left-before']);
  });

  test('no act over the core’s standard input, which has no PIN', () => {
    const place = standAt();
    place.kiosk.handle('startPairing', {});
    place.kiosk.handle('tryCentre', {});
    expect(place.acted()).toEqual([]);
  });
});

test('each of many fast wrong PINs has its full wait, and is recorded', async () => {
  const pins: PinHashing = { hash: async (pin) => pin, matches: async (pin, kept) => pin === kept };
  const place = standAt({ pins });
  await place.comeIn();
  place.touch('finish');
  let waitedMs = 0;
  let wrong = 0;
  while (wrong < WRONG_PINS) {
    if (place.view().screen !== 'technician-pin') place.touch('openTechnician');
    const view = place.view();
    if (view.screen !== 'technician-pin') throw new Error(view.screen);
    if (view.waitSeconds === null) {
      await place.type('enterPin', OTHER);
      wrong += 1;
    } else {
      waitedMs += view.waitSeconds * 1_000;
      place.clock.advance(view.waitSeconds * 1_000);
      place.kiosk.tick();
    }
  }
  const due = Array.from({ length: WRONG_PINS }, (_, failures) => waitAfterFailuresMs(failures));
  expect(waitedMs).toBe(due.reduce((sum, ms) => sum + ms, 0));
  const entries = place.acted().filter(({ payload }) => 'action' in payload && payload.action === 'enter-pin');
  expect(entries.map(({ payload }) => 'result' in payload && payload.result)).toEqual(Array(WRONG_PINS).fill('wrong'));
});
