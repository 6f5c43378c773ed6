import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { pino } from 'pino';
import { pairWith } from '../../build/demonstration-centre.ts';
import { languageRow } from '../../config/languages.ts';
import { forEar } from '../../config/locales/ear/ear.ts';
import { createTranslator } from '../../config/locales/index.ts';
import { createTranslator as staffWords } from '../../config/locales/staff-words.ts';
import { ticketText } from '../../config/locales/ticket-words.ts';
import { makeToken } from '../../src-central/administration/access-tokens.ts';
import { createKeyring, encryptionKeyOf } from '../../src-central/appointments/keyring.ts';
import { systemClock } from '../../src-central/clock.ts';
import { openPglite } from '../../src-central/database/pglite.ts';
import { assembleCentre } from '../../src-central/replica.ts';
import type { PushParts } from '../../src-central/turn-words/send-word.ts';
import { startTurnWords } from '../../src-central/turn-words/turn-words.ts';
import { vapidKeysOf } from '../../src-central/turn-words/vapid.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { foundByAxe } from '../support/axe.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { captureSound } from '../support/captured-sound.ts';
import { centreDefaults } from '../support/centre-defaults.ts';
import { citizen } from '../support/citizen.ts';
import { launchKiosk } from '../support/electron.ts';
import { freePort } from '../support/free-port.ts';
import { listenWith } from '../support/listener.ts';
import { officeWithDesks } from '../support/office-hub.ts';
import { pairedDesk } from '../support/paired-desk.ts';
import { type PushService, startPushService } from '../support/push-service.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { watchSynthesiser } from '../support/watched-synthesiser.ts';

const CITY = 'terrassa';
const OFFICE = 'demonstration';
const PHONE = { width: 320, height: 640, deviceScaleFactor: 1, mobile: true };
const t = createTranslator('ca', 'screen');
const staff = staffWords('ca', 'staff');
const ear = (text: string): string => forEar('ca', text);
const logger = pino({ level: 'silent' });
const allDay = [{ from: '00:00', to: '24:00' }];
const ALWAYS = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, allDay]));

