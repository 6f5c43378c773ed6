import { expect, test } from '@playwright/test';
import { leastCapitalMm } from '../../src-renderer/fitting/sizes.ts';
import { nameOfCase, subjectOf } from './cases.ts';
import { compareGrowth } from './growth.ts';
import { PANELS } from './panels.ts';
import { REFERENCE_PICTURES } from './reference-pictures.ts';
import { PICTURE_SCALE, readHashes } from './references.ts';
import { heardOf, sample } from './sample.ts';
import { openScreens, type Screens } from './screens.ts';
import { hear, lookAt, read } from './watching.ts';

const places = sample();
const heardByAxe = heardOf(places);

let screens: Screens;
test.beforeAll(async () => {
  screens = await openScreens();
});
test.afterAll(() => screens.close());

for (const panel of PANELS) {
  const cases = places.flatMap((place) => (place.panel === panel ? [place.one] : []));

  test(`on ${panel.panelId} everything fits, grows and looks unchanged in every language, size of type and look, and axe finds nothing`, async () => {
    const { chromium, hashes } = readHashes();
    const misfits: string[] = [];
    const changed: string[] = [];
    const heard: string[] = [];
    await screens.sizeTo(panel);
    for (const one of cases) {
      const usual = one.textSize === 100 ? null : await read(screens, panel, { ...one, textSize: 100 });
      const seen = await lookAt(screens, panel, one, async () => {
        if (!heardByAxe.has(one)) return;
        const { violations, faint } = await hear(screens);
        heard.push(...[...violations, ...faint].map((what) => `${what} (${nameOfCase(one)})`));
      });
      const grown =
        usual === null ? [] : compareGrowth(usual, seen.texts, one.textSize / 100, leastCapitalMm(panel.readingMm));
      for (const { rule, what, detail } of [...seen.misfits, ...grown])
        misfits.push(`${rule}: ${what}: ${detail} (${nameOfCase(one)})`);
      if (chromium === screens.chromium && hashes[panel.panelId]?.[nameOfCase(one)] !== seen.hash)
        changed.push(nameOfCase(one));
    }
    expect.soft(misfits, 'what does not fit').toEqual([]);
    expect.soft(changed, 'screens that look otherwise than when `npm run renew-screens` ran').toEqual([]);
    expect.soft(heard, 'what axe finds, and contrast below 7 to 1 where only the pixels can tell').toEqual([]);
    expect(screens.complaints()).toEqual([]);
  });
}

test('the kept pictures are unchanged', async () => {
  expect(REFERENCE_PICTURES.length).toBeLessThanOrEqual(60);
  const { chromium } = readHashes();
  test.skip(chromium !== screens.chromium, `the pictures are of Chromium ${chromium}, here is ${screens.chromium}`);
  for (const { name, panel, one } of REFERENCE_PICTURES) {
    await screens.sizeTo(panel);
    await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
    // A busy machine first draws a scaled page coarsely and sharpens it later, so the picture is taken until two are equal.
    let picture = await screens.picture({ scale: PICTURE_SCALE });
    for (let isSame = false; !isSame; ) {
      const again = await screens.picture({ scale: PICTURE_SCALE });
      isSame = again.equals(picture);
      picture = again;
    }
    // Another processor smooths edges differently, which changes far less than a moved word does.
    expect.soft(picture, name).toMatchSnapshot(`${name}.png`, {
      threshold: 0.2,
      maxDiffPixelRatio: 0.001,
    });
  }
});
