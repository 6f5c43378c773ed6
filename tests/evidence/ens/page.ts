import { formatDate } from '../../../config/locales/dates.ts';
import { fill } from '../fill.ts';
import { htmlPage, list, text } from '../html.ts';
import { endingOf, type Result } from '../results.ts';
import type { NamedTest } from '../shown-by.ts';
import { type DocumentLanguage, GROUP_NAMES, type Measure, OWNERS, type Part } from './measures.ts';
import { SECURITY_WORDS } from './words.ts';

export interface About {
  version: string;
  /** ISO, such as 2026-11-27. */
  date: string;
  /** The authority that hands the document in; `null`: left to fill in. */
  city: string | null;
}

/** The file for a security auditor: the statement of applicability, each measure with its answer, the duties by owner, and the gaps. */
export function securityPage(
  language: DocumentLanguage,
  measures: readonly Measure[],
  { version, date, city, results, isComplete }: About & { results: readonly Result[]; isComplete: boolean },
): string {
  const words = SECURITY_WORDS[language];
  const day = `${formatDate(language, date, 'date')} de ${date.slice(0, 4)}`;
  const fillIn = (what: string, known: string | null = null) =>
    `<p class="fill-in"><b>${text(what)}:</b> ${known === null ? '<span class="blank"></span>' : text(known)}</p>`;
  const applied = measures.filter(({ media }) => media !== null);
  const body = [
    `<h1>${text(words.title)}</h1>`,
    ...[words.intro, words.own, fill(words.version, { version, date: day })].map((said) => `<p>${text(said)}</p>`),
    isComplete ? '' : `<p class="mark missing">${text(words.incomplete)}</p>`,
    `<p>${text(results.length === 0 ? words.notRan : words.ran)}</p>`,
    figures(measures, language),
    `<h2>${text(words.system)}</h2>`,
    fillIn(words.city, city),
    fillIn(words.categorisation),
    fillIn(words.responsible),
    `<h2>${text(words.applicability)}</h2>`,
    `<p>${text(words.applicabilityAbout)}</p>`,
    applicability(measures, language),
    `<h2>${text(words.measures)}</h2>`,
    ...GROUP_NAMES.map((group) => {
      const own = applied.filter(({ code }) => code.startsWith(`${group}.`));
      return own.length === 0
        ? ''
        : `<h3>${group}: ${text(words.groups[group])}</h3>\n${own.map((measure) => answered(measure, language, results)).join('\n')}`;
    }),
    duties(applied, language),
    `<h2>${text(words.gaps)}</h2>`,
    `<p>${text(words.gapsAbout)}</p>`,
    list(
      applied.flatMap(({ code, parts }) =>
        parts.flatMap((part) => (part.kind === 'gap' ? [`<b>${code}</b> ${text(part.says[language])}`] : [])),
      ),
    ),
  ];
  return htmlPage({ language, title: words.title, body: body.join('\n') });
}

function figures(measures: readonly Measure[], language: DocumentLanguage): string {
  const { figures: names } = SECURITY_WORDS[language];
  const withKind = (kind: Part['kind']) =>
    measures.filter(({ media, parts }) => media !== null && parts.some((part) => part.kind === kind)).length;
  const counted: readonly (readonly [number, string, string])[] = [
    [measures.filter(({ media }) => media !== null).length, names.apply, ''],
    [withKind('evidence'), names.shown, ''],
    [withKind('duty'), names.duty, ''],
    [withKind('gap'), names.gap, 'missing'],
    [measures.filter(({ media }) => media === null).length, names.not, ''],
  ];
  return `<ul class="figures">${counted.map(([number, what, mark]) => `<li class="${mark}"><b>${number}</b> ${text(what)}</li>`).join('')}</ul>`;
}

function applicability(measures: readonly Measure[], language: DocumentLanguage): string {
  const words = SECURITY_WORDS[language];
  const rows = measures.map(({ code, name, media, parts }) => {
    const asked =
      media === null
        ? words.highOnly
        : media === 'aplica'
          ? words.plain
          : fill(words.plainAnd, { reinforcements: media });
    const kinds = kindsOf(parts, language).join('<br>');
    return `<tr><th scope="row">${code}</th><td>${text(name[language])}</td><td>${media === null ? words.no : words.yes}</td><td>${text(asked)}</td><td>${kinds}</td></tr>`;
  });
  const { measure, applies, asked, answer } = words.columns;
  const heads = [measure, '', applies, asked, answer].map((head) =>
    head === '' ? '<td></td>' : `<th scope="col">${text(head)}</th>`,
  );
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

/** The kinds of a measure's answers, each once; a duty with its owners. */
function kindsOf(parts: readonly Part[], language: DocumentLanguage): string[] {
  const { kinds, owners } = SECURITY_WORDS[language];
  const own = OWNERS.filter((owner) => parts.some((part) => part.kind === 'duty' && part.of === owner));
  const has = (kind: Part['kind']) => parts.some((part) => part.kind === kind);
  return [
    ...(has('evidence') ? [text(kinds.evidence)] : []),
    ...(own.length === 0 ? [] : [text(`${kinds.duty}: ${own.map((owner) => owners[owner]).join(', ')}`)]),
    ...(has('gap') ? [`<span class="mark missing">${text(kinds.gap)}</span>`] : []),
  ];
}

function nameOf(part: Part, language: DocumentLanguage): string {
  const { kinds, owners } = SECURITY_WORDS[language];
  if (part.kind === 'gap') return `<span class="mark missing">${text(kinds.gap)}</span>`;
  return text(part.kind === 'duty' ? `${kinds.duty}: ${owners[part.of]}` : kinds.evidence);
}

function answered(
  { code, name, media, parts }: Measure,
  language: DocumentLanguage,
  results: readonly Result[],
): string {
  const items = parts.map((part) => {
    const said = `<span class="mark">${nameOf(part, language)}.</span> ${text(part.says[language])}`;
    return part.kind === 'evidence'
      ? `${said}${list(part.tests.map((test) => testLine(test, language, results)))}`
      : said;
  });
  const asked = media === null || media === 'aplica' ? '' : ` <span class="asked">${text(media)}</span>`;
  return `<section class="measure"><h4>${code} ${text(name[language])}${asked}</h4>\n${list(items)}</section>`;
}

function testLine(test: NamedTest, language: DocumentLanguage, results: readonly Result[]): string {
  const { endings } = SECURITY_WORDS[language];
  const ended =
    results.length === 0 ? '' : ` <span class="mark">${endings[endingOf(test, results) ?? 'absent']}</span>`;
  return `<span lang="en">“${text(test.name)}”</span>${ended}<br><code>${text(test.file)}</code>`;
}

function duties(measures: readonly Measure[], language: DocumentLanguage): string {
  const words = SECURITY_WORDS[language];
  const sections = OWNERS.map((owner) => {
    const own = measures.flatMap(({ code, parts }) =>
      parts.flatMap((part) =>
        part.kind === 'duty' && part.of === owner ? [`<b>${code}</b> ${text(part.says[language])}`] : [],
      ),
    );
    return `<h3>${text(words.owners[owner])}</h3>\n${list(own)}`;
  });
  return `<h2>${text(words.duties)}</h2>\n${sections.join('\n')}`;
}
