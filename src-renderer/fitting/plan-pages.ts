import { edgesOf, isInFlow, REACH_SLACK_PX, type Reach, SLACK_PX, TOUCHED } from './measures.ts';
import { type Block, splitIntoPages } from './pages.ts';

const WHOLE = 'button, p, h1, h2, li, svg, [data-whole]';
/** A question that takes more than this share of a page is shown on one page only. */
const TITLE_PART = 0.4;
/** A stripe that takes more than this share of a page is shown on one page only. */
const STRIPE_PART = 0.3;

export interface Laid {
  readonly main: Element;
  readonly header: Element | null;
  readonly question: Element | null;
  readonly leads: readonly Element[];
  readonly stripe: Element | null;
  /** Whether the question is beside the choices, and therefore on every page. */
  readonly isBeside: boolean;
  /** Whether a warning is shown, which leaves only the number and the stripe visible. */
  readonly isWarned: boolean;
  /** The reach to which buttons are limited; `null`: no limit. */
  readonly low: Reach | null;
  readonly roomPx: number;
  readonly headerPx: number;
  /** The height of the question, including the space below its last line. */
  readonly titlePx: number;
  readonly titleEdgesPx: number;
  /** The height by which a question exceeds its column. */
  readonly titleOutPx: number;
  readonly stripePx: number;
}

/**
 * The place of each part that pages may repeat: on `every` page, on the `first`, in the `flow` of the other blocks, or `loose`, on the
 * first page with room left. `line`: the height within which buttons are kept.
 */
interface Choice {
  readonly header: 'every' | 'first' | 'loose';
  readonly title: 'every' | 'flow';
  readonly stripe: 'every' | 'loose';
  readonly line: keyof Reach;
}

export interface Plan {
  readonly kept: ReadonlySet<Element>;
  readonly pages: readonly (readonly Element[])[];
  /**
   * Penalties, less is better, compared one after another: overflow, split blocks, parts missing from the first page, parts alone on a
   * page; then the weighted number of pages.
   */
  readonly amiss: readonly number[];
}

/**
 * Penalties added to the number of pages, each less than a page. `titleOnce` is added for every page, `highPage` for each page higher than
 * the preferred reach.
 */
const WEIGHTS = { titleOnce: 0.3, stripeOnce: 0.9, headerOnce: 0.05, headerLater: 0.9, highPage: 0.6 } as const;

export function plansFor(laid: Laid, price: number): Plan[] {
  const { question, isBeside, isWarned, low, roomPx, titlePx, stripe, stripePx } = laid;
  const mayKeepTitle =
    question !== null && (isBeside || titlePx <= Math.max(roomPx * TITLE_PART, roomPx - (low?.mostPx ?? roomPx)));
  const mayKeepStripe = stripe !== null && (isWarned || stripePx <= roomPx * STRIPE_PART);
  const headers = low === null ? (['first', 'loose'] as const) : (['every', 'first', 'loose'] as const);
  const titles = mayKeepTitle ? (isBeside ? (['every'] as const) : (['every', 'flow'] as const)) : (['flow'] as const);
  const stripes = mayKeepStripe
    ? isWarned
      ? (['every'] as const)
      : (['every', 'loose'] as const)
    : (['loose'] as const);
  const lines = low !== null && low.advisedPx < low.mostPx ? (['advisedPx', 'mostPx'] as const) : (['mostPx'] as const);
  const blocks = blocksOf(laid);
  return headers.flatMap((header) =>
    titles.flatMap((title) =>
      stripes.flatMap((where) =>
        lines.map((line) => planOf(laid, blocks, { header, title, stripe: where, line }, price)),
      ),
    ),
  );
}

