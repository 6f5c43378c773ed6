import { away, bottomOf, edgesOf, heightOf, isInFlow, type Reach, SLACK_PX, showAll } from './measures.ts';
import { type Laid, type Plan, plansFor } from './plan-pages.ts';

/** Penalties of worse layouts, less than a page each: the question above the choices, and a start screen without its header. */
const BELOW = 0.4;
const BARE = 0.9;

interface Layout {
  readonly flow: 'beside' | 'below';
  /** Whether the start screen's header is left out, because `FacadeAbout` shows its words below the choices. */
  readonly isBare: boolean;
}

const plans = new WeakMap<HTMLElement, Plan>();

/** Shows another page by the last plan of the frame. Returns the number of pages; `null` if the frame is not shown in pages. */
export function turnPage(frame: HTMLElement, page: number): number | null {
  const plan = plans.get(frame);
  if (plan === undefined || frame.dataset.fit !== 'paged') return null;
  showAll(frame);
  return turnTo(frame, page, plan);
}

/** Shows a page of the best plan for this frame. Returns the number of pages, and the plan's penalties. */
export function showPage(
  frame: HTMLElement,
  page: number,
  reach: Reach | null,
): { pages: number; amiss: Plan['amiss'] } {
  let best: { layout: Layout; plan: Plan } | null = null;
  for (const layout of layoutsOf(frame, reach)) {
    const laid = layOut(frame, layout, reach);
    if (laid === null) continue;
    const price = (layout.flow === 'below' ? BELOW : 0) + (layout.isBare ? BARE : 0);
    for (const plan of plansFor(laid, price))
      if (best === null || isLess(plan.amiss, best.plan.amiss)) best = { layout, plan };
  }
  if (best === null) return { pages: 1, amiss: [] };
  layOut(frame, best.layout, reach);
  if (reach !== null) frame.dataset.flow = 'low';
  plans.set(frame, best.plan);
  return { pages: turnTo(frame, page, best.plan), amiss: best.plan.amiss };
}

function layoutsOf(frame: HTMLElement, reach: Reach | null): Layout[] {
  const flows = reach === null && isWide(frame) ? (['beside', 'below'] as const) : (['below'] as const);
  const bares = frame.querySelector('.about-office') === null ? [false] : [false, true];
  return bares.flatMap((isBare) => flows.map((flow) => ({ flow, isBare })));
}

function isWide(frame: HTMLElement): boolean {
  frame.dataset.flow = 'beside';
  const main = frame.querySelector('.main');
  return main !== null && getComputedStyle(main).display === 'grid';
}

function layOut(frame: HTMLElement, { flow, isBare }: Layout, reach: Reach | null): Laid | null {
  frame.dataset.flow = flow;
  frame.toggleAttribute('data-bare', isBare);
  showAll(frame);
  const main = frame.querySelector('.main');
  if (main === null) return null;
  const question = main.querySelector('.question');
  const isBeside = flow === 'beside' && getComputedStyle(main).display === 'grid';
  const leads = isBeside || question === null ? [] : [...question.querySelectorAll('.lead')].filter(isInFlow);
  const edges = edgesOf(question ?? main);
  const firstLead = leads[0];
  const titleEndPx =
    firstLead === undefined
      ? bottomOf(question ?? main)
      : firstLead.getBoundingClientRect().top - edgesOf(firstLead).above.marginPx + edges.below.insidePx;
  const stripe = main.querySelector('.stripe');
  const isWarned = frame.dataset.warned === 'band';
  const belowPx = bottomOf(frame) - bottomOf(main);
  return {
    main,
    header: frame.querySelector('.header'),
    question,
    leads,
    stripe,
    isBeside,
    isWarned,
    low: reach && { mostPx: reach.mostPx - belowPx, advisedPx: reach.advisedPx - belowPx },
    roomPx: heightOf(main) - SLACK_PX,
    headerPx: heightOf(frame.querySelector('.header')),
    titlePx: isBeside ? 0 : titleEndPx - main.getBoundingClientRect().top,
    titleEdgesPx: isBeside ? 0 : edges.above.insidePx + edges.below.insidePx,
    titleOutPx: isBeside && question !== null ? Math.max(0, bottomOf(question) - bottomOf(main) - SLACK_PX) : 0,
    stripePx: stripe === null || (isWarned && isBesideOf(stripe, main)) ? 0 : heightOf(stripe),
  };
}

function isBesideOf(stripe: Element, main: Element): boolean {
  const content = main.querySelector('.content');
  return content !== null && stripe.getBoundingClientRect().left >= content.getBoundingClientRect().right - SLACK_PX;
}

export function isLess(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((figure, index) => figure !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

function turnTo(frame: HTMLElement, page: number, { kept, pages }: Plan): number {
  const shown = new Set([...kept, ...(pages[Math.min(page, pages.length - 1)] ?? [])]);
  for (const child of frame.querySelector('.main')?.children ?? []) hideAllBut(shown, child);
  const header = frame.querySelector('.header');
  if (header !== null) away(header, !shown.has(header));
  return pages.length;
}

/** Hides an element unless it or a descendant is among the shown ones. Returns whether it is visible. */
function hideAllBut(shown: ReadonlySet<Element>, element: Element): boolean {
  if (shown.has(element)) return true;
  let isSeen = false;
  for (const child of element.children) if (hideAllBut(shown, child)) isSeen = true;
  away(element, !isSeen);
  return isSeen;
}
