import { expect, test } from '@playwright/test';
import { LANGUAGES, type Language } from '../../config/languages.ts';
import { type Case, nameOfCase, subjectOf, TEXT_SIZES } from './cases.ts';
import { PANELS, panelNamed } from './panels.ts';
import { openScreens, type Screens } from './screens.ts';

let screens: Screens;
test.beforeAll(async () => {
  screens = await openScreens();
});
test.afterAll(() => screens.close());

const NINE: Omit<Case, 'textSize' | 'reach'> = { screen: 'nine-languages', language: 'es', look: 'light' };

/** Returns the names on the visible language tiles, the count of languages behind the last tile, and the rows of the bar. */
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
  test(`on ${panel.panelId} each of the other eight languages is named or is behind the last tile, in any size of type`, async () => {
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

/**
 * Languages whose whole start screen fits at 200 %. In other languages the longer words on the two entry buttons leave no room for the
 * yellow stripe and the closing time.
 */
const WHOLE_AT_200 = ['ca', 'es', 'ro', 'ar', 'zh-Hans'] as const satisfies readonly Language[];

test('on 15 inches landscape in the largest type the first page has office, clock and both doors with nine languages, and is the only page with five', async () => {
  const panel = panelNamed('inch-15-landscape');
  await screens.sizeTo(panel);
  for (const language of LANGUAGES) {
    const one = { ...NINE, language, textSize: 200, reach: false } as const;
    await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
    const seen = await screens.page.evaluate(() => {
      const count = (selector: string) =>
        [...document.querySelectorAll(selector)].filter((part) => part.getBoundingClientRect().height > 0).length;
      return {
        offices: count('.facade .office-name'),
        clocks: count('.facade .clock'),
        doors: count('.entry'),
        pagers: count('.pager'),
      };
    });
    const isWhole = WHOLE_AT_200.some((whole) => whole === language);
    expect.soft(seen, nameOfCase(one)).toEqual({ offices: 1, clocks: 1, doors: 2, pagers: isWhole ? 0 : 1 });
  }
});

test('the controls on the façade of a low 15 inch panel are within 1,100 mm of the floor, even in the largest type', async () => {
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