function planOf(laid: Laid, blocks: ReadonlyMap<Element, Block<Element>>, choice: Choice, price: number): Plan {
  const { main, header, question, leads, stripe, isBeside, roomPx, headerPx, titlePx, stripePx } = laid;
  const kept = new Set<Element>();
  const isTitleKept = choice.title === 'every';
  if (isTitleKept) for (const child of question?.children ?? []) if (!leads.includes(child)) kept.add(child);
  const isStripeKept = choice.stripe === 'every';
  if (isStripeKept && stripe !== null) kept.add(stripe);
  if (choice.header === 'every' && header !== null) kept.add(header);
  const belowPx = isStripeKept ? stripePx : 0;
  const leastPx = roomPx - belowPx - (isTitleKept && !isBeside ? titlePx : 0);
  const hasHeader = (index: number): boolean => choice.header === 'every' || (choice.header === 'first' && index === 0);
  const roomOf = (index: number): number => leastPx + (hasHeader(index) ? 0 : headerPx);
  const reachedPx = (line: keyof Reach): number => (laid.low?.[line] ?? Number.POSITIVE_INFINITY) - belowPx;
  const flow = flowOf(laid, blocks, isTitleKept).filter(({ of }) => !kept.has(of) && of !== stripe);
  const pages = splitIntoPages(flow, roomOf, reachedPx(choice.line));
  if (pages.length === 0) pages.push([]);
  const onPage = (index: number): Block<Element>[] => (pages[index] ?? []).flatMap((one) => blocks.get(one) ?? []);
  const spare = (index: number): number => roomOf(index) - usedOn(onPage(index));
  const low = (index: number, line: keyof Reach): number => reachedPx(line) - reachOn(onPage(index));
  const outPx = pages.reduce(
    (px, _, index) => px + Math.max(0, -spare(index) - SLACK_PX) + Math.max(0, -low(index, 'mostPx') - REACH_SLACK_PX),
    laid.titleOutPx,
  );
  const torn = [...main.querySelectorAll('[data-together]')].filter((one) => partsOf(one, pages) > 1).length;
  const first = main.querySelector('[data-first]');
  const isLate = first !== null && !(pages[0] ?? []).some((shown) => shown.contains(first));
  const lonely = pages.filter((page) => page.length > 0 && page.every((shown) => isTitle(shown, laid))).length;
  const high = pages.filter((_, index) => low(index, 'advisedPx') < -SLACK_PX).length;
  if (!isStripeKept && stripe !== null)
    putOn(pages, stripe, (at) => Math.min(spare(at), low(at, choice.line)) >= stripePx);
  const stripeOutPx =
    isStripeKept || stripe === null ? 0 : stripePx - roomOf(pages.findIndex((page) => page.includes(stripe)));
  const alone = pages.length;
  if (choice.header === 'loose' && header !== null)
    putOn(
      pages,
      header,
      (at) => spare(at) - (pages[at]?.includes(stripe ?? header) ? stripePx : 0) >= headerPx,
      'first',
    );
  else if (choice.header === 'first' && header !== null) pages[0]?.unshift(header);
  const soft =
    pages.length +
    price +
    WEIGHTS.highPage * high +
    (isTitleKept ? 0 : WEIGHTS.titleOnce * pages.length) +
    (isStripeKept || stripe === null ? 0 : WEIGHTS.stripeOnce) +
    { every: 0, first: WEIGHTS.headerOnce, loose: WEIGHTS.headerLater }[choice.header];
  return {
    kept,
    pages,
    amiss: [
      Math.round(outPx + Math.max(0, stripeOutPx - SLACK_PX)),
      torn,
      Number(isLate),
      lonely + pages.length - alone,
      soft,
    ],
  };
}

function flowOf(laid: Laid, blocks: ReadonlyMap<Element, Block<Element>>, isTitleKept: boolean): Block<Element>[] {
  const { main, question, leads, titleEdgesPx } = laid;
  return [...main.children]
    .flatMap((child) => (isTitleKept && child === question ? leads : [child]))
    .flatMap((child) => {
      const block = blocks.get(child);
      if (block === undefined) return [];
      return [isTitleKept && leads.includes(child) ? withoutEdges(block, titleEdgesPx) : block];
    });
}

function putOn(
  pages: Element[][],
  element: Element,
  hasRoom: (at: number) => boolean,
  at: 'first' | 'last' = 'last',
): void {
  const page = pages.find((_, index) => hasRoom(index));
  if (page === undefined) pages.push([element]);
  else if (at === 'first') page.unshift(element);
  else page.push(element);
}

const endOf = (page: readonly Block<Element>[]): number =>
  Math.max(...page.map(({ bottomPx, belowPx }) => bottomPx + belowPx));

const usedOn = (page: readonly Block<Element>[]): number =>
  page.length === 0 ? 0 : endOf(page) - Math.min(...page.map(({ topPx, abovePx }) => topPx - abovePx));

function reachOn(page: readonly Block<Element>[]): number {
  const touched = page.flatMap(({ of }) => (of.matches(TOUCHED) ? [of] : [...of.querySelectorAll('button')]));
  if (touched.length === 0) return 0;
  return endOf(page) - Math.min(...touched.map((one) => one.getBoundingClientRect().top));
}

const partsOf = (whole: Element, pages: readonly (readonly Element[])[]): number =>
  pages.filter((page) => page.some((shown) => shown !== whole && whole.contains(shown))).length;

const isTitle = (element: Element, { question, leads }: Laid): boolean =>
  question?.contains(element) === true && element !== question && !leads.includes(element);

/** Removes the title's own edges from a block under a title that every page repeats. */
const withoutEdges = (block: Block<Element>, edgesPx: number): Block<Element> => ({
  ...block,
  abovePx: block.abovePx - edgesPx,
  parts: block.parts.map((part) => withoutEdges(part, edgesPx)),
});

function blocksOf({ main }: Laid): Map<Element, Block<Element>> {
  const blocks = new Map<Element, Block<Element>>();
  const note = (block: Block<Element>): void => {
    blocks.set(block.of, block);
    block.parts.forEach(note);
  };
  for (const child of main.children) if (isInFlow(child)) note(blockOf(child));
  return blocks;
}

function blockOf(element: Element, abovePx = 0, belowPx = 0): Block<Element> {
  const { top, bottom } = element.getBoundingClientRect();
  const { above, below } = edgesOf(element);
  const [startPx, endPx] = [abovePx + above.marginPx, belowPx + below.marginPx];
  const parts = element.matches(WHOLE)
    ? []
    : [...element.children]
        .filter(isInFlow)
        .map((part) => blockOf(part, startPx + above.insidePx, endPx + below.insidePx));
  const touched = element.matches(TOUCHED) ? element : element.querySelector('button');
  const touchPx = touched?.getBoundingClientRect().top ?? null;
  const isTogether = element.matches('[data-together]');
  return { of: element, topPx: top, bottomPx: bottom, abovePx: startPx, belowPx: endPx, touchPx, parts, isTogether };
}
