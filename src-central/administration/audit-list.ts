import type { AuditEntry } from '../../src-main/contract/centre/administration.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';

/** Filters by time, who, what and result, each where given. */
const within = (at: string, id: string, who: string, what: string): string => `city_id = $1
  AND ($2::timestamptz IS NULL OR (${at}, ${id}) < ($2::timestamptz, $3::uuid))
  AND ($4::timestamptz IS NULL OR ${at} >= $4::timestamptz) AND ($5::timestamptz IS NULL OR ${at} < $5::timestamptz)
  AND ($6::uuid IS NULL OR ${who} = $6::uuid) AND ($7::text IS NULL OR ${what} = $7) AND ($8::text IS NULL OR result = $8)
  ORDER BY ${at} DESC, ${id} DESC LIMIT $9::int`;

/** What the release before has written: `Pere Prova 0194…`, name and id in one. */
const NAMED = `who ~ ' [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;
const TOKEN_ID = `coalesce(token_id, CASE WHEN ${NAMED} THEN right(who, 36)::uuid END)`;
const TOKEN_NAME = `coalesce(token_name, CASE WHEN ${NAMED} THEN left(who, -37) ELSE nullif(who, '') END)`;

/** Who gave the order that a kiosk tells of. */
const ofOrder = (column: string): string => `(SELECT given.${column} FROM kiosk_order AS given
    WHERE given.city_id = $1 AND given.kiosk_id = order_end.kiosk_id AND given.order_id = order_end.order_id)`;

export const AUDIT_LIST = {
  /** Each part by its own index, each no longer than the page. */
  page: `SELECT * FROM (
      (SELECT audit_id AS "auditId", at, coalesce(last_at, at) AS "lastAt", times, 'centre' AS source, ${TOKEN_ID} AS "tokenId",
          ${TOKEN_NAME} AS name, role, NULL::uuid AS "kioskId", what, detail AS object, result, address
        FROM audit WHERE ${within('at', 'audit_id', TOKEN_ID, 'what')})
      UNION ALL
      (SELECT event_id, happened_at, happened_at, 1, 'kiosk', NULL, NULL, NULL, kiosk_id, action,
          jsonb_build_object('officeId', office_id, 'visitId', visit_id), result, NULL
        FROM technician_action WHERE ${within('happened_at', 'event_id', 'kiosk_id', 'action')})
      UNION ALL
      (SELECT event_id, happened_at, happened_at, 1, 'kiosk', ${ofOrder('token_id')}, ${ofOrder('ordered_by')}, NULL, kiosk_id, action,
          jsonb_build_object('officeId', office_id, 'orderId', order_id), result, NULL
        FROM order_end WHERE ${within('happened_at', 'event_id', 'kiosk_id', 'action')})
    ) AS entry ORDER BY at DESC, "auditId" DESC LIMIT $9::int`,
} as const;

const PAGE = 200;
const CURSOR_TIME_LENGTH = '2026-11-25T10:00:00.000Z'.length;

/** Written anew: PostgreSQL reads neither every offset nor as many decimals. */
const momentOf = (text: string | undefined): string | null => (text === undefined ? null : instantOf(Date.parse(text)));

/** Newest first, so that what is written meanwhile moves nothing; a kiosk's word stands where it happened, however late it came. */
export const listAudit =
  ({ database }: Centre): Handler<'listAudit'> =>
  async ({ params: { cityId }, query: { after, from, until, who, what, result } }) => {
    const entries = await database.query<AuditEntry>(AUDIT_LIST.page, [
      cityId,
      after?.slice(0, CURSOR_TIME_LENGTH) ?? null,
      after?.slice(CURSOR_TIME_LENGTH + 1) ?? null,
      momentOf(from),
      momentOf(until),
      who ?? null,
      what ?? null,
      result ?? null,
      PAGE,
    ]);
    const last = entries.length < PAGE ? undefined : entries.at(-1);
    return succeed({ body: { entries, next: last ? `${last.at}_${last.auditId}` : null } });
  };
