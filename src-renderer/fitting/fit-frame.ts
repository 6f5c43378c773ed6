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
import { isLess, showPage } from './show-page.ts';

/** The fits to try: as drawn, with less space between parts, choices as rows, in pages. */
const FITS = { inside: ['roomy', 'close', 'paged'], facade: ['roomy', 'close', 'rows', 'paged'] } as const;

/**
 * Gives a screen's frame the first fit in which nothing sticks out, and shows the given page if the fit is paged. No button may be higher
 * above the lower edge than `reach`. Returns the number of pages. Reads and writes the layout synchronously, so that nothing is painted
 * before it fits. Attributes describe the frame's content: `data-whole` is never split, `data-together` is moved to a new page rather than
 * split, `data-first` belongs on the first page, `data-part` overlaps no other part. If the screen has no room, the frame changes in
 * numbered steps: an element with `data-gives` disappears, an element with `data-instead` appears at the step of its number. As few steps
 * as possible are taken, the lowest number first, before the screen is split into pages.
 */
export function fitFrame(frame: HTMLElement, page: number, reach: Reach | null): number {
  const lastGiven = Number(frame.dataset.given);
  frame.toggleAttribute('data-bare', false);
  // A low reach is a citizen's setting, so it does not apply to the pages of technicians and staff.
  const low = frame.matches('.technician') ? null : reach;
  for (const fit of FITS[frame.matches('.facade') ? 'facade' : 'inside']) {
    frame.dataset.fit = fit;
    if (fit === 'paged') break;
    showAll(frame);
    leaveOut(frame, 0);
    if (fits(frame, low)) return 1;
    if (fit !== 'roomy' && leaveOutLeast(frame, lastGiven, low)) return 1;
  }
  return showPageLeavingOut(frame, page, low);
}

/**
 * Shows a page. A frame with a list drops its `data-gives` elements up to `listStep`. If a block is still cut, because it is higher than a
 * page, all later steps are tried, and the step with the least `amiss` (penalties of the layout) is shown.
 */
function showPageLeavingOut(frame: HTMLElement, page: number, low: Reach | null): number {
  const showFrom = (step: number): ReturnType<typeof showPage> => {
    leaveOut(frame, step);
    return showPage(frame, page, low);
  };
  const least = frame.querySelector('.content > .rows') === null ? 0 : listStep();
  let best = { step: least, shown: showFrom(least) };
  if (!isCut(best.shown)) return best.shown.pages;
  const later = stepsOf(frame).filter((step) => step > least);
  for (const step of later) {
    const shown = showFrom(step);
    if (isLess(shown.amiss, best.shown.amiss)) best = { step, shown };
  }
  return later.at(-1) === best.step ? best.shown.pages : showFrom(best.step).pages;
}

const isCut = ({ amiss }: ReturnType<typeof showPage>): boolean => (amiss[0] ?? 0) > 0;

const fits = (frame: HTMLElement, reach: Reach | null): boolean =>
  !sticksOut(frame) && !overlaps(frame) && !isTooHigh(frame, reach?.mostPx ?? null);

/** From this step on `data-dense` moves the rest of the frame closer together. */
const DENSE_STEP = 7;

/** The step up to which a list in pages drops elements to make room for its choices; in large type it drops the pictograms too. */
const listStep = (): number => (document.documentElement.dataset.textSize === '100' ? 3 : 4);

function stepsOf(frame: HTMLElement): number[] {
  const steps = [...frame.querySelectorAll<HTMLElement>('[data-gives]')].map(({ dataset }) => Number(dataset.gives));
  return steps.length === 0 ? [] : [...new Set([...steps, DENSE_STEP])].sort((one, other) => one - other);
}

/**
 * Drops elements in as few steps as the screen needs to fit; `false` if it does not fit even after all of them. Each try lays out the whole
 * screen, and a screen that fits after some steps also fits after more, so the search begins at the step `lastGiven` and halves the rest.
 */
function leaveOutLeast(frame: HTMLElement, lastGiven: number, low: Reach | null): boolean {
  const steps = stepsOf(frame);
  const fitsWithout = (index: number): boolean => {
    leaveOut(frame, steps[index] ?? 0);
    return fits(frame, low);
  };
  let [from, to] = [0, steps.length - 1];
  if (to < 0) return false;
  const guess = Math.max(0, steps.indexOf(lastGiven));
  if (fitsWithout(guess)) {
    to = guess;
    if (guess > 0) {
      if (fitsWithout(guess - 1)) to = guess - 1;
      else from = guess;
    }
  } else {
    if (guess === to || !fitsWithout(to)) return false;
    from = guess + 1;
  }
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (fitsWithout(middle)) to = middle;
    else from = middle + 1;
  }
  leaveOut(frame, steps[to] ?? 0);
  return true;
}

