/** Measures of a font's letters, relative to the font size. */
export interface TypeMetrics {
  /** Height above the baseline of a capital, or of a similar letter in a script without capitals. */
  capital: number;
  /** Depth of the deepest common letter below the baseline. */
  descent: number;
  /** Height of a line's box above the baseline. */
  boxAscent: number;
  boxDescent: number;
}

/** A letter as high as a capital, and a deep letter, of each script. */
const SAMPLES: readonly (readonly [RegExp, string, string])[] = [
  [/\p{Script=Arabic}/u, 'ا', 'ج'],
  [/\p{Script=Han}/u, '国', '国'],
  [/\p{Script=Cyrillic}/u, 'Н', 'р'],
  [/\p{Script=Greek}/u, 'Η', 'ρ'],
];
const LATIN = ['H', 'g'] as const;
const MEASURED_AT_PX = 200;

const pen = document.createElement('canvas').getContext('2d');
const known = new Map<string, TypeMetrics>();

function penFor({ fontStyle, fontWeight, fontFamily }: CSSStyleDeclaration): CanvasRenderingContext2D {
  if (pen === null) throw new Error('this page has no canvas to measure letters with');
  pen.font = `${fontStyle} ${fontWeight} ${MEASURED_AT_PX}px ${fontFamily}`;
  return pen;
}

export function metricsOf(style: CSSStyleDeclaration, text: string): TypeMetrics {
  const sample = SAMPLES.find(([script]) => script.test(text));
  const [capital, deep] = sample === undefined ? LATIN : [sample[1], sample[2]];
  const key = `${style.fontStyle} ${style.fontWeight} ${style.fontFamily} ${capital}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const measures = penFor(style);
  const upper = measures.measureText(capital);
  const metrics = {
    capital: upper.actualBoundingBoxAscent / MEASURED_AT_PX,
    descent: measures.measureText(deep).actualBoundingBoxDescent / MEASURED_AT_PX,
    boxAscent: upper.fontBoundingBoxAscent / MEASURED_AT_PX,
    boxDescent: upper.fontBoundingBoxDescent / MEASURED_AT_PX,
  };
  known.set(key, metrics);
  return metrics;
}

const inks = new Map<string, { above: number; below: number }>();

/** Returns how far the letters of this text reach above and below the baseline, relative to the font size. */
export function inkOf(style: CSSStyleDeclaration, text: string): { above: number; below: number } {
  const key = `${style.fontStyle} ${style.fontWeight} ${style.fontFamily} ${text}`;
  const before = inks.get(key);
  if (before !== undefined) return before;
  const measured = penFor(style).measureText(text);
  const ink = {
    above: measured.actualBoundingBoxAscent / MEASURED_AT_PX,
    below: measured.actualBoundingBoxDescent / MEASURED_AT_PX,
  };
  inks.set(key, ink);
  return ink;
}
