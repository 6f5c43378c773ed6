import { readFileSync } from 'node:fs';
import { type Issue, problemsIn } from '../contract/shared/problems.ts';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';

export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly Issue[] } };
}

/** `detail` is a text for a technician: the file, and each problem with its place. */
export type DocumentFault = { kind: 'unreadable' | 'invalid'; detail: string };

/** Largest number of problems listed; a technician would not read more on the screen. */
const MOST_PROBLEMS_LISTED = 10;

/** Reads and validates a JSON document in UTF-8, with or without a byte order mark. */
export function readDocument<T>(file: string, schema: Schema<T>): Result<T, DocumentFault> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return refuse({ kind: 'unreadable', detail: `${file}: ${whyUnreadable(error)}` });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse({ kind: 'invalid', detail: `${file}: is not UTF-8 text; save it again as UTF-8` });
  }
  return parseDocument(text, file, schema);
}

export function parseDocument<T>(text: string, name: string, schema: Schema<T>): Result<T, DocumentFault> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse({ kind: 'invalid', detail: `${name}: is not valid JSON: ${oneLine(error)}` });
  }
  const checked = checkDocument(value, schema);
  return checked.ok ? checked : refuse({ kind: 'invalid', detail: `${name}: ${checked.error.detail}` });
}

/** `detail` gives each problem with its place in the document: `services/2/series: expected …; hours/week: …`. */
export function checkDocument<T>(value: unknown, schema: Schema<T>): Result<T, { kind: 'invalid'; detail: string }> {
  const checked = schema.safeParse(value);
  if (checked.success) return succeed(checked.data);
  const problems = problemsIn(checked.error).map(({ place, message }) =>
    place === '' ? inOurWords(message) : `${place}: ${inOurWords(message)}`,
  );
  const unlisted = problems.length - MOST_PROBLEMS_LISTED;
  const listed = problems.slice(0, MOST_PROBLEMS_LISTED).join('; ');
  return refuse({ kind: 'invalid', detail: unlisted > 0 ? `${listed}; and ${unlisted} more` : listed });
}

function inOurWords(message: string): string {
  return message
    .replace(/^(Invalid input|Invalid option|Too small|Too big): /, '')
    .replace('>=', 'at least ')
    .replace('<=', 'at most ')
    .replace(/^Unrecognized keys?: /, 'unknown field ')
    .replace(/, received undefined$/, ', but it is missing')
    .replace(/, received /, ', found ');
}

const READ_FAULTS = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EACCES', 'the kiosk may not read it'],
  ['EPERM', 'the kiosk may not read it'],
  ['EISDIR', 'is a folder, not a file'],
]);

function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
  return READ_FAULTS.get(code) ?? `cannot be read (${code})`;
}

const oneLine = (error: unknown): string => messageOf(error).replaceAll(/\s+/g, ' ');
