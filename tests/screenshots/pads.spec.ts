import { expect, test } from '@playwright/test';
import { nameOfCase, subjectOf } from './cases.ts';
import { panelNamed } from './panels.ts';
import { openScreens, type Screens } from './screens.ts';

let screens: Screens;
test.beforeAll(async () => {
  screens = await openScreens();
});
test.afterAll(() => screens.close());

/** On these panels and in these sizes of type keys have the least room. */
const PADS = [
  ['inch-15-portrait', 200],
  ['inch-19-portrait', 200],
  ['inch-15-landscape', 150],
  ['inch-15-landscape', 200],
  ['inch-21-5-landscape', 200],
  ['inch-32-landscape', 150],
] as const;

test('a keypad in larger type is one page on the panels with the least room, with every key, "show" and "more" among them, and the button that sends', async () => {
  for (const [panelId, textSize] of PADS) {
    const panel = panelNamed(panelId);
    await screens.sizeTo(panel);
    for (const language of ['fr', 'uk', 'ur'] as const)
      for (const [screen, keys] of [
        ['typed-dni', 16],
        ['typed-passport', 39],
      ] as const) {
        const one = { screen, language, textSize, look: 'light', reach: false } as const;
        await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
        const seen = await screens.page.evaluate(() => {
          const shown = (selector: string) =>
            [...document.querySelectorAll<HTMLElement>(selector)].filter((part) => part.offsetHeight > 0);
          return {
            pagers: shown('.pager').length,
            keys: shown('.keys > button').length,
            sight: shown('.word-key-sight').map((key) => key.ariaLabel !== '' && key.ariaLabel !== null),
            send: shown('.button-primary').length,
          };
        });
        const where = `${panel.panelId} ${nameOfCase(one)}`;
        // The button "More" appears if the explanation does not fit.
        const hasMore = seen.keys - keys;
        expect.soft(seen, where).toEqual({ pagers: 0, keys: keys + hasMore, sight: [true], send: 1 });
        expect.soft([-1, 0], where).toContain(hasMore);
      }
  }
});
