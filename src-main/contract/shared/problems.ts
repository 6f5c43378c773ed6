import type { z } from 'zod';

export type Issue = z.core.$ZodIssue;

/**
 * What zod found wrong. Of a union, zod says "Invalid input" alone: in its place come the issues of the branch that has the fewest, because the
 * sender meant that one; of a union by a member, the values that this member may have.
 */
export const issuesIn = ({ issues }: { issues: readonly Issue[] }): Issue[] => issues.flatMap(unfolded);

const ZODS_WORDS = 'Invalid input';

function unfolded(issue: Issue): Issue[] {
  // A union with words of its own says what it wants.
  if (issue.code !== 'invalid_union' || issue.inclusive === false || issue.message !== ZODS_WORDS) return [issue];
  const [nearest] = issue.errors.toSorted((a, b) => weightOf(a) - weightOf(b));
  if (nearest !== undefined)
    return issuesIn({ issues: nearest }).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  const values = (issue.options ?? []).map(String).join(', ');
  return [{ ...issue, message: values === '' ? 'matches none of its forms' : `expected one of ${values}` }];
}

/** Members that are one too many count like those that are missing. */
const weightOf = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

interface Refused {
  issues: readonly Issue[];
}

/** Where and what, without the value: it may be what somebody typed. `place` is empty where it is the whole. */
export const problemsIn = (refused: Refused): { place: string; message: string }[] =>
  issuesIn(refused).map(({ path, message }) => ({ place: path.map(String).join('/'), message }));

/** The first `most` problems in one line: `services/2/series: expected …; hours: …`; `whole` names the document itself. */
export const sayProblems = (refused: Refused, most: number, whole: string): string =>
  problemsIn(refused)
    .slice(0, most)
    .map(({ place, message }) => `${place || whole}: ${message}`)
    .join('; ');
