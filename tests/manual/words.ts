import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import { fill } from '../evidence/fill.ts';

const FOLDER = join(repositoryRoot, 'config', 'locales', 'ca');

export type Sentences = ReadonlyMap<string, string>;

export function catalanSentences(): Sentences {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return new Map(
    files.flatMap((file) => leavesOf(`${file.slice(0, -'.json'.length)}:`, readFileSync(join(FOLDER, file), 'utf8'))),
  );
}

const leavesOf = (begin: string, json: string): [string, string][] => below(begin, JSON.parse(json));

function below(key: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => below(`${key}${key.endsWith(':') ? '' : '.'}${name}`, one));
}

/** Returns a sentence with its placeholders filled in; `null` if there is no such sentence or a placeholder has no value. */
export function sentenceFor(
  sentences: Sentences,
  key: string,
  values: Readonly<Record<string, string>>,
): string | null {
  const sentence = sentences.get(key);
  if (sentence === undefined) return null;
  const filled = fill(sentence, values);
  return filled.includes('{{') ? null : filled;
}
