import { expect, test } from '@playwright/test';
import { type Case, nameOfCase, subjectOf, TEXT_SIZES } from './cases.ts';
import { PANELS, panelNamed } from './panels.ts';
import { openScreens, type Screens } from './screens.ts';

let screens: Screens;
test.beforeAll(async () => {
  screens = await openScreens();
});
test.afterAll(() => screens.close());

const NINE: Omit<Case, 'textSize' | 'reach'> = { screen: 'nine-languages', language: 'es', look: 'light' };

/** What of the languages is seen: the names, how many stand behind the last tile, and the rows of the bar. */
const seenTiles = () =>
  screens.page.evaluate(() => {
    const tiles = [...document.querySelectorAll<HTMLElement>('.bar-tiles > li:not([data-spare])')];
    const names = tiles.filter((tile) => !tile.matches('.more-languages'));
    return {
      named: names.length,
      behind: Number(
        /\d+/.exec(document.querySelector('.more-languages:not([data-spare]) span')?.textContent ?? '')?.[0] ?? 0,
      ),
      rows: new Set(
        [...document.querySelectorAll('.bar :is(.bar-button, .tile)')]
          .map((one) => one.getBoundingClientRect())
          .filter(({ height }) => height > 0)
          .map(({ bottom }) => Math.round(bottom)),
      ).size,
    };
  });

for (const panel of PANELS) {
  test(`on ${panel.panelId} each other of nine languages is named or stands behind the last tile, whatever the size of type`, async () => {
    await screens.sizeTo(panel);
    for (const textSize of TEXT_SIZES)
      for (const reach of [false, true]) {
        const one = { ...NINE, textSize, reach };
        await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
        const { named, behind, rows } = await seenTiles();
        expect.soft(named + behind, nameOfCase(one)).toBe(8);
        if (!reach) expect.soft(named, nameOfCase(one)).toBeGreaterThan(0);
        if (textSize === 100)
          expect.soft(rows, nameOfCase(one)).toBeLessThanOrEqual(panel.widthPx > panel.heightPx ? 1 : 2);
      }
  });
}

test('what is touched on the façade of a low 15 inch panel is within 1,100 mm of the floor, even in the largest type', async () => {
  const panel = panelNamed('inch-15-portrait');
  await screens.sizeTo(panel);
  for (const textSize of TEXT_SIZES) {
    const one = { ...NINE, language: 'ca', textSize, reach: true } as const;
    await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
    const highestPx = await screens.page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll('button')]
          .map((button) => button.getBoundingClientRect())
          .filter(({ height }) => height > 0)
          .map(({ top }) => top),
      ),
    );
    const aboveFloorMm = panel.lowerEdgeMm + (panel.heightPx - highestPx) / panel.pxPerMm;
    expect.soft(aboveFloorMm, nameOfCase(one)).toBeLessThanOrEqual(1_100.5);
  }
});
