import type { PaperView } from '../../src-main/contract/kiosk/screens/office.ts';

type Line = PaperView['lines'][number];

/** Of the paper's margin, in its dots. */
const EDGE_DOTS = 24;
/** A line without letters of its own moves the paper so far. */
const LEAST_LINE_DOTS = 30;
/** Of a letter's cell, from its top to the line that it stands on. */
const BASELINE = 0.78;

const heightOf = (line: Line): number => {
  switch (line.kind) {
    case 'feed':
      return line.dots;
    case 'text':
      return Math.max(LEAST_LINE_DOTS, line.high);
    case 'code':
      return line.rows.length * line.moduleDots;
    case 'picture':
      return line.high;
  }
};

/** A ticket as the printer lays it out, every line where it comes on the paper, its words to be read as they stand. */
export function PaperPreview({ paper: { widthDots, lines }, label }: { paper: PaperView; label: string }) {
  let top = EDGE_DOTS;
  const placed = lines.map((line) => {
    const at = top;
    top += heightOf(line);
    return { line, at };
  });
  const width = widthDots + 2 * EDGE_DOTS;
  return (
    <svg class="paper-preview" data-whole viewBox={`0 0 ${width} ${top + EDGE_DOTS}`} role="group" aria-label={label}>
      <rect width={width} height={top + EDGE_DOTS} fill="#ffffff" />
      {placed.map(({ line, at }, index) => (
        <LineOfPaper key={`${index} ${at}`} line={line} at={at} widthDots={widthDots} />
      ))}
    </svg>
  );
}

function LineOfPaper({ line, at, widthDots }: { line: Line; at: number; widthDots: number }) {
  if (line.kind === 'feed') return null;
  if (line.kind === 'code') {
    const { rows, moduleDots } = line;
    const left = EDGE_DOTS + (widthDots - rows.length * moduleDots) / 2;
    const dark = rows.flatMap((row, y) =>
      [...row].flatMap((module, x) =>
        module === '1'
          ? [`M${left + x * moduleDots} ${at + y * moduleDots}h${moduleDots}v${moduleDots}h-${moduleDots}z`]
          : [],
      ),
    );
    return <path d={dark.join('')} fill="#000000" />;
  }
  const wide = line.kind === 'text' ? [...line.text].length * line.wide : line.wide;
  const left = EDGE_DOTS + shiftOf(line.align, widthDots - wide);
  if (line.kind === 'picture') return <rect x={left} y={at} width={wide} height={line.high} fill="#c8c8c8" />;
  return (
    <text
      x={left}
      y={at + BASELINE * line.high}
      font-size={line.high}
      font-weight={line.bold ? 700 : 400}
      font-family="monospace"
      textLength={wide}
      lengthAdjust="spacingAndGlyphs"
      xml:space="preserve"
      fill="#000000"
    >
      {line.text}
    </text>
  );
}

const shiftOf = (align: 'left' | 'center' | 'right', spare: number): number =>
  align === 'left' ? 0 : align === 'right' ? spare : spare / 2;
