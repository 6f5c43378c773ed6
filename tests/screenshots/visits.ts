import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { screensIn, stateOf } from './canned-states.ts';
import { panelNamed } from './panels.ts';
import type { Screens } from './screens.ts';

/** What a person sees who takes a number. */
const WALK = ['idle', 'services', 'printing', 'take-ticket', 'idle'] as const;
/** The usual panel's shape, quickly painted. */
const SMALL = { ...panelNamed('inch-21-5-portrait'), widthPx: 270, heightPx: 480 };
/** What the renderer may hold more at the end than when it was warm. */
export const MOST_GROWN = 0.05;

declare global {
  interface Window {
    /** A leak that is made on purpose. */
    kept?: unknown[];
  }
}

export interface Visits {
  /** After so many the first heap is read. */
  warm: number;
  all: number;
  /** Each visit leaves its screen and what it was drawn from behind. */
  isLeaking?: boolean;
}

/** What the renderer holds once the garbage is collected. */
export interface Held {
  heapBytes: number;
  /** Elements and texts, seen or not. */
  nodes: number;
}

/** What is held after the first visits and after all of them. */
export async function heldThroughVisits(
  { page, sizeTo }: Screens,
  { warm, all, isLeaking = false }: Visits,
): Promise<{ warm: Held; end: Held }> {
  const cdp = await page.context().newCDPSession(page);
  const held = async (): Promise<Held> => {
    // The first gives up what the finalisers held, the second finds it gone.
    for (let turn = 0; turn < 2; turn += 1) await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize: heapBytes } = await cdp.send('Runtime.getHeapUsage');
    return { heapBytes, nodes: (await cdp.send('Memory.getDOMCounters')).nodes };
  };
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
    const before = await held();
    await visit(all - warm);
    return { warm: before, end: await held() };
  } finally {
    await cdp.detach();
  }
}

/** By what part the heap and the nodes are more at the end. */
export const grownBy = ({ warm, end }: { warm: Held; end: Held }): { heap: number; nodes: number } => ({
  heap: end.heapBytes / warm.heapBytes - 1,
  nodes: end.nodes / warm.nodes - 1,
});

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
