import { expect, type Locator, test } from '@playwright/test';
import fc from 'fast-check';
import { citizen } from '../support/citizen.ts';
import { technician } from '../support/technician.ts';
import { calm, calmAt, panelOf, touch, whereItCanBeTouched } from '../support/touch.ts';
import { hold, strike, TREMORS, type Tremor, tremble } from '../support/trembling-hand.ts';
import { openTremblingKiosk, tremblingHands } from '../support/trembling-kiosk.ts';
import { clicksOf as clicksOn, hasSecondEffect } from '../support/trembling-targets.ts';

const SAMPLE = 3;
const MOST_TARGETS = 50;

let kiosk: Awaited<ReturnType<typeof openTremblingKiosk>>;
let person: ReturnType<typeof citizen>;

test.beforeAll(async () => {
  kiosk = await openTremblingKiosk();
  person = citizen(kiosk.page, 'ca');
});
test.afterAll(() => kiosk.close());

const button = (name: string | RegExp): Locator => kiosk.page.getByRole('button', { name });
const starting = (name: string): Locator => button(new RegExp(`^${name}`));

const clicksOf = (act: () => Promise<void>): Promise<number> => clicksOn(kiosk.page, act);

/** Trembles on the target and expects that the page gets one click. */
async function trembleOn(target: Locator, tremor: Tremor): Promise<void> {
  const point = await whereItCanBeTouched(target);
  await calmAt(kiosk.page, point);
  expect(await clicksOf(() => tremble(kiosk.page, point, tremor))).toBe(1);
}

test('a trembling hand is served like a calm one at each step of a visit, and takes one number', async () => {
  const { t } = person;
  await trembleOn(button(t('idle.entry.walk-in')), [60, 120]);
  await person.sees(t('services.question.walk-in'));
  await trembleOn(starting('Empadronament'), [240, 480]);
  await person.sees(t('takeTicket.title'));
  const label = await person.label();
  await trembleOn(button(t('ticket.finish')), [480, 960]);
  await person.isAtFront();
  await trembleOn(button(t('idle.entry.walk-in')), [120]);
  await person.sees(t('services.question.walk-in'));
  await trembleOn(starting('Empadronament'), [60]);
  await person.sees(t('takeTicket.title'));
  expect(Number((await person.label()).slice(1))).toBe(Number(label.slice(1)) + 1);
  await trembleOn(button(t('ticket.finish')), [240]);
  await person.isAtFront();
});

test('a trembling hand is served on overlays and on the screens of an appointment', async () => {
  const { t } = person;
  await trembleOn(button(t('bar.help')), [60]);
  await person.sees(t('help.title'));
  await trembleOn(button(t('help.close')), [120]);
  await person.isAtFront();
  await trembleOn(button(t('bar.access')), [60, 120]);
  await person.sees(t('access.title'));
  const contrast = kiosk.page.getByRole('switch', { name: t('access.highContrast') });
  await trembleOn(contrast, [120, 240]);
  await expect(contrast).toHaveAttribute('aria-checked', 'true');
  await trembleOn(button(t('access.close')), [60]);
  await person.openEntry('appointment');
  await person.sees(t('checkIn.title'));
  await trembleOn(starting(t('checkIn.method.locator')), [240]);
  await person.sees(t('locatorKeypad.title'));
  await trembleOn(button(t('bar.back')), [120]);
  await person.sees(t('checkIn.title'));
  await trembleOn(button(t('bar.back')), [60]);
  await person.isAtFront();
});

test('on the technician’s keypad a bouncing finger types one digit, and a quick second touch types a second digit', async () => {
  const { page } = kiosk;
  const { t, ...expert } = technician(page);
  await expert.knock();
  await expert.sees(t('pin.title.choose'));
  const seven = page.getByRole('button', { name: '7', exact: true });
  await trembleOn(seven, [60]);
  await expect(page.locator('.pin-dots')).toHaveText('•');
  const point = await whereItCanBeTouched(seven);
  await calmAt(page, point);
  expect(await clicksOf(() => tremble(page, point, [240]))).toBe(2);
  await expect(page.locator('.pin-dots')).toHaveText('•••');
  await trembleOn(page.getByRole('button', { name: t('pin.leave') }), [60, 120]);
  await person.isAtFront();
});

