// Usage: npm run translations                                             prints how complete and how reviewed each language is
//        npm run translations -- --language ro                            prints the sentences that no speaker has reviewed, and their placeholders
//        npm run translations -- reviewed --language ro --by ROLE [--only screen:services]
//                                         records that a speaker has reviewed its present sentences; ROLE: native-speaker, translator
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../build/runtime.ts';
import { TICKET_LANGUAGES, type TicketLanguage } from '../../config/languages.ts';
import { gapsIn } from '../../config/translations/gaps.ts';
import { PLACEHOLDERS } from '../../config/translations/placeholders.ts';
import {
  afterReview,
  formattedReviews,
  ReviewerRole,
  reviewFigures,
  reviewState,
  reviewsFile,
} from '../../config/translations/review.ts';
import { namespacesOf, type Sentence, sentencesOf } from '../../config/translations/sentences.ts';

const configDir = join(repositoryRoot, 'config');
const USAGE = readFileSync(import.meta.filename, 'utf8')
  .split('\nimport ')[0]
  ?.replaceAll(/^\/\/ ?/gm, '');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string' }, by: { type: 'string' }, only: { type: 'string', default: '' } },
});
const [command = 'report'] = positionals;
const language = TICKET_LANGUAGES.find((one) => one === values.language);
const role = ReviewerRole.safeParse(values.by);

function stop(text: string): never {
  console.error(text);
  process.exit(1);
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: { detail: string } }): T {
  return result.ok ? result.value : stop(result.error.detail);
}

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

function listUnread(one: TicketLanguage): void {
  const [catalan, own] = [catalanFor(one), must(sentencesOf(configDir, one))];
  for (const id of must(reviewState(configDir, one)).unread) {
    const [source, translated] = [catalan, own].map((some) => [...(some.get(id)?.forms.values() ?? [])]);
    const named = new Set([...(source ?? []).join(' ').matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name));
    console.log(`${id}\n  ca: ${source?.join(' / ')}\n  ${one}: ${translated?.join(' / ')}`);
    for (const name of named) console.log(`  {{${name}}}: ${PLACEHOLDERS.get(name)}`);
  }
}

if (command === 'reviewed' && language !== undefined && role.success) {
  const today = new Date().toISOString().slice(0, 10);
  const reviews = must(afterReview(configDir, language, { by: role.data, today, only: values.only }));
  writeFileSync(reviewsFile(configDir, language), formattedReviews(reviews));
  for (const line of must(reviewFigures(configDir, [language]))) console.log(line);
} else if (command !== 'report' || (values.language !== undefined && language === undefined)) {
  stop(`${USAGE}\nLANGUAGE is one of ${TICKET_LANGUAGES.join(', ')}`);
} else if (language === undefined) report();
else listUnread(language);
