import { z } from 'zod';
import { Question, readRows } from '../answers.ts';
import table from './measures.json' with { type: 'json' };

/** `media`: what category media asks, the measure alone (`aplica`) or with these reinforcements; `null`: nothing. */
const Measure = Question.extend({ media: z.string().min(1).nullable() });
export type Measure = z.infer<typeof Measure>;

/** How many measures each group of Annex II of RD 311/2022 has. */
const GROUPS = {
  ...{ org: 4, 'op.pl': 5, 'op.acc': 6, 'op.exp': 10, 'op.ext': 4, 'op.nub': 1, 'op.cont': 4, 'op.mon': 3 },
  ...{ 'mp.if': 7, 'mp.per': 4, 'mp.eq': 4, 'mp.com': 4, 'mp.si': 5, 'mp.sw': 2, 'mp.info': 6, 'mp.s': 4 },
} as const;
type Group = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as Group[];
const CODES = GROUP_NAMES.flatMap((group) => Array.from({ length: GROUPS[group] }, (_, at) => `${group}.${at + 1}`));
/** The measures that Annex II asks of category alta alone. */
const OF_ALTA = new Set(['op.ext.3', 'op.cont.2', 'op.cont.3', 'op.cont.4', 'mp.info.4']);

/** The measures of `measures.json`, and the faults of its rows, each with its measure. */
export const readMeasures = (rows: readonly unknown[] = table.measures) => readRows(Measure, rows);

/** Which measures of Annex II are absent, repeated, unknown, unanswered or not those of category media. */
export function faultsOfAnnex(measures: readonly Measure[]): string[] {
  const codes = measures.map(({ code }) => code);
  return [
    ...CODES.filter((code) => !codes.includes(code)).map((code) => `${code}: is missing`),
    ...codes.filter((code, at) => codes.indexOf(code) !== at).map((code) => `${code}: is there twice`),
    ...codes.filter((code) => !CODES.includes(code)).map((code) => `${code}: Annex II has no such measure`),
    ...measures.flatMap(({ code, media, parts }) => [
      ...((media === null) === OF_ALTA.has(code)
        ? []
        : [`${code}: category media ${media === null ? 'asks it' : 'does not ask it'}`]),
      ...(media !== null && parts.length === 0 ? [`${code}: no test, no duty and no gap`] : []),
    ]),
  ];
}
