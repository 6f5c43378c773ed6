import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { gapsIn } from '../../../../config/translations/gaps.ts';
import { filesOf } from '../../../../config/translations/import-words.ts';
import { PLACEHOLDERS } from '../../../../config/translations/placeholders.ts';
import { readGettext } from '../../../../config/translations/read-gettext.ts';
import { isReviewedAt } from '../../../../config/translations/review.ts';
import { namespacesOf, type Sentence, sentencesOf } from '../../../../config/translations/sentences.ts';
import { writeGettext } from '../../../../config/translations/write-gettext.ts';
import { TICKET_LANGUAGES, type TicketLanguage } from '../../../../src-main/domain/languages.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { mutationsOf } from './mutations.ts';

const shipped = join(import.meta.dirname, '../../../../config');
const TRANSLATED = TICKET_LANGUAGES.filter((language) => language !== 'ca');
let configDir = '';
beforeEach(() => {
  configDir = temporaryFolder();
  cpSync(join(shipped, 'locales'), join(configDir, 'locales'), { recursive: true });
});

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const sentences = (language: TicketLanguage, of = language): Map<string, Sentence> =>
  must(sentencesOf(configDir, language, namespacesOf(of)));

const exported = (language: TicketLanguage, catalan = sentences('ca', language)): string =>
  must(
    writeGettext({
      language,
      catalan,
      own: sentences(language),
      beside: new Map([['Spanish', sentences('es')]]),
      isReviewed: must(isReviewedAt(configDir, language)),
      picturesOf: () => ({ paths: ['pictures/idle.png'], ofNeighbours: false }),
    }),
  );

const read = (text: string | Uint8Array, language: TicketLanguage) =>
  readGettext(typeof text === 'string' ? Buffer.from(text) : text, { language, catalan: sentences('ca', language) });

/** Takes a file back and writes what it says; the names of what was written. */
function take(text: string, language: TicketLanguage, today = '2026-11-26'): void {
  const files = must(
    filesOf(must(read(text, language)), {
      configDir,
      language,
      namespaces: namespacesOf(language),
      catalan: sentences('ca', language),
      today,
    }),
  );
  for (const file of files) writeFileSync(file.file, file.text);
}

const folderOf = (dir: string, language: string) =>
  Object.fromEntries(
    readdirSync(join(dir, 'locales', language)).map((name) => [
      name,
      readFileSync(join(dir, 'locales', language, name), 'utf8'),
    ]),
  );
const faults = (text: string | Uint8Array, language: TicketLanguage): string[] => {
  const found = read(text, language);
  return found.ok ? [] : found.error.faults.map(({ line, detail }) => `${line} ${detail}`);
};
/** Where a text stands in a file, from 1. */
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe.each(TRANSLATED)('a file for translators of %s', (language) => {
  test('that comes back as it went leaves every byte as it was', () => {
    take(exported(language), language);
    expect(folderOf(configDir, language)).toEqual(folderOf(shipped, language));
  });
});

describe('a file for translators', () => {
  test('has the Catalan, what helps to translate it, a picture, and a mark that nobody has read it', () => {
    const file = exported('uk');
    expect(file).toContain(`#: pictures/idle.png
#. Spanish: {{count}} persona delante de usted / {{count}} personas delante de usted
#. {{count}}: a whole number; the plural form follows it
#. Forms of uk: 0 is one, 1 is few, 2 is many
#. No fixed length; so far 35 characters at most.
#, fuzzy
msgctxt "ticket:people-ahead"
msgid "{{count}} persona davant vostre"
msgid_plural "{{count}} persones davant vostre"
msgstr[0] "Перед вами {{count}} особа"
msgstr[1] "Перед вами {{count}} особи"
msgstr[2] "Перед вами {{count}} осіб"
`);
    expect(file).toContain('msgctxt "ticket:people-ahead_zero"\nmsgid "Ningú davant vostre"');
    expect(file).toContain('msgctxt "ticket:people-ahead_other"');
  });

  test('explains every placeholder that there is', () => {
    const used = new Set(
      [...sentences('ca').values()].flatMap(({ forms }) =>
        [...forms.values()].flatMap((text) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name)),
      ),
    );
    expect([...used].sort()).toEqual([...PLACEHOLDERS.keys()].sort());
  });

  test('is for a language that has no file yet as well', () => {
    mkdirSync(join(configDir, 'locales', 'empty'));
    const whole = exported('ro');
    writeFileSync(join(configDir, 'locales', 'ro', 'ticket.json'), '{}\n');
    const empty = exported('ro');
    expect(empty).toContain('msgid "DUPLICAT"\nmsgstr ""');
    expect(faults(empty, 'ro')).toContainEqual(expect.stringMatching(/ticket:duplicate: is not translated/));
    take(whole, 'ro');
    expect(sentences('ro')).toEqual(must(sentencesOf(shipped, 'ro')));
  });
});

