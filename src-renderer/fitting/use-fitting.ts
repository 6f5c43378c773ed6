import type { RefObject } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { Standing } from '../standing.ts';
import { fitBar } from './fit-bar.ts';
import { fitFrame } from './fit-frame.ts';

type Fitting = {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly page: number;
  readonly pages: number;
  /** Languages of the façade that stand behind its last tile. */
  readonly spareTiles: number;
  readonly turn: (page: number) => void;
};

/** What is read from its beginning again when it changes; a setting or a language leaves the page where it is. */
export const readingOf = ({ sessionId, view }: ViewState): string =>
  [sessionId, view.screen, 'group' in view ? view.group?.groupId : ''].join(' ');

/** Fits a screen's frame to the glass after each drawing, before it is seen; another `reading` begins on the first page, and `isHeld` stays there. */
export function useFitting(reading: string, isHeld = false): Fitting {
  const frame = useRef<HTMLDivElement>(null);
  const { sizes, appearance } = useContext(Standing);
  const [turned, setTurned] = useState({ reading, page: 0 });
  const [pages, setPages] = useState(1);
  const [spareTiles, setSpareTiles] = useState(0);
  const [, setFonts] = useState(0);
  const page = Math.min(turned.reading === reading && !isHeld ? turned.page : 0, pages - 1);
  useLayoutEffect(() => {
    if (frame.current === null) return;
    setSpareTiles(fitBar(frame.current));
    const isLow = document.documentElement.dataset.reach === 'true' && sizes !== null;
    setPages(fitFrame(frame.current, page, isLow ? sizes.reachMm * sizes.pxPerMm : null));
  });
  // Once more with the fonts that a panel or a size of type has asked for.
  useEffect(() => {
    void document.fonts?.ready.then(() => setFonts((count) => count + 1));
  }, [sizes, appearance]);
  return { frame, page, pages, spareTiles, turn: (next) => setTurned({ reading, page: next }) };
}
