import { formatDate } from '../../config/locales/dates.ts';
import { type DocumentLanguage, OWNERS, type Owner, type Part, type Question } from './answers.ts';
import { fill } from './fill.ts';
import { list, text } from './html.ts';
import { endingOf, type Result } from './results.ts';
import type { NamedTest } from './shown-by.ts';

const ca = {
  kinds: { evidence: 'Prova', duty: 'Deure', gap: 'Mancança' },
  endings: { passed: 'ha passat', failed: 'HA FALLAT', skipped: 'no s’ha fet', absent: 'no és als informes' },
  owners: { city: 'Ajuntament', installer: 'Qui instal·la', host: 'Qui allotja la central' },
  version: 'Versió {{version}} del programa, {{date}}.',
};
const es: typeof ca = {
  kinds: { evidence: 'Prueba', duty: 'Deber', gap: 'Carencia' },
  endings: { passed: 'ha pasado', failed: 'HA FALLADO', skipped: 'no se ha hecho', absent: 'no está en los informes' },
  owners: { city: 'Ayuntamiento', installer: 'Quien instala', host: 'Quien aloja la central' },
  version: 'Versión {{version}} del programa, {{date}}.',
};
export const ANSWER_WORDS: Readonly<Record<DocumentLanguage, typeof ca>> = { ca, es };

/** The facts at a document's head, and the test results that the document cites. */
export interface About {
  version: string;
  /** ISO form, such as 2026-11-27. */
  date: string;
  /** The authority that submits the document; `null` leaves a blank to fill in. */
  city: string | null;
  results: readonly Result[];
}

export const dated = (language: DocumentLanguage, date: string): string =>
  `${formatDate(language, date, 'date')} de ${date.slice(0, 4)}`;

export const versionLine = (language: DocumentLanguage, { version, date }: About): string =>
  `<p>${text(fill(ANSWER_WORDS[language].version, { version, date: dated(language, date) }))}</p>`;

/** Returns a blank for a fact that only the city knows, filled with `known` if it is given. */
export const fillIn = (what: string, known: string | null = null): string =>
  `<p class="fill-in"><b>${text(what)}:</b> ${known === null ? '<span class="blank"></span>' : text(known)}</p>`;

/** Returns the distinct kinds of the answers to a question; a duty is named with its owner. */
export function kindsOf(parts: readonly Part[], language: DocumentLanguage): string[] {
  const { kinds, owners } = ANSWER_WORDS[language];
  const own = OWNERS.filter((owner) => parts.some((part) => part.kind === 'duty' && part.of === owner));
  const has = (kind: Part['kind']) => parts.some((part) => part.kind === kind);
  return [
    ...(has('evidence') ? [text(kinds.evidence)] : []),
    ...(own.length === 0 ? [] : [text(`${kinds.duty}: ${own.map((owner) => owners[owner]).join(', ')}`)]),
    ...(has('gap') ? [`<span class="mark missing">${text(kinds.gap)}</span>`] : []),
  ];
}

function nameOf(part: Part, language: DocumentLanguage): string {
  const { kinds, owners } = ANSWER_WORDS[language];
  if (part.kind === 'gap') return `<span class="mark missing">${text(kinds.gap)}</span>`;
  return text(part.kind === 'duty' ? `${kinds.duty}: ${owners[part.of]}` : kinds.evidence);
}

interface Drawn {
  language: DocumentLanguage;
  results: readonly Result[];
  heading: 'h3' | 'h4';
  asked?: string;
}

export function answered({ code, name, parts }: Question, { heading, asked = '', ...of }: Drawn): string {
  const more = asked === '' ? '' : ` <span class="asked">${text(asked)}</span>`;
  const title = `<${heading}>${code} ${text(name[of.language])}${more}</${heading}>`;
  return `<section class="measure">${title}\n${answersList(parts, of)}</section>`;
}

/** Returns a list of answers, each with its kind; evidence is listed with its tests. */
export function answersList(
  parts: readonly Part[],
  { language, results }: { language: DocumentLanguage; results: readonly Result[] },
): string {
  const items = parts.map((part) => {
    const said = `<span class="mark">${nameOf(part, language)}.</span> ${text(part.says[language])}`;
    return part.kind === 'evidence'
      ? `${said}${list(part.tests.map((test) => testLine(test, language, results)))}`
      : said;
  });
  return list(items);
}

function testLine(test: NamedTest, language: DocumentLanguage, results: readonly Result[]): string {
  const { endings } = ANSWER_WORDS[language];
  const ended =
    results.length === 0 ? '' : ` <span class="mark">${endings[endingOf(test, results) ?? 'absent']}</span>`;
  return `<span lang="en">“${text(test.name)}”</span>${ended}<br><code>${text(test.file)}</code>`;
}

export const dutiesOf = (questions: readonly Question[], owner: Owner, language: DocumentLanguage): string[] =>
  questions.flatMap(({ code, parts }) =>
    parts.flatMap((part) =>
      part.kind === 'duty' && part.of === owner ? [`<b>${code}</b> ${text(part.says[language])}`] : [],
    ),
  );
