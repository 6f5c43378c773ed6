import manifest from '../../package.json' with { type: 'json' };
import { DOCUMENT_LANGUAGES, type DocumentLanguage, faultsOfTests } from './answers.ts';
import type { About } from './answers-page.ts';
import { clausesThatEnded, faultsIn, unmet } from './check.ts';
import { CHAPTERS } from './clauses/all.ts';
import { faultsOfAlgorithms } from './ens/algorithms.ts';
import { faultsOfAnnex, readMeasures } from './ens/measures.ts';
import { securityPage } from './ens/page.ts';
import { makeEvidence, writePages } from './make.ts';
import { gapsInNumbering } from './numbering.ts';
import {
  assessmentPage,
  breachPage,
  classesWithoutSentence,
  processorPage,
  readAssessment,
  recordPage,
  textsPage,
} from './privacy/pages.ts';
import { byPanelAndSize, misfitting } from './screens-report.ts';
import type { Evidence } from './statement.ts';
import { readSites, webStatement } from './web/page.ts';

export interface Of extends Evidence {
  root: string;
  date: string;
  /** The authority that submits the document; `null` leaves a blank to fill in. */
  city: string | null;
}
/** The paths of the written documents. They must not be submitted while there are complaints. */
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

/** Makes each page in each language; the file's name contains the language. */
const inEach = (pages: Readonly<Record<string, (language: DocumentLanguage) => string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pages).flatMap(([name, page]) =>
      DOCUMENT_LANGUAGES.map((language) => [`${name}-${language}.html`, page(language)]),
    ),
  );
const aboutOf = ({ date, city, results }: Of): About => ({ version: manifest.version, date, city, results });

function security(folder: string, of: Of): Made {
  const { rows, faults } = readMeasures();
  const complaints = [
    ...faults,
    ...faultsOfAnnex(rows),
    ...faultsOfAlgorithms(of.root),
    ...faultsOfTests(of.root, rows, of.results),
  ];
  const about = { ...aboutOf(of), root: of.root, isComplete: complaints.length === 0 };
  return { paths: writePages(folder, inEach({ ens: (language) => securityPage(language, rows, about) })), complaints };
}

function privacy(folder: string, of: Of): Made {
  const assessment = readAssessment();
  const measures = readMeasures();
  const about = aboutOf(of);
  const pages = inEach({
    'registre-activitats': (language) => recordPage(language, about),
    'avaluacio-impacte': (language) => assessmentPage(language, about, assessment.rows),
    'textos-informacio': (language) => textsPage(language, about),
    'violacions-seguretat': (language) => breachPage(language, about),
    'encarrec-tractament': (language) => processorPage(language, about, measures.rows),
  });
  return {
    paths: writePages(folder, pages),
    complaints: [
      ...classesWithoutSentence(),
      ...[assessment, measures].flatMap(({ faults }) => faults),
      ...faultsOfTests(of.root, assessment.rows, of.results),
    ],
  };
}

function web(folder: string, of: Of): Made {
  const { rows, faults } = readSites();
  const about = aboutOf(of);
  const pages = rows.map(
    (site) =>
      [`accessibilitat-${site.code}`, (language: DocumentLanguage) => webStatement(language, site, about)] as const,
  );
  return {
    paths: writePages(folder, inEach(Object.fromEntries(pages))),
    complaints: [...faults, ...faultsOfTests(of.root, rows, of.results)],
  };
}

/** The sets of documents that `npm run evidence` makes, by the value of its option `--for`. */
export const DOCUMENTS: ReadonlyMap<string, (folder: string, of: Of) => Made> = new Map(
  Object.entries({ accessibility, ens: security, privacy, web }),
);
