import { type Block, splitIntoPages } from './pages.ts';

/** How a screen stands on its panel: as drawn, with less air, its choices as rows, or in pages. */
const FITS = { inside: ['roomy', 'close', 'paged'], facade: ['roomy', 'close', 'rows', 'paged'] } as const;

/** Rounding of layout. */
const SLACK_PX = 2;
/** A question higher than this part of a page stands on the first page only; above keys always. */
const TITLE_PART = 0.4;
/** And so does a stripe. */
const STRIPE_PART = 0.25;
/** Stays whole on a page, whatever it holds. */
const WHOLE = 'button, p, h1, h2, li, svg, .arch, .paper, .number-card, .timeline, .typing, .row, [data-whole]';

/** Stays together on a page that holds it: what is typed is seen beside its keys. */
const TOGETHER = '.pad, .keys, .actions, .question, [data-together]';

/**
 * Gives a screen's frame the first fit by which nothing sticks out, and shows of a paged one the given page. What `data-first` marks stands
 * on the first page, if need be in the place of the header (`data-bare`). With `reachPx`
 * nothing is to be touched higher above the lower edge. Returns how many pages there are. Reads and writes the layout at once, so that nothing is painted before it fits.
 */
export function fitFrame(frame: HTMLElement, page: number, reachPx: number | null): number {
  frame.toggleAttribute('data-bare', false);
  const isInside = !frame.matches('.facade');
  const lowPx = isInside ? reachPx : null;
  for (const fit of FITS[isInside ? 'inside' : 'facade']) {
    frame.dataset.fit = fit;
    if (fit !== 'paged') {
      showAll(frame);
      if (!sticksOut(frame) && !isTooHigh(frame, lowPx)) return 1;
    }
  }
  return showPage(frame, page, lowPx);
}

/** What is touched inside a screen; its bar is always low. */
const TOUCHED = '.main button';

function isTooHigh(frame: HTMLElement, reachPx: number | null): boolean {
  if (reachPx === null) return false;
  const linePx = bottomOf(frame) - reachPx - 0.25;
  return [...frame.querySelectorAll(TOUCHED)].some((target) => target.getBoundingClientRect().top < linePx);
}

const away = (element: Element, isAway: boolean): void => void element.toggleAttribute('data-away', isAway);

function showAll(frame: HTMLElement): void {
  for (const element of frame.querySelectorAll('[data-away]')) away(element, false);
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
  return [...frame.querySelectorAll<HTMLElement>('.content button, .stripe, .content .row')].some(
    ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
      clientHeight > 0 && (scrollHeight > clientHeight + SLACK_PX || scrollWidth > clientWidth + SLACK_PX),
  );
}

function isInFlow(element: Element): boolean {
  const { position, display } = getComputedStyle(element);
  return position !== 'absolute' && display !== 'none';
}

function showPage(frame: HTMLElement, page: number, reachPx: number | null): number {
  const main = frame.querySelector('.main');
  const question = frame.querySelector('.question');
  if (main === null || question === null) return 1;
  for (const flow of reachPx === null ? ['beside', 'below'] : ['below']) {
    frame.dataset.flow = flow;
    showAll(frame);
    const lowPx = reachPx === null ? null : reachPx - (bottomOf(frame) - bottomOf(main));
    const isBeside = getComputedStyle(main).display === 'grid';
    // A question too high for its column stands above the rest.
    if (isBeside && bottomOf(question) > bottomOf(main) + SLACK_PX) continue;
    const pages = turnTo(page, { frame, main, question, isBeside, lowPx });
    if (lowPx !== null) frame.dataset.flow = 'low';
    return pages;
  }
  return 1;
}

type Paged = { frame: HTMLElement; main: Element; question: Element; isBeside: boolean; lowPx: number | null };
/** What stands on every page, and what each page shows besides. */
type Shares = { kept: ReadonlySet<Element>; isHeaderKept: boolean; pages: readonly (readonly Element[])[] };

