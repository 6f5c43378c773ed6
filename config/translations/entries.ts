import { countedForms, neededForms } from './forms.ts';
import type { Sentence } from './sentences.ts';

/** What a gettext file has of a sentence under one context: all the forms of whole numbers, or one text. */
export interface Entry {
  id: string;
  context: string;
  /** In the order of the file's `msgstr`. */
  forms: readonly (string | null)[];
  source: string;
  /** Of a sentence that counts: the Catalan for many. */
  sourceOfMany: string | null;
}

/**
 * A sentence that does not count has one entry. One that counts has one with every form that `language` says of whole numbers, as gettext
 * knows them, and one more for each form that gettext has no place for: words for none, or CLDR's form of fractions.
 */
export function entriesOf(language: string, catalan: Sentence): Entry[] {
  const { id, forms } = catalan;
  const many = forms.get('other');
  if (many === undefined) {
    return [{ id, context: id, forms: [null], source: forms.get(null) ?? '', sourceOfMany: null }];
  }
  const counted = countedForms(language);
  const others = neededForms(language, [...forms.keys()]).filter((form) => !counted.includes(form));
  return [
    { id, context: id, forms: counted, source: forms.get('one') ?? many, sourceOfMany: many },
    ...others.map((form) => ({
      id,
      context: `${id}_${form}`,
      forms: [form],
      source: forms.get(form) ?? many,
      sourceOfMany: null,
    })),
  ];
}
