import { expect, test } from '@playwright/test';
import { openScreens } from './screens.ts';
import { grownIn, heldThroughVisits } from './visits.ts';

test('the screens hold no more after sixty people than after ten, and a screen left behind by each is noticed', async () => {
  const screens = await openScreens({ time: 'running' });
  try {
    expect(grownIn(await heldThroughVisits(screens, { warm: 10, all: 60 }))).toEqual([]);
    expect(grownIn(await heldThroughVisits(screens, { warm: 1, all: 6, isLeaking: true }))).toEqual([
      'objects',
      'nodes',
    ]);
  } finally {
    await screens.close();
  }
});
