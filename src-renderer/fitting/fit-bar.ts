import { bottomOf, type Reach, SLACK_PX } from './measures.ts';

/** On a wide panel with fewer lines than this, the bar is beside the screen, which then has the whole height. */
const LOW_LINES = 11;

/** The most languages that a person takes in at a glance; the others are behind the last tile. */
const MOST_TILES = 4;

/** Rows of the façade's bar to try, by the panel's orientation. */
const ROWS = { landscape: [1, 2, 3], portrait: [2, 3, 4] } as const;

/**
 * Arranges the bar's buttons in one row, in two, without pictograms, or beside the screen; on the façade with as many language tiles as
 * have room. Returns how many tiles have none.
 */
export function fitBar(frame: HTMLElement, reach: Reach | null): number {
  const bar = frame.querySelector<HTMLElement>('.bar');
  if (bar === null) return 0;
  frame.toggleAttribute('data-bare', false);
  frame.toggleAttribute('data-side', false);
  if (frame.matches('.facade')) {
    // The previous fit would change the measure.
    frame.dataset.fit = 'roomy';
    return fitTiles(frame, bar, reach);
  }
  // Measured in the close fit, because a warning hides the bar of a paged screen, and a list that begins at the line of reach leaves no
  // place for a stripe.
  frame.dataset.fit = 'close';
  fitButtons(frame, bar, reach);
  return 0;
}

function fitButtons(frame: HTMLElement, bar: HTMLElement, reach: Reach | null): void {
  const { clientHeight, clientWidth, dataset } = frame;
  const isWide = clientWidth > clientHeight;
  const isLow = isWide && clientHeight < LOW_LINES * Number.parseFloat(getComputedStyle(bar).fontSize);
  // A bar at the side is no lower than one below, so it does not help a low reach; a warning covers the foot of the screen.
  const hasSide = isLow && reach === null && dataset.warned === undefined && !frame.matches('.technician');
  const inRows = isLow ? ['words'] : isWide ? ['4', 'row', '2', 'words'] : ['4', '2', 'words'];
  for (const columns of hasSide ? ['side', 'side-bare'] : inRows) {
    bar.dataset.columns = columns;
    if (hasSide) frame.toggleAttribute('data-side', true);
    if (isInside(bar) && bottomOf(bar) <= bottomOf(frame) + SLACK_PX) return;
  }
}

/** Whether each button of the bar has room for its words and lies within the bar. */
function isInside(bar: HTMLElement): boolean {
  const { left, right } = bar.getBoundingClientRect();
  return [...bar.querySelectorAll<HTMLElement>('.bar-button, .tile')].every((button) => {
    const box = button.getBoundingClientRect();
    return button.scrollWidth <= button.clientWidth + 1 && box.left >= left - SLACK_PX && box.right <= right + SLACK_PX;
  });
}

/** The fewest rows win, then the most languages, then the pictograms of access and help. */
function fitTiles(frame: HTMLElement, bar: HTMLElement, reach: Reach | null): number {
  const tiles = [...bar.querySelectorAll<HTMLElement>('.bar-tiles > li:not(.more-languages)')];
  const more = bar.querySelector<HTMLElement>('.more-languages');
  const most = tiles.length === MOST_TILES + 1 ? tiles.length : Math.min(tiles.length, MOST_TILES);
  // A low reach may put all languages behind the last tile rather than add a row.
  const least = reach === null ? Math.min(1, most) : 0;
  for (const rows of ROWS[frame.clientWidth > frame.clientHeight ? 'landscape' : 'portrait'])
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
