import { po } from 'gettext-parser';
import { messageOf, type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { type Entry, entriesOf } from './entries.ts';
import { pluralHeader } from './forms.ts';
import { gapsOfSentence } from './gaps.ts';
import { type Block, blocksIn } from './gettext-blocks.ts';
import { ReviewerRole } from './review.ts';
import type { Sentence } from './sentences.ts';
import { REVIEWER_HEADER } from './write-gettext.ts';

export interface Imported {
  sentences: ReadonlyMap<string, Sentence>;
  /** Ids that the file marks as fuzzy. */
  fuzzy: ReadonlySet<string>;
  /** The role of the reviewer of all other sentences; `null` if the file does not claim a review. */
  reviewedBy: ReviewerRole | null;
}

/** `line` counts from 1 in the file. */
export interface GettextFault {
  line: number;
  detail: string;
}

export interface GettextFaults {
  kind: 'gettext-invalid';
  faults: readonly GettextFault[];
}

const refuseFor = (faults: readonly GettextFault[]) => refuse({ kind: 'gettext-invalid' as const, faults });

/** A raw entry, with the lines of its context and of its first text. */
interface Read {
  line: number;
  context: string;
  source: string;
  sourceOfMany: string | null;
  texts: readonly string[];
  isFuzzy: boolean;
}

/** Reads a file that a translator returns. It is accepted as a whole or not at all; every fault has its line. */
export function readGettext(
  bytes: Uint8Array,
  { language, catalan }: { language: string; catalan: ReadonlyMap<string, Sentence> },
): Result<Imported, GettextFaults> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return refuseFor([{ line: 1, detail: 'is not UTF-8 text; save it again as UTF-8' }]);
  }
  const blocks = blocksIn(text);
  const faults = blocks.flatMap(({ faults: found }) => found);
  if (faults.length > 0) return refuseFor(faults);
  const [header, ...others] = blocks;
  if (header === undefined) return refuseFor([{ line: 1, detail: 'is empty' }]);
  const head = readHeader(header, language);
  if (!head.ok) return head;
  const read = readEntries(header, others);
  if (!read.ok) return read;
  const put = putTogether(read.value, { language, catalan, lastLine: text.split('\n').length });
  return put.ok ? succeed({ ...put.value, reviewedBy: head.value }) : put;
}

function readHeader(block: Block, language: string): Result<ReviewerRole | null, GettextFaults> {
  const wrong = (detail: string) => refuseFor([{ line: block.line, detail }]);
  const parsed = parse(block.text);
  if (!parsed.ok) return wrong(parsed.error.detail);
  const { headers } = parsed.value;
  if (block.context !== null || headers === undefined)
    return wrong('the first entry is not the header: msgid "" with Language and Plural-Forms');
  const named = headers.Language?.replace('_', '-');
  if (named !== language) return wrong(`is in ${named ?? 'no language'}; expected ${language}`);
  const rule = headers['Plural-Forms'] ?? '';
  const expected = pluralHeader(language) ?? '';
  if (bare(rule) !== bare(expected)) return wrong(`Plural-Forms is “${rule}”; expected “${expected}”`);
  const reader = (headers[REVIEWER_HEADER] ?? '').trim();
  if (reader === '') return succeed(null);
  const role = ReviewerRole.safeParse(reader);
  return role.success
    ? succeed(role.data)
    : wrong(`${REVIEWER_HEADER} is “${reader}”; expected ${ReviewerRole.options.join(' or ')}, or nothing`);
}

/** Removes the spaces, which differ between programs. */
const bare = (rule: string): string => rule.replaceAll(/\s/g, '').replace(/;$/, '');

