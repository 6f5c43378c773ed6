import type { ShellScreen, ViewState } from '../../../src-main/contract/kiosk/view-state.ts';
import { lookAtPage } from './find-misfits.ts';
import type { Bounds, Look } from './report.ts';

declare global {
  interface Window {
    readonly stub: {
      showView: (state: ViewState) => void;
      showShell: (screen: ShellScreen) => void;
      onCall: (listener: (method: string) => void) => () => void;
    };
  }
}

/** What the page is shown; `typed` are the keys touched once it stands there. */
export type Subject = ({ state: ViewState } | { shell: ShellScreen }) & { typed?: string };

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
/** One turn of the page's queue: what was rendered stands there, without waiting for a frame. */
const turn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));

/** Until layout that was measured once has been laid out again, and whatever moves has arrived. */
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
  // Nothing of the screen before stays: not its keys, not its page.
  window.stub.showShell({ screen: 'starting' });
  await turn();
  if ('state' in subject) window.stub.showView(subject.state);
  else window.stub.showShell(subject.shell);
  await settled();
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

/** Shows it and looks at each of its pages, turned by the buttons that a person turns them with. */
async function lookAt<T>(subject: Subject, look: () => T): Promise<T[]> {
  await show(subject);
  const pages = [look()];
  for (const pager of document.querySelectorAll('[data-pages]')) {
    const count = Number(pager.getAttribute('data-pages'));
    for (let page = 1; page < Math.min(count, MOST_PAGES); page += 1) {
      const next = pager.querySelector<HTMLButtonElement>('.pager-next:not(:disabled)');
      if (next === null) throw new Error(`page ${page} of ${count} has no way to the next`);
      next.click();
      await settled();
      pages.push(look());
    }
  }
  return pages;
}

/** The misfits and the texts of all pages of a screen. */
export async function lookForMisfits(subject: Subject, bounds: Bounds): Promise<Look> {
  const pages = await lookAt(subject, () => lookAtPage(bounds));
  const misfits = new Map(
    pages.flatMap((page) => page.misfits).map((misfit) => [`${misfit.rule} ${misfit.what}`, misfit]),
  );
  return { misfits: [...misfits.values()], texts: pages.flatMap(({ texts }) => texts) };
}
