import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Language, languageRow } from '../../config/languages.ts';
import { forEar } from '../../config/locales/ear/ear.ts';
import { createTranslator, fetchWords } from '../../config/locales/index.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { officeWithCheckIns } from '../support/booked-office.ts';
import { type CapturedSound, captureSound } from '../support/captured-sound.ts';
import { citizen } from '../support/citizen.ts';
import { type DrivenClock, driveClock } from '../support/driven-clock.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { type Listener, listenWith } from '../support/listener.ts';
import { virtualProfile } from '../support/printing.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { panelOf, touch, whereItCanBeTouched } from '../support/touch.ts';
import { type WatchedSynthesiser, watchSynthesiser } from '../support/watched-synthesiser.ts';

type Sentence =
  | 'speech.guidance'
  | 'language.title'
  | 'idle.question'
  | 'idle.entry.walk-in'
  | 'services.question.walk-in'
  | 'takeTicket.title'
  | 'ticket.finish'
  | 'printerTrouble.valid'
  | 'warning.title'
  | 'idle.entry.appointment'
  | 'checkIn.title'
  | 'checkIn.method.document'
  | 'services.question.appointment'
  | 'documentKeypad.title.dni-nie'
  | 'documentKeypad.send'
  | 'speech.button'
  | 'speech.curtainDrawn'
  | 'speech.curtainOpen';
const ear =
  (language: Language) =>
  (key: Sentence): string =>
    forEar(language, createTranslator(language, 'screen')(key));

const SERVICE = { ca: 'Empadronament', es: 'Empadronamiento', ar: 'التسجيل في سجل السكان' } as const;

/** `npm test` leaves these visits out, because speech runs in real time and makes them slow; `npm run e2e` runs them. */
const WHOLE = { tag: '@whole' };

let folder: string;
let printer: VirtualPrinter;
let sound: CapturedSound;
let clock: DrivenClock;
let synthesiser: WatchedSynthesiser;
let kiosk: Kiosk;
let person: Listener;

test.beforeAll(() => fetchWords('ar'));
test.beforeEach(async () => {
  folder = makeSharedFolder('speech');
  printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 3_000 });
  sound = captureSound();
  clock = driveClock();
  synthesiser = watchSynthesiser(clock.node);
  const speech = { keypad: 'every-action', ticketKey: 'orientacio' };
  const profile = officeWithCheckIns(folder, { speech });
  kiosk = await launchKiosk({
    dataDir: join(folder, 'data'),
    profile,
    coreNode: synthesiser.node,
    env: sound.env,
    folders: [sound.folder, clock.folder, synthesiser.folder, folder],
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  person = listenWith(kiosk.page, synthesiser);
  await citizen(kiosk.page, 'ca').isAtFront();
});
test.afterEach(async () => {
  await kiosk.close();
  await printer.close();
  for (const { forget } of [sound, clock, synthesiser]) forget();
  rmSync(folder, { recursive: true, force: true });
});

/** Plugs in the headset, chooses the language by its own name, and waits until the start screen's question is spoken in it. */
async function begin(language: Language): Promise<void> {
  await person.press('jack-in');
  await person.hears(ear('ca')('speech.guidance'));
  await person.hears(ear('ca')('language.title'));
  await person.chooses(languageRow(language).name);
  await person.hears(ear(language)('idle.question'));
}

for (const language of ['ca', 'es', 'ar'] as const) {
  test(
    `a walk-in visit in ${language}, by keypad and headset alone, is spoken and printed`,
    language === 'ca' ? {} : WHOLE,
    async () => {
      const t = ear(language);
      const paper = new Promise<readonly string[]>((resolve) => printer.onPaper(({ lines }) => resolve(lines)));
      await begin(language);
      await person.chooses(t('idle.entry.walk-in'));
      await person.hears(t('services.question.walk-in'));
      await person.chooses(forEar(language, SERVICE[language]));
      await person.hears(t('takeTicket.title'));
      const { voice, text } = await person.hears(forEar(language, 'A001'));
      expect(voice).toBe(language);
      expect(text).not.toContain('A001');
      expect(await paper).toContain('A001');
      await expect.poll(() => sound.heard().length).toBeGreaterThan(0);
      expect(Math.max(...sound.heard().map(({ peak }) => peak))).toBeGreaterThan(0.01);
      await person.chooses(t('ticket.finish'));
      await person.hears(ear('ca')('speech.guidance'));
    },
  );
}

