import { neededForms, splitForm } from './forms.ts';
import { type NamespaceName, type Sentence, textsIn, type Words } from './sentences.ts';

/**
 * Puts the texts of `sentences` into a file's words, in the file's order. New sentences follow the one that precedes them in Catalan;
 * sentences that Catalan no longer has are removed.
 */
export function putWords(
  { namespace, language, own, catalan }: { namespace: NamespaceName; language: string; own: Words; catalan: Words },
  sentences: ReadonlyMap<string, Sentence>,
): Words {
  const wanted = new Map<string, string>();
  const bases = new Set(textsIn(catalan).map(([key]) => splitForm(key).base));
  for (const base of bases) {
    const forms = sentences.get(`${namespace}:${base}`)?.forms ?? new Map<string | null, string>();
    const order = forms.has(null) ? [null] : neededForms(language, [...forms.keys()]);
    for (const form of order) wanted.set(form === null ? base : `${base}_${form}`, forms.get(form) ?? '');
  }
  const keys = textsIn(own).flatMap(([key]) => (wanted.has(key) ? [key] : []));
  let before = -1;
  for (const key of wanted.keys()) {
    const at = keys.indexOf(key);
    if (at < 0) keys.splice(before + 1, 0, key);
    before = at < 0 ? before + 1 : at;
  }
  const words: Words = {};
  for (const key of keys) put(words, key.split('.'), wanted.get(key) ?? '');
  return words;
}

function put(words: Words, [name = '', ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    words[name] = text;
    return;
  }
  const inner = words[name];
  const child = typeof inner === 'object' ? inner : {};
  words[name] = child;
  put(child, rest, text);
}

/** The format of every file of sentences. */
export const formatted = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
