import { expect, type Locator, type Page } from '@playwright/test';
import { createTranslator } from '../../config/locales/index.ts';
import type { FirstRunStep } from '../../src-main/domain/first-run.ts';
import { touch as touchOnce } from './touch.ts';

/** A technician who sets a kiosk up, and reads Catalan; counts each touch. */
export function installer(page: Page) {
  const hand = handOf(page);
  return { ...hand, ...loginOf(hand), ...stepsOf(hand) };
}

type Hand = ReturnType<typeof handOf>;

/** What it reads, finds and touches. */
function handOf(page: Page) {
  const t = createTranslator('ca', 'technician');
  let touches = 0;
  const touch = async (target: Locator) => {
    touches += 1;
    await touchOnce(target);
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const starting = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  const heading = page.getByRole('heading', { level: 1 });
  /** Of a step behind the PIN. */
  const at = (step: Exclude<FirstRunStep, 'pin'> | 'summary') =>
    expect(heading).toContainText(t(`firstRun.name.${step}`));
  /** On a further page where a page holds not all. */
  async function find(target: Locator): Promise<Locator> {
    const further = button(createTranslator('ca', 'screen')('pager.next'));
    await expect(target.or(further).first()).toBeVisible();
    while (!(await target.isVisible())) await touch(further);
    return target;
  }
  return { t, at, heading, button, starting, find, touch, page, touches: () => touches };
}

function loginOf({ t, heading, button, touch }: Hand) {
  const type = async (pin: string, step: 'choose' | 'repeat' | 'enter') => {
    await expect(heading).toHaveText(t(`pin.title.${step}`));
    for (const digit of pin) await touch(button(digit));
    await touch(button(t(`pin.send.${step}`)));
  };
  return {
    async begin(language: string) {
      await expect(heading).toHaveText(t('firstRun.welcome'));
      await touch(button(language));
    },
    async continues(pin: string) {
      await expect(heading).toHaveText(t('firstRun.goOn'));
      await touch(button(t('firstRun.do.continue')));
      await type(pin, 'enter');
    },
    async choosePin(pin: string) {
      await type(pin, 'choose');
      await type(pin, 'repeat');
    },
  };
}

function stepsOf({ t, at, button, starting, find, touch, page }: Hand) {
  return {
    async skip(step: Exclude<FirstRunStep, 'pin'>) {
      await at(step);
      await touch(await find(button(t(`firstRun.skip.${step}`))));
    },
    async chooses(office: string) {
      await at('office');
      await touch(await find(starting(office)));
    },
    async takesSlot(slot: number) {
      await at('slot');
      await touch(await find(starting(t('firstRun.slot', { slot }))));
      await touch(await find(button(t('firstRun.confirmSlot', { slot }))));
    },
    async provesPrinter(where: string) {
      await at('printer');
      const row = page.locator('.device').filter({ hasText: where });
      await touch(await find(row.getByRole('button', { name: t('devices.do.printer') })));
      await touch(await find(button(t('devices.answer.whole'))));
      await touch(await find(button(t('devices.do.keep'))));
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
