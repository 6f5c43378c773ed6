import type { CDPSession, Locator, Page } from '@playwright/test';
import { USUAL_LIMITS } from '../../src-renderer/touch-guard/limits.ts';
import { expect } from './expect.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const NEAR_PX = USUAL_LIMITS.guardMm * USUAL_LIMITS.pxPerMm;
const AS_MANY_AS_ARE_GUARDED = 5;

/** A touch near one of a page's last touches waits, so that the kiosk does not take it for a tremor. */
const lastTouches = new WeakMap<Page, readonly Point[]>();
const panels = new WeakMap<Page, Promise<CDPSession>>();

/** Returns the CDP session through which touches reach the page as from a touch panel. */
export function panelOf(page: Page): Promise<CDPSession> {
  const opened = panels.get(page) ?? page.context().newCDPSession(page);
  panels.set(page, opened);
  return opened;
}

export function remember(page: Page, point: Point): void {
  lastTouches.set(page, [point, ...(lastTouches.get(page) ?? [])].slice(0, AS_MANY_AS_ARE_GUARDED));
}

/**
 * Touches the middle of an element as a touch panel does. It waits until the element can be touched and a touch there no longer counts as a
 * tremor.
 */
export async function touch(target: Locator): Promise<void> {
  const page = target.page();
  const panel = await panelOf(page);
  for (;;) {
    const point = await whereItCanBeTouched(target);
    const isKnocked = await target.evaluate((element) => element.matches('[data-pace="knocking"]'));
    const hadToWait = isKnocked ? false : await calmAt(page, point);
    if (hadToWait) continue;
    remember(page, point);
    await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    return;
  }
}

/** Waits until the screen is painted and a touch at `point` no longer counts as a tremor. Returns whether it had to wait. */
export async function calmAt(page: Page, point: Point): Promise<boolean> {
  const isNear = (lastTouches.get(page) ?? []).some(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= NEAR_PX);
  const isCalm = (near: boolean): boolean => {
    // Pages outside the kiosk have no guard against tremor and accept every touch.
    const { guard = 'off' } = document.documentElement.dataset;
    return near ? guard === 'off' : guard !== 'new';
  };
  if (await page.evaluate(isCalm, isNear)) return false;
  await page.waitForFunction(isCalm, isNear);
  return true;
}

export async function calm(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.guard === 'off');
}

/** Waits until the element has stopped moving, also if a redraw replaces it. Returns the point to touch. */
export async function whereItCanBeTouched(target: Locator): Promise<Point> {
  for (;;) {
    // A trial click would press the mouse, and hide the press only from listeners that were added later; a trial hover presses nothing.
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
