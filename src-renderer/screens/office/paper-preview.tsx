import { useEffect, useRef } from 'preact/hooks';
import type { PaperView } from '../../../src-main/office/contract/office.ts';

type Line = PaperView['lines'][number];

const EDGE_DOTS = 24;
const LEAST_LINE_DOTS = 30;
const BASELINE = 0.78;
const PAPER = '#ffffff';
const INK = '#000000';
const WHERE_A_PICTURE_IS = '#c8c8c8';

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

/** A ticket as the printer lays it out: a dot of paper is a pixel of the picture. The ticket's text is the accessible name. */
export function PaperPreview({ paper, label }: { paper: PaperView; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = paper.lines.reduce((sum, line) => sum + heightOf(line), 2 * EDGE_DOTS);
  const words = paper.lines.flatMap((line) => (line.kind === 'text' ? [line.text.trim()] : []));
  useEffect(() => {
    const pen = canvas.current?.getContext('2d') ?? null;
    if (pen !== null) draw(pen, paper, height);
  }, [paper]);
  return (
    <canvas
      ref={canvas}
      class="paper-preview"
      data-whole
      width={paper.widthDots + 2 * EDGE_DOTS}
      height={height}
      role="img"
      aria-label={[label, ...words].join('. ')}
    />
  );
}

function draw(pen: CanvasRenderingContext2D, { widthDots, lines }: PaperView, height: number): void {
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, widthDots + 2 * EDGE_DOTS, height);
  let top = EDGE_DOTS;
  for (const line of lines) {
    drawLine(pen, line, top, widthDots);
    top += heightOf(line);
  }
}

function drawLine(pen: CanvasRenderingContext2D, line: Line, top: number, widthDots: number): void {
  if (line.kind === 'feed') return;
  pen.fillStyle = line.kind === 'picture' ? WHERE_A_PICTURE_IS : INK;
  if (line.kind === 'code') {
    const { rows, moduleDots } = line;
    const left = EDGE_DOTS + (widthDots - rows.length * moduleDots) / 2;
    for (const [y, row] of rows.entries())
      for (const [x, module] of [...row].entries())
        if (module === '1') pen.fillRect(left + x * moduleDots, top + y * moduleDots, moduleDots, moduleDots);
    return;
  }
  const wide = line.kind === 'text' ? [...line.text].length * line.wide : line.wide;
  const left = EDGE_DOTS + shiftOf(line.align, widthDots - wide);
  if (line.kind === 'picture') {
    pen.fillRect(left, top, wide, line.high);
    return;
  }
  pen.font = `${line.bold ? 700 : 400} ${line.high}px monospace`;
  // Each letter is drawn in its own cell, because a printer's letters have equal widths.
  for (const [at, letter] of [...line.text].entries())
    pen.fillText(letter, left + at * line.wide, top + BASELINE * line.high, line.wide);
}

const shiftOf = (align: 'left' | 'center' | 'right', spare: number): number =>
  align === 'left' ? 0 : align === 'right' ? spare : spare / 2;
