import { ACCESSIBILITY_SENTENCES } from '../../config/locales/accessibility-words.ts';
import { formatDate, listOf } from '../../config/locales/dates.ts';
import { clausesThatEnded, unmet } from './check.ts';
import type { Chapter, MissingPart } from './clause.ts';
import { fill } from './fill.ts';
import { htmlPage, text } from './html.ts';
import { missingSentence, type StatementLanguage } from './missing-sentence.ts';
import type { Result } from './results.ts';
import { byPanelAndSize, commitsOf, misfitting, OFFERS, type SeenOffer, unseenOffers } from './screens-report.ts';

export interface Evidence {
  results: readonly Result[];
  screens: readonly SeenOffer[];
}

/**
 * Makes the accessibility statement from the table of clauses, the results of its tests, and the results of `npm run screens` for the
 * offered panels, sizes and languages. The statement claims full conformance only if all checks were run and found nothing. Facts that only
 * the city knows are left blank.
 */
export function accessibilityStatement(
  language: StatementLanguage,
  chapters: readonly Chapter[],
  { version, date: isoDate, ...evidence }: Evidence & { version: string; date: string },
): string {
  const words = ACCESSIBILITY_SENTENCES[language];
  const missing = gapsIn(language, chapters, evidence).map(({ sentence, clauses }) => {
    const numbers =
      clauses.length === 0 ? '' : `<br>${text(fill(words.missing.clauses, { clauses: clauses.join(', ') }))}`;
    return `<li>${text(sentence)}${numbers}</li>`;
  });
  const isWhole = missing.length === 0;
  const date = fill(words.made.date, { day: formatDate(language, isoDate, 'date'), year: isoDate.slice(0, 4) });
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
    section(words.made.title, say(words.made.text), ...measured(words.made.measured, evidence.screens)),
    section(words.feedback.title, say(words.feedback.text), fillIn(words.feedback.contact)),
    section(words.claims.title, say(words.claims.text), fillIn(words.claims.contact)),
  ];
  return htmlPage({ language, title: words.title, body: body.join('\n') });
}

/** Returns the sentence with the commits at which the screens were checked; nothing if a commit is unknown. */
function measured(sentence: string, screens: readonly SeenOffer[]): string[] {
  const isKnown = screens.length > 0 && screens.every(({ commit }) => commit !== null);
  return isKnown ? [`<p>${text(fill(sentence, { commits: commitsOf(screens).join(', ') }))}</p>`] : [];
}

interface Gap {
  sentence: string;
  clauses: readonly string[];
}

function gapsIn(language: StatementLanguage, chapters: readonly Chapter[], { results, screens }: Evidence): Gap[] {
  const { found } = ACCESSIBILITY_SENTENCES[language];
  const parts = [...partsMissing(chapters)].map(([part, clauses]) => ({
    sentence: missingSentence(language, part) ?? part,
    clauses,
  }));
  const named = new Intl.DisplayNames([language], { type: 'language' });
  const misfits = byPanelAndSize(misfitting(screens)).map(({ panelId, textSize, languages }) => {
    const those = listOf(
      language,
      languages.map((one) => named.of(one) ?? one),
    );
    const values = { panel: panelIn(language, panelId), size: String(textSize), languages: those };
    return { sentence: fill(found.misfits, values), clauses: [] };
  });
  const unseen = unseenOffers(screens);
  const unseenPanels = Map.groupBy(byPanelAndSize(unseen), ({ panelId }) => panelId);
  const settings = [...unseenPanels].map(
    ([panelId, sizes]) => `${panelIn(language, panelId)} (${sizes.map(({ textSize }) => `${textSize} %`).join(', ')})`,
  );
  const ended = clausesThatEnded(chapters, results);
  return [
    ...parts,
    ...(ended.failed.length === 0 ? [] : [{ sentence: found.failed, clauses: ended.failed }]),
    ...misfits,
    ...(unseen.length === 0
      ? []
      : [
          {
            sentence:
              unseen.length === OFFERS.length ? found.allUnseen : fill(found.unseen, { settings: settings.join('; ') }),
            clauses: [],
          },
        ]),
    ...(results.length === 0
      ? [{ sentence: found.allUntried, clauses: [] }]
      : ended.untried.length === 0
        ? []
        : [{ sentence: found.untried, clauses: ended.untried }]),
  ];
}

/** Writes a panel's id, such as `inch-21-5-portrait`, for readers. */
function panelIn(language: StatementLanguage, panelId: string): string {
  const { lying, upright } = ACCESSIBILITY_SENTENCES[language].found;
  const [, whole = panelId, part, shape] = /^inch-(\d+)(?:-(\d+))?-(\w+)$/.exec(panelId) ?? [];
  const mark = language === 'en' ? '.' : ',';
  return `${whole}${part === undefined ? '' : `${mark}${part}`}″ ${shape === 'landscape' ? lying : upright}`;
}

/** Returns the missing parts, in the sequence of the table of clauses, each with the clauses that it concerns. */
function partsMissing(chapters: readonly Chapter[]): Map<MissingPart, string[]> {
  const parts = new Map<MissingPart, string[]>();
  for (const { number, answer } of unmet(chapters))
    for (const part of answer === 'heading' ? [] : (answer.missing ?? []))
      parts.set(part, [...(parts.get(part) ?? []), number]);
  return parts;
}
