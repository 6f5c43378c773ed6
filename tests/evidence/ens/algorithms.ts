import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import type { DocumentLanguage } from '../answers.ts';
import { text } from '../html.ts';
import table from './algorithms.json' with { type: 'json' };
import { algorithmsIn } from './algorithms-in.ts';
import { SECURITY_WORDS } from './words.ts';

const Text = z.string().min(1);
/** An algorithm in use, judged by the tables of CCN-STIC 807 (May 2022). */
const Algorithm = z.strictObject({
  /** The name that `algorithmsIn` finds in the code. */
  name: Text,
  title: z.strictObject({ ca: Text, es: Text }),
  table: Text,
  judged: z.enum(['recommended', 'legacy', 'not-listed']),
  use: z.strictObject({ ca: Text, es: Text }),
  /** The package that chooses the algorithm; absent if Torn's own code names it. */
  by: Text.optional(),
});
export type Algorithm = z.infer<typeof Algorithm>;

export const ALGORITHMS: readonly Algorithm[] = z.array(Algorithm).parse(table.algorithms);

/** Returns complaints about algorithms in the code without a judgement, and about judgements of algorithms that the code no longer uses. */
export function faultsOfAlgorithms(root: string, judged: readonly Algorithm[] = ALGORITHMS): string[] {
  const found = algorithmsIn(root);
  const names = new Set(judged.map(({ name }) => name));
  return [
    ...[...found].flatMap(([name, files]) =>
      names.has(name) ? [] : [`op.exp.10: ${name} in ${[...files][0]} is not compared with CCN-STIC 807`],
    ),
    ...judged.flatMap(({ name, by }) => {
      const isUsed = by === undefined ? found.has(name) : Object.hasOwn(manifest.dependencies, by);
      return isUsed ? [] : [`op.exp.10: ${by ?? 'no code'} uses ${name} any more`];
    }),
  ];
}

export function algorithmTable(root: string, language: DocumentLanguage): string {
  const words = SECURITY_WORDS[language];
  const found = algorithmsIn(root);
  const rows = ALGORITHMS.map(({ name, title, table: named, judged, use, by }) => {
    const [first = '', ...others] = found.get(name) ?? [];
    const where = by ?? (others.length === 0 ? first : `${first} (+${others.length})`);
    const mark = judged === 'recommended' ? '' : ' class="missing"';
    const cells = [text(named), `<span${mark}>${text(words.judged[judged])}</span>`];
    return `<tr><th scope="row" class="wraps">${text(title[language])}</th><td>${text(use[language])}<br><code>${text(where)}</code></td><td>${cells.join('</td><td>')}</td></tr>`;
  });
  const { algorithm, use, table: column, judgement } = words.algorithmColumns;
  const heads = [algorithm, use, column, judgement].map((head) => `<th scope="col">${text(head)}</th>`);
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}
