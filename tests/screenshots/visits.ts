import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import { screensIn, stateOf } from './canned-states.ts';
import { type Held, heldBy } from './heap.ts';
import { panelNamed } from './panels.ts';
import type { Screens } from './screens.ts';

const WALK = ['idle', 'services', 'printing', 'take-ticket', 'idle'] as const;
/** A panel of the usual shape with few pixels is painted quickly. */
const SMALL = { ...panelNamed('inch-21-5-portrait'), widthPx: 270, heightPx: 480 };
/** Share by which memory may grow after the first visits. Over two thousand visits this is about twenty bytes per visit. */
const MOST_GROWN = 0.01;

declare global {
  interface Window {
    kept?: unknown[];
  }
}

export interface Visits {
  warm: number;
  all: number;
  isLeaking?: boolean;
}

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

export function grownIn({ warm, end }: { warm: Held; end: Held }): ('objects' | 'nodes')[] {
  const grown = (of: 'ownBytes' | 'nodes') => end[of] / warm[of] - 1 > MOST_GROWN;
  return [...(grown('ownBytes') ? (['objects'] as const) : []), ...(grown('nodes') ? (['nodes'] as const) : [])];
}

/** Runs `count` visits, each in its own session, and paints each screen. Runs in the page. */
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
