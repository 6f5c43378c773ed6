import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Language, languageRow } from '../../config/languages.ts';
import { forEar } from '../../config/locales/ear/ear.ts';
import { createTranslator, fetchWords } from '../../config/locales/index.ts';
import { createTranslator as staffWords } from '../../config/locales/staff-words.ts';
import { foundByAxe } from '../support/axe.ts';
import { captureSound } from '../support/captured-sound.ts';
import { citizen } from '../support/citizen.ts';
import { launchKiosk } from '../support/electron.ts';
import { freePort } from '../support/free-port.ts';
import { listenWith } from '../support/listener.ts';
import { officeWithDesks } from '../support/office-hub.ts';
import { pairedDesk } from '../support/paired-desk.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { watchSynthesiser } from '../support/watched-synthesiser.ts';

const t = staffWords('ca', 'staff');
const PICTURES = join(import.meta.dirname, '../../test-results/help');

type Sentence =
  | 'speech.guidance'
  | 'language.title'
  | 'idle.question'
  | 'help.title'
  | 'help.ask'
  | 'help.known'
  | 'help.coming'
  | 'help.withdraw';
const ear =
  (language: Language) =>
  (key: Sentence): string =>
    forEar(language, createTranslator(language, 'screen')(key));

let folder: string;
test.beforeEach(() => {
  folder = makeSharedFolder('help');
  mkdirSync(PICTURES, { recursive: true });
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const picture = (page: Page, name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`) });

test('a call for help in Arabic by keypad and headset appears at a desk with its language, and the desk’s answer is spoken at the kiosk', async () => {
  await fetchWords('ar');
  const port = await freePort();
  const dataDir = join(folder, 'data');
  const profile = officeWithDesks(folder, port, undefined, [], {}, { speech: { keypad: 'every-action' } });
  chmodSync(profile, 0o644);
  const office = await pairedDesk(dataDir, profile, port);
  const sound = captureSound();
  const synthesiser = watchSynthesiser();
  const kiosk = await launchKiosk({
    dataDir,
    profile,
    coreNode: synthesiser.node,
    env: sound.env,
    folders: [sound.folder, synthesiser.folder],
  });
  try {
    const { desk } = office;
    const person = listenWith(kiosk.page, synthesiser);
    const says = ear('ar');
    await citizen(kiosk.page, 'ca').isAtFront();
    await expect(desk.locator('[data-cut="false"]')).toBeVisible();
    await person.press('jack-in');
    await person.hears(ear('ca')('speech.guidance'));
    await person.hears(ear('ca')('language.title'));
    await person.chooses(languageRow('ar').name);
    await person.hears(says('idle.question'));
    await person.press('help');
    await person.hears(says('help.title'));
    await person.chooses(says('help.ask'));

    const stripe = desk.locator('.desk-help');
    await expect(stripe).toContainText(t('desk.help.asks'));
    await expect(stripe).toContainText('àrab');
    await person.hears(says('help.known'));
    await expect(kiosk.page.getByText(createTranslator('ar', 'screen')('help.coming'))).toHaveCount(0);
    expect(await foundByAxe(desk)).toEqual([]);
    await picture(desk, 'desk-asked');
    await picture(kiosk.page, 'kiosk-heard');

    await desk.keyboard.press('h');
    await expect(desk.getByText(t('desk.help.answered'))).toBeVisible();
    const { voice } = await person.hears(says('help.coming'));
    expect(voice).toBe('ar');
    await person.hears('2');
    await picture(desk, 'desk-answered');
    await picture(kiosk.page, 'kiosk-coming');

    await person.chooses(says('help.withdraw'));
    await expect(stripe).toContainText(t('desk.help.over'));
    await person.hears(says('help.title'));
  } finally {
    await kiosk.close();
    await office.close();
    for (const { forget } of [sound, synthesiser]) forget();
  }
});