let folder: string;
let service: PushService;
let phone: Browser;
test.beforeEach(async () => {
  folder = makeSharedFolder('home-to-desk');
  service = await startPushService();
  phone = await openBrowser();
});
test.afterEach(async () => {
  await phone.close();
  service.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startCentre() {
  const signingKey = newSigningKey();
  const keyring = createKeyring(encryptionKeyOf(randomBytes(32)));
  const push: PushParts = {
    origin: 'https://torn.example',
    keys: vapidKeysOf(signingKey),
    services: [service.host],
    mayReach: () => true,
    authority: service.authority,
  };
  const database = await openPglite(null);
  const { server, open } = assembleCentre({
    ...centreDefaults(),
    database,
    clock: systemClock,
    signingKey,
    logger,
    push,
    keyring,
    maxInFlight: 50,
  });
  await open();
  const url = await server.listen('127.0.0.1', 0);
  const token = await makeToken(database, CityId.parse(CITY), 'Montserrat Prova', Date.now());
  const words = startTurnWords({ database, clock: systemClock, keyring, push, logger });
  return {
    url,
    staffUrl: url,
    token,
    words,
    setting: `${url}/${CITY}#${signingKey.keyId}`,
    async stop() {
      await words.stop();
      await server.drain();
      await database.close();
    },
  };
}

/** Takes a ticket at home with a notification for it. Returns the code that the citizen shows at the kiosk. */
async function askFromHome(page: Page, address: string): Promise<string> {
  // The page offers tickets once the office's kiosk is in contact with the centre.
  const want = page.getByRole('button', { name: 'Vull un número' });
  const opened = async (): Promise<boolean> => {
    await page.goto(address);
    return want.isVisible();
  };
  await expect.poll(opened, { timeout: 0 }).toBe(true);
  expect(await foundByAxe(page)).toEqual([]);
  await want.click();
  await expect(page.locator('.number')).toHaveText('A004');
  expect(await foundByAxe(page, { without: ['meta-refresh'] })).toEqual([]);
  const [, code = ''] = /(A004-\d{4})/.exec((await page.locator('.code').textContent()) ?? '') ?? [];
  // A real browser subscribes at the servers of its maker; here it subscribes at the test's push service.
  await page.addInitScript(({ endpoint, ...keys }) => {
    PushManager.prototype.subscribe = async (options) => {
      const made = { endpoint, options, toJSON: () => ({ endpoint, keys }) };
      return made as unknown as PushSubscription;
    };
  }, service.browser());
  await page.getByRole('link', { name: ticketText('ca', 'phone-word-ask') }).click();
  await page.getByRole('button', { name: ticketText('ca', 'phone-word-yes') }).click();
  await expect(page.getByText(ticketText('ca', 'phone-word-on'))).toBeVisible();
  await page.getByRole('link', { name: ticketText('ca', 'phone-word-back') }).click();
  return code;
}

test('a turn from home is called to desk 3 after two messages to the phone, once its holder has typed the code by keypad and headset', async () => {
  const centre = await startCentre();
  const port = await freePort();
  const dataDir = join(folder, 'data');
  const profile = officeWithDesks(
    folder,
    port,
    undefined,
    [],
    {},
    {
      checkIn: { ways: ['locator', 'no-code'] },
      hours: { week: ALWAYS, seasons: [], closures: [] },
      speech: { keypad: 'every-action' },
      // A slow machine must not meet the warning of the session's end.
      waitingTimes: { quietSeconds: { step: 300, typing: 300, ticket: 300, facade: 300 }, warningSeconds: 120 },
      fromHome: { services: [{ serviceId: 'empadronament', perQuarter: 3 }] },
      ticket: { privacyPage: 'exemple.cat/dades', followPage: 'https://torn.exemple.cat/T' },
    },
  );
  chmodSync(profile, 0o644);
  await pairWith(centre, { dataFolder: dataDir, profileFile: profile, say: () => undefined });
  const office = await pairedDesk(dataDir, profile, port, 'taula-3');
  const sound = captureSound();
  const synthesiser = watchSynthesiser();
  const kiosk = await launchKiosk({
    dataDir,
    profile,
    coreNode: synthesiser.node,
    env: sound.env,
    folders: [sound.folder, synthesiser.folder],
    extraArgs: [`--centre=${centre.setting}`],
  });
  try {
    const { desk } = office;
    const { page } = phone;
    const hall = citizen(kiosk.page, 'ca');
    for (const label of ['A001', 'A002', 'A003']) {
      await hall.isAtFront();
      await hall.openEntry();
      await hall.choose('Empadronament');
      await expect(kiosk.page.locator('.number')).toHaveText(label);
      await hall.finish();
    }
    const panel = await page.context().newCDPSession(page);
    await panel.send('Emulation.setDeviceMetricsOverride', PHONE);
    const code = await askFromHome(page, `${centre.url}/c/${CITY}/${OFFICE}/turn?lang=ca`);
    expect(code).toMatch(/^A004-\d{4}$/);

    const person = listenWith(kiosk.page, synthesiser);
    await person.press('jack-in');
    await person.hears(ear(t('language.title')));
    await person.chooses(languageRow('ca').name);
    await person.hears(ear(t('idle.question')));
    await person.chooses(ear(t('idle.entry.appointment')));
    await person.hears(ear(t('checkIn.title')));
    await person.chooses(ear(t('checkIn.method.code')));
    await person.hears(ear(t('codeKeypad.title')));
    await person.types(code.replace('-', ''));
    await person.chooses(ear(t('codeKeypad.search')));
    await expect(kiosk.page.locator('.number')).toHaveText('A004');
    await person.press('jack-out');

    const number = desk.locator('.desk-number');
    const press = async (key: string): Promise<void> => {
      await expect(desk.locator(`[aria-keyshortcuts="${key}"]`)).toHaveAttribute('aria-disabled', 'false');
      await desk.keyboard.press(key.toLowerCase());
    };
    const call = async (label: string): Promise<void> => {
      await press('N');
      await expect(number).toHaveText(label);
      expect(await foundByAxe(desk)).toEqual([]);
    };
    const received = async (): Promise<unknown[]> => {
      await centre.words.look();
      return service.received.map(({ word }) => (word as { title: string }).title);
    };
    const near = ticketText('ca', 'phone-word-near');
    expect(await received()).toEqual([]);
    await call('A001');
    await expect.poll(received, { timeout: 0 }).toEqual([near]);
    for (const label of ['A002', 'A003', 'A004']) {
      await press('F');
      await expect(desk.getByText(staff('desk.mine.nobody'))).toBeVisible();
      await call(label);
    }
    await expect.poll(async () => (await received()).length, { timeout: 0 }).toBe(2);
    const called = page.getByText(ticketText('ca', 'phone-called'));
    const reloaded = async (): Promise<boolean> => {
      await page.reload();
      return called.isVisible();
    };
    await expect.poll(reloaded, { timeout: 0 }).toBe(true);
    await expect(page.getByRole('status')).toContainText('Taula 3');
    expect(await foundByAxe(page, { without: ['meta-refresh'] })).toEqual([]);
  } finally {
    await kiosk.close();
    await office.close();
    await centre.stop();
    for (const { forget } of [sound, synthesiser]) forget();
  }
});
