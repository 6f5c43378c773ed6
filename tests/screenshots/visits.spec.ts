import { expect, test } from '@playwright/test';
import { openScreens } from './screens.ts';
import { grownBy, heldThroughVisits, MOST_GROWN } from './visits.ts';

test('the screens hold no more after two hundred people than after twenty, and a screen left behind by each is seen', async () => {
  const screens = await openScreens({ time: 'running' });
  try {
    const grown = grownBy(await heldThroughVisits(screens, { warm: 20, all: 200 }));
    expect(grown.heap).toBeLessThan(MOST_GROWN);
    expect(grown.nodes).toBeLessThan(MOST_GROWN);
    const leaking = grownBy(await heldThroughVisits(screens, { warm: 5, all: 85, isLeaking: true }));
    expect(leaking.heap).toBeGreaterThan(MOST_GROWN);
    expect(leaking.nodes).toBeGreaterThan(MOST_GROWN);
  } finally {
    await screens.close();
  }
});
