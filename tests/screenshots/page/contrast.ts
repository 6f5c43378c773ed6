import { frontLines } from './find-misfits.ts';
import type { Box } from './geometry.ts';
import { nameOf } from './texts.ts';

/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export type Ink = readonly [red: number, green: number, blue: number, alpha: number];

/** A line of text whose background colour axe cannot determine, so that it must be read from a picture's pixels. */
export interface Undecided {
  what: string;
  box: Box;
  ink: Ink;
}

const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

function inkOf(colour: string, opacity: number): Ink {
  if (pen === null) throw new Error('this page has no canvas to read colours with');
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, (alpha / 255) * opacity];
}

function opacityOf(element: Element): number {
  let opacity = 1;
  for (let at: Element | null = element; at !== null; at = at.parentElement)
    opacity *= Number.parseFloat(getComputedStyle(at).opacity);
  return opacity;
}

export function undecidedLines(selectors: readonly string[]): Undecided[] {
  const elements = new Set(selectors.flatMap((selector) => [...document.querySelectorAll(selector)]));
  return frontLines()
    .filter(({ element }) => [...elements].some((one) => one === element || one.contains(element)))
    .map(({ element, text, box }) => {
      const style = getComputedStyle(element);
      const colour = element instanceof SVGElement ? style.fill : style.webkitTextFillColor;
      return { what: `“${text.slice(0, 60)}” ${nameOf(element)}`, box, ink: inkOf(colour, opacityOf(element)) };
    });
}

let withoutWords: CSSStyleSheet | null = null;

export function hideWords(areHidden: boolean): void {
  if (withoutWords === null) {
    withoutWords = new CSSStyleSheet();
    withoutWords.replaceSync(
      '* { -webkit-text-fill-color: transparent !important; } svg text { fill: transparent !important; }',
    );
  }
  const others = document.adoptedStyleSheets.filter((sheet) => sheet !== withoutWords);
  document.adoptedStyleSheets = areHidden ? [...others, withoutWords] : others;
}
