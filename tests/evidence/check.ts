import type { Chapter, Clause } from './clause.ts';
import { missingSentence, STATEMENT_LANGUAGES } from './missing-sentence.ts';
import { endingOf, type Result } from './results.ts';
import { SHOWN_BY, type TestKey } from './shown-by.ts';
import { testsIn } from './tests-in.ts';

/**
 * Returns complaints about the table, one sentence each: an unanswered clause, a test that does not exist, or a missing part without its
 * sentence in the statement.
 */
export function faultsIn(root: string, chapters: readonly Chapter[], shownBy = SHOWN_BY): string[] {
  const clauses = chapters.flatMap((chapter) => chapter.clauses);
  const files = new Map<string, ReadonlySet<string> | null>();
  const isThere = (key: TestKey): boolean => {
    const { file, name } = shownBy[key];
    const names = files.get(file) ?? testsIn(root, file);
    files.set(file, names);
    return names?.has(name) ?? false;
  };
  const used = new Set(clauses.flatMap(testsOf));
  const absent = [...used].filter((key) => !isThere(key));
  const unanswered = clauses.filter((clause) => clause.answer !== 'heading' && !isAnswered(clause));
  const parts = new Set(clauses.flatMap(({ answer }) => (answer === 'heading' ? [] : (answer.missing ?? []))));
  const unsaid = STATEMENT_LANGUAGES.flatMap((language) =>
    [...parts].flatMap((part) => (missingSentence(language, part) === undefined ? [`${language}: ${part}`] : [])),
  );
  return [
    ...unsaid.map((where) => `the accessibility statement has no sentence, ${where}`),
    ...unanswered.map(
      ({ number, title }) => `${number} ${title}: no test, no duty, and no reason why it does not apply`,
    ),
    ...absent.map((key) => `${shownBy[key].file} has no test “${shownBy[key].name}”`),
  ];
}

/** Returns the clauses of which the product lacks a part. Each makes the command fail and is named in the statement. */
export const unmet = (chapters: readonly Chapter[]): Clause[] =>
  chapters
    .flatMap(({ clauses }) => clauses)
    .filter(({ answer }) => answer !== 'heading' && (answer.missing ?? []).length > 0);

/** Returns the numbers of clauses with a failed test, and of clauses with a test that was skipped or is in no report. */
export function clausesThatEnded(
  chapters: readonly Chapter[],
  results: readonly Result[],
): { failed: string[]; untried: string[] } {
  const endings = new Map(
    [...new Set(chapters.flatMap(({ clauses }) => clauses.flatMap(testsOf)))].map((key) => [
      key,
      endingOf(SHOWN_BY[key], results),
    ]),
  );
  const failed: string[] = [];
  const untried: string[] = [];
  for (const clause of chapters.flatMap(({ clauses }) => clauses)) {
    const ended = testsOf(clause).map((key) => endings.get(key) ?? null);
    if (ended.includes('failed')) failed.push(clause.number);
    else if (ended.some((ending) => ending !== 'passed')) untried.push(clause.number);
  }
  return { failed, untried };
}

const testsOf = ({ answer }: Clause): readonly TestKey[] => (answer === 'heading' ? [] : (answer.shownBy ?? []));

function isAnswered({ answer }: Clause): boolean {
  if (answer === 'heading') return true;
  const { shownBy = [], duty, doesNotApply, missing = [] } = answer;
  return (
    shownBy.length > 0 || missing.length > 0 || [duty?.what, doesNotApply].some((text) => (text ?? '').trim() !== '')
  );
}
