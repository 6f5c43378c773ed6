import type { AuditEntry, AuditQuery } from '../../src-main/contract/centre/administration.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';
import { auditHead, auditLines } from './audit-columns.ts';

interface Columns {
  at: string;
  id: string;
  who: string;
  what: string;
  subject: string;
  name: string;
  office: string;
}

const within = ({ at, id, who, what, subject, name, office }: Columns): string => `city_id = $1
  AND ($2::timestamptz IS NULL OR (${at}, ${id}) < ($2::timestamptz, $3::uuid))
  AND ($4::timestamptz IS NULL OR ${at} >= $4::timestamptz) AND ($5::timestamptz IS NULL OR ${at} < $5::timestamptz)
  AND ($6::uuid IS NULL OR $6::uuid IN (${who})) AND ($7::text IS NULL OR ${what} = $7) AND ($8::text IS NULL OR result = $8)
  AND ($10::text IS NULL OR ${subject} = $10) AND ($11::text IS NULL OR ${name} = $11) AND ($12::text IS NULL OR ${office} = $12)
  ORDER BY ${at} DESC, ${id} DESC LIMIT $9::int`;

/** An earlier release wrote name and id into the one column `who`, such as `Pere Prova 0194…`. */
const NAMED = `who ~ ' [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;
const TOKEN_ID = `coalesce(token_id, CASE WHEN ${NAMED} THEN right(who, 36)::uuid END)`;
const TOKEN_NAME = `coalesce(token_name, CASE WHEN ${NAMED} THEN left(who, -37) ELSE nullif(who, '') END)`;

const ACTOR = `CASE WHEN ${TOKEN_ID} IS NOT NULL THEN 'token' WHEN ${TOKEN_NAME} IS NOT NULL THEN 'machine' ELSE 'stranger' END`;
const SUBJECT = `coalesce(detail ->> 'ticketId', detail ->> 'serviceId', detail ->> 'subjectId')`;
/** Rows of older kiosks name no actor, so it is derived from the action's name. */
const KIOSK_ACTOR = `coalesce(actor, CASE WHEN action = 'forget-pin' THEN 'machine' WHEN action LIKE 'staff-%' THEN 'staff' ELSE 'technician' END)`;

const ofOrder = (column: string): string => `(SELECT given.${column} FROM kiosk_order AS given
    WHERE given.city_id = $1 AND given.kiosk_id = order_end.kiosk_id AND given.order_id = order_end.order_id)`;

/**
 * SQL for the name of the person whose code opened the kiosk. It is null if no code opened the kiosk, and once the name has been deleted.
 */
const OF_CODE = `(SELECT nullif(code.name, '') FROM technician_code AS code
    WHERE code.city_id = $1 AND code.code_id = technician_action.code_id)`;

/**
 * SQL for the office that an audited operation concerned: the office of the search (`$12`) if the operation's `officeIds` contain it, else
 * the operation's `officeId`, else the office of the kiosk that the operation names.
 */
const OFFICE_ACTED_ON = `CASE WHEN detail -> 'officeIds' ? $12::text THEN $12::text ELSE coalesce(detail ->> 'officeId',
    (SELECT kiosk.office_id FROM kiosk WHERE kiosk.city_id = $1 AND kiosk.kiosk_id::text = detail ->> 'kioskId')) END`;
const AT_KIOSK = { at: 'happened_at', id: 'event_id', what: 'action', office: 'office_id' } as const;

export const AUDIT_LIST = {
  /** Each part of the UNION uses its own index and returns at most one page. */
  page: `SELECT * FROM (
      (SELECT audit_id AS "auditId", at, coalesce(last_at, at) AS "lastAt", times, 'centre' AS source, ${TOKEN_ID} AS "tokenId",
          ${TOKEN_NAME} AS name, role, ${ACTOR} AS actor, ${SUBJECT} AS subject, NULL::uuid AS "kioskId", NULL::uuid AS "codeId",
          what, detail AS object, result, address
        FROM audit WHERE ${within({ at: 'at', id: 'audit_id', who: TOKEN_ID, what: 'what', subject: SUBJECT, name: TOKEN_NAME, office: OFFICE_ACTED_ON })})
      UNION ALL
      (SELECT event_id, happened_at, happened_at, 1, 'kiosk', NULL, ${OF_CODE}, NULL, ${KIOSK_ACTOR}, subject, kiosk_id, code_id,
          action, jsonb_build_object('officeId', office_id, 'visitId', visit_id), result, NULL
        FROM technician_action WHERE ${within({ ...AT_KIOSK, who: 'kiosk_id, code_id', subject: 'subject', name: OF_CODE })})
      UNION ALL
      (SELECT event_id, happened_at, happened_at, 1, 'kiosk', ${ofOrder('token_id')}, ${ofOrder('ordered_by')}, ${ofOrder('role')}, 'order',
          NULL, kiosk_id, NULL, action,
          jsonb_build_object('officeId', office_id, 'orderId', order_id), result, NULL
        FROM order_end WHERE ${within({ ...AT_KIOSK, who: 'kiosk_id', subject: 'NULL::text', name: ofOrder('ordered_by') })})
    ) AS entry ORDER BY at DESC, "auditId" DESC LIMIT $9::int`,
} as const;

const PAGE = 200;
const CURSOR_TIME_LENGTH = '2026-11-25T10:00:00.000Z'.length;

/** Rewrites a time, because RFC 3339 permits offsets and numbers of decimals that PostgreSQL does not accept. */
const momentOf = (text: string | undefined): string | null => (text === undefined ? null : instantOf(Date.parse(text)));

/**
 * Reads one page of the audit, newest first. A page begins after the time and id in `after`, so that new rows do not shift later pages. A
 * kiosk's entry is placed at the time it happened, even if it arrived later.
 */
export async function auditPage(
  queries: Queries,
  cityId: string,
  { after, from, until, who, what, result, subject, name, officeId }: AuditQuery,
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const entries = await queries.query<AuditEntry>(AUDIT_LIST.page, [
    cityId,
    after?.slice(0, CURSOR_TIME_LENGTH) ?? null,
    after?.slice(CURSOR_TIME_LENGTH + 1) ?? null,
    momentOf(from),
    momentOf(until),
    who ?? null,
    what ?? null,
    result ?? null,
    PAGE,
    subject ?? null,
    name ?? null,
    officeId ?? null,
  ]);
  const last = entries.length < PAGE ? undefined : entries.at(-1);
  return { entries, next: last ? `${last.at}_${last.auditId}` : null };
}

export const listAudit =
  ({ database }: Centre): Handler<'listAudit'> =>
  async ({ params: { cityId }, query }) =>
    succeed({ body: await auditPage(database, cityId, query) });

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
