/** CLDR's plural forms, as i18next appends them to a key: `waiting_few`. */
const FORM = /_(zero|one|two|few|many|other)$/;
/** The largest number on any screen or paper. */
const MOST_COUNTED = 999;
const COUNTED = Array.from({ length: MOST_COUNTED + 1 }, (_, count) => count);

export function splitForm(key: string): { base: string; form: string | null } {
  const found = FORM.exec(key);
  return { base: found === null ? key : key.slice(0, found.index), form: found?.[1] ?? null };
}

/** A language's forms for whole numbers, in CLDR's order, which a gettext file has too. */
export function countedForms(language: string): string[] {
  const met = new Set(formsByCount(language));
  return CLDR_ORDER.filter((form) => met.has(form));
}

/** The forms that a counting sentence needs in `language`: always `other`, and `zero` if Catalan has words for none. */
export const neededForms = (language: string, catalan: readonly (string | null)[]): string[] => {
  const needed = new Set(['other', ...countedForms(language), ...(catalan.includes('zero') ? ['zero'] : [])]);
  return CLDR_ORDER.filter((form) => needed.has(form));
};

/** Whether a form is used for a single number only, which may then be written as a word. `forms` are the sentence's forms. */
export function standsForOne(language: string, form: string, forms: readonly (string | null)[]): boolean {
  const chosen = formsByCount(language).map((one, count) => (count === 0 && forms.includes('zero') ? 'zero' : one));
  return chosen.filter((one) => one === form).length === 1;
}

const CLDR_ORDER: readonly string[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** A cache of CLDR's form for each number, by language, because its rules are slow. */
const ASKED = new Map<string, readonly string[]>();

function formsByCount(language: string): readonly string[] {
  const known = ASKED.get(language);
  if (known !== undefined) return known;
  const rules = new Intl.PluralRules(language);
  const forms = COUNTED.map((count) => rules.select(count));
  ASKED.set(language, forms);
  return forms;
}

/** The plural rules for translators' programs: the form of a number `n` as a C expression, counted from 0 in CLDR's order. */
const GETTEXT: ReadonlyMap<string, string> = new Map([
  ['ca', '(n != 1)'],
  ['es', '(n != 1)'],
  ['en', '(n != 1)'],
  ['fr', '(n > 1)'],
  ['ar', '(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)'],
  ['ur', '(n != 1)'],
  ['ro', '(n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2)'],
  ['uk', '(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)'],
  ['zh-Hans', '0'],
]);

/** The header `Plural-Forms` of a gettext file; `null` for a language without a rule above. */
export function pluralHeader(language: string): string | null {
  const rule = GETTEXT.get(language);
  return rule === undefined ? null : `nplurals=${countedForms(language).length}; plural=${rule};`;
}
