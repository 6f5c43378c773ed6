import type { AuditEntry, AuditQuery } from '../../src-main/contract/centre/administration.ts';
import { csvLine } from '../csv.ts';
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

/** The audit of a city as CSV, newest first, a piece at a time; the first is the row of names. */
export async function* auditCsv(queries: Queries, cityId: string, query: AuditQuery): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  let after = query.after;
  do {
    const { entries, next } = await auditPage(queries, cityId, after === undefined ? query : { ...query, after });
    yield entries.map((entry) => csvLine(COLUMNS.map((column) => entry[column]))).join('');
    after = next ?? undefined;
  } while (after !== undefined);
}
