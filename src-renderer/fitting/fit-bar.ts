import { bottomOf, heightOf, type Reach, SLACK_PX, showAll } from './measures.ts';

/** The bar with its tiles takes at most this part of the glass, unless the choices have their room all the same. */
const BAR_PART = 0.45;

/** A glass lower than so many lines leaves its height to the screen: the bar is one line of words. */
const LOW_LINES = 10;

/** The chosen language and the first of the others; where everything is asked for low, only the chosen one. */
const LEAST_NAMES = { usual: 2, reach: 1 } as const;

/** A row's least width of a name is a part of the row: the next tried is this much less, where longer names need it. */
const ACROSS_STEP = 0.25;

/** Inside, the bar's buttons stand in one row, in two, or as words in as many as it takes. */
function fitButtons(frame: HTMLElement, bar: HTMLElement): void {
  const isLow = frame.clientHeight < LOW_LINES * Number.parseFloat(getComputedStyle(bar).fontSize);
  for (const columns of isLow ? ['words'] : ['4', '2', 'words']) {
    bar.dataset.columns = columns;
    const buttons = [...bar.querySelectorAll<HTMLElement>('.bar-button')];
    const { left, right } = bar.getBoundingClientRect();
    const fits = (button: HTMLElement): boolean => {
      const box = button.getBoundingClientRect();
      return button.scrollWidth <= button.clientWidth + 1 && box.left >= left && box.right <= right;
    };
    if (buttons.every(fits)) return;
  }
}

/** Where the two buttons that turn the pages stand one above the other beside them, on top of the bar. */
function isPagerReached(frame: HTMLElement, reachPx: number): boolean {
  const button = frame.querySelector('.bar-button');
  if (button === null || getComputedStyle(frame).gridTemplateColumns.split(' ').length === 1) return true;
  const [target, gap] = [getComputedStyle(button).minWidth, getComputedStyle(frame).getPropertyValue('--gap')];
  return heightOf(frame.querySelector('.foot')) + 2 * Number.parseFloat(target) + 2 * Number.parseFloat(gap) <= reachPx;
}

/** Lays the façade out in pages, with nothing of it away. */
function layInPages(frame: HTMLElement): void {
  frame.dataset.fit = 'paged';
  frame.toggleAttribute('data-bare', true);
  showAll(frame);
}

/** Whether on a page of its own what is touched ends low enough, and what turns the pages does. */
function isTouchedLow(frame: HTMLElement, reachPx: number, choices = frame.querySelector('.main button')): boolean {
  layInPages(frame);
  const [main, content] = ['.main', '.content'].map((part) => frame.querySelector(part));
  if (main == null || content == null || choices === null) return isPagerReached(frame, reachPx);
  const belowPx = bottomOf(frame) - bottomOf(main) + bottomOf(content) - bottomOf(choices);
  return belowPx + choices.getBoundingClientRect().height <= reachPx && isPagerReached(frame, reachPx);
}

/** Whether the façade's choices, below their question and in reach, and its stripe have room on a page each. */
function haveChoicesRoom(frame: HTMLElement, reachPx: number | null): boolean {
  const [main, question, choices] = ['.main', '.question', '.entries'].map((part) => frame.querySelector(part));
  if (main == null || question == null || choices == null) return false;
  if (reachPx !== null && !isTouchedLow(frame, reachPx, choices)) return false;
  layInPages(frame);
  const mostPx = Math.max(heightOf(question) + heightOf(choices), heightOf(frame.querySelector('.stripe')));
  return mostPx <= main.getBoundingClientRect().height - SLACK_PX;
}

/**
 * Stands the bar's buttons in one row, in two, without their drawings, or each in its own, with as many language tiles as have room. Answers
 * how many of them have none; the chosen one always has.
 */
