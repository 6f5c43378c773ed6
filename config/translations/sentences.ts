import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { languageRow, type TicketLanguage } from '../languages.ts';
import { splitForm } from './forms.ts';

/** `neededBy` lists the values of `offered` (`config/languages.ts`) whose languages need the file. */
const NAMESPACES = [
  { name: 'screen', neededBy: ['citizens', 'everywhere'] },
  { name: 'ticket', neededBy: ['paper', 'citizens', 'everywhere'] },
  { name: 'contact', neededBy: ['paper', 'citizens', 'everywhere'] },
  { name: 'citizens', neededBy: ['paper', 'citizens', 'everywhere'] },
  { name: 'technician', neededBy: ['everywhere'] },
  { name: 'staff', neededBy: ['everywhere'] },
  { name: 'faults', neededBy: ['everywhere'] },
  { name: 'operator', neededBy: ['everywhere'] },
  { name: 'city', neededBy: ['everywhere'] },
  { name: 'office', neededBy: ['everywhere'] },
  { name: 'centre', neededBy: ['everywhere'] },
  { name: 'bookings', neededBy: ['everywhere'] },
  { name: 'figures', neededBy: ['everywhere'] },
  { name: 'retention', neededBy: ['everywhere'] },
  { name: 'alarms', neededBy: ['everywhere'] },
  { name: 'accessibility', neededBy: ['everywhere'] },
  { name: 'people', neededBy: ['everywhere'] },
  { name: 'twin', neededBy: ['everywhere'] },
  { name: 'stick', neededBy: ['everywhere'] },
] as const;
export type NamespaceName = (typeof NAMESPACES)[number]['name'];
export const CITIZENS_NAMESPACES: readonly NamespaceName[] = ['screen', 'ticket', 'contact', 'citizens'];

export const namespacesOf = (language: TicketLanguage): NamespaceName[] => {
  const { offered } = languageRow(language);
  return NAMESPACES.filter(({ neededBy }) => neededBy.some((one) => one === offered)).map(({ name }) => name);
};

export type Words = { [key: string]: string | Words };

/** A sentence with all its plural forms; a sentence without plurals has the only form `null`. */
export interface Sentence {
  /** Namespace and key, such as `screen:services.waiting`. */
  id: string;
  namespace: NamespaceName;
  forms: ReadonlyMap<string | null, string>;
}

export type WordsFault = { kind: 'words-unreadable'; detail: string };

const wordsFile = (configDir: string, language: string, namespace: string): string =>
  join(configDir, 'locales', language, `${namespace}.json`);

function readWords(configDir: string, language: string, namespace: string): Result<Words, WordsFault> {
  const file = wordsFile(configDir, language, namespace);
  try {
    const words: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isWords(words)
      ? succeed(words)
      : refuse({ kind: 'words-unreadable', detail: `${file}: holds more than texts` });
  } catch (error) {
    return refuse({ kind: 'words-unreadable', detail: `${file}: ${messageOf(error)}` });
  }
}

function textsIn(words: Words, prefix = ''): [key: string, text: string][] {
  return Object.entries(words).flatMap(([name, child]): [string, string][] =>
    typeof child === 'string' ? [[prefix + name, child]] : textsIn(child, `${prefix}${name}.`),
  );
}

export function sentencesIn(namespace: NamespaceName, words: Words): Sentence[] {
  const found = new Map<string, Map<string | null, string>>();
  for (const [key, text] of textsIn(words)) {
    const { base, form } = splitForm(key);
    const forms = found.get(base) ?? new Map<string | null, string>();
    found.set(base, forms.set(form, text));
  }
  return [...found].map(([base, forms]) => ({ id: `${namespace}:${base}`, namespace, forms }));
}

export function sentencesOf(
  configDir: string,
  language: TicketLanguage,
  namespaces: readonly NamespaceName[] = namespacesOf(language),
): Result<Map<string, Sentence>, WordsFault> {
  const all = new Map<string, Sentence>();
  for (const namespace of namespaces) {
    const words = readWords(configDir, language, namespace);
    if (!words.ok) return words;
    for (const sentence of sentencesIn(namespace, words.value)) all.set(sentence.id, sentence);
  }
  return succeed(all);
}

function isWords(value: unknown): value is Words {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((child) => typeof child === 'string' || isWords(child));
}
