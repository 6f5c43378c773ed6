import { type Block, splitIntoPages } from './pages.ts';

/** How a screen stands on its panel: as drawn, with less air, or in pages. */
const FITS = ['roomy', 'close', 'paged'] as const;

/** Rounding of layout. */
const SLACK_PX = 2;
/** A question higher than this part of a page stands on the first page only. */
const TITLE_PART = 0.4;
/** Stays whole on a page, whatever it holds. */
const WHOLE = 'button, p, h1, h2, li, svg, .arch, .paper, .number-card, .timeline, .typing, .keys, .row, [data-whole]';

/**
 * Gives a screen's frame the first fit by which nothing sticks out, and shows of a paged one the given page. Returns how many pages there
 * are. Reads and writes the layout at once, so that nothing is painted before it fits.
 */
export function fitFrame(frame: HTMLElement, page: number): number {
  fitBar(frame);
  for (const fit of FITS) {
    frame.dataset.fit = fit;
    if (fit !== 'paged') {
      showAll(frame);
      if (!sticksOut(frame)) return 1;
    }
  }
  return showPage(frame, page);
}

/** The bar's buttons stand in one row, in two, or each in its own. */
function fitBar(frame: HTMLElement): void {
  const bar = frame.querySelector<HTMLElement>('.bar');
  if (bar === null) return;
  for (const columns of ['4', '2', '1']) {
    bar.dataset.columns = columns;
    const buttons = [...bar.querySelectorAll<HTMLElement>('.bar-button')];
    if (buttons.every((button) => button.scrollWidth <= button.clientWidth + 1)) return;
  }
}

const away = (element: Element, isAway: boolean): void => void element.toggleAttribute('data-away', isAway);

function showAll(frame: HTMLElement): void {
  for (const element of frame.querySelectorAll('[data-away]')) away(element, false);
}

/** Elements that share out their height among what they hold. */
const SHARING = '.header, .question, .content, .content *:not(button, button *, svg, svg *, .arch, .arch *, .paper *)';

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

function showPage(frame: HTMLElement, page: number): number {
  showAll(frame);
  const main = frame.querySelector('.main');
  const question = frame.querySelector('.question');
  if (main === null || question === null) return 1;
  const box = main.getBoundingClientRect();
  const questionPx = question.getBoundingClientRect().bottom - box.top;
  const leadPx = heightOf(question.querySelector('.lead'));
  const isKept = questionPx - leadPx <= box.height * TITLE_PART;
  const blocks = [...main.children].filter((child) => !(isKept && child === question)).map(blockOf);
  const pages = splitIntoPages(blocks, (index) => {
    if (!isKept) return box.height;
    return box.height - questionPx + (index === 0 ? 0 : leadPx);
  });
  const shown = new Set(pages[Math.min(page, pages.length - 1)]);
  if (isKept) shown.add(question);
  for (const child of main.children) hideAllBut(shown, child);
  if (isKept && page > 0) for (const lead of question.querySelectorAll('.lead')) away(lead, true);
  return pages.length;
}

function heightOf(element: Element | null): number {
  if (element === null) return 0;
  const { marginTop } = getComputedStyle(element);
  return element.getBoundingClientRect().height + Number.parseFloat(marginTop);
}

function blockOf(element: Element): Block<Element> {
  const { top, bottom } = element.getBoundingClientRect();
  const parts = element.matches(WHOLE) ? [] : [...element.children].filter(isInFlow).map(blockOf);
  return { of: element, topPx: top, bottomPx: bottom, parts };
}

/** Hides an element unless it, or something in it, is shown; answers whether it is seen. */
function hideAllBut(shown: ReadonlySet<Element>, element: Element): boolean {
  if (shown.has(element)) return true;
  let isSeen = false;
  if (!element.matches(WHOLE)) for (const child of element.children) if (hideAllBut(shown, child)) isSeen = true;
  away(element, !isSeen);
  return isSeen;
}
