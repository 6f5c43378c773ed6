import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from '@playwright/test';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { type Case, subjectOf } from './cases.ts';
import { panelNamed } from './panels.ts';
import { openScreens, type Screens } from './screens.ts';

const LOOKED_AT = ['idle', 'services', 'access', 'help', 'document-keypad', 'take-ticket', 'warning'];
const WORN: readonly (readonly [Panel, Omit<Case, 'screen'>])[] = [
  [panelNamed('inch-21-5-portrait'), { language: 'ca', textSize: 100, look: 'light', reach: false }],
  [panelNamed('inch-15-landscape'), { language: 'es', textSize: 200, look: 'high', reach: true }],
];
/** A ring of a millimetre around the smallest target clearly changes at least this many pixels of a half-size picture. */
const FEWEST_CHANGED = 150;
const CLEARLY = 60;
const SCALE = 0.5;

let screens: Screens;
test.beforeAll(async () => {
  screens = await openScreens();
});
test.afterAll(() => screens.close());

interface Focused {
  name: string;
  isCovered: boolean;
}

for (const [panel, settings] of WORN)
  test(`on ${panel.panelId} the focus is visible for keyboard users, and nothing covers it`, async () => {
    const { page } = screens;
    await screens.sizeTo(panel);
    const unseen: string[] = [];
    let seen = 0;
    for (const screen of LOOKED_AT) {
      await page.evaluate((subject) => window.watch.show(subject), subjectOf({ screen, ...settings }, panel));
      const count = await page.evaluate(leaveAll);
      const before = await pixels(panel);
      for (let index = 0; index < count; index += 1) {
        const focused = await page.evaluate(focusOn, index);
        if (focused === null) continue;
        const changed = changedBetween(before, await pixels(panel));
        if (focused.isCovered || changed < FEWEST_CHANGED)
          unseen.push(`${screen}: ${focused.name}: ${changed} pixels change`);
        seen += 1;
      }
    }
    expect(unseen).toEqual([]);
    expect(seen).toBeGreaterThan(3 * LOOKED_AT.length);
  });

test('an invisible focus is found', async () => {
  const { page } = screens;
  for (const [panel, settings] of WORN.slice(0, 1)) {
    await screens.sizeTo(panel);
    await page.evaluate((subject) => window.watch.show(subject), subjectOf({ screen: 'help', ...settings }, panel));
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { outline: none !important; box-shadow: none !important; }');
      document.adoptedStyleSheets.push(sheet);
    });
    await page.evaluate(leaveAll);
    const before = await pixels(panel);
    expect(await page.evaluate(focusOn, 0)).not.toBeNull();
    expect(changedBetween(before, await pixels(panel))).toBeLessThan(FEWEST_CHANGED);
  }
});

async function pixels({ widthPx, heightPx }: Panel): Promise<Uint8ClampedArray> {
  const image = await loadImage(await screens.picture({ scale: SCALE, isKept: false }));
  const canvas = createCanvas(Math.round(widthPx * SCALE), Math.round(heightPx * SCALE));
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  return pen.getImageData(0, 0, canvas.width, canvas.height).data;
}

function changedBetween(before: Uint8ClampedArray, after: Uint8ClampedArray): number {
  const differs = (at: number) => Math.abs((before[at] ?? 0) - (after[at] ?? 0)) > CLEARLY;
  let changed = 0;
  for (let at = 0; at < before.length; at += 4) if (differs(at) || differs(at + 1) || differs(at + 2)) changed += 1;
  return changed;
}

/** Takes the focus off every control and returns the count of controls that can have it. Runs in the page. */
function leaveAll(): number {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return document.querySelectorAll('button:enabled').length;
}

/** Moves the focus to a control. `null`: the control cannot have it, because an element in front makes it inert. Runs in the page. */
function focusOn(index: number): Focused | null {
  const control = [...document.querySelectorAll<HTMLElement>('button:enabled')][index];
  if (control === undefined || control.closest('[inert]') !== null || !control.checkVisibility()) return null;
  // The ring is drawn only when a key has moved the focus.
  control.focus({ focusVisible: true } as FocusOptions);
  if (document.activeElement !== control) return null;
  const { left, right, top, bottom } = control.getBoundingClientRect();
  const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const name = control.textContent ?? '';
  return { name, isCovered: there === null || !(control.contains(there) || there.contains(control)) };
}
