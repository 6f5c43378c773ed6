import { neededForms, standsForOne } from './forms.ts';
import type { Sentence } from './sentences.ts';

/** A defect of a translation. `form` is `null` if the sentence has no plurals, or if the whole sentence is missing or unknown. */
export interface Gap {
  id: string;
  form: string | null;
  fault:
    | 'missing'
    | 'unknown'
    | 'empty'
    | 'placeholders'
    | 'form-missing'
    | 'form-unused'
    | 'line-breaks'
    | 'markup'
    | 'edges';
  detail: string;
}

type Sentences = ReadonlyMap<string, Sentence>;

export function gapsIn(language: string, catalan: Sentences, own: Sentences): Gap[] {
  const missing = [...catalan.keys()].filter((id) => !own.has(id));
  const unknown = [...own.keys()].filter((id) => !catalan.has(id));
  return [
    ...missing.map((id) => gap(id, null, 'missing', 'is not translated')),
    ...unknown.map((id) => gap(id, null, 'unknown', 'Catalan has no such sentence')),
    ...[...catalan.values()].flatMap((sentence) => {
      const translated = own.get(sentence.id);
      return translated === undefined ? [] : gapsOfSentence(language, sentence, translated);
    }),
  ];
}

function gapsOfSentence(language: string, catalan: Sentence, own: Sentence): Gap[] {
  const { id } = catalan;
  const counts = catalan.forms.has('other');
  const needed: (string | null)[] = counts ? neededForms(language, [...catalan.forms.keys()]) : [null];
  const missing = needed.filter((form) => !own.forms.has(form));
  // Programs for translators add the plural forms that CLDR has for millions, and leave them empty. An empty form that is not needed is no
  // defect.
  const said = [...own.forms].filter(([form, text]) => needed.includes(form) || text !== '');
  const unused = said.map(([form]) => form).filter((form) => !needed.includes(form));
  return [
    ...missing.map((form) => gap(id, form, 'form-missing', `lacks the form ${nameOf(form)}`)),
    ...unused.map((form) => gap(id, form, 'form-unused', `has the form ${nameOf(form)}, which is never said`)),
    ...said.flatMap(([form, text]) => gapsOfText(language, { catalan, own, form, text })),
  ];
}

function gapsOfText(
  language: string,
  { catalan, own, form, text }: { catalan: Sentence; own: Sentence; form: string | null; text: string },
): Gap[] {
  const source = catalan.forms.get(form) ?? catalan.forms.get('other') ?? '';
  const gaps: Gap[] = [];
  const complain = (fault: Gap['fault'], detail: string) => gaps.push(gap(catalan.id, form, fault, detail));
  if (text.trim() === '') complain('empty', 'is empty');
  const wanted = placeholdersIn(catalan.forms.get('other') ?? source);
  const found = placeholdersIn(text);
  const mayBeInWords = form !== null && standsForOne(language, form, [...own.forms.keys()]);
  const inWords = wanted.filter((name) => name !== 'count');
  if (!isSame(found, wanted) && !(mayBeInWords && isSame(found, inWords)))
    complain('placeholders', `has ${listed(found)} where Catalan has ${listed(wanted)}`);
  const [breaks, wantedBreaks] = [text, source].map((one) => one.split('\n').length - 1);
  if (breaks !== wantedBreaks) complain('line-breaks', `has ${breaks} line breaks where Catalan has ${wantedBreaks}`);
  const [mark] = MARKUP.exec(text.replaceAll(PLACEHOLDER, '')) ?? [];
  if (mark !== undefined) complain('markup', `has ${JSON.stringify(mark)}: sentences are plain text`);
  if (text !== text.trim()) complain('edges', 'begins or ends with a space');
  return gaps;
}

/** The name in a placeholder may be followed by a format. */
const PLACEHOLDER = /\{\{(\w[^{}]*)\}\}/g;
/**
 * Forbidden in a sentence: tags, half a placeholder, i18next's nesting, control characters other than a line break, marks that reverse the
 * direction of text, U+FEFF and U+FFFD.
 */
const MARKUP = /<[^>]*>|[{}]|\$t\(|[^\P{Cc}\n]|[\u202a-\u202e\ufeff\ufffd]/u;

const placeholdersIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name).sort();

const isSame = (some: readonly string[], others: readonly string[]): boolean => some.join() === others.join();
const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'no placeholder' : names.map((name) => `{{${name}}}`).join(', ');
const nameOf = (form: string | null): string => form ?? 'without a number';
const gap = (id: string, form: string | null, fault: Gap['fault'], detail: string): Gap => ({
  id,
  form,
  fault,
  detail,
});
