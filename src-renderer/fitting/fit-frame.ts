import {
  bottomOf,
  edgesOf,
  isInFlow,
  meet,
  REACH_SLACK_PX,
  type Reach,
  SLACK_PX,
  showAll,
  TOUCHED,
} from './measures.ts';
import { showPage } from './show-page.ts';

/** How a screen stands on its panel: as drawn, with less air, its choices as rows, or in pages. */
const FITS = { inside: ['roomy', 'close', 'paged'], facade: ['roomy', 'close', 'rows', 'paged'] } as const;

/**
 * Gives a screen's frame the first fit by which nothing sticks out, and shows of a paged one the given page. With a `reach` nothing is to be
 * touched higher above the lower edge. Returns how many pages there are. Reads and writes the layout at once, so that nothing is painted
 * before it fits. Of what stands in the frame it knows only what the markup says: `data-whole` stays whole on a page, `data-together` rather
 * begins one than is split, `data-first` stands on the first, `data-part` lies over no other part.
 */
export function fitFrame(frame: HTMLElement, page: number, reach: Reach | null): number {
  frame.toggleAttribute('data-bare', false);
  // A technician stands.
  const low = frame.matches('.technician') ? null : reach;
  for (const fit of FITS[frame.matches('.facade') ? 'facade' : 'inside']) {
    frame.dataset.fit = fit;
    if (fit !== 'paged') {
      showAll(frame);
      if (!sticksOut(frame) && !overlaps(frame) && !isTooHigh(frame, low?.mostPx ?? null)) return 1;
    }
  }
  return showPage(frame, page, low);
}

function isTooHigh(frame: HTMLElement, reachPx: number | null): boolean {
  if (reachPx === null) return false;
  const linePx = bottomOf(frame) - reachPx - REACH_SLACK_PX;
  return [...frame.querySelectorAll(TOUCHED)].some((target) => target.getBoundingClientRect().top < linePx);
}

/** Elements that share out their height among what they hold. */
const SHARING =
  '.header, .facade-about, .question, .content, .content *:not(button, button *, svg, svg *, .arch, .arch *, .paper *)';

function sticksOut(frame: HTMLElement): boolean {
  for (const element of frame.querySelectorAll(SHARING)) {
    if (element.children.length === 0 || getComputedStyle(element).display === 'contents') continue;
    const { bottom } = element.getBoundingClientRect();
    for (const child of element.children)
      if (isInFlow(child) && child.getBoundingClientRect().bottom > bottom + SLACK_PX) return true;
  }
  if ([...frame.querySelectorAll('.stripe')].some(isTooLow)) return true;
  return [...frame.querySelectorAll<HTMLElement>('.content button, .content .row')].some(
    ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
      clientHeight > 0 && (scrollHeight > clientHeight + SLACK_PX || scrollWidth > clientWidth + SLACK_PX),
  );
}

/** Its words stand in its middle, and stick out above as well as below. */
function isTooLow(stripe: Element): boolean {
  const { above, below } = edgesOf(stripe);
  const roomPx = stripe.getBoundingClientRect().height - above.insidePx - below.insidePx;
  return [...stripe.children].some((part) => part.getBoundingClientRect().height > roomPx + SLACK_PX);
}

/** Parts that stand in one grid: what has no room there lies over its neighbour or leaves the glass. */
function overlaps(frame: HTMLElement): boolean {
  const parts = [...frame.querySelectorAll('[data-part]')].filter(isInFlow);
  const boxes = parts.map((part) => part.getBoundingClientRect()).filter(({ height }) => height > 0);
  const foot = frame.querySelector('.bar')?.getBoundingClientRect().top ?? frame.clientHeight;
  const isOut = parts.some((part) => !part.matches('.stripe, .foot *') && bottomOf(part) > foot + SLACK_PX);
  const warning = frame.querySelector('.warning')?.getBoundingClientRect().top ?? 0;
  const bar = frame.querySelector('.bar');
  const isCut = bar !== null && bottomOf(bar) > bottomOf(frame) + SLACK_PX;
  const isOver = Math.min(warning, ...boxes.map(({ top }) => top)) < -SLACK_PX;
  return (
    isOut || isCut || isOver || boxes.some((one, index) => boxes.slice(index + 1).some((other) => meet(one, other)))
  );
}
