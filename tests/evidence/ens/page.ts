import { type DocumentLanguage, OWNERS, type Part } from '../answers.ts';
import { type About, ANSWER_WORDS, answered, dutiesOf, fillIn, kindsOf, versionLine } from '../answers-page.ts';
import { fill } from '../fill.ts';
import { htmlPage, list, text } from '../html.ts';
import { algorithmTable } from './algorithms.ts';
import { GROUP_NAMES, type Measure } from './measures.ts';
import { SECURITY_WORDS } from './words.ts';

/**
 * Makes the document for a security auditor: the statement of applicability, each measure with its answer, the duties by owner, and the
 * gaps.
 */
export function securityPage(
  language: DocumentLanguage,
  measures: readonly Measure[],
  { isComplete, root, ...about }: About & { isComplete: boolean; root: string },
): string {
  const words = SECURITY_WORDS[language];
  const { city, results } = about;
  const applied = measures.filter(({ media }) => media !== null);
  const withAsked = (measure: Measure) =>
    answered(measure, {
      language,
      results,
      heading: 'h4',
      asked: measure.media === 'aplica' ? '' : (measure.media ?? ''),
    });
  const body = [
    `<h1>${text(words.title)}</h1>`,
    ...[words.intro, words.own].map((said) => `<p>${text(said)}</p>`),
    versionLine(language, about),
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
        : `<h3>${group}: ${text(words.groups[group])}</h3>\n${own.map(withAsked).join('\n')}`;
    }),
    `<h2>${text(words.algorithms)}</h2>`,
    `<p>${text(words.algorithmsAbout)}</p>`,
    algorithmTable(root, language),
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

function duties(measures: readonly Measure[], language: DocumentLanguage): string {
  const { owners } = ANSWER_WORDS[language];
  const sections = OWNERS.map(
    (owner) => `<h3>${text(owners[owner])}</h3>\n${list(dutiesOf(measures, owner, language))}`,
  );
  return `<h2>${text(SECURITY_WORDS[language].duties)}</h2>\n${sections.join('\n')}`;
}