describe('a review', () => {
  const READ = 'X-Reviewed-By: native-speaker';
  const withoutFuzzy = (file: string) => file.replaceAll('#, fuzzy\n', '');
  const reviewed = (language: TicketLanguage) => must(isReviewedAt(configDir, language));

  test('is noted of what is no longer doubtful, if the file says what its reader is', () => {
    const file = withoutFuzzy(exported('ro')).replace('X-Reviewed-By: ', READ);
    const [head = '', ...rest] = file.split('msgctxt "ticket:wait"');
    take(
      `${head.replace(/(.*)\n#\. Spanish/s, '$1\n#, fuzzy\n#. Spanish')}msgctxt "ticket:wait"${rest.join('')}`,
      'ro',
    );
    expect(reviewed('ro')('ticket:duplicate')).toBe(true);
    expect(reviewed('ro')('ticket:wait')).toBe(false);
    const { 'reviewed.json': kept = '' } = folderOf(configDir, 'ro');
    expect(kept).toMatch(
      /"ticket:duplicate": \{ "hash": "[0-9a-f]{12}", "by": "native-speaker", "on": "2026-11-26" \}/,
    );
  });

  test('is noted of nothing where the file does not say that anybody has read it', () => {
    take(withoutFuzzy(exported('ro')), 'ro');
    expect(folderOf(configDir, 'ro')['reviewed.json']).toBeUndefined();
  });

  test('stays as it was when the file goes out and comes back, and ends with the word that it was of', () => {
    take(withoutFuzzy(exported('ro')).replace('X-Reviewed-By: ', READ), 'ro', '2026-11-01');
    const before = folderOf(configDir, 'ro');
    take(exported('ro'), 'ro');
    expect(folderOf(configDir, 'ro')).toEqual(before);
    take(exported('ro').replaceAll('Numărul dvs.', 'Bonul dvs.'), 'ro');
    expect(reviewed('ro')('ticket:your-turn')).toBe(false);
    expect(reviewed('ro')('ticket:wait')).toBe(true);
  });

  test('is taken back where a translator doubts what was reviewed', () => {
    take(withoutFuzzy(exported('ro')).replace('X-Reviewed-By: ', READ), 'ro');
    take(exported('ro').replace('msgctxt "ticket:wait"', '#, fuzzy\nmsgctxt "ticket:wait"'), 'ro');
    expect(reviewed('ro')('ticket:wait')).toBe(false);
  });

  test('by somebody with a name is refused', () => {
    expect(faults(exported('ro').replace('X-Reviewed-By: ', 'X-Reviewed-By: Maria'), 'ro')).toEqual([
      expect.stringContaining('X-Reviewed-By is “Maria”; expected native-speaker or translator, or nothing'),
    ]);
  });
});