export function fitBar(frame: HTMLElement, reach: Reach | null): number {
  const bar = frame.querySelector<HTMLElement>('.bar');
  if (bar === null) return 0;
  frame.toggleAttribute('data-bare', false);
  if (!frame.matches('.facade')) {
    // A warning hides it from a screen in pages, and a list that begins at the line of reach has no place for a stripe.
    frame.dataset.fit = 'close';
    fitButtons(frame, bar);
    return 0;
  }
  // As it stood last it would be measured otherwise each time.
  frame.dataset.fit = 'roomy';
  const tiles = [...bar.querySelectorAll<HTMLElement>('.bar-tiles > li:not(.more-languages)')];
  const more = bar.querySelector<HTMLElement>('.more-languages');
  bar.toggleAttribute('data-tight', false);
  showTiles(tiles, more, tiles.length);
  const usualPx = frame.clientHeight * BAR_PART;
  const hasChoices = frame.querySelector('.entries') !== null;
  const isLowEnough = (reachPx: number | null): boolean => {
    const isUsual = bar.offsetHeight <= usualPx;
    if (!hasChoices) return isUsual && (reachPx === null || isTouchedLow(frame, reachPx));
    return (reach === null && isUsual) || haveChoicesRoom(frame, reachPx);
  };
  standButtons(bar, () => isLowEnough(reach?.advisedPx ?? null));
  const least = reach === null ? LEAST_NAMES.usual : LEAST_NAMES.reach;
  for (const reachPx of reach === null ? [null] : [reach.advisedPx, reach.mostPx]) {
    for (let shown = tiles.length; shown >= Math.min(least, tiles.length); shown -= 1) {
      showTiles(tiles, more, shown);
      setRows(bar);
      if (isLowEnough(reachPx)) return tiles.length - shown;
    }
  }
  return Math.max(0, tiles.length - least);
}

/** Access and help keep their drawings where all languages are named as well. */
function standButtons(bar: HTMLElement, isLowEnough: () => boolean): void {
  for (const columns of ['4', '2', '1', 'pair', '1']) {
    bar.dataset.columns = columns;
    setRows(bar);
    if (isInside(bar) && (columns !== '1' || isLowEnough())) return;
  }
}

/** Names with less air about them where that saves a row or evens them, and about as many of them in each. */
function setRows(bar: HTMLElement): void {
  const list = bar.querySelector<HTMLElement>('.bar-tiles');
  if (list === null) return;
  const stand = (isTight: boolean, across: number | null): number[] => {
    bar.toggleAttribute('data-tight', isTight);
    list.toggleAttribute('data-across', across !== null);
    // On the root, which alone has a style of its own.
    document.documentElement.style.setProperty('--across', String(across ?? 1));
    return rowsOf(list).map(({ length }) => length);
  };
  const [airy, tight] = [stand(false, null), stand(true, null)];
  const least = Math.min(airy.length, tight.length);
  const ways = airy.length === least ? [false, true] : [true];
  const isTight = airy.length > least;
  const count = airy.reduce((sum, length) => sum + length, 0);
  const fewest = Math.ceil(count / Math.max(1, least));
  if (least > 1) {
    for (const way of ways)
      for (let across = fewest; across < count; across += ACROSS_STEP) if (isEven(stand(way, across), least)) return;
    if (stand(isTight, fewest).length <= least) return;
  }
  stand(isTight, null);
}

const isEven = (rows: readonly number[], count: number): boolean =>
  rows.length === count && Math.max(...rows) - Math.min(...rows) < 2;

function rowsOf(list: HTMLElement): HTMLElement[][] {
  const tiles = [...list.querySelectorAll<HTMLElement>(':scope > li:not([data-spare])')];
  return [...Map.groupBy(tiles, ({ offsetTop }) => offsetTop).values()];
}

/** In one row of buttons the tiles have a row of their own or stand beside them, never in two. */
function isInside(bar: HTMLElement): boolean {
  const tiles = bar.querySelector<HTMLElement>('.bar-tiles');
  const areTilesInside = tiles === null || bar.dataset.columns !== '4' || tiles.scrollWidth <= tiles.clientWidth + 1;
  const buttons = [...bar.querySelectorAll<HTMLElement>('.bar-button')];
  return areTilesInside && buttons.every((button) => button.scrollWidth <= button.clientWidth + 1);
}

function showTiles(tiles: readonly HTMLElement[], more: HTMLElement | null, count: number): void {
  const isChosen = (tile: HTMLElement): boolean => tile.querySelector('[aria-pressed="true"]') !== null;
  let spare = tiles.length - count;
  for (const tile of tiles.toReversed()) {
    const isSpare = spare > 0 && !isChosen(tile);
    if (isSpare) spare -= 1;
    tile.toggleAttribute('data-spare', isSpare);
  }
  more?.toggleAttribute('data-spare', count === tiles.length);
}
