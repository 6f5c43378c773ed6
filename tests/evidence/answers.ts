import { z } from 'zod';
import { endingOf, type Result } from './results.ts';
import type { NamedTest } from './shown-by.ts';
import { testsIn } from './tests-in.ts';

export const DOCUMENT_LANGUAGES = ['ca', 'es'] as const;
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number];

export const OWNERS = ['city', 'installer', 'host'] as const;
export type Owner = (typeof OWNERS)[number];

const Text = z.string().trim().min(1);
const Said = z.strictObject({ ca: Text, es: Text });

/** `FILE: NAME` of a test. */
const Test = z
  .string()
  .regex(/^tests\/\S+\.(?:test|spec)\.tsx?: \S/)
  .transform((line): NamedTest => {
    const at = line.indexOf(': ');
    return { file: line.slice(0, at), name: line.slice(at + 2) };
  });

const Part = z.discriminatedUnion('kind', [
  /** A behaviour of the product, and the tests that show it. */
  z.strictObject({
    kind: z.literal('evidence'),
    says: Said,
    tests: z.array(Test).min(1),
  }),
  /** A duty of the party `of`, in the words of the document. */
  z.strictObject({ kind: z.literal('duty'), of: z.enum(OWNERS), says: Said }),
  z.strictObject({ kind: z.literal('gap'), says: Said }),
]);
export type Part = z.infer<typeof Part>;

export const Question = z.strictObject({ code: Text, name: Said, parts: z.array(Part) });
export type Question = z.infer<typeof Question>;

/** Returns the rows that fit the schema, and for each other row a complaint with its code. */
export function readRows<T>(schema: z.ZodType<T>, rows: readonly unknown[]): { rows: T[]; faults: string[] } {
  const read = rows.map((row) => ({ code: Coded.safeParse(row).data?.code, is: schema.safeParse(row) }));
  return {
    rows: read.flatMap(({ is }) => (is.success ? [is.data] : [])),
    faults: read.flatMap(({ code = 'a row without a code', is }) =>
      (is.error?.issues ?? []).map(({ path, message }) => `${code}: ${path.join('.')}: ${message}`),
    ),
  };
}
const Coded = z.object({ code: Text });

export const testsOf = ({ parts }: Question): NamedTest[] =>
  parts.flatMap((part) => (part.kind === 'evidence' ? part.tests : []));

/** Returns a complaint for each test that does not exist or, if there are reports, has not passed in them. */
export function faultsOfTests(root: string, questions: readonly Question[], results: readonly Result[]): string[] {
  const files = new Map<string, ReadonlySet<string> | null>();
  const namesIn = (file: string): ReadonlySet<string> | null => {
    const names = files.has(file) ? (files.get(file) ?? null) : testsIn(root, file);
    files.set(file, names);
    return names;
  };
  return questions.flatMap((question) =>
    testsOf(question).flatMap((test) => {
      const named = `${question.code}: ${test.file}`;
      if (!namesIn(test.file)?.has(test.name)) return [`${named} has no test “${test.name}”`];
      if (results.length === 0) return [];
      const ending = endingOf(test, results);
      return ending === 'passed' ? [] : [`${named}: “${test.name}” ${ending ?? 'is not in the reports'}`];
    }),
  );
}
