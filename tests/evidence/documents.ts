import manifest from '../../package.json' with { type: 'json' };
import { DOCUMENT_LANGUAGES, faultsOfTests } from './answers.ts';
import { clausesThatEnded, faultsIn, unmet } from './check.ts';
import { CHAPTERS } from './clauses/all.ts';
import { faultsOfAnnex, readMeasures } from './ens/measures.ts';
import { securityPage } from './ens/page.ts';
import { makeEvidence, writePages } from './make.ts';
import { gapsInNumbering } from './numbering.ts';
import { byPanelAndSize, misfitting } from './screens-report.ts';
import type { Evidence } from './statement.ts';

export interface Of extends Evidence {
  root: string;
  date: string;
  /** The authority that hands the document in; `null`: left to fill in. */
  city: string | null;
}
/** Where the documents are, and why they must not be handed in. */
export interface Made {
  paths: string[];
  complaints: string[];
}

const accessibility = (folder: string, { root, date, results, screens }: Of): Made => ({
  paths: makeEvidence(folder, date, { results, screens }),
  complaints: [
    ...faultsIn(root, CHAPTERS),
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
  ],
});

function security(folder: string, { root, date, city, results }: Of, rows?: readonly unknown[]): Made {
  const { rows: measures, faults } = readMeasures(rows);
  const complaints = [...faults, ...faultsOfAnnex(measures), ...faultsOfTests(root, measures, results)];
  const about = { version: manifest.version, date, city, results, isComplete: complaints.length === 0 };
  const named = DOCUMENT_LANGUAGES.map((language) => [`ens-${language}.html`, securityPage(language, measures, about)]);
  return { paths: writePages(folder, Object.fromEntries(named)), complaints };
}

/** The documents that `npm run evidence` makes, by the word after `--for`. */
export const DOCUMENTS: ReadonlyMap<string, (folder: string, of: Of) => Made> = new Map([
  ['accessibility', accessibility],
  ['ens', (folder: string, of: Of) => security(folder, of)],
]);