describe('a file that comes back with a fault is refused whole, with the line', () => {
  const file = () => exported('uk');
  test.each([
    [
      'a placeholder that is lost',
      '{{count}} осіб',
      'осіб',
      'ticket:people-ahead',
      /people-ahead \(many\): has no placeholder/,
    ],
    [
      'a translation that is lost',
      'msgstr "ДУБЛІКАТ"',
      'msgstr ""',
      'ticket:duplicate',
      /duplicate: is not translated/,
    ],
    ['a form that is lost', /msgstr\[2\].*\n/, '', 'ticket:people-ahead', /Expected to find 3 forms but got 2/],
    [
      'forms in another order',
      /(msgstr\[1\].*\n)(msgstr\[2\].*\n)/,
      '$2$1',
      'ticket:people-ahead',
      /not one entry in gettext’s order/,
    ],
    [
      'a key that nobody knows',
      'msgctxt "ticket:wait"',
      'msgctxt "ticket:waits"',
      'ticket:waits',
      /there is no such sentence/,
    ],
    ['another Catalan', 'msgid "DUPLICAT"', 'msgid "CÒPIA"', 'ticket:duplicate', /its Catalan is another one today/],
    [
      'a tag',
      'msgstr "ДУБЛІКАТ"',
      'msgstr "<b>ДУБЛІКАТ</b>"',
      'ticket:duplicate',
      /has "<b>": sentences are plain text/,
    ],
    [
      'two entries that ran together',
      /\n\n(#:.*\n(?:#.*\n)*msgctxt "ticket:wait")/,
      '\n$1',
      'ticket:people-ahead_other',
      /is a comment inside an entry|not one entry/,
    ],
  ] as const)('%s', (_, find, put, at, fault) => {
    // The screens stand before the tickets, and have such lines as well.
    const whole = file();
    const tickets = whole.indexOf('msgctxt "ticket:');
    const changed = whole.slice(0, tickets) + whole.slice(tickets).replace(find, put);
    const context = changed.includes(`msgctxt "${at}"`) ? lineOf(changed, `msgctxt "${at}"`) : 0;
    const found = faults(changed, 'uk');
    expect(found.join('\n')).toMatch(fault);
    expect(Math.abs(Number(found[0]?.split(' ')[0]) - context)).toBeLessThan(12);
  });

  test('an entry twice, or not at all', () => {
    const [entry = ''] = /#:[^\n]*\n(?:#.*\n)*msgctxt "ticket:wait"\n.*\n.*\n/.exec(file()) ?? [];
    expect(faults(`${file()}\n${entry}`, 'uk')).toEqual([
      expect.stringMatching(/ticket:wait: stands in line \d+ already/),
    ]);
    expect(faults(file().replace(entry, ''), 'uk')).toEqual([
      expect.stringMatching(/ticket:wait: is missing from the file/),
    ]);
  });

  test('the rule of plurals of another language, another language, or another encoding', () => {
    expect(faults(file().replace('nplurals=3', 'nplurals=2'), 'uk')[0]).toMatch(/Plural-Forms is “nplurals=2/);
    expect(faults(exported('ro'), 'uk')[0]).toMatch(/is in ro; expected uk/);
    expect(faults(Buffer.from('msgid ""\nmsgstr "Català"\n', 'latin1'), 'uk')[0]).toMatch(/is not UTF-8/);
    expect(faults('', 'uk')).toEqual(['1 is empty']);
  });
});

describe('line ends of Windows and folded lines, as some programs write them', () => {
  test('change nothing', () => {
    const folded = exported('ro').replace('msgstr "DUPLICAT"', 'msgstr ""\n"DUPLI"\n"CAT"').replaceAll('\n', '\r\n');
    take(`\ufeff${folded}`, 'ro');
    expect(folderOf(configDir, 'ro')).toEqual(folderOf(shipped, 'ro'));
  });
});

const MUTATIONS = 1_000;

describe('whatever happens to a file on its way', () => {
  test(`it is refused, or changes no sentence but those whose lines were touched (${MUTATIONS} mutations)`, () => {
    const seen = { refused: 0, taken: 0, changed: 0 };
    // Of paper alone, so that a language of the screens takes no longer.
    const onPaper = (all: ReadonlyMap<string, Sentence>) =>
      new Map([...all].filter(([, { namespace }]) => namespace === 'ticket'));
    for (const language of ['uk', 'ar'] as const) {
      const catalan = onPaper(sentences('ca'));
      const before = onPaper(sentences(language));
      const file = exported(language, catalan);
      for (const { kind, bytes, touched } of mutationsOf(file, { seed: 13, count: MUTATIONS / 2 })) {
        const found = readGettext(bytes, { language, catalan });
        if (!found.ok) {
          expect(found.error.faults.length, kind).toBeGreaterThan(0);
          seen.refused += 1;
          continue;
        }
        seen.taken += 1;
        const after = found.value.sentences;
        expect([...after.keys()].sort(), kind).toEqual([...before.keys()].sort());
        for (const [id, { forms }] of before) {
          const isSame = [...forms].every(([form, text]) => after.get(id)?.forms.get(form) === text);
          if (!isSame) seen.changed += 1;
          if (!isSame) expect([...touched], kind).toContain(id);
        }
        expect(gapsIn(language, catalan, after), kind).toEqual([]);
      }
    }
    expect(seen.refused).toBeGreaterThan(300);
    expect(seen.taken).toBeGreaterThan(100);
    expect(seen.changed).toBeGreaterThan(20);
  });
});
