import { RETENTION_SENTENCES } from '../../../config/locales/retention-words.ts';
import { type RecordedClass, recordedClasses } from '../../../src-central/retention/record.ts';
import { DEFAULT_TERMS, RETENTION, type RetentionClass } from '../../../src-main/contract/shared/retention.ts';
import { DOCUMENT_LANGUAGES, type DocumentLanguage, Question, readRows } from '../answers.ts';
import { type About, answered, dutiesOf, fillIn, versionLine } from '../answers-page.ts';
import { fill } from '../fill.ts';
import { htmlPage, list, text } from '../html.ts';
import table from './assessment.json' with { type: 'json' };
import { PRIVACY_WORDS } from './words.ts';

/** Reads the questions of an impact assessment in `assessment.json`. Each invalid row gives a complaint. */
export const readAssessment = () => readRows(Question, table.questions);

/** Returns the retention classes for which the record of processing has no sentence, by language. */
export const classesWithoutSentence = (classes: readonly string[] = Object.keys(RETENTION.classes)): string[] =>
  DOCUMENT_LANGUAGES.flatMap((language) => {
    const sentences: Readonly<Record<string, { what: string; purpose: string }>> =
      RETENTION_SENTENCES[language].classes;
    return classes
      .filter((name) => [sentences[name]?.what, sentences[name]?.purpose].some((said) => (said ?? '').trim() === ''))
      .map((name) => `${name}: the record of processing has no sentence in ${language}`);
  });

const paragraph = (said: string) => `<p>${text(said)}</p>`;
const heading = (title: string) => `<h2>${text(title)}</h2>`;

function page(language: DocumentLanguage, about: About, title: string, ...body: readonly string[]): string {
  const top = [`<h1>${text(title)}</h1>`, versionLine(language, about)];
  return htmlPage({ language, title, body: [...top, ...body].join('\n') });
}

