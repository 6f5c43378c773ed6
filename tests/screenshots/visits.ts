import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import { screensIn, stateOf } from './canned-states.ts';
import { type Held, heldBy } from './heap.ts';
import { panelNamed } from './panels.ts';
import type { Screens } from './screens.ts';

/** The screens of a person who takes a number. */
const WALK = ['idle', 'services', 'printing', 'take-ticket', 'idle'] as const;
/** The usual panel's shape, quickly painted. */
const SMALL = { ...panelNamed('inch-21-5-portrait'), widthPx: 270, heightPx: 480 };
/** By what share more may be held at the end than when the page was warm: each of two thousand visits may leave twenty bytes. */
const MOST_GROWN = 0.01;

declare global {
  interface Window {
    /** A leak made on purpose. */
    kept?: unknown[];
  }
}

export interface Visits {
  /** The first measurement is after so many visits. */
  warm: number;
  all: number;
  /** Each visit leaves its screen and its state behind. */
  isLeaking?: boolean;
}

/** Memory after the first visits and after all of them. */
export async function heldThroughVisits(
  { page, sizeTo }: Screens,
  { warm, all, isLeaking = false }: Visits,
): Promise<{ warm: Held; end: Held }> {
  const cdp = await page.context().newCDPSession(page);
  await sizeTo(SMALL);
  const views = screensIn('ca');
  const walk = WALK.map((name): ViewState => {
    const view = views[name];
    if (view === undefined) throw new Error(`no screen “${name}”`);
    return stateOf(view);
  });
  const visit = (count: number): Promise<void> => page.evaluate(walkThrough, { walk, count, isLeaking });
  try {
    await visit(warm);
    const before = await heldBy(cdp);
    await visit(all - warm);
    return { warm: before, end: await heldBy(cdp) };
  } finally {
    await cdp.detach();
  }
}

/** The kinds of memory that grew. */
export function grownIn({ warm, end }: { warm: Held; end: Held }): ('objects' | 'nodes')[] {
  const grown = (of: 'ownBytes' | 'nodes') => end[of] / warm[of] - 1 > MOST_GROWN;
  return [...(grown('ownBytes') ? (['objects'] as const) : []), ...(grown('nodes') ? (['nodes'] as const) : [])];
}

/** Runs in the page: each visit is a session of its own, each screen is painted. */
async function walkThrough({
  walk,
  count,
  isLeaking,
}: {
  walk: ViewState[];
  count: number;
  isLeaking: boolean;
}): Promise<void> {
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  for (let visit = 0; visit < count; visit += 1) {
    const sessionId = crypto.randomUUID();
    for (const [index, state] of walk.entries()) {
      window.stub.showView({ ...state, sessionId, stateNo: index + 1 });
      await painted();
      const shown = document.querySelector<HTMLElement>('.frame')?.dataset.screen;
      if (shown !== state.view.screen) throw new Error(`${shown} is shown instead of ${state.view.screen}`);
    }
    if (isLeaking) {
      window.kept ??= [];
      window.kept.push(document.querySelector('.screen')?.cloneNode(true), structuredClone(walk));
    }
  }
}
