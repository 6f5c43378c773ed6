import type { AuditEntry, AuditQuery } from '../../src-main/contract/centre/administration.ts';
import type { Queries } from '../database/database.ts';
import { auditPage } from './audit-list.ts';

/** One for each member of an entry, by the name it has there. */
const COLUMNS = [
  'at',
  'lastAt',
  'times',
  'source',
  'actor',
  'name',
  'role',
  'tokenId',
  'kioskId',
  'what',
  'subject',
  'object',
  'result',
  'address',
  'auditId',
] as const satisfies readonly (keyof AuditEntry)[];

/** RFC 4180. What begins as a formula of a spreadsheet would is kept from being one: names are typed by people. */
function cellOf(value: AuditEntry[keyof AuditEntry]): string {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const lineOf = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;

/** The audit of a city as CSV, newest first, a piece at a time; the first is the row of names. */
export async function* auditCsv(queries: Queries, cityId: string, query: AuditQuery): AsyncGenerator<string> {
  yield lineOf(COLUMNS);
  let after = query.after;
  do {
    const { entries, next } = await auditPage(queries, cityId, after === undefined ? query : { ...query, after });
    yield entries.map((entry) => lineOf(COLUMNS.map((column) => cellOf(entry[column])))).join('');
    after = next ?? undefined;
  } while (after !== undefined);
}
