import type { Page } from '@playwright/test';
import { calmAt } from '../support/touch.ts';
import { type Tremor, tremble } from '../support/trembling-hand.ts';
import { clicksOf, listenForClicks, type Target, type Tried, targetsOf } from '../support/trembling-targets.ts';
import { isShells, SUBJECTS, subjectOf } from './cases.ts';
import { panelNamed } from './panels.ts';
import { openScreens } from './screens.ts';

declare global {
  interface Window {
    stopAnswering?: () => void;
  }
}

const PANEL = panelNamed('inch-21-5-portrait');

const shownAs = (screen: string) =>
  subjectOf({ screen, language: 'ca', textSize: 100, look: 'light', reach: false }, PANEL);

/** True if the screen is read aloud. On such a screen the first touch only reads the control aloud, so `TREMBLED_ON` leaves it out, too. */
function isReadAloud(screen: string): boolean {
  const subject = shownAs(screen);
  return subject.shell === undefined && subject.state.speech.mode !== 'off';
}

/** The shell's screens have no controls, and screens with typed text have the same controls as without the text, so both are left out. */
export const TREMBLED_ON: readonly string[] = Object.keys(SUBJECTS).filter(
  (screen) => !isShells(screen) && !screen.startsWith('typed-') && !isReadAloud(screen),
);

export async function tryTrembling(
  screens: readonly string[],
  choose: (targets: readonly Target[], at: number) => readonly (readonly [Target, Tremor])[],
  each: (tried: Tried) => void,
): Promise<void> {
  const { page, sizeTo, close } = await openScreens({ time: 'running' });
  try {
    await sizeTo(PANEL);
    await listenForClicks(page);
    for (const [at, screen] of screens.entries()) {
      await showAnew(page, screen);
      for (const [target, tremor] of choose(await targetsOf(page), at)) {
        await showAnew(page, screen);
        await calmAt(page, target);
        const clicks = await clicksOf(page, () => tremble(page, target, tremor));
        each({ screen, target, tremor, clicks });
      }
    }
  } finally {
    await close();
  }
}

/** Begins a new session with this screen. Every command is answered by the same screen, so that each touch meets a control. */
async function showAnew(page: Page, screen: string): Promise<void> {
  const subject = shownAs(screen);
  if (subject.shell !== undefined) throw new Error(`${screen} is the shell's`);
  const state = { ...subject.state, sessionId: crypto.randomUUID() };
  await page.evaluate(
    async ({ appearance, first }) => {
      let shown = first;
      window.stopAnswering?.();
      window.stub.useAppearance(appearance);
      // Another screen in between resets the typed keys and the page number of the previous screen.
      window.stub.showShell({ screen: 'starting' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      window.stopAnswering = window.stub.onCall((method) => {
        if (method === 'getAppearance' || method === 'getViewState') return;
        shown = { ...shown, stateNo: shown.stateNo + 1 };
        window.stub.showView(shown);
      });
      window.stub.showView(shown);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    },
    { appearance: subject.appearance, first: state },
  );
}
