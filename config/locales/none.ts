/**
 * Renames the plural form for "none" from `_none` to `_zero`, which i18next reads. The files write `_none`, because programs for
 * translators keep only the forms that CLDR has in a language, and of Torn's languages only Arabic has a `_zero`.
 */
export const withNone = <Own>(sentences: Own): Own =>
  JSON.parse(JSON.stringify(sentences).replaceAll('_none":', '_zero":')) as Own;