function leaveOut(frame: HTMLElement, step: number): void {
  frame.dataset.given = String(step);
  frame.toggleAttribute('data-dense', step >= DENSE_STEP);
  for (const element of frame.querySelectorAll<HTMLElement>('[data-gives], [data-instead], [data-gone]')) {
    const { gives = Number.POSITIVE_INFINITY, instead = 0 } = element.dataset;
    element.toggleAttribute('data-gone', step < Number(instead) || step >= Number(gives));
  }
}

function isTooHigh(frame: HTMLElement, reachPx: number | null): boolean {
  if (reachPx === null) return false;
  const linePx = bottomOf(frame) - reachPx - REACH_SLACK_PX;
  return [...frame.querySelectorAll(TOUCHED)].some((target) => target.getBoundingClientRect().top < linePx);
}

const SHARING =
  '.header, .facade-about, .question, .content, .content *:not(button, button *, svg, svg *, .arch, .arch *, .paper *)';

/**
 * The share of the line height that is empty around the letters of these elements, which are centred in their touch area. Elements in
 * Arabic script are left out, because its letters fill the whole line.
 */
const LINE_AIR = 0.2;
const ONE_LINE = '.large-key:not(.word-key), .typed-field, :is(.word-key, .button):not(:lang(ar), :lang(ur))';

function sticksOut(frame: HTMLElement): boolean {
  for (const element of frame.querySelectorAll(SHARING)) {
    if (element.children.length === 0 || getComputedStyle(element).display === 'contents') continue;
    const { bottom } = element.getBoundingClientRect();
    for (const child of element.children)
      if (isInFlow(child) && child.getBoundingClientRect().bottom > bottom + SLACK_PX) return true;
  }
  if ([...frame.querySelectorAll('.stripe')].some(isTooLow)) return true;
  if ([...frame.querySelectorAll('.paper-foot')].some(isCrossed)) return true;
  if ([...frame.querySelectorAll('.entry')].some(isWiderThanItsLight)) return true;
  if ([...frame.querySelectorAll('.steps > *')].some((step) => isBeside(step, frame))) return true;
  return [...frame.querySelectorAll<HTMLElement>('.content :is(button, .row, .typed-field)')].some((one) => {
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = one;
    const airPx = one.matches(ONE_LINE) ? LINE_AIR * Number.parseFloat(getComputedStyle(one).fontSize) : 0;
    const isHigher = scrollHeight > clientHeight + Math.max(SLACK_PX, airPx);
    // The word of a key is centred, so `scrollWidth` counts only the half that sticks out at the key's end.
    const slackPx = one.matches('.word-key') ? SLACK_PX / 2 : SLACK_PX;
    return clientHeight > 0 && (isHigher || scrollWidth > clientWidth + slackPx);
  });
}

function isCrossed(foot: Element): boolean {
  const [words, code] = [foot.querySelector('.paper-words'), foot.querySelector('.follow-code')];
  return words !== null && code !== null && meet(words.getBoundingClientRect(), code.getBoundingClientRect());
}

function isWiderThanItsLight(entry: Element): boolean {
  const light = entry.querySelector('.entry-light')?.getBoundingClientRect();
  const words = entry.querySelector('.entry-words > span')?.getBoundingClientRect();
  if (light === undefined || words === undefined || light.height === 0) return false;
  return words.left < light.left - SLACK_PX || words.right > light.right + SLACK_PX;
}

/** Whether a step of an instruction leaves the panel, because it has words that cannot be broken and steps are side by side. */
function isBeside(step: Element, frame: Element): boolean {
  const panel = frame.getBoundingClientRect();
  const { left, right } = step.getBoundingClientRect();
  return left < panel.left - SLACK_PX || right > panel.right + SLACK_PX;
}

/** Whether the stripe's words are higher than the stripe; being centred, they would stick out above and below. */
function isTooLow(stripe: Element): boolean {
  const { above, below } = edgesOf(stripe);
  const roomPx = stripe.getBoundingClientRect().height - above.insidePx - below.insidePx;
  return [...stripe.children].some((part) => part.getBoundingClientRect().height > roomPx + SLACK_PX);
}

function overlaps(frame: HTMLElement): boolean {
  const parts = [...frame.querySelectorAll('[data-part]')].filter(isInFlow);
  const boxes = parts.map((part) => part.getBoundingClientRect()).filter(({ height }) => height > 0);
  const below = frame.matches('[data-side]') ? null : frame.querySelector('.bar');
  const foot = below?.getBoundingClientRect().top ?? frame.clientHeight;
  const isOut = parts.some((part) => !part.matches('.stripe, .foot *') && bottomOf(part) > foot + SLACK_PX);
  const warning = frame.querySelector('.warning')?.getBoundingClientRect().top ?? 0;
  const bar = frame.querySelector('.bar');
  const isCut = bar !== null && bottomOf(bar) > bottomOf(frame) + SLACK_PX;
  const isOver = Math.min(warning, ...boxes.map(({ top }) => top)) < -SLACK_PX;
  return (
    isOut || isCut || isOver || boxes.some((one, index) => boxes.slice(index + 1).some((other) => meet(one, other)))
  );
}
