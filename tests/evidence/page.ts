import type { Answer, Chapter, Clause, Dutiful } from './clause.ts';
import { htmlPage, list, text } from './html.ts';
import { missingSentence } from './missing-sentence.ts';
import { type Ending, endingOf, type Result } from './results.ts';
import { commitsOf, OFFERS, type SeenOffer, unseenOffers } from './screens-report.ts';
import { SHOWN_BY, type TestKey } from './shown-by.ts';
import type { Evidence } from './statement.ts';

const WHO: Readonly<Record<Dutiful, string>> = { installer: 'Installer', city: 'City' };

export function evidencePage(
  chapters: readonly Chapter[],
  { results, screens, version, date }: Evidence & { version: string; date: string },
): string {
  const title = 'Torn: evidence of accessibility';
  const body = [
    `<h1>${text(title)}</h1>`,
    `<p>Version ${text(version)}, ${text(date)}. Every clause of EN 301 549 V3.2.1 for closed functionality, kiosk hardware and software, WCAG 2.2 AA, and Annex I of Ley 11/2023: each with the tests that show it, with whose duty it is, or with why it does not apply. Titles are our own words; the texts themselves decide.</p>`,
    figures(chapters),
    results.length === 0
      ? '<p>No report of a run was given, so the tests stand here without their last result.</p>'
      : '',
    ...chapters.map((chapter) => chapterOf(chapter, results)),
    screensSeen(screens),
    dutiesOf(chapters),
  ];
  return htmlPage({ language: 'en', title, body: body.join('\n') });
}

function figures(chapters: readonly Chapter[]): string {
  const answers = chapters.flatMap(({ clauses }) =>
    clauses.flatMap(({ answer }) => (answer === 'heading' ? [] : answer)),
  );
  const isMissing = ({ missing = [] }: Answer) => missing.length > 0;
  const count = (isMeant: (answer: Answer) => boolean) => answers.filter(isMeant).length;
  const counted: readonly (readonly [number, string, string])[] = [
    [answers.length, 'clauses', ''],
    [count((answer) => !isMissing(answer) && (answer.shownBy ?? []).length > 0), 'shown by tests', ''],
    [count((answer) => !isMissing(answer) && answer.duty !== undefined), 'with a duty of the place', ''],
    [count(({ doesNotApply }) => doesNotApply !== undefined), 'do not apply', ''],
    [count(isMissing), 'not met yet', 'missing'],
  ];
  return `<ul class="figures">${counted.map(([number, what, mark]) => `<li class="${mark}"><b>${number}</b> ${what}</li>`).join('')}</ul>`;
}

function chapterOf({ title, about, clauses }: Chapter, results: readonly Result[]): string {
  const rows = clauses.map((clause) => rowOf(clause, results)).join('\n');
  return `<h2>${text(title)}</h2>
<table><caption>${text(about)}</caption>
<thead><tr><th scope="col">Clause</th><th scope="col">What it asks</th><th scope="col">What answers it</th></tr></thead>
<tbody>
${rows}
</tbody></table>`;
}

function rowOf({ number, title, answer }: Clause, results: readonly Result[]): string {
  const isHeading = answer === 'heading';
  const said = isHeading ? '' : list(answered(answer, results));
  return `<tr${isHeading ? ' class="heading"' : ''}><th scope="row">${number}</th><td>${text(title)}</td><td>${said}</td></tr>`;
}

function answered({ shownBy = [], duty, doesNotApply, missing = [] }: Answer, results: readonly Result[]): string[] {
  return [
    ...missing.map(
      (part) => `<span class="mark missing">Not met yet.</span> ${text(missingSentence('en', part) ?? part)}`,
    ),
    ...(doesNotApply === undefined ? [] : [`<span class="mark">Does not apply.</span> ${text(doesNotApply)}`]),
    ...shownBy.map((key) => testOf(key, results)),
    ...(duty === undefined ? [] : [`<span class="mark">${WHO[duty.of]}:</span> ${text(duty.what)}`]),
  ];
}

/** Makes a table of the results of `npm run screens` for citizens' screens by panel and size of type; the languages are added up. */
function screensSeen(seen: readonly SeenOffer[]): string {
  const rows = [...Map.groupBy(seen, ({ panelId, textSize }) => `${panelId}, ${textSize} %`)].map(([name, those]) => {
    const sum = (of: (one: SeenOffer) => number) => those.reduce((total, one) => total + of(one), 0);
    const misfits = sum((one) => one.misfits);
    const found = misfits === 0 ? 'nothing' : `<span class="mark missing">${misfits} misfits</span>`;
    return `<tr><th scope="row">${text(name)}</th><td>${sum((one) => one.screens)}</td><td>${found}</td></tr>`;
  });
  const unseen = unseenOffers(seen).length;
  return `<h2>What fits on the screens</h2>
<p>${OFFERS.length - unseen} of ${OFFERS.length} offered combinations of panel, size of type and language were looked at.</p>
${seen.length === 0 ? '' : `<p>Commits looked at: ${text(commitsOf(seen).join(', ') || 'unknown')}.</p>`}
${rows.length === 0 ? '' : `<table><thead><tr><th scope="col">Panel and size</th><th scope="col">Screens</th><th scope="col">Found</th></tr></thead><tbody>${rows.join('')}</tbody></table>`}`;
}

const SAID: Readonly<Record<Ending, string>> = { passed: 'passed', failed: 'FAILED', skipped: 'skipped' };

function testOf(key: TestKey, results: readonly Result[]): string {
  const test = SHOWN_BY[key];
  const ending = endingOf(test, results);
  const ended = ending === null ? '' : ` <span class="mark">${SAID[ending]}</span>`;
  return `“${text(test.name)}”${ended}<br><code>${text(test.file)}</code>`;
}

function dutiesOf(chapters: readonly Chapter[]): string {
  const duties = chapters.flatMap(({ clauses }) =>
    clauses.flatMap(({ number, answer }) =>
      answer === 'heading' || answer.duty === undefined ? [] : { number, ...answer.duty },
    ),
  );
  const section = (of: Dutiful, title: string) => {
    const own = Map.groupBy(
      duties.filter((duty) => duty.of === of),
      ({ what }) => what,
    );
    const items = [...own].map(
      ([what, those]) => `<li>${text(what)} (${those.map(({ number }) => number).join(', ')})</li>`,
    );
    return `<h2>${title}</h2><ul>${items.join('')}</ul>`;
  };
  return `${section('installer', 'For whoever puts the kiosk up')}${section('city', 'For the city')}`;
}
