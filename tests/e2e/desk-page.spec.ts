import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { provideBundles } from '../../build/vite.ts';
import { createTranslator } from '../../config/locales/staff-words.ts';
import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { asShown } from '../support/as-shown.ts';
import { foundByAxe } from '../support/axe.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { DESK_STATES, deskView, heldBy } from '../support/desk-view.ts';
import { type PageServer, startDeskServer } from '../support/hall-server.ts';

const t = createTranslator('ca', 'staff');
const PICTURES = join(import.meta.dirname, '../../test-results/desk');
const WINDOW = { width: 1_366, height: 768 };
/** Pixels left for the page in a browser window with toolbars. */
const SHORT = { width: 1_366, height: 625 };

let browser: Browser;
let server: PageServer<'desk'>;
test.beforeAll(async () => {
  await provideBundles(['hub']);
  mkdirSync(PICTURES, { recursive: true });
  [browser, server] = await Promise.all([openBrowser(), startDeskServer()]);
});
test.afterAll(async () => {
  await browser.close();
  await server.close();
});

const drawn = (page: Page) =>
  page.evaluate(() => {
    const boxOf = (element: Element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [left, top, width, height].map(Math.round).join(' ');
    };
    const always = [
      ...document.querySelectorAll(
        '.desk-row .desk-button, .desk-head > *, .desk-stripe > *, .desk-stripe p, .desk-mine',
      ),
    ];
    const whole = [
      ...always,
      ...document.querySelectorAll('.desk-number, .desk-figures > p, .desk-seldom .desk-button, .desk-service'),
    ];
    const isOut = (element: Element): boolean => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (element.matches('.unseen')) return false;
      return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
    };
    const isLow = (element: Element): boolean =>
      element.matches('.desk-stripe p') &&
      element.scrollHeight > (element.closest('.desk-stripe')?.clientHeight ?? 0) + 1;
    const isCut = (element: Element): boolean =>
      isLow(element) ||
      (element.matches('.desk-button, p') && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1);
    const card = document.querySelector('.desk-mine')?.getBoundingClientRect();
    const isOutOfCard = (element: Element): boolean => {
      const { right, bottom } = element.getBoundingClientRect();
      return card !== undefined && (right > card.right + 1 || bottom > card.bottom + 1);
    };
    const inCard = [...document.querySelectorAll('.desk-mine p, .desk-mine li, .desk-mine .desk-button')];
    const list = document.querySelector('.desk-list')?.getBoundingClientRect();
    const next = [...document.querySelectorAll('.desk-list > li')].filter(
      (row) => row.getBoundingClientRect().bottom <= (list?.bottom ?? 0) + 1,
    );
    return {
      row: [...document.querySelectorAll('.desk-row .desk-button')].map(boxOf),
      outOfSight: whole.filter(isOut).map(({ className, textContent }) => `${className} ${textContent}`),
      cut: whole.filter(isCut).map(({ textContent }) => textContent),
      outOfCard: inCard.filter(isOutOfCard).map(({ textContent }) => textContent),
      nextInSight: next.length,
      scrolls: document.documentElement.scrollHeight > innerHeight,
    };
  });

async function open(page: Page, window: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(window);
  server.confirm();
  server.tell(deskView());
  await page.goto(server.address);
  await page.getByRole('button', { name: 'Català' }).click();
  await expect(page.locator('.desk-mine')).toBeVisible();
}

async function show(page: Page, over: Partial<DeskView>): Promise<void> {
  const officeName = `OAC ${Object.keys(over).join(' ')} ${Math.random()}`;
  server.tell(deskView({ ...over, officeName }));
  await expect(page.getByText(officeName)).toBeVisible();
  server.tell(deskView(over));
  await expect(page.getByText('OAC Didó', { exact: true })).toBeVisible();
}

for (const [name, window] of [
  ['desk', WINDOW],
  ['short', SHORT],
] as const)
  test(`in a window of ${window.width} × ${window.height} the row of a desk’s buttons never moves, and the next tickets are in sight`, async () => {
    const { page } = browser;
    await open(page, window);
    const first = await drawn(page);
    expect(first.row).toHaveLength(7);
    for (const [state, over] of Object.entries(DESK_STATES)) {
      await show(page, over);
      const now = await drawn(page);
      await page.screenshot({ path: join(PICTURES, `${name}-${state}.png`) });
      expect(now.row, state).toEqual(first.row);
      expect(now.outOfSight, state).toEqual([]);
      expect(now.cut, state).toEqual([]);
      if (state !== 'much') expect(now.outOfCard, state).toEqual([]);
      expect(now.scrolls, state).toBe(false);
      const least = state === 'much' ? 1 : state === 'parked' && name === 'short' ? 2 : 3;
      if (state === 'alarm') await expect(page.locator('.desk-stripe > .desk-help')).toHaveCount(2);
      if (state !== 'empty') expect(now.nextInSight, state).toBeGreaterThanOrEqual(least);
      expect(await foundByAxe(page), state).toEqual([]);
    }
    for (const language of ['Español', 'English']) {
      await page.getByRole('button', { name: language }).click();
      for (const state of ['called', 'serving', 'help', 'own alarm', 'alarm'] as const) {
        await show(page, DESK_STATES[state] ?? {});
        const now = await drawn(page);
        expect(now.outOfSight, `${language} ${state}`).toEqual([]);
        expect(now.cut, `${language} ${state}`).toEqual([]);
      }
    }
    await page.getByRole('button', { name: 'Català' }).click();
  });

