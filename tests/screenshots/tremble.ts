import type { Page } from '@playwright/test';
import { calmAt } from '../support/touch.ts';
import { type Tremor, tremble } from '../support/trembling-hand.ts';
import { isShells, SUBJECTS, subjectOf } from './cases.ts';
import { panelNamed } from './panels.ts';
import { openScreens } from './screens.ts';

declare global {
  interface Window {
    /** How many clicks reached the page. */
    heard?: number;
    stopAnswering?: () => void;
  }
}

export interface Target {
  x: number;
  y: number;
  text: string;
  /** A key that may be struck as quickly as one types. */
  isKey: boolean;
}

export interface Tried {
  screen: string;
  target: Target;
  tremor: Tremor;
  clicks: number;
}

/** The shell's have nothing to press, and what is typed moves no control. */
export const TREMBLED_ON: readonly string[] = Object.keys(SUBJECTS).filter(
  (screen) => !isShells(screen) && !screen.startsWith('typed-'),
);

const PANEL = panelNamed('inch-21-5-portrait');
const BOUNCE_MS = 100;

/** More than one click at a target is a second effect. A key types again, but not when it only bounced. */
export const hasSecondEffect = ({ target, tremor, clicks }: Tried): boolean =>
  clicks > (target.isKey && Math.min(...tremor) > BOUNCE_MS ? 1 + tremor.length : 1);

/** Trembles on what `choose` says of all that can be pressed on each screen. */
export async function tryTrembling(
  screens: readonly string[],
  choose: (targets: readonly Target[], at: number) => readonly (readonly [Target, Tremor])[],
  each: (tried: Tried) => void,
): Promise<void> {
  const { page, sizeTo, close } = await openScreens({ time: 'running' });
  try {
    await sizeTo(PANEL);
    await page.evaluate(() => document.addEventListener('click', () => (window.heard = (window.heard ?? 0) + 1)));
    for (const [at, screen] of screens.entries()) {
      await showAnew(page, screen);
      for (const [target, tremor] of choose(await targetsOf(page), at)) {
        await showAnew(page, screen);
        await calmAt(page, target);
        await tremble(page, target, tremor);
        each({ screen, target, tremor, clicks: await page.evaluate(() => window.heard ?? 0) });
      }
    }
  } finally {
    await close();
  }
}

/** Another person's, whose every command is answered at once by the same screen anew: each touch meets a control. */
async function showAnew(page: Page, screen: string): Promise<void> {
  const subject = subjectOf({ screen, language: 'ca', textSize: 100, look: 'light', reach: false }, PANEL);
  if (subject.shell !== undefined) throw new Error(`${screen} is the shell's`);
  const state = { ...subject.state, sessionId: crypto.randomUUID() };
  await page.evaluate(
    async ({ appearance, first }) => {
      let shown = first;
      window.stopAnswering?.();
      window.stub.useAppearance(appearance);
      // Nothing of the screen before stays: not its keys, not its page.
      window.stub.showShell({ screen: 'starting' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      window.stopAnswering = window.stub.onCall((method) => {
        if (method === 'getAppearance' || method === 'getViewState') return;
        shown = { ...shown, stateNo: shown.stateNo + 1 };
        window.stub.showView(shown);
      });
      window.stub.showView(shown);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      window.heard = 0;
    },
    { appearance: subject.appearance, first: state },
  );
}

const targetsOf = (page: Page): Promise<Target[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button:not(:disabled)')].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const middle = { x: x + width / 2, y: y + height / 2 };
      if (!element.contains(document.elementFromPoint(middle.x, middle.y))) return [];
      return [{ ...middle, text: element.textContent ?? '', isKey: element.dataset.pace === 'typing' }];
    }),
  );
