import { useEffect, useRef, useState } from 'preact/hooks';
import type { Spread } from '../../../src-main/contract/centre/day-figures.ts';

/** A column narrower than this has its numbers above and below it, and only the hour as its label. */
const NARROW = 56;
const HEIGHT = 190;
const TOP = 28;
const FOOT = 30;

/** Measures the width of the drawing's box. A drawing of that width is not scaled, so its letters are as large as those of the page. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const box = element.current;
    if (box === null) return;
    const seen = new ResizeObserver(() => setWidth(box.clientWidth));
    seen.observe(box);
    setWidth(box.clientWidth);
    return () => seen.disconnect();
  }, []);
  return { element, width };
}

interface Column {
  hour: number;
  word: string;
}

/** The frame of `ArrivalBars` and `WaitDots`. They share this frame so that their columns are aligned, one drawing below the other. */
function Drawing<C extends Column>({
  columns,
  hasWords,
  draw,
}: {
  columns: readonly C[];
  hasWords: boolean;
  draw: (column: C, middle: number, width: number) => preact.ComponentChildren;
}) {
  const { element, width } = useWidth();
  const each = width / Math.max(1, columns.length);
  const foot = hasWords ? FOOT : 4;
  return (
    // Screen readers skip the drawing and read the table of the same figures.
    <div class="figure-box" ref={element}>
      {width === 0 ? null : (
        <svg class="figure" width={each * columns.length} height={HEIGHT + foot} aria-hidden="true" focusable="false">
          <line class="figure-base" x1="0" x2={each * columns.length} y1={HEIGHT} y2={HEIGHT} />
          {columns.map((column, index) => {
            const middle = each * (index + 0.5);
            return (
              <g key={column.hour}>
                {draw(column, middle, each)}
                {hasWords ? (
                  <text class="figure-word" x={middle} y={HEIGHT + 22}>
                    {each < NARROW ? column.hour : column.word}
                  </text>
                ) : null}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

const heightOf = (value: number, most: number): number => (most === 0 ? 0 : ((HEIGHT - TOP) * value) / most);

export function ArrivalBars({
  columns,
}: {
  columns: readonly (Column & { arrivals: number; usual: number | null })[];
}) {
  const most = Math.max(0, ...columns.map(({ arrivals, usual }) => Math.max(arrivals, usual ?? 0)));
  return (
    <Drawing
      columns={columns}
      hasWords
      draw={({ arrivals, usual }, middle, each) => {
        const beyond = Math.min(8, each / 8);
        const half = Math.min(36, each / 2 - beyond - 1);
        const top = HEIGHT - heightOf(arrivals, most);
        const tick = usual === null ? null : Math.min(HEIGHT - 2, HEIGHT - heightOf(usual, most));
        const isOver = tick !== null && tick > top + 2;
        const isNear = tick !== null && tick <= top && tick > top - 24;
        return (
          <>
            <rect x={middle - half} y={top} width={2 * half} height={HEIGHT - top} />
            {tick === null ? null : (
              <>
                {isOver ? <line class="figure-gap" x1={middle - half} x2={middle + half} y1={tick} y2={tick} /> : null}
                <line
                  class="figure-tick"
                  x1={middle - half - beyond}
                  x2={isOver ? middle - half : middle + half + beyond}
                  y1={tick}
                  y2={tick}
                />
                {isOver ? (
                  <line class="figure-tick" x1={middle + half} x2={middle + half + beyond} y1={tick} y2={tick} />
                ) : null}
              </>
            )}
            <text class="figure-value" x={middle} y={(isNear ? tick : top) - 8}>
              {arrivals}
            </text>
          </>
        );
      }}
    />
  );
}

/** Draws the waits of each hour: a dot at the median, and a line from it up to the wait that nine in ten people did not exceed. */
export function WaitDots({ columns }: { columns: readonly (Column & { wait: Spread | null })[] }) {
  const most = Math.max(0, ...columns.map(({ wait }) => wait?.nineOfTen ?? 0));
  return (
    <Drawing
      columns={columns}
      hasWords={false}
      draw={({ wait }, middle, each) => {
        if (wait === null) return null;
        const isNarrow = each < NARROW;
        const at = isNarrow ? middle : middle - 12;
        const foot = HEIGHT - (isNarrow ? 34 : 22);
        const half = foot - heightOf(wait.half, most) * 0.8;
        const nine = foot - heightOf(wait.nineOfTen, most) * 0.8;
        // If the two numbers are close, they are moved apart, because they would overlap.
        const isClose = half - nine < 20;
        const beyond = Math.min(14, each / 2 - 3);
        return (
          <>
            <line class="figure-stem" x1={at} x2={at} y1={half} y2={nine} />
            <line class="figure-tick" x1={at - beyond} x2={at + beyond} y1={nine} y2={nine} />
            <circle cx={at} cy={half} r="8" />
            <text
              class={isNarrow ? 'figure-value' : 'figure-side'}
              x={isNarrow ? at : at + 20}
              y={isNarrow ? nine - 8 : isClose ? nine - 2 : nine + 6}
            >
              {wait.nineOfTen}
            </text>
            <text
              class={isNarrow ? 'figure-word' : 'figure-side figure-less'}
              x={isNarrow ? at : at + 20}
              y={isNarrow ? half + 26 : isClose ? nine + 16 : half + 6}
            >
              {wait.half}
            </text>
          </>
        );
      }}
    />
  );
}
