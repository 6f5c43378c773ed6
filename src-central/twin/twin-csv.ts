import { csvLine } from '../csv.ts';
import type { TwinAnswer } from './compare.ts';

const COLUMNS = [
  ...(['officeId', 'change', 'group', 'peopleADay'] as const),
  ...(['wait', 'from', 'to', 'gain', 'gainFrom', 'gainTo'] as const),
];

/** Writes the results as CSV, one row per office, change and group of people. Waits are in minutes. */
export const twinCsv = (offices: readonly { officeId: string; answers: readonly TwinAnswer[] }[]): string =>
  [
    csvLine(COLUMNS),
    ...offices.flatMap(({ officeId, answers }) =>
      answers.flatMap(({ change, groups }) =>
        groups.map(({ group, people, wait, gain }) =>
          csvLine([
            officeId,
            change === null ? '' : JSON.stringify(change),
            group,
            hundredths(people),
            ...[wait.mean, wait.from, wait.to].map(hundredths),
            ...(gain === null ? ['', '', ''] : [gain.mean, gain.from, gain.to].map(hundredths)),
          ]),
        ),
      ),
    ),
  ].join('');

const hundredths = (value: number): number | string => (Number.isFinite(value) ? Math.round(value * 100) / 100 : '');
