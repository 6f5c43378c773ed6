import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import { Standing } from '../standing.ts';
import { watchChanges } from './changes.ts';
import { fitBar } from './fit-bar.ts';
import { fitFrame } from './fit-frame.ts';
import type { Reach } from './measures.ts';
import { turnPage } from './show-page.ts';
import type { Sizes } from './sizes.ts';

/** The content that is being read. A new value shows the first page; a change of setting or language keeps the page. */
export const readingOf = ({ sessionId, view }: ViewState): string =>
  [sessionId, view.screen, 'group' in view ? view.group?.groupId : ''].join(' ');

const reachOf = (sizes: Sizes | null): Reach | null =>
  sizes && { mostPx: sizes.reachMm * sizes.pxPerMm, advisedPx: sizes.advisedReachMm * sizes.pxPerMm };

/** Largest number of fits before a paint, because two fits that undo each other would otherwise go on for ever. */
const MOST_FITS = 12;

/**
 * Fits a screen's frame to the panel whenever its content changes, before it is painted. A new `reading` shows the first page. While
 * `isHeld` is true, the first page is shown in any case.
 */
export function useFitting(reading: string, isHeld = false) {
  const frame = useRef<HTMLDivElement>(null);
  const standing = useContext(Standing);
  const [turned, setTurned] = useState({ reading, page: 0 });
  const [pages, setPages] = useState(1);
  const [spareTiles, setSpareTiles] = useState(0);
  const [fonts, setFonts] = useState(0);
  const [, setStructures] = useState(0);
  const page = Math.min(turned.reading === reading && !isHeld ? turned.page : 0, pages - 1);
  const changes = useRef<ReturnType<typeof watchChanges> | null>(null);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    changes.current = watchChanges(frame.current, () => setStructures((count) => count + 1));
    return () => changes.current?.end();
  }, []);
  const fitted = useRef<readonly unknown[]>([]);
  const fits = useRef(0);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    const now = [standing, fonts, page];
    const hasStayed = now.slice(0, 2).every((one, index) => one === fitted.current[index]);
    if (hasStayed && changes.current?.any() === false) {
      if (page === fitted.current[2] || turnPage(frame.current, page) === pages) {
        fitted.current = now;
        return;
      }
    }
    fitted.current = now;
    if (fits.current === 0) requestAnimationFrame(() => (fits.current = 0));
    fits.current += 1;
    if (fits.current > MOST_FITS) return;
    const { reach, sizes } = standing;
    const asked = reach ? reachOf(sizes) : null;
    const element = frame.current;
    const seen = atRest(element, () => ({ spare: fitBar(element, asked), pages: fitFrame(element, page, asked) }));
    setSpareTiles(seen.spare);
    setPages(seen.pages);
    changes.current?.forget();
  });
  // The screen is fitted again once fonts have loaded. The listener is added before the first fit ends, so that no load is missed, and a
  // screen whose fonts are present is fitted once.
  useLayoutEffect(() => {
    const fitAgain = () => setFonts((count) => count + 1);
    document.fonts?.addEventListener('loadingdone', fitAgain);
    return () => document.fonts?.removeEventListener('loadingdone', fitAgain);
  }, [standing]);
  return { frame, page, pages, spareTiles, turn: (next: number) => setTurned({ reading, page: next }) };
}

/**
 * Runs `measure` on the frame with all animations at their end, because paper that still slides out takes its final room only then. Nothing
 * is painted during it, and the animations continue afterwards.
 */
function atRest<T>(frame: HTMLElement, measure: () => T): T {
  const moving = 'getAnimations' in frame ? frame.getAnimations({ subtree: true }) : [];
  const before = moving.map(({ currentTime, playState }) => ({ currentTime, playState }));
  for (const animation of moving) {
    const end = animation.effect?.getComputedTiming().endTime;
    if (typeof end === 'number' && Number.isFinite(end)) animation.currentTime = end;
  }
  const measured = measure();
  for (const [index, animation] of moving.entries()) {
    animation.currentTime = before[index]?.currentTime ?? 0;
    // Setting the time of an animation that was about to start pauses it.
    if (before[index]?.playState === 'running' && animation.playState === 'paused') animation.play();
  }
  return measured;
}