test('a second person who touches elsewhere is served at once, whatever the first hand still does', async () => {
  const { page } = kiosk;
  const { t } = person;
  await person.openEntry();
  await person.sees(t('services.question.walk-in'));
  const help = await whereItCanBeTouched(button(t('bar.help')));
  const panel = await panelOf(page);
  // The tap comes exactly when the new screen is painted.
  await page.waitForFunction(() => document.documentElement.dataset.guard !== 'new');
  await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [help] });
  await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await person.sees(t('help.title'));
  await touch(button(t('help.close')));
  await person.sees(t('services.question.walk-in'));
  await touch(button(t('bar.back')));
  await person.isAtFront();
});

test('two fingers at once order nothing; a finger that stays long or slides a little orders once', async () => {
  const { page } = kiosk;
  const { t } = person;
  const panel = await panelOf(page);
  const [one, other] = [
    await whereItCanBeTouched(button(t('idle.entry.walk-in'))),
    await whereItCanBeTouched(button(t('idle.entry.appointment'))),
  ];
  await calm(page);
  const startedMs = Date.now();
  const send = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    touchPoints: { x: number; y: number; id?: number }[],
    afterMs = 0,
  ) => panel.send('Input.dispatchTouchEvent', { type, touchPoints, timestamp: (startedMs + afterMs) / 1_000 });
  expect(
    await clicksOf(async () => {
      await send('touchStart', [{ ...one, id: 1 }]);
      await send('touchStart', [
        { ...one, id: 1 },
        { ...other, id: 2 },
      ]);
      await send('touchEnd', [{ ...one, id: 1 }]);
      await send('touchEnd', []);
    }),
  ).toBe(0);
  expect(
    await clicksOf(async () => {
      await send('touchStart', [one], 1_000);
      // For Chromium alone this touch is no click: it lasts and moves too far.
      await send('touchMove', [{ x: one.x + 30, y: one.y }], 2_500);
      await send('touchEnd', [], 3_500);
    }),
  ).toBe(1);
  await person.sees(t('services.question.walk-in'));
  await touch(button(t('bar.back')));
  await person.isAtFront();
});

test('a key that is struck twice, held or repeated orders once', async () => {
  const { page } = kiosk;
  const { t } = person;
  await calm(page);
  await button(t('idle.entry.walk-in')).focus();
  expect(await clicksOf(() => strike(page, 'Enter', [60, 120, 480]))).toBe(1);
  await person.sees(t('services.question.walk-in'));
  await calm(page);
  await starting('Empadronament').focus();
  expect(await clicksOf(() => hold(page, 'Enter'))).toBe(1);
  await person.sees(t('takeTicket.title'));
  await calm(page);
  await button(t('ticket.finish')).focus();
  expect(await clicksOf(() => strike(page, 'Space', [240, 480]))).toBe(1);
  await person.isAtFront();
});

test('on any target of any screen a trembling hand orders once: a random choice, by touch and by key', async () => {
  const hands = tremblingHands(kiosk.page);
  const seed = Number(process.env.TORN_SEED ?? Math.floor(Math.random() * 1_000_000));
  const which = fc.tuple(
    fc.constantFrom(...hands.screens),
    fc.nat(MOST_TARGETS),
    fc.constantFrom('touch' as const, 'key' as const),
    fc.constantFrom(...TREMORS),
  );
  for (const [screen, place, hand, tremor] of fc.sample(which, { seed, numRuns: SAMPLE })) {
    const tried = await hands.tryOn(screen, place, hand, tremor);
    expect(tried.clicks, `again with TORN_SEED=${seed}: ${tried.screen}, ${tried.target.text}`).toBeGreaterThan(0);
    expect(hasSecondEffect(tried), `again with TORN_SEED=${seed}: ${tried.screen}, ${tried.target.text}`).toBe(false);
  }
});
