import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const CHECKED_LANGUAGES = ['ca', 'es', 'en'] as const;
export type CheckedLanguage = (typeof CHECKED_LANGUAGES)[number];

export interface Sentence {
  file: string;
  line: number;
  language: CheckedLanguage;
  /** Name of the text's file in `config/locales`, such as `screen` or `ticket`; `offices` for texts of a profile. */
  group: string;
  key: string;
  text: string;
}

const LOCALES = 'config/locales';
const OFFICES = 'config/offices';

/** Reads every sentence of `config/locales` and the texts of all office profiles, in the checked languages. */
export function readSentences(root: string): Sentence[] {
  const own = CHECKED_LANGUAGES.flatMap((language) =>
    jsonIn(root, posix.join(LOCALES, language)).flatMap((file) =>
      textsIn(root, file).map((found) => ({ ...found, file, language, group: posix.basename(file, '.json') })),
    ),
  );
  const offices = jsonIn(root, OFFICES).flatMap((file) =>
    textsIn(root, file).flatMap((found) => {
      const language = CHECKED_LANGUAGES.find((one) => found.key.endsWith(`.${one}`));
      return language === undefined ? [] : [{ ...found, file, language, group: 'offices' }];
    }),
  );
  return [...own, ...offices];
}

const jsonIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => posix.join(folder, name));

function textsIn(root: string, file: string): { key: string; text: string; line: number }[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const found = textsOf(JSON.parse(lines.join('\n')), '');
  // The search for a text begins at the line of the previous text, so that two equal texts get different lines.
  let line = 0;
  return found.map(({ key, text }) => {
    const written = `${JSON.stringify(key.slice(key.lastIndexOf('.') + 1))}: ${JSON.stringify(text)}`;
    const at = lines.findIndex((one, index) => index >= line && one.includes(written));
    if (at !== -1) line = at;
    return { key, text: text.replaceAll('\u00a0', ' '), line: line + 1 };
  });
}

function textsOf(value: unknown, key: string): { key: string; text: string }[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => textsOf(inside, key === '' ? name : `${key}.${name}`));
}
