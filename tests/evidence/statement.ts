import { ACCESSIBILITY_SENTENCES } from '../../config/locales/accessibility-words.ts';
import { unmet } from './check.ts';
import type { Chapter, MissingPart } from './clause.ts';
import { htmlPage, text } from './html.ts';
import { missingSentence, type StatementLanguage } from './missing-sentence.ts';

/** The accessibility statement: what is missing, with its clauses, as the table has it; what only the city knows is left to fill in. */
export function accessibilityStatement(
  language: StatementLanguage,
  chapters: readonly Chapter[],
  { version, date }: { version: string; date: string },
): string {
  const words = ACCESSIBILITY_SENTENCES[language];
  const parts = partsMissing(chapters);
  const isWhole = parts.size === 0;
  const missing = [...parts].map(
    ([part, numbers]) =>
      `<li>${text(missingSentence(language, part) ?? part)}<br>${text(fill(words.missing.clauses, { clauses: numbers.join(', ') }))}</li>`,
  );
  const section = (title: string, ...inside: string[]) => `<h2>${text(title)}</h2>\n${inside.join('\n')}`;
  const say = (sentence: string) => `<p>${text(fill(sentence, { version, date }))}</p>`;
  const fillIn = (what: string) => `<p class="fill-in"><b>${text(words.fillIn)}</b> ${text(what)}</p>`;
  const body = [
    `<h1>${text(words.title)}</h1>`,
    say(words.intro),
    section(words.status.title, say(isWhole ? words.status.full : words.status.partial)),
    ...(isWhole ? [] : [section(words.missing.title, `<ul>${missing.join('')}</ul>`)]),
    section(words.place.title, say(words.place.text), fillIn(words.place.contact)),
    section(words.languages.title, say(words.languages.text)),
    section(words.made.title, say(words.made.text)),
    section(words.feedback.title, say(words.feedback.text), fillIn(words.feedback.contact)),
    section(words.claims.title, say(words.claims.text), fillIn(words.claims.contact)),
  ];
  return htmlPage({ language, title: words.title, body: body.join('\n') });
}

/** By what is missing, the clauses that lack it, in the order of the table. */
function partsMissing(chapters: readonly Chapter[]): Map<MissingPart, string[]> {
  const parts = new Map<MissingPart, string[]>();
  for (const { number, answer } of unmet(chapters))
    for (const part of answer === 'heading' ? [] : (answer.missing ?? []))
      parts.set(part, [...(parts.get(part) ?? []), number]);
  return parts;
}

const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
