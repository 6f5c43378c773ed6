import type { OfficeProblem } from '../../../src-main/office/ports/own-office.ts';
import { nodeAt } from '../../../src-main/office/steps/office-fields.ts';
import type { useOfficeWords } from './words.ts';

/** Returns why the part of the profile at the JSON pointer `at` is invalid: a sentence per problem. */
export const faultsAt = (
  { document, problems }: { document: unknown; problems: readonly OfficeProblem[] },
  at: string,
  { whyInvalid }: ReturnType<typeof useOfficeWords>['kiosk'],
): string[] =>
  problems
    .filter(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`))
    .map((problem) => whyInvalid({ ...problem, where: nodeAt(document, problem.pointer).where }));
