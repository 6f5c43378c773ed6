import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { languageRow, type TicketLanguage } from '../../config/languages.ts';
import { type CitizensSentence, citizensText } from '../../config/locales/citizens-words.ts';
import { foundByAxe } from '../support/axe.ts';
import { type BookingCentre, startBookingCentre } from '../support/booking-centre.ts';
import { type Browser, openBrowser } from '../support/browser.ts';

const MOST_BYTES = 50_000;

let browser: Browser;
let panel: CDPSession;
let centre: BookingCentre;
let received = 0;
test.beforeAll(async () => {
  centre = await startBookingCentre();
  browser = await openBrowser();
  panel = await browser.page.context().newCDPSession(browser.page);
  await panel.send('Network.enable');
  await panel.send('Network.setCacheDisabled', { cacheDisabled: true });
  // `received` counts the bytes of a document and of everything that it loads, so it starts again with each document.
  panel.on('Network.requestWillBeSent', ({ type }) => {
    if (type === 'Document') received = 0;
  });
  panel.on('Network.loadingFinished', ({ encodedDataLength }) => {
    received += encodedDataLength;
  });
});
test.afterAll(async () => {
  await browser.close();
  await centre.stop();
});

const show = (width: number, height: number, scale = 1) =>
  panel.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(width / scale),
    height: Math.round(height / scale),
    deviceScaleFactor: scale,
    mobile: width < 600,
  });

function personAt(page: Page, language: TicketLanguage, { hasScripts = true } = {}) {
  const say = (key: CitizensSentence, values = {}) => citizensText(language, key, values);
  const title = (key: CitizensSentence) => page.getByRole('heading', { level: 1, name: say(key) });
  /**
   * Checks that the page is light and in the person's language. With scripts, also checks that it fits the screen's
   * width and shows axe no faults.
   */
  async function expectGood(key: CitizensSentence): Promise<void> {
    await expect(title(key)).toBeVisible();
    await page.waitForLoadState('load');
    if (hasScripts) await page.evaluate(() => document.fonts.ready.then(() => null));
    expect(received, key).toBeLessThanOrEqual(MOST_BYTES);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('html')).toHaveAttribute('dir', languageRow(language).direction);
    if (!hasScripts) return;
    expect(await foundByAxe(page), key).toEqual([]);
    const [inner = 0, scrolled = 0] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(scrolled, key).toBeLessThanOrEqual(inner);
  }
  const errand = page
    .getByRole('list', { name: say('errands') })
    .getByRole('link')
    .first();
  return {
    say,
    expectGood,
    come: () => page.goto(`${centre.url}/c/terrassa?lang=${language}`),
    errand,
    take: page.getByRole('button', { name: say('take') }),
    confirm: page.getByRole('button', { name: say('confirm') }),
    move: page.getByRole('link', { name: say('move') }),
    confirmMove: page.getByRole('button', { name: say('move-confirm') }),
    cancel: page.getByRole('link', { name: say('cancel') }),
    confirmCancel: page.getByRole('button', { name: say('cancel-yes') }),
  };
}

async function bookMoveCancel(page: Page, language: TicketLanguage): Promise<void> {
  const person = personAt(page, language);
  await person.come();
  await person.expectGood('errand-title');
  await person.errand.click();
  await person.expectGood('when-title');
  await person.take.click();
  await person.expectGood('confirm-title');
  await person.confirm.click();
  await person.expectGood('done-title');
  await person.move.click();
  await person.expectGood('move-title');
  await person.take.click();
  await expect(person.confirmMove).toBeVisible();
  await person.confirmMove.click();
  await person.expectGood('moved-title');
  await person.cancel.click();
  await person.expectGood('cancel-title');
  await person.confirmCancel.click();
  await person.expectGood('cancelled-title');
}

test('a citizen in a hurry books with three touches, moves the appointment and cancels it, in dark colours', async () => {
  const { page } = browser;
  await show(390, 844);
  await page.emulateMedia({ colorScheme: 'dark' });
  await bookMoveCancel(page, 'ca');
  await page.emulateMedia({ colorScheme: 'light' });
});

test('a person who reads Urdu books, moves and cancels from right to left on a phone of 320 pixels', async () => {
  await show(320, 640);
  await bookMoveCancel(browser.page, 'ur');
});

test('a person at 150 % zoom books, moves and cancels by keyboard alone', async () => {
  const { page } = browser;
  await show(1280, 800, 1.5);
  const person = personAt(page, 'es');
  /** Presses Tab until the target has the focus, then `key`. The focused element must never be off the screen. */
  async function press(target: ReturnType<Page['locator']>, key = 'Enter'): Promise<void> {
    await target.first().waitFor();
    const isThere = () => target.first().evaluate((one) => one === document.activeElement);
    for (let stops = 0; stops < 80 && !(await isThere()); stops += 1) await page.keyboard.press('Tab');
    expect(await isThere()).toBe(true);
    await expect(target.first()).toBeInViewport();
    await page.keyboard.press(key);
  }
  await person.come();
  await press(page.getByRole('searchbox'), 'e');
  await page.keyboard.type('mpadron');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: person.say('errands') }).getByRole('link')).toHaveCount(1);
  await press(person.errand);
  await press(page.locator('input[type=radio]:checked'), 'ArrowRight');
  const chosen = await page.getByRole('radio', { checked: true }).evaluate((one) => one.parentElement?.textContent);
  await press(person.take);
  await press(page.getByRole('textbox'), '1');
  await page.keyboard.type('2345678A');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(person.say('document-wrong'));
  await person.expectGood('confirm-title');
  await press(page.getByRole('textbox'), 'End');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('Z');
  await page.keyboard.press('Enter');
  await person.expectGood('done-title');
  await expect(page.getByRole('main')).toContainText(chosen ?? '?');
  await press(person.move);
  await press(person.take);
  await press(person.confirmMove);
  await person.expectGood('moved-title');
  await press(person.cancel);
  await press(person.confirmCancel);
  await person.expectGood('cancelled-title');
});

