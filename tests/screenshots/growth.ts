import { LANGUAGES, languageRow } from '../../config/languages.ts';
import { createTranslator, fetchWords } from '../../config/locales/index.ts';
import type { Misfit, SeenText } from './page/report.ts';

const MEASURE_MM = 0.1;
const LEAST_AT_150 = 1.3;

await Promise.all(LANGUAGES.map(fetchWords));
/** These sentences name the size of type, so they differ between sizes. */
const SIZE_SENTENCES = LANGUAGES.map((language) =>
  createTranslator(language, 'screen')('access.size', { size: 1, sizes: 3 }),
);

/** Larger type may hide names of languages, because the start screen's last tile leads to the languages without a tile. */
const LANGUAGE_NAMES: readonly string[] = LANGUAGES.map((language) => languageRow(language).name);

/**
 * Finds texts that larger type changes wrongly. Each text must grow by `factor` (at 1.5 by `LEAST_AT_150`, at 2 by 2), but need not exceed
 * `factor` times `leastMm`, the least height of capitals. No text may shrink. Only texts with `mayGo`, size sentences and languages' names
 * may vanish.
 */
export function compareGrowth(
  usual: readonly SeenText[],
  larger: readonly SeenText[],
  factor: number,
  leastMm: number,
): Misfit[] {
  const largeMm = factor * leastMm;
  const found: Misfit[] = [];
  const after = heightsByText(larger);
  const mayGo = new Set(usual.filter((seen) => seen.mayGo).map(({ text }) => text));
  for (const [text, before] of heightsByText(usual)) {
    const then = after.get(text) ?? [];
    // A title is repeated on each page; if larger type needs more pages, each height is compared only once.
    const [heights, grown] = before.length === then.length ? [before, then] : [distinct(before), distinct(then)];
    const what = `“${text.slice(0, 60)}”`;
    if (grown.length === 0 && !mayGo.has(text) && !SIZE_SENTENCES.includes(text) && !LANGUAGE_NAMES.includes(text))
      found.push({ rule: 'vanished', what, detail: `is not there at ${factor * 100} %` });
    for (const [index, mm] of heights.entries()) {
      const now = grown[index];
      if (now === undefined) continue;
      // At 150 % the letters of a dense screen may grow by only a third, so that the screen stays one page.
      const grows = factor < 2 ? LEAST_AT_150 : factor;
      const least = mm >= largeMm - MEASURE_MM ? mm : Math.min(mm * grows, largeMm);
      const detail = `${mm.toFixed(1)} mm at 100 %, ${now.toFixed(1)} mm at ${factor * 100} %`;
      if (now < mm - MEASURE_MM) found.push({ rule: 'shrunk', what, detail });
      else if (now < least - MEASURE_MM) found.push({ rule: 'unchanged', what, detail });
    }
  }
  return found;
}

/** Returns each text's heights from the largest to the smallest, so that the heights of a repeated text are compared in this sequence. */
function heightsByText(texts: readonly SeenText[]): Map<string, number[]> {
  const byText = new Map<string, number[]>();
  for (const { text, capitalMm } of texts) byText.set(text, [...(byText.get(text) ?? []), capitalMm]);
  for (const heights of byText.values()) heights.sort((one, other) => other - one);
  return byText;
}

const distinct = (heights: readonly number[]): number[] =>
  heights.filter((mm, index) => index === 0 || (heights[index - 1] ?? mm) - mm > MEASURE_MM);
