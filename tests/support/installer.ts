import type { Locator, Page } from '@playwright/test';
import { createTranslator } from '../../config/locales/staff-words.ts';
import { type FirstRunStep, stepsAsked } from '../../src-main/technician/rules/first-run.ts';
import { readPng, readQr } from '../references/picture.ts';
import { asShown } from './as-shown.ts';
import { expect } from './expect.ts';
import { touch as touchOnce } from './touch.ts';

/** A technician who sets a kiosk up in Catalan. Each touch is counted. */
export function installer(page: Page) {
  const hand = handOf(page);
  return { ...hand, ...loginOf(hand), ...officeOf(hand), ...stepsOf(hand) };
}

type Hand = ReturnType<typeof handOf>;

function handOf(page: Page) {
  const t = createTranslator('ca', 'technician');
  let touches = 0;
  const touch = async (target: Locator) => {
    touches += 1;
    await touchOnce(target);
  };
  const button = (name: string) => page.getByRole('button', { name: asShown(name), exact: true });
  const starting = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  const heading = page.getByRole('heading', { level: 1 });
  const at = (step: Exclude<FirstRunStep, 'pin'> | 'summary') =>
    expect(heading).toContainText(t(`firstRun.name.${step}`));
  const inPager = createTranslator('ca', 'screen');
  const further = button(inPager('pager.next'));
  const back = button(inPager('pager.previous'));
  /** Turns pages, to the last one and back, until the target is visible. The kiosk may move it to another page meanwhile. */
  async function find(target: Locator): Promise<Locator> {
    const seen = target.filter({ visible: true });
    const isOut = (turn: Locator) => turn.evaluateAll(([end]) => end instanceof HTMLButtonElement && end.disabled);
    for (let turn = further; ; ) {
      await expect(seen.or(further).first()).toBeVisible();
      if (await seen.isVisible()) return seen;
      if (await isOut(turn)) turn = turn === further ? back : further;
      await Promise.race([touch(turn), expect(seen).toBeVisible()]);
    }
  }
  return { t, at, heading, button, starting, find, further, touch, page, touches: () => touches };
}

function loginOf({ t, at, heading, button, touch }: Hand) {
  const type = async (pin: string, step: 'choose' | 'repeat' | 'enter') => {
    await expect(heading).toHaveText(asShown(t(`pin.title.${step}`)));
    for (const digit of pin) await touch(button(digit));
    await touch(button(t(`pin.send.${step}`)));
  };
  async function goesOn() {
    await expect(heading).toHaveText(asShown(t('firstRun.goOn')));
    await touch(button(t('firstRun.do.continue')));
  }
  return {
    /** Checks that `done` steps are finished: the screen shows the PIN, the next step or the summary. */
    async isAt(done: number) {
      const step = stepsAsked(false)[done];
      if (step === 'pin') await expect(heading).toHaveText(asShown(t('pin.title.choose')));
      else await at(step ?? 'summary');
    },
    async begin(language: string) {
      await expect(heading).toHaveText(asShown(t('firstRun.welcome')));
      await touch(button(language));
    },
    goesOn,
    async continues(pin: string) {
      await goesOn();
      await type(pin, 'enter');
    },
    async choosePin(pin: string) {
      await type(pin, 'choose');
      await type(pin, 'repeat');
    },
  };
}

function officeOf({ t, at, button, starting, find, touch }: Hand) {
  return {
    async chooses(office: string) {
      await at('office');
      await touch(await find(starting(office)));
    },
    /** Loads the only office on the USB stick. The kiosk does not know the maker of the file, so the technician must confirm it. */
    async takesFromStick() {
      await at('office');
      await touch(await find(button(t('office.do.readFromStick'))));
      await touch(await find(button(t('office.do.takeSame'))));
    },
    async takesSlot(slot: number) {
      await at('slot');
      await touch(await find(starting(t('firstRun.slot', { slot }))));
      await touch(await find(button(t('firstRun.confirmSlot', { slot }))));
    },
  };
}

function stepsOf({ t, at, button, find, touch, page, further }: Hand) {
  return {
    async skip(step: Exclude<FirstRunStep, 'pin'>) {
      await at(step);
      await touch(await find(button(t(`firstRun.skip.${step}`))));
    },
    async provesPrinter(where: string) {
      await at('printer');
      const row = page.locator('.device').filter({ hasText: where });
      await touch(await find(row.getByRole('button', { name: t('devices.do.printer') })));
      const whole = button(t('devices.answer.whole'));
      const again = button(t('devices.do.again'));
      for (;;) {
        await expect(whole.or(again).or(further).first()).toBeVisible();
        if (!(await again.isVisible())) break;
        // The printer did not answer in time, because this machine is busy.
        await touch(again);
        await expect(again).toBeHidden();
      }
      await touch(await find(whole));
      await touch(await find(button(t('devices.do.keep'))));
    },
    /** `show` lets the scanner read the test code that the kiosk's screen shows. */
    async provesScanner(where: string, show: (code: string) => Promise<unknown>) {
      await at('scanner');
      const row = page.locator('.device').filter({ hasText: where });
      await touch(await find(row.getByRole('button', { name: t('devices.do.scanner') })));
      const glass = await find(page.locator('.test-code'));
      await show(readQr(await readPng(await glass.screenshot())) ?? '');
      await touch(await find(button(t('devices.do.keep'))));
    },
    async measures() {
      await at('panel');
      const wider = await find(button(t('firstRun.glass.wider', { count: 1 })));
      await touch(wider);
      await touch(wider);
      await touch(await find(button(t('firstRun.do.card'))));
      await touch(await find(button(t('firstRun.do.height'))));
      for (const place of ['below', 'right', 'unseen'] as const)
        await touch(await find(button(t(`firstRun.glass.at.${place}`))));
    },
    /** Opens a pad of the network page. Touches again if a search result moved the page under the finger. */
    async opensPad(name: string, firstKey: string) {
      for (;;) {
        await touch(await find(button(name)));
        const key = button(firstKey);
        await expect(key.or(button(name)).first()).toBeVisible();
        if (await key.isVisible()) return;
      }
    },
    async looksAtNetwork() {
      await at('network');
      await touch(await find(button(t('firstRun.do.continue'))));
    },
    async takesTicket() {
      await at('ticket');
      await touch(await find(button(t('firstRun.do.takeTicket'))));
    },
    async confirmsTicket() {
      await touch(await find(button(t('firstRun.inHand'))));
    },
    async opens() {
      await at('summary');
      await touch(await find(button(t('firstRun.do.finish'))));
    },
  };
}
