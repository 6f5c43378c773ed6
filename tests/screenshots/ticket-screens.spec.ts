import { expect, test } from '@playwright/test';
import { openScreens, type Screens } from './screens.ts';
import { nameOfPlace, shuffled, TICKET_PLACES } from './ticket-places.ts';
import { find } from './watching.ts';

/** The number of ticket screens that are checked here. `npm run tickets` checks all. */
const SAMPLE = 59;
/** The usual seed. The environment variable `TORN_SEED` chooses another sample. */
const SEED = 1;

let screens: Screens;
test.beforeAll(async () => {
  screens = await openScreens();
});
test.afterAll(() => screens.close());

test('a sample of tickets with every part, on every panel and in every language and size of type, has no misfit', async () => {
  const seed = Number(process.env.TORN_SEED ?? SEED);
  const found: string[] = [];
  for (const place of shuffled(TICKET_PLACES, seed).slice(0, SAMPLE)) {
    await screens.sizeTo(place.panel);
    const { misfits } = await find(screens, place.panel, place.one);
    found.push(...misfits.map(({ rule, what, detail }) => `${rule}: ${what}: ${detail} (${nameOfPlace(place)})`));
  }
  expect(found, `again with TORN_SEED=${seed}`).toEqual([]);
});
