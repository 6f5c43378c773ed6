// Usage: npm run evidence [-- --out DIR] [--report FILE.json …]. Writes the page of evidence and the accessibility statements, by default to
// out/evidence. Reports are those that npm test and npm run screens leave in test-results. Exit code 1 when a clause is not met, not answered, or names no test,
// when a test of a clause failed, and when something does not fit on a screen.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../build/runtime.ts';
import { clausesThatEnded, faultsIn, unmet } from './check.ts';
import { CHAPTERS } from './clauses/all.ts';
import { makeEvidence, readReports } from './make.ts';
import { gapsInNumbering } from './numbering.ts';
import { byPanelAndSize, misfitting } from './screens-report.ts';

const LAST_RUN = ['vitest.json', 'playwright.json', 'screens.json'].map((name) =>
  join(repositoryRoot, 'test-results', name),
);

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(repositoryRoot, 'out', 'evidence') },
    report: { type: 'string', multiple: true, default: LAST_RUN.filter((file) => existsSync(file)) },
  },
});
const { results, screens, unread } = readReports(values.report);
const today = new Date().toISOString().slice(0, 10);
for (const path of makeEvidence(resolve(values.out), today, { results, screens })) console.log(path);

const complaints = [
  ...unread.map((file) => `${file}: is no report of vitest, Playwright or npm run screens`),
  ...faultsIn(repositoryRoot, CHAPTERS),
  ...gapsInNumbering(CHAPTERS),
  ...unmet(CHAPTERS).map(
    ({ number, title, answer }) =>
      `${number} ${title}: not met yet (${answer === 'heading' ? '' : answer.missing?.join(', ')})`,
  ),
  ...clausesThatEnded(CHAPTERS, results).failed.map((number) => `${number}: a test of it failed`),
  ...byPanelAndSize(misfitting(screens)).map(
    ({ panelId, textSize, languages }) =>
      `${panelId} at ${textSize} %: something does not fit in ${languages.join(', ')}`,
  ),
];
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