test('each page gives a screen reader the step, the choices already made and the controls that follow', async () => {
  const { page } = browser;
  await show(1280, 800);
  const person = personAt(page, 'ca');
  await person.come();
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - text: Cita prèvia
      - group: "Llengua: Català"
  `);
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - paragraph: Pas 1 de 3
      - heading "Per a què voleu cita?" [level=1]
      - search:
        - searchbox "Busqueu el tràmit"
        - button "Busca"
      - list "Tràmits":
        - listitem:
          - link /Empadronament Primera hora. avui, 10\\.\\d0/
  `);
  await person.errand.click();
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - paragraph: /Pas 2 de 3/
      - heading "On i quan?" [level=1]
      - list "Oficines":
        - listitem:
          - link /OAC Didó Primera hora/
      - heading /Avui/ [level=2]
      - list "Dies":
        - listitem:
          - link /dimarts, 24 de novembre/
        - listitem:
          - link /dimecres, 25 de novembre/
      - group "Hores lliures":
        - radio [checked]
      - button /Vull aquesta hora Dimarts 24 · OAC Didó/
  `);
  await person.take.click();
  await expect(page.getByRole('textbox', { name: person.say('document') })).toHaveAccessibleDescription(
    person.say('document-why'),
  );
  await person.confirm.click();
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Ja teniu cita" [level=1]
      - heading /Avui/ [level=2]
      - img "Codi QR de la cita"
      - strong: /[0-9A-Z]{4}/
      - link /Desa.*calendari/
      - heading "Què heu de portar" [level=2]
      - list:
        - listitem: DNI, TIE o passaport de cada persona
      - link /Canvia/
      - link /Anul·la/
  `);
  await person.move.click();
  await expect(page.getByText('Ara la teniu: avui')).toBeVisible();
  await person.take.click();
  await person.confirmMove.click();
  await person.cancel.click();
  await person.confirmCancel.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('La cita està anul·lada');
});

test('a person sees where the wait is shorter, in Catalan by day and in Urdu by night, and goes on to an hour', async () => {
  const { page } = browser;
  const minutes = { from: 10, to: 20 };
  const services = ['orientacio', 'empadronament', 'registre-i-tramits', 'idcat-mobil'];
  await centre.state(
    'oac-districte-2',
    services.map((serviceId) => ({ serviceId, waiting: 1, minutes })),
  );
  for (const [language, colorScheme] of [
    ['ca', 'light'],
    ['ur', 'dark'],
  ] as const) {
    await show(320, 640);
    await page.emulateMedia({ colorScheme });
    const person = personAt(page, language);
    await page.goto(`${centre.url}/c/terrassa/offices?lang=${language}`);
    await person.expectGood('live-title');
    const offices = page.getByRole('list', { name: person.say('offices') }).getByRole('listitem');
    await expect(offices.nth(1)).toContainText(person.say('live-unknown'));
    await offices.first().getByRole('link').click();
    await expect(page.getByRole('heading', { level: 2, name: person.say('live-services') })).toBeVisible();
    expect(await foundByAxe(page)).toEqual([]);
    await page.getByRole('link', { name: person.say('live-book') }).click();
    await person.expectGood('errand-title');
  }
  await page.emulateMedia({ colorScheme: 'light' });
});

test('a person whose browser runs no scripts waits a moment in the line, books, moves and cancels', async () => {
  const { page } = browser;
  await show(390, 844);
  await panel.send('Emulation.setScriptExecutionDisabled', { value: true });
  const person = personAt(page, 'en', { hasScripts: false });
  /** Moves the centre's clock to the end of the wait in line, so that the test need not wait. */
  async function waitInLine(): Promise<void> {
    await person.expectGood('wait-title');
    centre.clock.aheadMs += 130_000;
    await page.getByRole('link', { name: person.say('wait-go') }).click();
  }
  await person.come();
  await person.errand.click();
  await person.take.click();
  await waitInLine();
  await person.confirm.click();
  await person.expectGood('done-title');
  await person.move.click();
  await person.take.click();
  await waitInLine();
  await person.confirmMove.click();
  await person.expectGood('moved-title');
  await person.cancel.click();
  await person.confirmCancel.click();
  await person.expectGood('cancelled-title');
  await panel.send('Emulation.setScriptExecutionDisabled', { value: false });
});
