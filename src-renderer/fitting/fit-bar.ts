import { bottomOf, heightOf, SLACK_PX } from './measures.ts';

/** The bar with its tiles takes at most this part of the glass, unless the choices have their room all the same. */
const BAR_PART = 0.45;

/** A glass lower than so many lines leaves its height to the screen: the bar is one line of words. */
const LOW_LINES = 10;

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

/** Whether the façade's choices, below their question and in reach, and its stripe have room on a page each. */
function haveChoicesRoom(frame: HTMLElement, reachPx: number | null): boolean {
  const [main, question, choices] = ['.main', '.question', '.entries'].map((part) => frame.querySelector(part));
  const stripe = frame.querySelector('.stripe');
  if (main == null || question == null || choices == null) return false;
  frame.dataset.fit = 'paged';
  frame.toggleAttribute('data-bare', true);
  for (const part of frame.querySelectorAll('[data-away]')) part.removeAttribute('data-away');
  const page = main.getBoundingClientRect();
  const [asksPx, chosenPx] = [heightOf(question), heightOf(choices)];
  const isReached = reachPx === null || bottomOf(frame) - page.bottom + chosenPx <= reachPx;
  return isReached && Math.max(asksPx + chosenPx, heightOf(stripe)) <= page.height - SLACK_PX;
}

/**
 * Stands the bar's buttons in one row, in two, or each in its own, with as many language tiles as have room. Answers how many of them have
 * none; the chosen one always has.
 */
export function fitBar(frame: HTMLElement, reachPx: number | null): number {
  const bar = frame.querySelector<HTMLElement>('.bar');
  if (bar === null) return 0;
  if (!frame.matches('.facade')) {
    fitButtons(frame, bar);
    return 0;
  }
  // As it stood last it would be measured otherwise each time.
  frame.dataset.fit = 'roomy';
  frame.toggleAttribute('data-bare', false);
  const tiles = [...bar.querySelectorAll<HTMLElement>('.bar-tiles > li:not(.more-languages)')];
  const more = bar.querySelector<HTMLElement>('.more-languages');
  showTiles(tiles, more, tiles.length);
  for (const columns of ['4', '2', '1']) {
    bar.dataset.columns = columns;
    if (isInside(bar)) break;
  }
  const usualPx = frame.clientHeight * BAR_PART;
  const mayBeUsual = reachPx === null || frame.querySelector('.entries') === null;
  const isLowEnough = (): boolean => (mayBeUsual && bar.offsetHeight <= usualPx) || haveChoicesRoom(frame, reachPx);
  let shown = tiles.length;
  while (shown > 1 && !isLowEnough()) {
    shown -= 1;
    showTiles(tiles, more, shown);
  }
  return tiles.length - shown;
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
