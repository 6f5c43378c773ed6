import { type CDPSession, expect, type Locator, type Page } from '@playwright/test';
import { USUAL_LIMITS } from '../../src-renderer/touch-guard/limits.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where each page was touched last: near there a calm hand waits. */
const lastTouches = new WeakMap<Page, readonly Point[]>();
const AS_MANY_AS_ARE_GUARDED = 5;
const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** What speaks to the page as its touch panel does. */
function panelOf(page: Page): Promise<CDPSession> {
  const opened = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, opened);
  return opened;
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
    const last = lastTouches.get(page) ?? [];
    const isNear = last.some(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= NEAR_PX);
    const words = isNear && !(await isKnockedAt(target)) ? /off/ : /off|on/;
    if (!words.test(await guardOf(page))) {
      // It may stand elsewhere by then.
      await calm(page, words);
      continue;
    }
    lastTouches.set(page, [point, ...last].slice(0, AS_MANY_AS_ARE_GUARDED));
    await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    return;
  }
}

const NEAR_PX = USUAL_LIMITS.guardMm * USUAL_LIMITS.pxPerMm;
const isKnockedAt = (target: Locator) => target.evaluate((element) => element.matches('[data-pace="knocking"]'));

/** What the page says of touches that come too soon; a page that is not the kiosk's takes all of them. */
const guardOf = async (page: Page): Promise<string> => (await page.locator('html').getAttribute('data-guard')) ?? 'off';

/** Until no touch or key comes too soon. */
export const calm = (page: Page, words = /off/) => expect(page.locator('html')).toHaveAttribute('data-guard', words);

/** A screen that is drawn anew puts another element in the place of the one that was found to hold still: then it is waited for again. */
async function whereItCanBeTouched(target: Locator): Promise<Point> {
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