function turnTo(page: number, paged: Paged): number {
  const { frame, main } = paged;
  const first = main.querySelector('[data-first]');
  let shares = sharesOf(paged, first);
  if (first !== null && !shares.pages[0]?.some((element) => element.contains(first))) {
    frame.toggleAttribute('data-bare', true);
    shares = sharesOf(paged, first);
  }
  const { kept, isHeaderKept, pages } = shares;
  const at = Math.min(page, pages.length - 1);
  const shown = new Set([...(pages[at] ?? []), ...kept]);
  for (const child of main.children) hideAllBut(shown, child);
  const header = frame.querySelector('.header');
  if (at > 0 && header !== null && !isHeaderKept) away(header, true);
  return pages.length;
}

/** What stands on every page takes its room from each; the header, on the first only, leaves its own to the others. */
function sharesOf(paged: Paged, first: Element | null, mayKeepTitle = true): Shares {
  const { frame, main, question, isBeside, lowPx } = paged;
  const roomPx = heightOf(main) - SLACK_PX;
  const header = frame.querySelector('.header');
  const stripe = main.querySelector('.stripe');
  const leads = isBeside ? [] : [...question.querySelectorAll('.lead')];
  const kept = new Set<Element>();
  const content = main.querySelector('.content');
  let keptBelowPx = paddingOf(content, 'paddingBottom');
  let keptPx = paddingOf(content, 'paddingTop') + keptBelowPx;
  const titlePx = (leads[0]?.getBoundingClientRect().top ?? bottomOf(question)) - main.getBoundingClientRect().top;
  const mayKeep = mayKeepTitle && first === null && main.querySelector('.keys') === null;
  const isTitleKept = isBeside || (mayKeep && titlePx <= Math.max(roomPx * TITLE_PART, roomPx - (lowPx ?? roomPx)));
  if (isTitleKept) {
    for (const child of question.children) if (!leads.includes(child)) kept.add(child);
    keptPx += isBeside ? 0 : titlePx;
  }
  if (first === null && stripe !== null && heightOf(stripe) <= roomPx * STRIPE_PART) {
    kept.add(stripe);
    keptBelowPx += heightOf(stripe);
    keptPx += heightOf(stripe);
  }
  const flow = [...main.children].flatMap((child) => (isTitleKept && child === question ? leads : [child]));
  const blocks = flow.filter((child) => !kept.has(child)).map(blockOf);
  // Above the part that is reached there may be room for the header on every page.
  const isHeaderKept = lowPx !== null && roomPx - keptPx >= lowPx - keptBelowPx;
  const headerPx = isHeaderKept ? 0 : heightOf(header);
  if (isTitleKept && !isBeside && blocks.some((block) => highestWhole(block) > roomPx - keptPx + headerPx))
    return sharesOf(paged, first, false);
  const pages = splitIntoPages(
    blocks,
    (index) => roomPx - keptPx + (index === 0 ? 0 : headerPx),
    lowPx === null ? undefined : lowPx - keptBelowPx,
  );
  return { kept, isHeaderKept, pages };
}

/** The height of the highest part that no page may split. */
function highestWhole({ topPx, bottomPx, parts }: Block<Element>): number {
  return parts.length === 0 ? bottomPx - topPx : Math.max(...parts.map(highestWhole));
}

const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;

const paddingOf = (element: Element | null, side: 'paddingTop' | 'paddingBottom'): number =>
  element === null ? 0 : Number.parseFloat(getComputedStyle(element)[side]);

/** With the margin above it. */
function heightOf(element: Element | null): number {
  if (element === null) return 0;
  return element.getBoundingClientRect().height + Number.parseFloat(getComputedStyle(element).marginTop);
}

function blockOf(element: Element): Block<Element> {
  const { top, bottom } = element.getBoundingClientRect();
  const parts = element.matches(WHOLE) ? [] : [...element.children].filter(isInFlow).map(blockOf);
  const touched = element.matches(TOUCHED) ? element : element.querySelector('button');
  const touchPx = touched?.getBoundingClientRect().top ?? null;
  return { of: element, topPx: top, bottomPx: bottom, touchPx, parts, isTogether: element.matches(TOGETHER) };
}

/** Hides an element unless it, or something in it, is shown; answers whether it is seen. */
function hideAllBut(shown: ReadonlySet<Element>, element: Element): boolean {
  if (shown.has(element)) return true;
  let isSeen = false;
  if (!element.matches(WHOLE)) for (const child of element.children) if (hideAllBut(shown, child)) isSeen = true;
  away(element, !isSeen);
  return isSeen;
}
