import { expect, test } from '@playwright/test';
import { type Case, subjectOf } from './cases.ts';
import { PANELS, panelNamed } from './panels.ts';
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

test('a pressed action keeps a ground on which its words can be read', async () => {
  const panel = panelNamed('inch-21-5-portrait');
  const one: Case = { screen: 'result-too-early', language: 'ca', look: 'light', textSize: 100, reach: false };
  await screens.sizeTo(panel);
  await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
  for (const [kind, ground] of [
    ['primary', '--green-deep'],
    ['secondary', '--tint'],
  ]) {
    await screens.page.locator(`.next-action-${kind}`).first().hover();
    await screens.page.mouse.down();
    const seen = await screens.page.evaluate(
      ([pressed = '', colour = '']) => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.background = `var(${colour})`;
        for (const animation of document.getAnimations()) animation.finish();
        const [own, wanted] = [document.querySelector(pressed), probe].map((element) =>
          element === null ? null : getComputedStyle(element).backgroundColor,
        );
        probe.remove();
        return { own, wanted };
      },
      [`.next-action-${kind}:active`, ground],
    );
    await screens.page.mouse.up();
    expect.soft(seen.own, kind).toBe(seen.wanted);
  }
});
