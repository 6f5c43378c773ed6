import type { z } from 'zod';

export type Issue = z.core.$ZodIssue;

/**
 * Returns the issues that zod found. For unions, for which zod reports only "Invalid input", the returned issues are more exact: for a
 * plain union those of the branch with the fewest issues, because the sender probably meant that branch; for a discriminated union one
 * issue that lists the values of its discriminator.
 */
export const issuesIn = ({ issues }: { issues: readonly Issue[] }): Issue[] => issues.flatMap(unfolded);

const ZODS_WORDS = 'Invalid input';

function unfolded(issue: Issue): Issue[] {
  // A union whose schema has its own message already describes the input that it accepts.
  if (issue.code !== 'invalid_union' || issue.inclusive === false || issue.message !== ZODS_WORDS) return [issue];
  const [nearest] = issue.errors.toSorted((a, b) => weightOf(a) - weightOf(b));
  if (nearest !== undefined)
    return issuesIn({ issues: nearest }).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  const values = (issue.options ?? []).map(String).join(', ');
  return [{ ...issue, message: values === '' ? 'matches none of the allowed forms' : `expected one of ${values}` }];
}

/** Counts the problems of a branch. Each unknown member counts as one problem, although zod reports all unknown members as one issue. */
const weightOf = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

interface Refused {
  issues: readonly Issue[];
}

/** Returns each problem with its place, but without the value, which a person may have typed. `place` is empty for the whole document. */
export const problemsIn = (refused: Refused): { place: string; message: string }[] =>
  issuesIn(refused).map(({ path, message }) => ({ place: path.map(String).join('/'), message }));

/** Writes the first `most` problems in one line: `services/2/series: expected …; hours: …`. `whole` names the document itself. */
export const sayProblems = (refused: Refused, most: number, whole: string): string =>
  problemsIn(refused)
    .slice(0, most)
    .map(({ place, message }) => `${place || whole}: ${message}`)
    .join('; ');
