// Usage: npm run translations                                                    how complete and how reviewed each language is
//        npm run translations -- export --language ro --out DIR [--no-pictures]  a gettext file for a translator, with pictures
//        npm run translations -- import FILE.po --language ro                    takes it back: all of it, or nothing
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../build/runtime.ts';
import { gapsIn } from '../../config/translations/gaps.ts';
import { filesOf } from '../../config/translations/import-words.ts';
import { readGettext } from '../../config/translations/read-gettext.ts';
import { isReviewedAt, reviewFigures } from '../../config/translations/review.ts';
import { namespacesOf, type Sentence, sentencesOf } from '../../config/translations/sentences.ts';
import { type Pictures, writeGettext } from '../../config/translations/write-gettext.ts';
import { TICKET_LANGUAGES, type TicketLanguage } from '../../src-main/domain/languages.ts';
import { takePictures } from './pictures.ts';

const NO_PICTURE: Pictures = { paths: [], ofNeighbours: true };
const configDir = join(repositoryRoot, 'config');
const USAGE = readFileSync(import.meta.filename, 'utf8')
  .split('\nimport ')[0]
  ?.replaceAll(/^\/\/ ?/gm, '');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    language: { type: 'string' },
    out: { type: 'string' },
    'no-pictures': { type: 'boolean', default: false },
  },
});
const [command = 'report', file] = positionals;
const language = TICKET_LANGUAGES.find((one) => one === values.language);

function stop(...lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: { detail: string } }): T {
  return result.ok ? result.value : stop(result.error.detail);
}

/** The Catalan sentences that a language answers to. */
const catalanFor = (one: TicketLanguage): Map<string, Sentence> =>
  must(sentencesOf(configDir, 'ca', namespacesOf(one)));

function report(): void {
  for (const line of must(reviewFigures(configDir, TICKET_LANGUAGES))) console.log(line);
  for (const one of TICKET_LANGUAGES)
    for (const { id, form, detail } of gapsIn(one, catalanFor(one), must(sentencesOf(configDir, one)))) {
      console.log(`${one}: ${id}${form === null ? '' : ` (${form})`}: ${detail}`);
      process.exitCode = 1;
    }
}

async function exportTo(out: string, to: TicketLanguage): Promise<void> {
  mkdirSync(out, { recursive: true });
  const catalan = catalanFor(to);
  const own = sentencesOf(configDir, to);
  const pictures = values['no-pictures'] ? new Map<string, Pictures>() : await takePictures(catalan, out);
  const isReviewed = must(isReviewedAt(configDir, to));
  const text = must(
    writeGettext({
      language: to,
      catalan,
      // A language that begins has no sentence yet.
      own: own.ok ? own.value : new Map<string, Sentence>(),
      beside: new Map([
        ['Spanish', must(sentencesOf(configDir, 'es'))],
        ['English', must(sentencesOf(configDir, 'en'))],
      ]),
      isReviewed,
      picturesOf: (id) => pictures.get(id) ?? NO_PICTURE,
    }),
  );
  const path = join(out, `${to}.po`);
  writeFileSync(path, text);
  const unseen = [...catalan.keys()].filter((id) => pictures.get(id)?.ofNeighbours !== false).length;
  console.log(`${path}: ${catalan.size} sentences, ${catalan.size - unseen} of them with a picture`);
}

function importFrom(path: string, to: TicketLanguage): void {
  const catalan = catalanFor(to);
  const read = readGettext(readFileSync(path), { language: to, catalan });
  if (!read.ok) stop(...read.error.faults.map(({ line, detail }) => `${path}:${line} ${detail}`));
  const today = new Date().toISOString().slice(0, 10);
  const files = must(filesOf(read.value, { configDir, language: to, namespaces: namespacesOf(to), catalan, today }));
  for (const written of files) {
    mkdirSync(dirname(written.file), { recursive: true });
    writeFileSync(written.file, written.text);
    console.log(relative(repositoryRoot, written.file));
  }
  for (const line of must(reviewFigures(configDir, [to]))) console.log(line);
}

if (command === 'report') report();
else if (language === undefined || language === 'ca')
  stop(USAGE ?? '', `LANGUAGE is one of ${TICKET_LANGUAGES.slice(1).join(', ')}`);
else if (command === 'export' && values.out !== undefined) await exportTo(resolve(values.out), language);
else if (command === 'import' && file !== undefined) importFrom(resolve(file), language);
else stop(USAGE ?? '');
