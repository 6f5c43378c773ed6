import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CityId } from '../../../../../src-main/contract/shared/ids.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { enteredKiosk, MORNING_MS, PIN, screenOf, standAt } from '../../../../support/technician-kiosk.ts';

const OTHER = '904518';

test('a report after the store is closed draws no screen', () => {
  const place = standAt();
  place.kiosk.tick();
  const { length } = place.states;
  place.close();
  place.clock.advance(60_000);
  place.kiosk.refresh();
  expect(place.states).toHaveLength(length);
});

describe('the first technician', () => {
  test('chooses a PIN, types it twice, and is in', async () => {
    const place = standAt();
    place.touch('openTechnician');
    expect(place.view()).toMatchObject({ screen: 'technician-pin', step: 'choose', notice: null });
    expect(await place.type('setPin', PIN)).toMatchObject({ step: 'repeat' });
    expect(await place.type('setPin', PIN)).toMatchObject({ screen: 'technician', slot: 1, closesInMinutes: 2 });
    expect(place.logged).toContain(JSON.stringify({ event: 'technician-entered', chosePin: true }));
  });

  test('reads that a PIN is easy or that two PINs differ, and no PIN is stored then', async () => {
    const place = standAt();
    place.touch('openTechnician');
    for (const easy of ['123456', '270519', '147852'])
      expect(await place.type('setPin', easy)).toMatchObject({ step: 'choose', notice: 'easy' });
    await place.type('setPin', PIN);
    expect(await place.type('setPin', OTHER)).toMatchObject({ step: 'choose', notice: 'differs' });
    place.comeBack();
    expect(place.view()).toMatchObject({ step: 'choose', notice: null });
  });

  test('can also enter a kiosk without a slot', async () => {
    const place = standAt({ slot: null });
    expect(screenOf(place)).toBe('out-of-service');
    await place.comeIn();
    expect(place.view()).toMatchObject({ slot: null, warning: { about: 'kiosk', kind: 'no-slot' } });
  });
});

describe('the next technician', () => {
  test('enters with the chosen PIN, also after a restart', async () => {
    const first = await enteredKiosk();
    first.close();
    const next = standAt({ data: first.data });
    next.touch('openTechnician');
    expect(next.view()).toMatchObject({ step: 'enter' });
    expect(await next.type('enterPin', OTHER)).toMatchObject({ step: 'enter', notice: 'wrong', waitSeconds: null });
    expect(await next.type('enterPin', PIN)).toMatchObject({ screen: 'technician' });
  });

  test('cannot choose another PIN', async () => {
    const place = await enteredKiosk();
    place.comeBack();
    expect(place.kiosk.handle('setPin', { stamp: place.stamp(), pin: OTHER })).toMatchObject({
      error: { kind: 'not-possible-here' },
    });
  });

  test('chooses one after the owner of the machine had the old one forgotten', async () => {
    const place = await enteredKiosk();
    place.touch('finish');
    place.kiosk.handle('forgetPin', {});
    place.touch('openTechnician');
    expect(place.view()).toMatchObject({ step: 'choose' });
  });
});

describe('wrong PINs', () => {
  async function afterThree() {
    const place = await enteredKiosk();
    place.comeBack();
    for (const pin of [OTHER, '100200', '999998']) await place.type('enterPin', pin);
    return place;
  }

  test('cause a wait from the third on, in which the right one is refused too', async () => {
    const place = await afterThree();
    expect(place.view()).toMatchObject({ notice: 'wrong', waitSeconds: 30 });
    place.wait(29_000);
    expect(place.view()).toMatchObject({ waitSeconds: 1 });
    expect(place.kiosk.handle('enterPin', { stamp: place.stamp(), pin: PIN })).toMatchObject({
      error: { kind: 'not-possible-here' },
    });
    place.wait(1_000);
    expect(place.view()).toMatchObject({ waitSeconds: null });
    expect(await place.type('enterPin', PIN)).toMatchObject({ screen: 'technician' });
  });

  test('double the wait with the fourth, and start from zero after the right one', async () => {
    const place = await afterThree();
    place.wait(30_000);
    expect(await place.type('enterPin', OTHER)).toMatchObject({ waitSeconds: 60 });
    place.wait(60_000);
    await place.type('enterPin', PIN);
    place.comeBack();
    expect(await place.type('enterPin', OTHER)).toMatchObject({ waitSeconds: null });
  });

  test('still count after a restart, in a new session and with a wall clock set forward', async () => {
    const place = await afterThree();
    place.wait(20_000);
    place.clock.setWall(MORNING_MS + 86_400_000);
    place.kiosk.tick();
    expect(place.view()).toMatchObject({ waitSeconds: 10 });
    place.comeBack();
    expect(place.view()).toMatchObject({ waitSeconds: 10 });
    place.close();
    const again = standAt({ data: place.data, clock: createManualClock(MORNING_MS + 7 * 86_400_000) });
    again.touch('openTechnician');
    expect(again.view()).toMatchObject({ waitSeconds: 30 });
  });

  test('cannot be tried in parallel by leaving and coming back during a check', async () => {
    const place = await afterThree();
    place.wait(30_000);
    const first = place.kiosk.handle('enterPin', { stamp: place.stamp(), pin: OTHER });
    place.comeBack();
    const second = place.kiosk.handle('enterPin', { stamp: place.stamp(), pin: PIN });
    expect([first, second]).toMatchObject([{ ok: true }, { error: { kind: 'not-possible-here' } }]);
    expect(place.view()).toMatchObject({ step: 'enter', waitSeconds: 60 });
  });

  test('are counted if the disk refuses writes, and the right one still opens', async () => {
    let isFull = false;
    const place = standAt({
      disk: (store) => ({
        ...store,
        countTry: () => (isFull ? { ok: false, error: { kind: 'store-failed', detail: 'no room' } } : store.countTry()),
      }),
    });
    await place.comeIn();
    place.touch('finish');
    isFull = true;
    place.touch('openTechnician');
    for (const pin of [OTHER, '100200']) expect(await place.type('enterPin', pin)).toMatchObject({ waitSeconds: null });
    expect(await place.type('enterPin', '999998')).toMatchObject({ waitSeconds: 30 });
    place.wait(30_000);
    expect(await place.type('enterPin', PIN)).toMatchObject({ screen: 'technician' });
  });

  test('count even if the kiosk is unplugged before they are checked', async () => {
    const place = await afterThree();
    place.wait(30_000);
    place.kiosk.handle('enterPin', { stamp: place.stamp(), pin: OTHER });
    place.close();
    const again = standAt({ data: place.data });
    again.touch('openTechnician');
    expect(again.view()).toMatchObject({ waitSeconds: 60 });
  });
});