/** Reads the entries by context. Entries are parsed one by one only if the whole file cannot be parsed, to find the faulty line. */
function readEntries(header: Block, others: readonly Block[]): Result<Read[], GettextFaults> {
  const blocks = others.filter(({ isEntry }) => isEntry);
  const first = new Map<string | null, number>();
  const faults: GettextFault[] = [];
  for (const { context, line } of blocks) {
    const before = first.get(context);
    if (context === null) faults.push({ line, detail: 'has no msgctxt' });
    else if (before === undefined) first.set(context, line);
    else faults.push({ line, detail: `${context}: stands in line ${before} already` });
  }
  if (faults.length > 0) return refuseFor(faults);
  const whole = parse([header, ...blocks].map(({ text }) => text).join('\n\n'));
  if (!whole.ok) return refuseFor(faultsOfEach(header, blocks, whole.error.detail));
  const { translations } = whole.value;
  const entries = blocks.flatMap(({ context, line }): Read[] => {
    const [one] = Object.values(translations[context ?? ''] ?? {});
    if (one === undefined || context === null) return [];
    return [
      {
        line,
        context,
        source: one.msgid,
        sourceOfMany: one.msgid_plural ?? null,
        texts: one.msgstr,
        isFuzzy: (one.comments?.flag ?? '').split(/[\s,]+/).includes('fuzzy'),
      },
    ];
  });
  return succeed(entries);
}

function faultsOfEach(header: Block, blocks: readonly Block[], ofWhole: string): GettextFault[] {
  const faults = blocks.flatMap(({ text, line }) => {
    const alone = parse(`${header.text}\n\n${text}`);
    return alone.ok ? [] : [{ line, detail: alone.error.detail }];
  });
  return faults.length > 0 ? faults : [{ line: header.line, detail: ofWhole }];
}

/** The library throws its findings; this returns the first. */
function parse(text: string): Result<ReturnType<typeof po.parse>, { kind: 'not-gettext'; detail: string }> {
  try {
    return succeed(po.parse(text, { validation: true }));
  } catch (error) {
    return refuse({ kind: 'not-gettext', detail: messageOf(error).replace(/ at line \d+/, '') });
  }
}

function putTogether(
  entries: readonly Read[],
  { language, catalan, lastLine }: { language: string; catalan: ReadonlyMap<string, Sentence>; lastLine: number },
): Result<Omit<Imported, 'reviewedBy'>, GettextFaults> {
  const expected = new Map<string, Entry>();
  for (const sentence of catalan.values())
    for (const entry of entriesOf(language, sentence)) expected.set(entry.context, entry);
  const faults: GettextFault[] = [];
  const met = new Map<string, Read>();
  for (const read of entries) {
    const entry = expected.get(read.context);
    const detail = entry === undefined ? 'there is no such sentence' : faultOf(read, entry);
    if (detail === null) met.set(read.context, read);
    else faults.push({ line: read.line, detail: `${read.context}: ${detail}` });
  }
  const named = new Set(entries.map(({ context }) => context));
  for (const context of expected.keys())
    if (!named.has(context)) faults.push({ line: lastLine, detail: `${context}: is missing from the file` });
  if (faults.length > 0) return refuseFor(faults);
  return checkSentences(met, { language, catalan });
}

function faultOf(read: Read, { source, sourceOfMany, forms }: Entry): string | null {
  if (read.source !== source || read.sourceOfMany !== sourceOfMany)
    return 'its Catalan is another one today: export the file again';
  if (read.texts.length !== forms.length) return `has ${read.texts.length} forms; expected ${forms.length}`;
  if (read.texts.some((text) => text.trim() === '')) return 'is not translated';
  return null;
}

function checkSentences(
  met: ReadonlyMap<string, Read>,
  { language, catalan }: { language: string; catalan: ReadonlyMap<string, Sentence> },
): Result<Omit<Imported, 'reviewedBy'>, GettextFaults> {
  const faults: GettextFault[] = [];
  const sentences = new Map<string, Sentence>();
  const fuzzy = new Set<string>();
  for (const sentence of catalan.values()) {
    const { id, namespace } = sentence;
    const forms = new Map<string | null, string>();
    const lines = new Map<string | null, number>();
    for (const entry of entriesOf(language, sentence)) {
      const read = met.get(entry.context);
      if (read?.isFuzzy) fuzzy.add(id);
      for (const [at, form] of entry.forms.entries()) {
        forms.set(form, read?.texts[at] ?? '');
        lines.set(form, read?.line ?? 1);
      }
    }
    const own: Sentence = { id, namespace, forms };
    sentences.set(id, own);
    for (const { form, detail } of gapsOfSentence(language, sentence, own)) {
      const of = form === null ? '' : ` (${form})`;
      faults.push({ line: lines.get(form) ?? 1, detail: `${id}${of}: ${detail}` });
    }
  }
  return faults.length > 0 ? refuseFor(faults) : succeed({ sentences, fuzzy });
}
