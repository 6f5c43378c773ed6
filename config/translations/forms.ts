/** The plural form at the end of a key: a form of CLDR (as in `waiting_few`), or Torn's own form `none`. */
const FORM = /_(none|zero|one|two|few|many|other)$/;
/** The largest number on any screen or paper. */
const MOST_COUNTED = 999;
const COUNTED = Array.from({ length: MOST_COUNTED + 1 }, (_, count) => count);

export function splitForm(key: string): { base: string; form: string | null } {
  const found = FORM.exec(key);
  return { base: found === null ? key : key.slice(0, found.index), form: found?.[1] ?? null };
}

export function countedForms(language: string): string[] {
  const met = new Set(formsByCount(language));
  return CLDR_ORDER.filter((form) => met.has(form));
}

/** Returns the plural forms that a sentence needs in `language`, with `none` if the Catalan sentence has it. */
export const neededForms = (language: string, catalan: readonly (string | null)[]): string[] => [
  ...(catalan.includes('none') ? ['none'] : []),
  ...countedForms(language),
];

/**
 * True if a form is used for at most one number, so that the sentence may write this number as a word. `forms` are the sentence's forms.
 */
export function standsForOne(language: string, form: string, forms: readonly (string | null)[]): boolean {
  const chosen = formsByCount(language).map((one, count) => (count === 0 && forms.includes('none') ? 'none' : one));
  return chosen.filter((one) => one === form).length <= 1;
}

const CLDR_ORDER: readonly string[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** CLDR's form for each number is kept by language, because evaluating CLDR's rules is slow. */
const ASKED = new Map<string, readonly string[]>();

function formsByCount(language: string): readonly string[] {
  const known = ASKED.get(language);
  if (known !== undefined) return known;
  const rules = new Intl.PluralRules(language);
  const forms = COUNTED.map((count) => rules.select(count));
  ASKED.set(language, forms);
  return forms;
}
