import { z } from 'zod';
import { Question, readRows } from '../answers.ts';
import table from './measures.json' with { type: 'json' };

/** `media` is the measure's requirement in category media: the measure alone (`aplica`), or reinforcements such as `+R1`; `null`: none. */
const Measure = Question.extend({ media: z.string().min(1).nullable() });
export type Measure = z.infer<typeof Measure>;

/** Count of measures in each group of Annex II of RD 311/2022. */
const GROUPS = {
  org: 4,
  'op.pl': 5,
  'op.acc': 6,
  'op.exp': 10,
  'op.ext': 4,
  'op.nub': 1,
  'op.cont': 4,
  'op.mon': 3,
  'mp.if': 7,
  'mp.per': 4,
  'mp.eq': 4,
  'mp.com': 4,
  'mp.si': 5,
  'mp.sw': 2,
  'mp.info': 6,
  'mp.s': 4,
} as const;
type Group = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as Group[];
const CODES = GROUP_NAMES.flatMap((group) => Array.from({ length: GROUPS[group] }, (_, at) => `${group}.${at + 1}`));
/** Annex II requires these measures only in category alta. */
const OF_ALTA = new Set(['op.ext.3', 'op.cont.2', 'op.cont.3', 'op.cont.4', 'mp.info.4']);
/** The reinforcements that Annex II requires in category media; CCN-STIC 888 repeats this table. */
const REINFORCED: Readonly<Record<string, string>> = {
  'op.pl.1': '+R1',
  'op.pl.2': '+R1',
  'op.pl.4': '+R1',
  'op.acc.1': '+R1',
  'op.acc.5': '+[R2 o R3 o R4]+R5',
  'op.acc.6': '+[R1 o R2 o R3 o R4]+R5+R8+R9',
  'op.exp.3': '+R1',
  'op.exp.4': '+R1',
  'op.exp.6': '+R1+R2',
  'op.exp.7': '+R1+R2',
  'op.exp.8': '+R1+R2+R3+R4',
  'op.exp.10': '+R1',
  'op.nub.1': '+R1',
  'op.mon.1': '+R1',
  'op.mon.2': '+R1+R2',
  'op.mon.3': '+R1+R2',
  'mp.if.4': '+R1',
  'mp.per.2': '+R1',
  'mp.eq.1': '+R1',
  'mp.eq.4': '+R1',
  'mp.com.2': '+R1',
  'mp.com.3': '+R1+R2',
  'mp.com.4': '+[R1 o R2 o R3]',
  'mp.si.5': '+R1',
  'mp.sw.1': '+R1+R2+R3+R4',
  'mp.sw.2': '+R1',
  'mp.info.3': '+R1+R2+R3',
  'mp.info.6': '+R1',
  'mp.s.2': '+[R1 o R2]',
};
const askedOf = (code: string): string | null => (OF_ALTA.has(code) ? null : (REINFORCED[code] ?? 'aplica'));

/** Reads the measures of `measures.json`. Each invalid row gives a complaint with the measure's code. */
export const readMeasures = (rows: readonly unknown[] = table.measures) => readRows(Measure, rows);

/**
 * Returns complaints about measures of Annex II that are absent, repeated, unknown or unanswered, or whose requirement differs from
 * category media.
 */
export function faultsOfAnnex(measures: readonly Measure[]): string[] {
  const codes = measures.map(({ code }) => code);
  return [
    ...CODES.filter((code) => !codes.includes(code)).map((code) => `${code}: is missing`),
    ...codes.filter((code, at) => codes.indexOf(code) !== at).map((code) => `${code}: is there twice`),
    ...codes.filter((code) => !CODES.includes(code)).map((code) => `${code}: Annex II has no such measure`),
    ...measures.flatMap(({ code, media, parts }) => [
      ...(media === askedOf(code) ? [] : [`${code}: category media asks ${askedOf(code) ?? 'nothing'}, not ${media}`]),
      ...(media !== null && parts.length === 0 ? [`${code}: no test, no duty and no gap`] : []),
    ]),
  ];
}
