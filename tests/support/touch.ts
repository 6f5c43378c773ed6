import { type CDPSession, expect, type Locator, type Page } from '@playwright/test';
import { USUAL_LIMITS } from '../../src-renderer/touch-guard/limits.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const NEAR_PX = USUAL_LIMITS.guardMm * USUAL_LIMITS.pxPerMm;
const AS_MANY_AS_ARE_GUARDED = 5;

/** Where each page was touched last: near there a calm hand waits. */
const lastTouches = new WeakMap<Page, readonly Point[]>();
const panels = new WeakMap<Page, Promise<CDPSession>>();

/** What speaks to the page as its touch panel does. */
export function panelOf(page: Page): Promise<CDPSession> {
  const opened = panels.get(page) ?? page.context().newCDPSession(page);
  panels.set(page, opened);
  return opened;
}

export function remember(page: Page, point: Point): void {
  lastTouches.set(page, [point, ...(lastTouches.get(page) ?? [])].slice(0, AS_MANY_AS_ARE_GUARDED));
}

/**
 * A calm finger on the middle of an element, as the touch panel reports it. Waits until the element can be touched and, near the last
 * touch, until the page no longer takes the next one for a tremor.
 */
export async function touch(target: Locator): Promise<void> {
  const page = target.page();
  const panel = await panelOf(page);
  for (;;) {
    const point = await whereItCanBeTouched(target);
    const isKnocked = await target.evaluate((element) => element.matches('[data-pace="knocking"]'));
    const hadToWait = isKnocked ? false : await calmAt(page, point);
    // It may stand elsewhere by then.
    if (hadToWait) continue;
    remember(page, point);
    await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    return;
  }
}

/** Until a touch there is no tremor: the screen is painted, and no touch near is too short ago. Answers whether that took a while. */
export async function calmAt(page: Page, point: Point): Promise<boolean> {
  const isNear = (lastTouches.get(page) ?? []).some(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= NEAR_PX);
  const isCalm = (near: boolean): boolean => {
    // A page that is not the kiosk's takes every touch.
    const { guard = 'off' } = document.documentElement.dataset;
    return near ? guard === 'off' : guard !== 'new';
  };
  if (await page.evaluate(isCalm, isNear)) return false;
  await page.waitForFunction(isCalm, isNear);
  return true;
}

/** Until no touch or key anywhere is a tremor. */
export async function calm(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.guard === 'off');
}

/** A screen that is drawn anew puts another element in the place of the one that was found to hold still: then it is waited for again. */
export async function whereItCanBeTouched(target: Locator): Promise<Point> {
  for (;;) {
    // Not a click on trial: that presses the mouse, and keeps it only from listeners that come after its own.
    await target.hover({ trial: true });
    await expect(target).toBeEnabled();
    const middle = await target.evaluateAll(([element, another]) => {
      if (!element || another) return null;
      const { x, y, width, height } = element.getBoundingClientRect();
      const point = { x: x + width / 2, y: y + height / 2 };
      return element.contains(document.elementFromPoint(point.x, point.y)) ? point : null;
    });
    if (middle !== null) return middle;
  }
}
