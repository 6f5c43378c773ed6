import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { ShellScreen, ViewState } from '../../../src-main/session/contract/view-state.ts';
import { hideWords } from './contrast.ts';
import { lookAtPage, type SeenTexts, textsOnPage } from './find-misfits.ts';
import { layoutPrint } from './layout-print.ts';
import type { Bounds, Look, Misfit } from './report.ts';
import { survey } from './survey.ts';

declare global {
  interface Window {
    readonly stub: {
      useAppearance: (appearance: Appearance) => void;
      showView: (state: ViewState) => void;
      showShell: (screen: ShellScreen) => void;
      onCall: (listener: (method: string) => void) => () => void;
    };
  }
}

/** A page to show: the panel's appearance, the core's state, and a screen of the shell in front. `typed` are keys to touch at the end. */
export interface Subject {
  appearance: Appearance;
  state: ViewState;
  shell?: ShellScreen;
  typed?: string;
}

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
/** After one turn of the event loop everything is rendered; waiting for a frame is not needed. */
const turn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));

/** Waits two frames, after which a layout that depends on its own measures is final, and then for the fonts. Ends all animations. */
async function settled(): Promise<void> {
  await frame();
  await frame();
  await document.fonts.ready;
  for (const animation of document.getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY) animation.cancel();
    else animation.finish();
  }
}

export async function show(subject: Subject): Promise<void> {
  hideWords(false);
  window.stub.useAppearance(subject.appearance);
  // Another screen in between resets the typed keys and the page number of the previous screen.
  window.stub.showShell({ screen: 'starting' });
  await turn();
  window.stub.showView(subject.state);
  // The screen appears once its language has been loaded.
  while (document.querySelector<HTMLElement>('.frame')?.dataset.screen === 'starting') await frame();
  await settled();
  if (subject.shell !== undefined) {
    window.stub.showShell(subject.shell);
    await settled();
  }
  for (const character of subject.typed ?? '') {
    const key = [...document.querySelectorAll<HTMLElement>('.large-key')].find(
      ({ textContent }) => textContent?.trim() === character,
    );
    if (key === undefined) throw new Error(`no key “${character}” here`);
    key.click();
    await turn();
  }
  if (subject.typed !== undefined) await settled();
}

const MOST_PAGES = 40;

/** Runs `look` on each page of the shown screen and returns the results. The last page stays open. */
async function lookAtPages<T>(look: () => T): Promise<T[]> {
  const pages = [look()];
  for (;;) {
    const next = document.querySelector<HTMLButtonElement>('.pager:not([inert]) > .pager-next:not(:disabled)');
    if (next === null) return pages;
    if (pages.length === MOST_PAGES) throw new Error(`more than ${MOST_PAGES} pages`);
    next.click();
    await settled();
    pages.push(look());
  }
}

export interface Seen extends Look {
  hash: string;
}

export async function lookAtShown(bounds: Bounds): Promise<Seen> {
  hideWords(false);
  const seen: SeenTexts = new Map();
  const pages = await lookAtPages(() => {
    const all = survey();
    return { ...lookAtPage(bounds, seen, all), print: layoutPrint(all) };
  });
  const hash = await hashOf(pages.flatMap(({ print }) => print));
  return { misfits: ofAllPages(pages), texts: [...seen.values()], hash };
}

/** Shows a screen and returns the misfits and texts of all its pages. */
export async function find(subject: Subject, bounds: Bounds): Promise<Look> {
  await show(subject);
  const seen: SeenTexts = new Map();
  const pages = await lookAtPages(() => lookAtPage(bounds, seen));
  return { misfits: ofAllPages(pages), texts: [...seen.values()] };
}

function ofAllPages(pages: readonly Look[]): Misfit[] {
  const misfits = pages.flatMap((page) => page.misfits);
  return [...new Map(misfits.map((misfit) => [`${misfit.rule} ${misfit.what}`, misfit])).values()];
}

/** Hashes the description of a screen in the page, because the description itself is many times as long to transfer. */
async function hashOf(print: readonly string[]): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(print.join('\n')));
  return [...new Uint8Array(bytes).subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Shows a screen and returns only the texts of all its pages. */
export async function readScreen(subject: Subject, bounds: Bounds): Promise<Look['texts']> {
  await show(subject);
  const seen: SeenTexts = new Map();
  await lookAtPages(() => textsOnPage(bounds, seen));
  return [...seen.values()];
}
