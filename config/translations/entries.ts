import { countedForms, neededForms } from './forms.ts';
import type { Sentence } from './sentences.ts';

/** A gettext entry of one context: all plural forms of whole numbers, or a single text. */
export interface Entry {
  id: string;
  context: string;
  /** In the order of the file's `msgstr`. */
  forms: readonly (string | null)[];
  source: string;
  /** The Catalan plural, for a sentence that counts. */
  sourceOfMany: string | null;
}

/**
 * A sentence without plural has one entry. One with plurals has an entry with all of the language's forms for whole numbers, as gettext has
 * them, and one more for each form without a place in gettext: the words for none, or CLDR's form for fractions.
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
