import type { Locator } from '@playwright/test';

/** A finger on the middle of an element, as the touch panel reports it. Waits until the element can be touched. */
export async function touch(target: Locator): Promise<void> {
  const page = target.page();
  const session = await page.context().newCDPSession(page);
  const point = await whereItCanBeTouched(target);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

/** A screen that is drawn anew puts another element in the place of the one that was found to hold still: then it is waited for again. */
async function whereItCanBeTouched(target: Locator): Promise<{ x: number; y: number }> {
  for (;;) {
    await target.click({ trial: true });
    const middle = await target.evaluateAll(([element, another]) => {
      if (!element || another) return null;
      const { x, y, width, height } = element.getBoundingClientRect();
      const point = { x: x + width / 2, y: y + height / 2 };
      return element.contains(document.elementFromPoint(point.x, point.y)) ? point : null;
    });
    if (middle !== null) return middle;
  }
}