test('one key ends a visit and calls the next ticket; a disabled button keeps its place and does nothing', async () => {
  const { page } = browser;
  await open(page, WINDOW);
  await show(page, { holds: [heldBy('serving')] });
  await expect(page.getByRole('button', { name: t('desk.do.finishNext') })).toHaveAttribute('aria-disabled', 'false');
  await expect(page.getByRole('button', { name: t('desk.do.serve') })).toHaveAttribute('aria-disabled', 'true');
  const before = server.orders.length;
  await page.keyboard.press('s');
  await page.keyboard.press('n');
  await expect.poll(() => server.orders.slice(before).map(({ kind }) => kind)).toEqual(['finish', 'call-next']);
});

test('a clerk books another hour with the specialist by keys alone, and asks again when the answer was lost', async () => {
  const { page } = browser;
  const services = [{ serviceId: 'empadronament', name: { ca: 'Empadronament' } }];
  const desks = [{ deskId: 'taula-9', name: { ca: 'Tècnica d’habitatge' }, serviceIds: ['empadronament'] }];
  const hour = (time: string) => ({ start: `2026-12-01T${time}:00Z`, date: '2026-12-01', time });
  const days = [{ date: '2026-12-01', hours: [hour('10:00'), hour('10:20')] }];
  const asked: Record<string, unknown>[] = [];
  await page.route('**/api/desk/come-back', async (route) => {
    const body = route.request().postDataJSON() as Record<string, unknown>;
    asked.push(body);
    const isFirst = asked.filter(({ ask }) => ask === 'book').length === 1;
    if (body.ask === 'hours') await route.fulfill({ json: { is: 'hours', services, desks, days } });
    else if (isFirst) await route.abort();
    else await route.fulfill({ json: { is: 'booked', hour: hour('10:20'), locator: 'NE4NAF7Q' } });
  });
  await open(page, WINDOW);
  await show(page, DESK_STATES['comes back'] ?? {});
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('desk.comeBack.with')).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => asked.at(-1)).toMatchObject({ visit: { deskId: 'taula-9' } });
  await expect(dialog.getByRole('status')).toHaveText('');
  for (let tabs = 0; tabs < 2; tabs += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.screenshot({ path: join(PICTURES, 'come-back-choosing.png') });
  expect(await foundByAxe(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText(asShown(t('desk.comeBack.trouble.cut')));
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.desk-given')).toHaveText('NE4N-AF7Q');
  await page.screenshot({ path: join(PICTURES, 'come-back-booked.png') });
  const [first, second] = asked.filter(({ ask }) => ask === 'book');
  expect(first).toMatchObject({ visit: { deskId: 'taula-9' }, start: hour('10:20').start, language: 'ar' });
  expect(second).toEqual({ ...first, again: true });
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.unroute('**/api/desk/come-back');
});

test('rarely used orders are in dialogs behind the row: each button sends its order, and a note with a document number cannot be sent', async () => {
  const { page } = browser;
  await open(page, WINDOW);
  await show(page, { holds: [heldBy('serving')] });
  const before = server.orders.length;
  const given = () => server.orders.slice(before);
  const button = (name: string) => page.getByRole('button', { name: asShown(name) });
  const dialog = page.getByRole('dialog');
  const isFree = () =>
    expect(page.getByRole('button', { name: t('desk.do.finish'), exact: true })).toHaveAttribute(
      'aria-disabled',
      'false',
    );
  await button(t('desk.do.more')).click();
  await page.screenshot({ path: join(PICTURES, 'dialog-more.png') });
  await dialog.getByRole('button', { name: t('desk.do.errand') }).click();
  await expect.poll(() => given().length).toBe(1);
  await isFree();
  await page.keyboard.press('a');
  await expect.poll(() => given().length).toBe(2);
  await isFree();
  await button(t('desk.do.transfer')).click();
  await page.getByLabel(t('desk.transfer.word')).fill('DNI 12345678Z');
  await expect(dialog).toContainText(asShown(t('desk.refused.personal-word')));
  await expect(dialog.getByRole('button', { name: t('desk.do.send') })).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel(t('desk.transfer.word')).fill('ja té el volant ');
  await page.screenshot({ path: join(PICTURES, 'dialog-transfer.png') });
  await dialog.getByRole('button', { name: t('desk.do.send') }).click();
  await expect.poll(() => given().length).toBe(3);
  await isFree();
  await button(t('desk.do.choose')).click();
  await page.getByLabel(`${t('desk.waiting.calls')}: Empadronament`).uncheck();
  await page.screenshot({ path: join(PICTURES, 'dialog-choose.png') });
  await dialog.getByRole('button', { name: asShown(t('desk.do.save')) }).click();
  await expect.poll(() => given().length).toBe(4);
  await isFree();
  await button(t('desk.do.pauseAfter')).click();
  await page.getByLabel(t('desk.pause.back')).selectOption({ index: 1 });
  await page.screenshot({ path: join(PICTURES, 'dialog-pause.png') });
  await dialog.getByRole('button', { name: t('desk.pause.break') }).click();
  await expect.poll(() => given().length).toBe(5);
  await button(t('desk.alarm.button')).click();
  await expect(dialog).toContainText(t('desk.alarm.emergency'));
  await page.screenshot({ path: join(PICTURES, 'dialog-alarm.png') });
  await page.keyboard.press('Enter');
  await expect
    .poll(given)
    .toMatchObject([
      { kind: 'errand' },
      { kind: 'park' },
      { kind: 'transfer', word: 'ja té el volant' },
      { kind: 'services', serviceIds: ['registre', 'idcat', 'impostos', 'altres'] },
      { kind: 'pause', lastsMs: expect.any(Number) as unknown },
      { kind: 'alarm' },
    ]);
});

test('the page shows how long a visit lasts and how many were served today', async () => {
  const { page } = browser;
  await open(page, WINDOW);
  await show(page, { holds: [heldBy('serving', { stateAtMs: Date.now() - 65 * 60_000 })] });
  await expect(page.locator('.desk-figures')).toContainText(/1:05:\d\d/);
  await expect(page.locator('.desk-figures')).toContainText(`17${t('desk.mine.today')}`);
});

test('the usual length appears beside the visit, as “unknown” after too few measurements', async () => {
  const { page } = browser;
  await open(page, WINDOW);
  await show(page, { holds: [heldBy('serving', { usualVisitMs: 540_000 })] });
  await expect(page.locator('.desk-figures')).toContainText(t('desk.mine.usual', { minutes: 9 }));
  await show(page, { holds: [heldBy('serving')] });
  await expect(page.locator('.desk-figures')).toContainText(t('desk.mine.usualUnknown'));
  await show(page, { holds: [heldBy('called', { usualVisitMs: 540_000 })] });
  await expect(page.locator('.desk-usual')).toHaveCount(0);
});

test('a pause ordered during a visit begins when the visit ends: the key for the next ticket does nothing, and the clerk can take the pause back', async () => {
  const { page } = browser;
  await open(page, WINDOW);
  await show(page, { holds: [heldBy('serving')] });
  const before = server.orders.length;
  await page.getByRole('button', { name: t('desk.do.pauseAfter') }).click();
  await page.getByRole('button', { name: t('desk.pause.break') }).click();
  await expect.poll(() => server.orders.slice(before)).toMatchObject([{ kind: 'pause', reason: 'break' }]);
  await show(page, DESK_STATES['pauses after'] ?? {});
  await expect(page.locator('.desk-state')).toContainText(t('desk.pause.after', { reason: t('desk.pause.break') }));
  await page.keyboard.press('n');
  await page.keyboard.press('f');
  await expect.poll(() => server.orders.slice(before).map(({ kind }) => kind)).toEqual(['pause', 'finish']);
  await page.getByRole('button', { name: t('desk.do.pauseNot') }).click();
  await expect.poll(() => server.orders.at(-1)?.kind).toBe('resume');
});

test('without a connection the row of buttons keeps its place, and the list of next tickets says when it was last seen', async () => {
  const { page } = browser;
  await open(page, WINDOW);
  const first = await drawn(page);
  server.cut();
  await expect(page.getByText(t('desk.link.lostNote'))).toBeVisible();
  await expect(page.locator('.desk-next header')).toContainText(/vist a les/);
  expect((await drawn(page)).row).toEqual(first.row);
  await page.screenshot({ path: join(PICTURES, 'desk-cut.png') });
  server.mend();
  await expect(page.locator('[data-cut="false"]')).toBeVisible();
});

test('a pairing code disappears when the connection to the kiosk is lost, and is never shown beside “no connection”', async () => {
  const fresh = await startDeskServer();
  const { page } = browser;
  try {
    await page.setViewportSize(WINDOW);
    await page.goto(fresh.address);
    await page.getByRole('button', { name: 'Català' }).click();
    await expect(page.locator('.desk-code')).toHaveText('402913');
    await expect(page.locator('.desk-link')).toHaveText(t('desk.link.pairing'));
    await page.screenshot({ path: join(PICTURES, 'desk-pairing.png') });
    fresh.cut();
    await expect(page.locator('.desk-code')).toHaveCount(0);
    await expect(page.locator('.desk-link')).toHaveText(t('desk.link.lost'));
  } finally {
    await fresh.close();
  }
});

test('with letters twice as large the page is one column that scrolls, with the row in sight', async () => {
  const { page } = browser;
  // At 200 % a browser lays out the page as if the window had half the size.
  await open(page, { width: WINDOW.width / 2, height: WINDOW.height / 2 });
  await show(page, DESK_STATES.help ?? {});
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expect(page.locator('.desk-row')).toBeInViewport();
  await page.screenshot({ path: join(PICTURES, 'desk-200.png') });
});
