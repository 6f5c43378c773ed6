import { bottomOf, type Reach, SLACK_PX } from './measures.ts';

/** On a wide panel with fewer lines of text than this, the bar is beside the screen, which then has the whole height. */
const LOW_LINES = 11;

/**
 * Largest number of languages that a citizen takes in at a glance. If there is only one language more, it has a tile too; otherwise the
 * remaining languages are behind the last tile.
 */
const MOST_TILES = 4;

/** Numbers of rows to try for the start screen's bar, by the panel's orientation. */
const ROWS = { landscape: [1, 2, 3], portrait: [2, 3, 4] } as const;

/**
 * Arranges the bar's buttons in one row, in two, without pictograms, or beside the screen; on the start screen with as many language tiles
 * as have room. Returns the number of tiles without room.
 */
export function fitBar(frame: HTMLElement, reach: Reach | null): number {
  const bar = frame.querySelector<HTMLElement>('.bar');
  if (bar === null) return 0;
  frame.toggleAttribute('data-bare', false);
  frame.toggleAttribute('data-side', false);
  if (frame.matches('.facade')) {
    const hasSide = isLow(frame, bar) && reach === null && frame.dataset.warned === undefined;
    // The fit is set before the bar is measured, because the bar's size depends on it. A column beside the screen is measured in the fit
    // `paged`, which is never higher than the panel.
    frame.dataset.fit = hasSide ? 'paged' : 'roomy';
    return hasSide ? fitTilesBeside(frame, bar) : fitTiles(frame, bar, reach);
  }
  // The bar is measured in the fit `close`. In the fit `paged` a warning hides the bar; in the fit `roomy` a list within a low reach leaves
  // no room for a stripe.
  frame.dataset.fit = 'close';
  fitButtons(frame, bar, reach);
  return 0;
}

const isWide = ({ clientWidth, clientHeight }: HTMLElement): boolean => clientWidth > clientHeight;

const isLow = (frame: HTMLElement, bar: HTMLElement): boolean =>
  isWide(frame) && frame.clientHeight < LOW_LINES * Number.parseFloat(getComputedStyle(bar).fontSize);

function fitButtons(frame: HTMLElement, bar: HTMLElement, reach: Reach | null): void {
  const hasFewLines = isLow(frame, bar);
  // The bar is below the screen with a low reach, because a bar at the side has higher buttons, and with a warning, because the warning
  // covers the lower part of the screen.
  const hasSide = hasFewLines && reach === null && frame.dataset.warned === undefined && !frame.matches('.technician');
  const inRows = hasFewLines ? ['words'] : isWide(frame) ? ['4', 'row', '2', 'words'] : ['4', '2', 'words'];
  for (const columns of hasSide ? ['side', 'side-bare'] : inRows) {
    bar.dataset.columns = columns;
    if (hasSide) frame.toggleAttribute('data-side', true);
    if (isInside(bar) && bottomOf(bar) <= bottomOf(frame) + SLACK_PX) return;
  }
}

function isInside(bar: HTMLElement): boolean {
  const { left, right } = bar.getBoundingClientRect();
  return [...bar.querySelectorAll<HTMLElement>('.bar-button, .tile')].every((button) => {
    const box = button.getBoundingClientRect();
    const isShown = box.height > 0;
    const isWithin = box.left >= left - SLACK_PX && box.right <= right + SLACK_PX;
    return !isShown || (isWithin && button.scrollWidth <= button.clientWidth + 1);
  });
}

/**
 * Fits a column beside a low start screen. The layout with the most languages is chosen, with the pictograms of access and help if they
 * cost no language.
 */
function fitTilesBeside(frame: HTMLElement, bar: HTMLElement): number {
  frame.toggleAttribute('data-side', true);
  const { tiles, more, most } = tilesOf(bar);
  for (let shown = most; shown > 0; shown -= 1)
    for (const columns of ['side', 'side-bare']) {
      bar.dataset.columns = columns;
      showTiles(tiles, more, shown);
      if (isInside(bar) && bottomOf(bar) <= bottomOf(frame) + SLACK_PX) return tiles.length - shown;
    }
  showTiles(tiles, more, 0);
  return tiles.length;
}

function tilesOf(bar: HTMLElement) {
  const tiles = [...bar.querySelectorAll<HTMLElement>('.bar-tiles > li:not(.more-languages)')];
  const more = bar.querySelector<HTMLElement>('.more-languages');
  return { tiles, more, most: tiles.length === MOST_TILES + 1 ? tiles.length : Math.min(tiles.length, MOST_TILES) };
}

/**
 * Fits the tiles. The button that may be dropped is shown first, because the last fit may have dropped it; it is dropped if it would need a
 * further row.
 */
function fitTiles(frame: HTMLElement, bar: HTMLElement, reach: Reach | null): number {
  const mayGo = bar.querySelector('[data-gives]');
  mayGo?.toggleAttribute('data-gone', false);
  const spare = fitFewestRows(frame, bar, reach);
  const [fewest] = ROWS[isWide(frame) ? 'landscape' : 'portrait'];
  if (mayGo === null || rowsOf(bar) <= fewest) return spare;
  mayGo.toggleAttribute('data-gone', true);
  return fitFewestRows(frame, bar, reach);
}

/**
 * Fits the tiles into the fewest rows, with the pictograms of access and help if they cost no row, and with as many languages as then have
 * room.
 */
function fitFewestRows(frame: HTMLElement, bar: HTMLElement, reach: Reach | null): number {
  const { tiles, more, most } = tilesOf(bar);
  // With a low reach all languages may be behind the last tile, so that no row is added.
  const least = reach === null ? Math.min(1, most) : 0;
  for (const rows of ROWS[isWide(frame) ? 'landscape' : 'portrait'])
    for (const columns of ['tiles', 'tiles-bare']) {
      bar.dataset.columns = columns;
      for (let shown = most; shown >= least; shown -= 1) {
        showTiles(tiles, more, shown);
        if (isInside(bar) && rowsOf(bar) <= rows) return tiles.length - shown;
      }
    }
  return Math.max(0, tiles.length - 1);
}

const rowsOf = (bar: HTMLElement): number =>
  new Set(
    [...bar.querySelectorAll('.bar-button, .tile')]
      .filter((one) => one.getBoundingClientRect().height > 0)
      .map((one) => Math.round(bottomOf(one))),
  ).size;

function showTiles(tiles: readonly HTMLElement[], more: HTMLElement | null, count: number): void {
  for (const [index, tile] of tiles.entries()) tile.toggleAttribute('data-spare', index >= count);
  more?.toggleAttribute('data-spare', count === tiles.length);
}
