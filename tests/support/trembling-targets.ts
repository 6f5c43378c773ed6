import type { Page } from '@playwright/test';
import type { Point } from './touch.ts';
import type { Tremor } from './trembling-hand.ts';

declare global {
  interface Window {
    heard?: number;
  }
}

export interface Target extends Point {
  text: string;
  isKey: boolean;
}

export interface Tried {
  screen: string;
  target: Target;
  tremor: Tremor;
  clicks: number;
}

const BOUNCE_MS = 100;

/** A tremor must act once. On a typing key it may act once per tap, unless the taps are so fast that the finger only bounced. */
export const hasSecondEffect = ({ target, tremor, clicks }: Tried): boolean =>
  clicks > (target.isKey && Math.min(...tremor) > BOUNCE_MS ? 1 + tremor.length : 1);

export const listenForClicks = (page: Page): Promise<void> =>
  page.evaluate(() => document.addEventListener('click', () => (window.heard = (window.heard ?? 0) + 1)));

export async function clicksOf(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => (window.heard = 0));
  await act();
  return page.evaluate(() => window.heard ?? 0);
}

export const targetsOf = (page: Page): Promise<Target[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button:not(:disabled)')].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const middle = { x: x + width / 2, y: y + height / 2 };
      if (!element.contains(document.elementFromPoint(middle.x, middle.y))) return [];
      return [{ ...middle, text: element.textContent ?? '', isKey: element.dataset.pace === 'typing' }];
    }),
  );
