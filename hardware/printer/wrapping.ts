/**
 * Wraps text into lines that `measure` finds no longer than `limit`. Breaks at spaces, in Chinese between words but not before a closing
 * sign; a word wider than a line breaks between any graphemes. Drops spaces at line ends.
 */
export function wrap(text: string, limit: number, measure: (line: string) => number): string[] {
  return fill(unitsOf(text), limit, measure);
}

/** Wraps text into as few lines as `wrap` does, but of similar length, so that the last line is rarely a single short word. */
export function wrapEvenly(text: string, limit: number, measureOnce: (line: string) => number): string[] {
  const units = unitsOf(text);
  const known = new Map<string, number>();
  const measure = (line: string): number => {
    const width = known.get(line) ?? measureOnce(line);
    known.set(line, width);
    return width;
  };
  let lines = fill(units, limit, measure);
  const widest = Math.max(0, ...units.map((unit) => measure(unit.trimEnd())));
  if (lines.length < 2 || widest > limit) return lines;
  let [tooNarrow, wideEnough] = [widest - 1, limit];
  while (wideEnough - tooNarrow > 1) {
    const middle = Math.floor((tooNarrow + wideEnough) / 2);
    const narrower = fill(units, middle, measure);
    if (narrower.length > lines.length) tooNarrow = middle;
    else [wideEnough, lines] = [middle, narrower];
  }
  return lines;
}

function fill(units: readonly string[], limit: number, measure: (line: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const unit of units) {
    if (line !== '' && measure((line + unit).trimEnd()) <= limit) {
      line += unit;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    line = '';
    for (const piece of measure(unit.trimEnd()) <= limit ? [unit] : graphemesOf(unit)) {
      if (line !== '' && measure((line + piece).trimEnd()) > limit) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += piece;
    }
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd());
  return lines;
}

const chineseWords = new Intl.Segmenter('zh-Hans', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const HAN = /\p{Script=Han}/u;
const OPENING = /[《「『【（(“‘]$/;
const CLOSING = /^[》」』】）)”’。、，！？：；,.!?:;%]/;

const graphemesOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

/** Splits a text at the places where a line may break: after a space, which stays at the end of its piece, and between Chinese words. */
export function unitsOf(text: string): string[] {
  return text
    .split(/ +/)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const pieces = HAN.test(word) ? Array.from(chineseWords.segment(word), ({ segment }) => segment) : [word];
      const units: string[] = [];
      for (const piece of pieces) {
        const before = units.at(-1);
        if (before !== undefined && (CLOSING.test(piece) || OPENING.test(before)))
          units[units.length - 1] = before + piece;
        else units.push(piece);
      }
      return units.map((unit, index) => (index === units.length - 1 ? `${unit} ` : unit));
    });
}
