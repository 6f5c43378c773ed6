import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { forEar } from '../../config/locales/ear/ear.ts';
import { createTranslator } from '../../config/locales/index.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/virtual/virtual-printer.ts';
import { type Language, languageRow } from '../../src-main/domain/languages.ts';
import { type CapturedSound, captureSound } from '../support/captured-sound.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type DrivenClock, driveClock } from '../support/driven-clock.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { type Listener, listenWith } from '../support/listener.ts';
import { virtualProfile } from '../support/printing.ts';
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
  | 'warning.title';
/** As the kiosk hands it over. */
const ear =
  (language: Language) =>
  (key: Sentence): string =>
    forEar(language, createTranslator(language, 'screen')(key));

let folder: string;
let printer: VirtualPrinter;
let sound: CapturedSound;
let clock: DrivenClock;
let synthesiser: WatchedSynthesiser;
let kiosk: Kiosk;
let person: Listener;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torn-speech-'));
  printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 3_000 });
  sound = captureSound();
  clock = driveClock();
  synthesiser = watchSynthesiser(clock.node);
  const profile = join(folder, 'demonstration.json');
  const office: unknown = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  const speech = { keypad: 'every-action', ticketKey: 'orientacio' };
  writeFileSync(profile, JSON.stringify(Object.assign({}, office, { speech })), { mode: 0o644 });
  kiosk = await launchKiosk({
    ...{ dataDir: join(folder, 'data'), profile, coreNode: synthesiser.node, env: sound.env },
    ...{ folders: [sound.folder, clock.folder, synthesiser.folder, folder] },
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

/** From the jack to the first choice, in a language that is heard in itself. */
async function begin(language: Language): Promise<void> {
  await person.press('jack-in');
  await person.hears(ear('ca')('speech.guidance'));
  await person.hears(ear('ca')('language.title'));
  await person.chooses(languageRow(language).name);
  await person.hears(ear(language)('idle.question'));
}

for (const language of ['ca', 'es'] as const) {
  const t = ear(language);

  test(`a walk-in visit in ${language}, by keypad and headset alone, is spoken and printed`, async () => {
    const paper = new Promise<readonly string[]>((resolve) => printer.onPaper(({ lines }) => resolve(lines)));
    await begin(language);
    await person.chooses(t('idle.entry.walk-in'));
    await person.hears(t('services.question.walk-in'));
    await person.chooses(language === 'ca' ? 'Empadronament' : 'Empadronamiento');
    await person.hears(t('takeTicket.title'));
    const { voice, text } = await person.hears(forEar(language, 'A001'));
    expect(voice).toBe(language);
    expect(text).not.toContain('A001');
    expect(await paper).toContain('A001');
    await expect.poll(() => sound.heard().length).toBeGreaterThan(0);
    expect(Math.max(...sound.heard().map(({ peak }) => peak))).toBeGreaterThan(0.01);
    await person.chooses(t('ticket.finish'));
    await person.hears(ear('ca')('speech.guidance'));
  });
}

test('a number without paper is spoken, with the reason, and stays valid', async () => {
  printer.setPaper('out');
  await begin('ca');
  const t = ear('ca');
  await person.chooses(t('idle.entry.walk-in'));
  await person.chooses('Empadronament');
  await person.hears(t('printerTrouble.valid'));
});

test('one press of the ticket key gives a number, and says it', async () => {
  await begin('ca');
  await person.press('ticket');
  await person.hears(ear('ca')('takeTicket.title'));
  await person.hears(forEar('ca', 'D001'));
});

test('a warning is heard and answered by any key; without an answer the next person hears nothing of the last one', async () => {
  const t = ear('ca');
  await begin('es');
  await person.press('down');
  clock.advance(60_000);
  await person.hears(ear('es')('warning.title'));
  await person.press('softer');
  clock.advance(60_000);
  await person.hears(ear('es')('warning.title'));
  clock.advance(60_000);
  await person.hears(t('speech.guidance'));
});

test('a headset that is pulled out in mid-sentence is silence, and nothing more is handed to the synthesiser', async () => {
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

test('a page that was loaded anew speaks again while the headset is in', async () => {
  await begin('ca');
  const before = synthesiser.handed().length;
  await kiosk.page.reload();
  await expect.poll(() => synthesiser.handed().length).toBeGreaterThan(before);
  await person.hears(ear('ca')('speech.guidance'));
});