/** Makes a table with a row per retention class and, below it, the places of the class's data. */
function classTable(
  language: DocumentLanguage,
  heads: readonly string[],
  rows: readonly (readonly [RecordedClass, readonly string[]])[],
): string {
  const { where } = PRIVACY_WORDS[language].record;
  const cells = (texts: readonly string[]) => texts.map((inside) => `<td>${inside}</td>`).join('');
  const body = rows.map(
    ([one, own]) =>
      `<tr class="with-where">${cells(own)}</tr><tr class="where"><td colspan="${heads.length}">${text(where)}: ${placesOf(one)}</td></tr>`,
  );
  const head = heads.map((name) => `<th scope="col">${text(name)}</th>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

export function recordPage(language: DocumentLanguage, about: About): string {
  const { record: words } = PRIVACY_WORDS[language];
  const { data, basis, who, until } = words.columns;
  const rows = recordedClasses(language, DEFAULT_TERMS).map((one) => {
    const { whose } = RETENTION.classes[one.name];
    const cells = [
      `<b>${text(one.what)}.</b><br>${text(one.purpose)}`,
      text(one.basis),
      `${text(one.whose)}.<br>${text(words.readers[whose])}`,
      `${text(one.term)}.<br>${text(one.end)}.`,
    ];
    return [one, cells] as const;
  });
  return page(
    ...([language, about, words.title] as const),
    paragraph(words.intro),
    fillIn(words.controller, about.city),
    ...[words.officer, words.processors, words.transfers].map((what) => fillIn(what)),
    paragraph(words.choice),
    fillIn(words.chosen),
    classTable(language, [data, basis, who, until], rows),
    heading(words.measures),
    paragraph(words.measuresText),
  );
}

/** Lists a retention class's tables and files. `npm run retention -- --report` also lists their columns. */
const placesOf = ({ places }: RecordedClass): string =>
  places
    .map(([place, names]) => `${text(place)}: <code>${text(names.replaceAll(/ \([^)]*\)/g, ''))}</code>`)
    .join('; ');

/** Makes the document with the facts about the product that the city's impact assessment needs. */
export function assessmentPage(language: DocumentLanguage, about: About, questions: readonly Question[]): string {
  const { assessment: words } = PRIVACY_WORDS[language];
  const classes = Object.values(RETENTION.classes);
  const count = (whose: string) => classes.filter((one) => one.whose === whose).length;
  const figures = {
    classes: String(classes.length),
    visit: String(count('visit')),
    staff: String(count('staff')),
    other: String(count('machine') + count('nobody')),
    kept: String(classes.filter(({ end }) => end === 'keep').length),
  };
  return page(
    ...([language, about, words.title] as const),
    paragraph(words.intro),
    paragraph(fill(words.figures, figures)),
    heading(words.questions),
    ...questions.map((question) => answered(question, { language, results: about.results, heading: 'h3' })),
  );
}

/** Makes the texts for citizens, beside the kiosk and on the pages, with the retention terms in effect. */
export function textsPage(language: DocumentLanguage, about: About): string {
  const { texts: words } = PRIVACY_WORDS[language];
  const recorded = new Map(recordedClasses(language, DEFAULT_TERMS).map((one) => [one.name, one]));
  const until = (sentence: string, name: RetentionClass) => {
    const term = recorded.get(name)?.term ?? '';
    return fill(sentence, { term: `${term.slice(0, 1).toLowerCase()}${term.slice(1)}` });
  };
  const bases = RETENTION_SENTENCES[language].bases;
  const box = (title: string, why: string, what: string, basis: string) =>
    `${heading(title)}\n<div class="poster">${[
      `<p><b>${text(words.who)}:</b> ${about.city === null ? '<span class="blank"></span>' : text(about.city)}</p>`,
      ...[
        [words.why, why],
        [words.what, what],
        [words.basis, basis],
        [words.rights, words.rightsText],
        [words.more, `[${words.moreText}]`],
      ].map(([name = '', said = '']) => `<p><b>${text(name)}:</b> ${text(said)}</p>`),
    ].join('\n')}</div>`;
  const posterWhat = [words.posterWhat, until(words.need, 'need'), until(words.link, 'visit-link')].join(' ');
  return page(
    ...([language, about, words.title] as const),
    paragraph(words.intro),
    box(words.poster, words.posterWhy, posterWhat, `${bases['public-task']}; ${bases['equal-access']}.`),
    box(
      words.pages,
      words.pagesWhy,
      [words.pagesWhat, until(words.contact, 'contact'), until(words.link, 'visit-link')].join(' '),
      `${bases['public-task']}; ${bases['asked-for']}.`,
    ),
  );
}

/** Makes the form for the log of data breaches, which also names the sources of the facts for a notification. */
export function breachPage(language: DocumentLanguage, about: About): string {
  const { breach: words, record } = PRIVACY_WORDS[language];
  const rows = recordedClasses(language, DEFAULT_TERMS)
    .filter(({ name }) => !['machine', 'nobody'].includes(RETENTION.classes[name].whose))
    .map((one) => [one, [`${text(one.what)}.`, text(one.whose), text(one.term)]] as const);
  const { data, who, until } = record.columns;
  return page(
    ...([language, about, words.title] as const),
    ...[words.intro, words.authority].map(paragraph),
    heading(words.acts),
    list(words.todo.map(text)),
    heading(words.form),
    ...words.fields.map((field) => fillIn(field)),
    heading(words.where),
    list(words.sources.map(([what = '', place = '']) => `<b>${text(what)}.</b> ${text(place)}`)),
    heading(words.classes),
    classTable(language, [data, who, until], rows),
  );
}

/** Makes the annex to the contract with the company that hosts the centre, with the ENS measures that are this company's duty. */
export function processorPage(language: DocumentLanguage, about: About, measures: readonly Question[]): string {
  const { processor: words } = PRIVACY_WORDS[language];
  return page(
    ...([language, about, words.title] as const),
    paragraph(words.intro),
    fillIn(words.parties),
    heading(words.object),
    paragraph(words.objectText),
    heading(words.data),
    paragraph(words.dataText),
    heading(words.clauses),
    `<ol>${words.items.map((item) => `<li>${text(item)}</li>`).join('')}</ol>`,
    heading(words.duties),
    list(dutiesOf(measures, 'host', language)),
    fillIn(words.sign),
  );
}
