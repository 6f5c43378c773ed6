import type { AuditEntry, AuditQuery } from '../../src-main/contract/centre/administration.ts';
import { csvLine } from '../csv.ts';
import type { Queries } from '../database/database.ts';
import { auditPage } from './audit-list.ts';

/** One column per member of an entry, under the same name. */
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
  'codeId',
] as const satisfies readonly (keyof AuditEntry)[];

/** The audit of a city as CSV, newest first, in chunks; the first is the header. */
export async function* auditCsv(queries: Queries, cityId: string, query: AuditQuery): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  let after = query.after;
  do {
    const { entries, next } = await auditPage(queries, cityId, after === undefined ? query : { ...query, after });
    yield entries.map((entry) => csvLine(COLUMNS.map((column) => entry[column]))).join('');
    after = next ?? undefined;
  } while (after !== undefined);
}
