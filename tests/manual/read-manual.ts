import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { text } from '../evidence/html.ts';
import { isPicture } from './pictures.ts';
import { TABLES } from './tables.ts';
import { type Sentences, sentenceFor } from './words.ts';

/** The parts of the manual: names of files in `ca/` and of HTML pages. */
export const PARTS = ['tecnic', 'personal', 'ciutat', 'maquinari'] as const;
export type Part = (typeof PARTS)[number];

export interface ManualPart {
  title: string;
  html: string;
  /** Names of the pictures in this part, each once. */
  pictures: string[];
  faults: string[];
}

export const textOfPart = (part: Part): string => readFileSync(join(import.meta.dirname, 'ca', `${part}.md`), 'utf8');
export const pictureFile = (name: string): string => `pictures/${name.replace(':', '-')}.png`;

/** `[[FILE:KEY]]` is the name of a button or a line, `[[=FILE:KEY]]` a sentence; `[[FILE:KEY|name=value]]` fills in placeholders. */
const SENTENCE = /\[\[(=?)([\w-]+:[\w.-]+)((?:\|\w+=[^|\]]+)*)\]\]/g;
const TABLE = /^\{\{([\w-]+)\}\}$/gm;

export function readManual(markdown: string, sentences: Sentences): ManualPart {
  const faults: string[] = [];
  const pictures = new Set<string>();
  const marked = new Marked({
    renderer: {
      image({ href, text: caption }) {
        if (isPicture(href)) pictures.add(href);
        else faults.push(`${href}: no such picture`);
        return `<span class="picture ${href.split(':')[0]}"><img src="${pictureFile(href)}" alt=""><span class="caption">${caption}</span></span>`;
      },
    },
  });
  const filled = markdown
    .replaceAll(SENTENCE, (_, isPlain: string, key: string, given: string) => {
      const sentence = sentenceFor(sentences, key, valuesIn(given));
      if (sentence === null) faults.push(`${key}: no such sentence, or a placeholder without a value`);
      const shown = inMarkdown(sentence ?? key);
      return isPlain === '' ? `<b class="word">${shown}</b>` : shown;
    })
    .replaceAll(TABLE, (_, name: string) => {
      const table = TABLES.get(name);
      if (table === undefined) faults.push(`${name}: no such table`);
      return table?.() ?? '';
    });
  if (filled.includes('[[')) faults.push(`a sentence is not named as [[FILE:KEY]]: ${lineWith(filled, '[[')}`);
  const title = /^# (.+)$/m.exec(filled)?.[1];
  if (title === undefined) faults.push('there is no title');
  return { title: title ?? '', html: marked.parse(filled, { async: false }), pictures: [...pictures], faults };
}

const valuesIn = (given: string): Record<string, string> =>
  Object.fromEntries(
    given
      .split('|')
      .slice(1)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/** Replaces characters that Markdown would interpret. */
const inMarkdown = (sentence: string): string =>
  text(sentence).replaceAll(/[*_`[\]|]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const lineWith = (of: string, sign: string): string => of.split('\n').find((line) => line.includes(sign)) ?? '';
