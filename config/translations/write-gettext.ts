import { type GetTextTranslation, po } from 'gettext-parser';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { type Entry, entriesOf } from './entries.ts';
import { pluralHeader } from './forms.ts';
import { PLACEHOLDERS } from './placeholders.ts';
import type { Sentence } from './sentences.ts';

/** A reviewer writes their role after this header and thereby confirms that every sentence not marked “fuzzy” was read. */
export const REVIEWER_HEADER = 'X-Reviewed-By';

export interface Export {
  language: string;
  catalan: ReadonlyMap<string, Sentence>;
  own: ReadonlyMap<string, Sentence>;
  /** Translations for a translator who knows no Catalan, by the language's English name. */
  beside: ReadonlyMap<string, ReadonlyMap<string, Sentence>>;
  isReviewed(id: string): boolean;
  picturesOf(id: string): Pictures;
}

/** Pictures of where a sentence is shown, as paths relative to the file. */
export interface Pictures {
  paths: readonly string[];
  /** No picture shows the sentence itself; these show others of the same screen. */
  ofNeighbours: boolean;
}

const HOW_TO = `Sentences of Torn, the kiosk that gives turns. Source: Catalan; Spanish and English stand beside each sentence.
Keep every {{placeholder}} as it is. Plain text: no tags. Write as to a guest, without exclamation marks.
“fuzzy” (“needs work”) says that nobody who speaks the language has read the sentence yet. Take it away from each sentence that you have read
and find right, and write native-speaker or translator behind ${REVIEWER_HEADER}. Write no name.
The names behind “#:” are pictures of where the sentence is shown.`;

/** The place of sentences that no picture shows. */
const WHERE: ReadonlyMap<string, string> = new Map([
  ['operator', 'For staff and technicians: in the log and in the list of what needs attention.'],
  ['accessibility', 'In the accessibility statement, a web page.'],
  ['retention', 'In the city’s record of what is kept and for how long.'],
]);

/** Writes a gettext file with every sentence that the language needs; untranslated ones are empty. */
export function writeGettext(wanted: Export): Result<string, { kind: 'no-plural-rule'; detail: string }> {
  const { language } = wanted;
  const plurals = pluralHeader(language);
  if (plurals === null)
    return refuse({ kind: 'no-plural-rule', detail: `${language} has no line in config/translations/forms.ts` });
  const headers = {
    'Project-Id-Version': 'Torn',
    Language: language.replace('-', '_'),
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    'Plural-Forms': plurals,
    'X-Source-Language': 'ca',
    [REVIEWER_HEADER]: '',
  };
  const translations: Record<string, Record<string, GetTextTranslation>> = {
    '': { '': { msgid: '', msgstr: [''], comments: { translator: HOW_TO } } },
  };
  for (const sentence of wanted.catalan.values())
    for (const entry of entriesOf(language, sentence))
      translations[entry.context] = { [entry.source]: translationOf(entry, sentence, wanted) };
  const file = po.compile({ charset: 'utf-8', headers, translations }, { foldLength: 0 });
  return succeed(`${file.toString('utf8').trimEnd()}\n`);
}

function translationOf(entry: Entry, sentence: Sentence, wanted: Export): GetTextTranslation {
  const { context, forms, source, sourceOfMany } = entry;
  const own = wanted.own.get(sentence.id);
  return {
    msgctxt: context,
    msgid: source,
    ...(sourceOfMany !== null && { msgid_plural: sourceOfMany }),
    msgstr: forms.map((form) => own?.forms.get(form) ?? ''),
    comments: {
      reference: wanted.picturesOf(sentence.id).paths.join('\n'),
      extracted: helpFor(entry, sentence, wanted).join('\n'),
      flag: own === undefined || wanted.isReviewed(sentence.id) ? '' : 'fuzzy',
    },
  };
}

function helpFor(entry: Entry, sentence: Sentence, { beside, language, picturesOf }: Export): string[] {
  const pictures = picturesOf(sentence.id);
  const { forms } = entry;
  const [only] = forms;
  const isExtra = forms.length === 1 && only !== null && entry.sourceOfMany === null;
  const said = [...beside].flatMap(([name, sentences]) => {
    const texts = sentences.get(sentence.id)?.forms;
    if (texts === undefined) return [];
    const shown = isExtra ? [texts.get(only ?? null) ?? texts.get('other')] : shownForms(texts);
    return [`${name}: ${shown.join(' / ')}`.replaceAll('\n', '\\n')];
  });
  const sources = `${entry.source} ${entry.sourceOfMany ?? ''}`;
  const named = new Set([...sources.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name));
  const longest = Math.max(
    ...[sentence, ...[...beside.values()].map((one) => one.get(sentence.id))].flatMap((one) =>
      [...(one?.forms.values() ?? [])].map((text) => text.length),
    ),
  );
  return [
    ...said,
    ...[...named].map((name) => `{{${name}}}: ${PLACEHOLDERS.get(name) ?? 'a value'}`),
    ...(isExtra
      ? [`This form alone: ${only === 'zero' ? 'none at all (0)' : `“${only}”, of fractions such as 1.5`}`]
      : []),
    ...(entry.sourceOfMany === null
      ? []
      : [`Forms of ${language}: ${forms.map((form, at) => `${at} is ${form}`).join(', ')}`]),
    ...(entry.source.includes('\n') ? ['\\n is a wanted line break: keep as many.'] : []),
    ...(/\u00a0/.test(entry.source) ? ['Has a no-break space (U+00A0), which keeps two words on one line.'] : []),
    ...(pictures.paths.length > 0 && pictures.ofNeighbours ? ['No picture shows it; these show its screen.'] : []),
    ...(WHERE.has(sentence.namespace) ? [WHERE.get(sentence.namespace) ?? ''] : []),
    `No fixed length; so far ${longest} characters at most.`,
  ];
}

/** Leaves out the words for none, which have their own entry. */
const shownForms = (texts: ReadonlyMap<string | null, string>): string[] =>
  [...texts].filter(([form]) => form !== 'zero').map(([, text]) => text);