const CODE = { cityId: CityId.parse('terrassa'), code: 'K7QM4P', fingerprint: '11112222', replaces: false };

describe('a technician’s session', () => {
  test('lasts as long as the pairing code on its screen, and two minutes more', async () => {
    const place = await enteredKiosk();
    place.touch('startPairing');
    const { clock, centre } = place;
    const pairing = { ...CODE, expiresAtMs: clock.wallMs() + 600_000 };
    centre.become({ pairing });
    place.wait(599_000);
    expect(place.now().warning).toBeNull();
    expect(place.view()).toMatchObject({ screen: 'technician-pairing', closesInMinutes: 3 });
    centre.become({ state: 'unpaired', pairing: null, trouble: 'pairing-expired' });
    place.wait(118_000);
    expect(screenOf(place)).toBe('technician-pairing');
    place.wait(10_000);
    expect(screenOf(place)).toBe('idle');
  });

  test('is not prolonged by a code on another screen, nor by a code that ended early', async () => {
    for (const leaves of [true, false]) {
      const place = await enteredKiosk();
      place.touch('startPairing');
      const { clock, centre } = place;
      const pairing = { ...CODE, expiresAtMs: clock.wallMs() + 600_000 };
      centre.become({ pairing });
      place.wait(5_000);
      if (leaves) place.touch('back');
      else centre.become({ state: 'paired', pairing: null });
      place.wait(125_000);
      expect(screenOf(place)).toBe('idle');
    }
  });

  test('ends by itself after two minutes without a touch', async () => {
    const place = await enteredKiosk();
    place.wait(70_000);
    expect(place.view()).toMatchObject({ closesInMinutes: 1 });
    place.touch('stay');
    place.wait(120_000);
    expect(screenOf(place)).toBe('technician');
    place.wait(1_000);
    expect(screenOf(place)).toBe('idle');
  });

  test('cannot begin during a citizen’s visit', () => {
    const place = standAt();
    place.kiosk.handle('openEntry', { stamp: place.stamp(), visitType: 'walk-in' });
    expect(place.touch('openTechnician')).toMatchObject({ error: { kind: 'not-possible-here' } });
  });

  test('that ended during the check of its PIN does not open', async () => {
    const place = await enteredKiosk();
    place.comeBack();
    const entered = place.logged.length;
    place.kiosk.handle('enterPin', { stamp: place.stamp(), pin: PIN });
    place.touch('finish');
    await expect.poll(() => place.logged.length).toBeGreaterThan(entered);
    expect(screenOf(place)).toBe('idle');
  });

  test('is not opened by the late result of an earlier session’s PIN', async () => {
    const looks: ((isRight: boolean) => void)[] = [];
    const matches = (pin: string, hash: string): Promise<boolean> =>
      pin === hash ? Promise.resolve(true) : new Promise((resolve) => void looks.push(resolve));
    const place = standAt({ pins: { hash: (pin) => Promise.resolve(pin), matches } });
    await place.comeIn();
    place.touch('finish');
    const send = (pin: string) => {
      place.touch('openTechnician');
      expect(place.kiosk.handle('enterPin', { stamp: place.stamp(), pin })).toEqual({ ok: true, value: null });
    };
    send('904517');
    place.touch('finish');
    send('904516');
    const entered = place.logged.length;
    looks[0]?.(true);
    await expect.poll(() => place.logged.length).toBeGreaterThan(entered);
    expect(place.view()).toMatchObject({ screen: 'technician-pin', checking: true });
    looks[1]?.(false);
    await expect.poll(() => place.view()).toMatchObject({ step: 'enter', notice: 'wrong' });
  });
});

test('a PIN is stored as a hash only: no log, view state or file contains it', async () => {
  const place = await enteredKiosk();
  place.comeBack();
  await place.type('enterPin', OTHER);
  await place.type('enterPin', PIN);
  place.close();
  const files = readdirSync(place.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(1);
  const kept = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join('\n');
  expect(kept).toContain('$argon2id$');
  for (const pin of [PIN, OTHER]) {
    expect(JSON.stringify(place.states)).not.toContain(pin);
    expect(place.logged.join('\n')).not.toContain(pin);
    expect(kept).not.toContain(pin);
  }
});
