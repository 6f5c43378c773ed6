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
const WHOLE = 'button, p, h1, h2, li, svg, .arch, .number, .timeline, .other-office, .typing, .row, [data-whole]';

/** Stays together on a page that holds it: what is typed is seen beside its keys. */
const TOGETHER = '.pad, .keys, .actions, .question, [data-together]';

/**
 * Gives a screen's frame the first fit by which nothing sticks out, and shows of a paged one the given page. What `data-first` marks stands
 * on the first page, if need be in the place of the header (`data-bare`). With `reachPx` nothing is to be touched higher above the lower
 * edge; a façade in pages stands as low as it can. Returns how many pages there are. Reads and writes the layout at once, so that nothing is
 * painted before it fits.
 */
export function fitFrame(frame: HTMLElement, page: number, reachPx: number | null): number {
  frame.toggleAttribute('data-bare', false);
  const isFacade = frame.matches('.facade');
  // A technician stands.
  const lowPx = frame.matches('.technician') ? null : reachPx;
  for (const fit of FITS[isFacade ? 'facade' : 'inside']) {
    frame.dataset.fit = fit;
    if (fit !== 'paged') {
      showAll(frame);
      if (!sticksOut(frame) && !overlaps(frame) && !isTooHigh(frame, lowPx)) return 1;
    }
  }
  return showPage(frame, page, isFacade ? null : lowPx);
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

/** Parts that stand in one grid: what has no room there lies over its neighbour or leaves the glass. */
const PARTS =
  '.header, .question, .paper, .number-card, .notes, .content > .actions, .stripe, .warning[data-form="band"], .warning-line';

function overlaps(frame: HTMLElement): boolean {
  const parts = [...frame.querySelectorAll(PARTS)].filter(isInFlow);
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

const meet = (one: DOMRect, other: DOMRect): boolean =>
  Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK_PX &&
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK_PX;

function isInFlow(element: Element): boolean {
  const { position, display } = getComputedStyle(element);
  return position !== 'absolute' && display !== 'none';
}

function showPage(frame: HTMLElement, page: number, reachPx: number | null): number {
  const main = frame.querySelector('.main');
  const question = frame.querySelector('.question');
  if (main === null) return 1;
  for (const flow of reachPx === null ? ['beside', 'below'] : ['below']) {
    frame.dataset.flow = flow;
    showAll(frame);
    const lowPx = reachPx === null ? null : reachPx - (bottomOf(frame) - bottomOf(main));
    const isBeside = getComputedStyle(main).display === 'grid';
    // A question too high for its column stands above the rest.
    if (isBeside && question !== null && bottomOf(question) > bottomOf(main) + SLACK_PX) continue;
    const pages = turnTo(page, { frame, main, question, isBeside, lowPx });
    if (lowPx !== null) frame.dataset.flow = 'low';
    return pages;
  }
  return 1;
}

type Paged = { frame: HTMLElement; main: Element; question: Element | null; isBeside: boolean; lowPx: number | null };
/** What stands on every page, and what each page shows besides. */
type Shares = { kept: ReadonlySet<Element>; isHeaderKept: boolean; pages: readonly (readonly Element[])[] };
/** On which page the header stands, and whether the stripe may stand on all. */
type Sharing = { headerAt: number; stripeStays: boolean };

/** A number stands on the first page: for it the stripe goes to the last one, then the header to the second. */
const SHARINGS: readonly [Sharing, ...Sharing[]] = [
  { headerAt: 0, stripeStays: true },
  { headerAt: 0, stripeStays: false },
  { headerAt: 1, stripeStays: true },
  { headerAt: 1, stripeStays: false },
];

function turnTo(page: number, paged: Paged): number {
  const { frame, main } = paged;
  const first = main.querySelector('[data-first]');
  const number = main.querySelector('.number');
  let sharing = SHARINGS[0];
  let shares = sharesOf(paged, first, sharing);
  if (first !== null && !isOnFirst(shares, first)) {
    frame.toggleAttribute('data-bare', true);
    shares = sharesOf(paged, first, sharing);
  }
  if (number !== null && paged.lowPx === null && !isOnFirst(shares, number)) {
    const better = SHARINGS.find((other) => isOnFirst(sharesOf(paged, first, other), number));
    if (better !== undefined) {
      sharing = better;
      shares = sharesOf(paged, first, sharing);
    }
  }
  const { kept, isHeaderKept, pages } = shares;
  const at = Math.min(page, pages.length - 1);
  const shown = new Set([...(pages[at] ?? []), ...kept]);
  for (const child of main.children) hideAllBut(shown, child);
  const header = frame.querySelector('.header');
  if (at !== sharing.headerAt && header !== null && !isHeaderKept) away(header, true);
  return pages.length;
}

/** Puts a stripe on the first page that has room for it below what stands there, or on one of its own. */
function putOn(pages: Element[][], stripe: Element, roomOf: (index: number) => number): void {
  const hasRoom = (page: readonly Element[], index: number): boolean => {
    const boxes = page.map((element) => element.getBoundingClientRect());
    const usedPx = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
    return usedPx + heightOf(stripe) <= roomOf(index);
  };
  const page = pages.find(hasRoom);
  if (page === undefined) pages.push([stripe]);
  else page.push(stripe);
}

const isOnFirst = ({ pages }: Shares, element: Element): boolean =>
  pages[0]?.some((shown) => shown.contains(element)) === true;

/** What stands on every page takes its room from each; the header, on one only, leaves its own to the others. */
function sharesOf(paged: Paged, first: Element | null, sharing: Sharing, mayKeepTitle = true): Shares {
  const { frame, main, question, isBeside, lowPx } = paged;
  const { headerAt, stripeStays } = sharing;
  const roomPx = heightOf(main) - SLACK_PX;
  const header = frame.querySelector('.header');
  const stripe = main.querySelector('.stripe');
  const leads = isBeside || question === null ? [] : [...question.querySelectorAll('.lead')];
  const kept = new Set<Element>();
  const content = main.querySelector('.content');
  let keptBelowPx = paddingOf(content, 'paddingBottom');
  let keptPx = paddingOf(content, 'paddingTop') + keptBelowPx;
  const titleEndPx = leads[0]?.getBoundingClientRect().top ?? bottomOf(question ?? main);
  const titlePx = titleEndPx - main.getBoundingClientRect().top;
  const mayKeep = question !== null && mayKeepTitle && first === null && main.querySelector('.keys, .keypad') === null;
  const isTitleKept = isBeside || (mayKeep && titlePx <= Math.max(roomPx * TITLE_PART, roomPx - (lowPx ?? roomPx)));
  if (isTitleKept) {
    for (const child of question?.children ?? []) if (!leads.includes(child)) kept.add(child);
    keptPx += isBeside ? 0 : titlePx;
  }
  const isWarned = frame.dataset.warned === 'band';
  const mayStay = stripeStays && first === null && (stripe === null || leavesReach(main, stripe, lowPx));
  if (stripe !== null && mayStay && (isWarned || heightOf(stripe) <= roomPx * STRIPE_PART)) {
    kept.add(stripe);
    const stripePx = isWarned && isBesideOf(stripe, main) ? 0 : heightOf(stripe);
    keptBelowPx += stripePx;
    keptPx += stripePx;
  }
  const isLoose = lowPx === null && stripe !== null && !kept.has(stripe);
  const flow = [...main.children].flatMap((child) => (isTitleKept && child === question ? leads : [child]));
  const blocks = flow.filter((child) => !kept.has(child) && !(isLoose && child === stripe)).map(blockOf);
  const edgesPx = [...main.querySelectorAll(SPLIT)].reduce((px, element) => px + edgesOf(element), 0);
  // Above the part that is reached there may be room for the header on every page.
  const isHeaderKept = lowPx !== null && roomPx - keptPx >= lowPx - keptBelowPx;
  const headerPx = isHeaderKept ? 0 : heightOf(header);
  const leastPx = roomPx - keptPx - edgesPx;
  if (isTitleKept && !isBeside && blocks.some((block) => highestWhole(block) > leastPx + headerPx))
    return sharesOf(paged, first, sharing, false);
  const roomOf = (index: number): number => leastPx + (index === headerAt ? 0 : headerPx);
  const pages = splitIntoPages(blocks, roomOf, lowPx === null ? undefined : lowPx - keptBelowPx);
  if (isLoose) putOn(pages, stripe, roomOf);
  return { kept, isHeaderKept, pages };
}

/** The height of the highest part that no page may split. */
function highestWhole({ topPx, bottomPx, parts }: Block<Element>): number {
  return parts.length === 0 ? bottomPx - topPx : Math.max(...parts.map(highestWhole));
}

/** Whether the highest of what is touched still stands within reach above a stripe. */
function leavesReach(main: Element, stripe: Element, lowPx: number | null): boolean {
  if (lowPx === null) return true;
  const highestPx = Math.max(0, ...[...main.querySelectorAll('button')].map((button) => button.clientHeight));
  return highestPx + heightOf(stripe) + paddingOf(main.querySelector('.content'), 'paddingBottom') <= lowPx;
}

/** Whether it stands beside what is above it in the markup. */
function isBesideOf(stripe: Element, main: Element): boolean {
  const content = main.querySelector('.content');
  return content !== null && stripe.getBoundingClientRect().left >= content.getBoundingClientRect().right - SLACK_PX;
}

/** Has its edges on each page that shows a part of it. */
const SPLIT = '.paper-sheet, .number-card';

function edgesOf(element: Element): number {
  const { paddingTop, paddingBottom, borderTopWidth, borderBottomWidth } = getComputedStyle(element);
  const edges = [paddingTop, paddingBottom, borderTopWidth, borderBottomWidth];
  return edges.reduce((px, edge) => px + Number.parseFloat(edge), 0);
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
