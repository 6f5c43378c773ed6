/**
 * Names the form for none as i18next looks for it: `_zero`. The files name it `_none`, because programs for translators keep only the forms
 * that CLDR has in a language, and of ours only Arabic has a `_zero`.
 */
export const withNone = <Own>(sentences: Own): Own =>
  JSON.parse(JSON.stringify(sentences).replaceAll('_none":', '_zero":')) as Own;
