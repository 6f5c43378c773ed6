import type { AuditQuery } from '../../src-main/contract/centre/administration.ts';
import type { Queries } from '../database/database.ts';
import { auditHead, auditLines } from './audit-columns.ts';
import { auditPage } from './audit-list.ts';

/** Yields the audit of a city as CSV, newest first; the first chunk is the header. */
export async function* auditCsv(queries: Queries, cityId: string, query: AuditQuery): AsyncGenerator<string> {
  yield auditHead();
  let after = query.after;
  do {
    const { entries, next } = await auditPage(queries, cityId, after === undefined ? query : { ...query, after });
    yield auditLines(entries);
    after = next ?? undefined;
  } while (after !== undefined);
}
