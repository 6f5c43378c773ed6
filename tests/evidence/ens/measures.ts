import { z } from 'zod';
import { endingOf, type Result } from '../results.ts';
import type { NamedTest } from '../shown-by.ts';
import { testsIn } from '../tests-in.ts';
import table from './measures.json' with { type: 'json' };

export const DOCUMENT_LANGUAGES = ['ca', 'es'] as const;
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number];

export const OWNERS = ['city', 'installer', 'host'] as const;
export type Owner = (typeof OWNERS)[number];

const Text = z.string().trim().min(1);
/** A text of the document in each of its languages. */
export const Said = z.strictObject({ ca: Text, es: Text });
export type Said = z.infer<typeof Said>;

const Part = z.discriminatedUnion('kind', [
  /** What the product does, and the tests that show it. */
  z.strictObject({
    kind: z.literal('evidence'),
    says: Said,
    tests: z.array(z.strictObject({ file: Text, name: Text })).min(1),
  }),
  /** Whose duty it is, and what to write there. */
  z.strictObject({ kind: z.literal('duty'), of: z.enum(OWNERS), says: Said }),
  /** What the measure asks and the product lacks. */
  z.strictObject({ kind: z.literal('gap'), says: Said }),
]);
export type Part = z.infer<typeof Part>;

const Measure = z.strictObject({
  code: Text,
  name: Said,
  /** What category media asks: the measure alone (`aplica`), or with these reinforcements; `null`: nothing. */
  media: Text.nullable(),
  parts: z.array(Part),
});
export type Measure = z.infer<typeof Measure>;

/** How many measures each group of Annex II of RD 311/2022 has. */
const GROUPS = {
  ...{ org: 4, 'op.pl': 5, 'op.acc': 6, 'op.exp': 10, 'op.ext': 4, 'op.nub': 1, 'op.cont': 4, 'op.mon': 3 },
  ...{ 'mp.if': 7, 'mp.per': 4, 'mp.eq': 4, 'mp.com': 4, 'mp.si': 5, 'mp.sw': 2, 'mp.info': 6, 'mp.s': 4 },
} as const;
export type Group = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as Group[];
const CODES = GROUP_NAMES.flatMap((group) => Array.from({ length: GROUPS[group] }, (_, at) => `${group}.${at + 1}`));
/** The measures that Annex II asks of category alta alone. */
const OF_ALTA = new Set(['op.ext.3', 'op.cont.2', 'op.cont.3', 'op.cont.4', 'mp.info.4']);

/** The measures of `measures.json`, and the faults of its rows, each with its measure. */
export function readMeasures(rows: readonly unknown[] = table.measures): { measures: Measure[]; faults: string[] } {
  const read = rows.map((row) => ({
    code: z.object({ code: Text }).safeParse(row).data?.code,
    is: Measure.safeParse(row),
  }));
  return {
    measures: read.flatMap(({ is }) => is.data ?? []),
    faults: read.flatMap(({ code = 'a row without a code', is }) =>
      (is.error?.issues ?? []).map(({ path, message }) => `${code}: ${path.join('.')}: ${message}`),
    ),
  };
}

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

export const testsOf = ({ parts }: Measure): NamedTest[] =>
  parts.flatMap((part) => (part.kind === 'evidence' ? part.tests : []));

/** The measures whose tests no longer exist, or have not passed in the reports; without reports nothing is said of passing. */
export function faultsOfTests(root: string, measures: readonly Measure[], results: readonly Result[]): string[] {
  const files = new Map<string, ReadonlySet<string> | null>();
  const namesIn = (file: string): ReadonlySet<string> | null => {
    const names = files.has(file) ? (files.get(file) ?? null) : testsIn(root, file);
    files.set(file, names);
    return names;
  };
  return measures.flatMap((measure) =>
    testsOf(measure).flatMap((test) => {
      const named = `${measure.code}: ${test.file}`;
      if (!namesIn(test.file)?.has(test.name)) return [`${named} has no test “${test.name}”`];
      if (results.length === 0) return [];
      const ending = endingOf(test, results);
      return ending === 'passed' ? [] : [`${named}: “${test.name}” ${ending ?? 'is not in the reports'}`];
    }),
  );
}
