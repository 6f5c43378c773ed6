import { expect, test } from '@playwright/test';
import { type Case, subjectOf } from './cases.ts';
import { PANELS } from './panels.ts';
import { openScreens, type Screens } from './screens.ts';

let screens: Screens;
test.beforeAll(async () => {
  screens = await openScreens();
  await screens.page.emulateMedia({ reducedMotion: 'no-preference' });
});
test.afterAll(() => screens.close());

test('a screen with something still moving is laid out as at rest: paper on its way out splits no page', async () => {
  const one: Case = { screen: 'printing', language: 'ca', look: 'light', textSize: 100, reach: false };
  for (const panel of PANELS) {
    await screens.sizeTo(panel);
    await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf({ ...one, screen: 'idle' }, panel));
    const seen = await screens.page.evaluate(
      async ({ state }) => {
        window.stub.showView(state);
        for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
        return {
          fit: document.querySelector<HTMLElement>('.frame[data-screen="printing"]')?.dataset.fit,
          moving: document.getAnimations().some((animation) => animation.playState === 'running'),
        };
      },
      subjectOf(one, panel),
    );
    expect.soft(seen, panel.panelId).toEqual({ fit: 'roomy', moving: true });
  }
});