for (const language of ['ca', 'es', 'ar'] as const) {
  test(
    `an arrival with an appointment in ${language}, typed by keypad and headset alone, is spoken and printed`,
    WHOLE,
    async () => {
      const t = ear(language);
      const paper = new Promise<readonly string[]>((resolve) => printer.onPaper(({ lines }) => resolve(lines)));
      await begin(language);
      await person.chooses(t('idle.entry.appointment'));
      await person.hears(t('checkIn.title'));
      await person.chooses(t('checkIn.method.document'));
      await person.hears(t('services.question.appointment'));
      await person.chooses(forEar(language, SERVICE[language]));
      await person.hears(t('documentKeypad.title.dni-nie'));
      for (const digit of '12345678') await person.chooses(`${digit}. ${t('speech.button')}`);
      await person.chooses(t('documentKeypad.send'));
      await person.hears(t('takeTicket.title'));
      await person.hears(forEar(language, 'A001'));
      expect(await paper).toContain('A001');
    },
  );
}

test('an exploring finger has a button read at the first touch and presses it at the second', WHOLE, async () => {
  await begin('ca');
  const t = ear('ca');
  const entry = kiosk.page.locator('.entry').first();
  const before = synthesiser.handed().length;
  await touch(entry);
  await expect.poll(() => synthesiser.handed().length).toBeGreaterThan(before);
  await person.hears(t('idle.entry.walk-in'));
  await touch(entry);
  await person.hears(t('services.question.walk-in'));
});

test(
  'the curtain hides the screen until a finger is held on its words, and the visit goes on behind it',
  WHOLE,
  async () => {
    await begin('ca');
    const t = ear('ca');
    await person.press('curtain');
    await person.hears(t('speech.curtainDrawn'));
    await person.chooses(t('idle.entry.walk-in'));
    await person.hears(t('services.question.walk-in'));
    await kiosk.page.screenshot({ path: test.info().outputPath('curtain.png') });
    const words = kiosk.page.locator('.curtain-words');
    const { x, y } = await whereItCanBeTouched(words);
    const panel = await panelOf(kiosk.page);
    await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await person.hears(t('speech.curtainOpen'));
    await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(words).not.toBeAttached();
    await kiosk.page.screenshot({ path: test.info().outputPath('ring.png') });
  },
);

for (const language of ['ca', 'es', 'ar'] as const) {
  test(`a number without paper is spoken in ${language}, with the reason and that it stays valid`, WHOLE, async () => {
    const t = ear(language);
    printer.setPaper('out');
    await begin(language);
    await person.chooses(t('idle.entry.walk-in'));
    await person.hears(t('services.question.walk-in'));
    await person.chooses(forEar(language, SERVICE[language]));
    const { voice } = await person.hears(t('printerTrouble.valid'));
    expect(voice).toBe(language);
    const heard = () => synthesiser.handed().map(({ text }) => text);
    await expect.poll(() => heard().join(' ')).toContain(forEar(language, 'A001'));
    await person.chooses(t('ticket.finish'));
    await person.hears(ear('ca')('speech.guidance'));
  });
}

test('one press of the ticket key gives a number and speaks it', WHOLE, async () => {
  await begin('ca');
  await person.press('ticket');
  await person.hears(ear('ca')('takeTicket.title'));
  await person.hears(forEar('ca', 'D001'));
});

for (const language of ['ca', 'es', 'ar'] as const) {
  test(
    `a warning in ${language} is spoken and answered by any key; without an answer the next person hears nothing of this visit`,
    WHOLE,
    async () => {
      const t = ear(language);
      await begin(language);
      // The visit goes beyond the start screen, because on the Catalan start screen a citizen has nothing to lose and gets no warning.
      await person.chooses(t('idle.entry.walk-in'));
      await person.hears(t('services.question.walk-in'));
      clock.advance(60_000);
      const { voice } = await person.hears(t('warning.title'));
      expect(voice).toBe(language);
      await person.press('softer');
      clock.advance(60_000);
      await person.hears(t('warning.title'));
      clock.advance(60_000);
      await person.hears(ear('ca')('speech.guidance'));
    },
  );
}

test('pulling out the headset in mid-sentence stops the speech, and the synthesiser gets no more text', async () => {
  await begin('ca');
  await person.press('help');
  await person.hears(ear('ca')('speech.guidance'));
  await person.press('jack-out');
  const before = synthesiser.handed().length;
  await person.press('down');
  await person.press('repeat');
  await expect(kiosk.page.locator('.reading-ring')).toBeAttached();
  expect(synthesiser.handed()).toHaveLength(before);
});

test('a reloaded page speaks again while the headset is in', WHOLE, async () => {
  await begin('ca');
  const before = synthesiser.handed().length;
  await kiosk.page.reload();
  await expect.poll(() => synthesiser.handed().length).toBeGreaterThan(before);
  await person.hears(ear('ca')('speech.guidance'));
});
