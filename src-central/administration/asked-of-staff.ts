import type { HelpAsked } from '../../src-main/contract/centre/administration.ts';
import { type Acknowledgement, HELP_COMING_MS, HELP_OPEN_MS } from '../../src-main/contract/shared/acknowledgement.ts';
import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, OFFICE_CHANGES, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import { acknowledgedAt, askedBy } from '../projections/asked-events.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { recordAudit } from './audit.ts';

const ASKED = askedBy('ticket', 'ask');
const HELP_SHOWN_MS = 86_400_000;
const MOST_HELP_SHOWN = 100;
const MOST_SHOWN_AGAIN = 1_000;

export const ASKED_OF_STAFF = {
  asked: `SELECT ticket.office_id AS "officeId", ${ASKED.preferential} AS preferential, ${ASKED.comeAndFetch} AS "comeAndFetch",
      ticket.issued_at AS at
    FROM ticket LEFT JOIN ticket_attention AS ask ON ask.city_id = ticket.city_id AND ask.kiosk_id = ticket.kiosk_id
      AND ask.ticket_id = ticket.ticket_id
    WHERE ticket.city_id = $1 AND ticket.ticket_id = $2 AND (${ASKED.preferential} OR ${ASKED.comeAndFetch})
    UNION ALL SELECT office_id, false, false, asked_at FROM help_asked WHERE city_id = $1 AND help_id = $2
    ORDER BY at LIMIT 1`,
  acknowledge: `INSERT INTO acknowledgement
      (city_id, subject_id, office_id, preferential, come_and_fetch, acknowledged_at, acknowledged_by)
    VALUES ($1, $2, $3, $4, $5, $6::timestamptz, $7)
    ON CONFLICT (city_id, subject_id) DO UPDATE SET preferential = EXCLUDED.preferential,
      come_and_fetch = EXCLUDED.come_and_fetch, acknowledged_at = EXCLUDED.acknowledged_at,
      acknowledged_by = EXCLUDED.acknowledged_by
    WHERE (acknowledgement.preferential, acknowledgement.come_and_fetch) <> (EXCLUDED.preferential, EXCLUDED.come_and_fetch)
    RETURNING subject_id`,
  acknowledged: `SELECT subject_id AS "subjectId", preferential, come_and_fetch AS "comeAndFetch" FROM acknowledgement
    WHERE city_id = $1 AND subject_id = ANY ($2::uuid[])`,
  acknowledgedSince: `SELECT subject_id AS "subjectId", preferential, come_and_fetch AS "comeAndFetch" FROM acknowledgement
    WHERE city_id = $1 AND office_id = $2 AND acknowledged_at > $3::timestamptz
    ORDER BY acknowledged_at DESC, subject_id LIMIT ${MOST_SHOWN_AGAIN}`,
  help: `SELECT help.help_id AS "helpId", help.kiosk_id AS "kioskId", kiosk.name AS "kioskName", help.asked_at AS "askedAt",
      LEAST(${acknowledgedAt('help', 'help.help_id', { preferential: 'false', comeAndFetch: 'false' })}, answer.answered_at)
        AS "acknowledgedAt", answer.desk_id AS "answeredBy", ended.ended_at AS "endedAt"
    FROM help_asked AS help JOIN kiosk ON kiosk.city_id = help.city_id AND kiosk.kiosk_id = help.kiosk_id
    LEFT JOIN help_answer AS answer ON answer.city_id = $1 AND answer.kiosk_id = help.kiosk_id AND answer.help_id = help.help_id
    LEFT JOIN help_end AS ended ON ended.city_id = $1 AND ended.kiosk_id = help.kiosk_id AND ended.help_id = help.help_id
    WHERE help.city_id = $1 AND help.office_id = $2 AND help.asked_at > $3::timestamptz
    ORDER BY help.asked_at DESC, help.help_id LIMIT ${MOST_HELP_SHOWN}`,
} as const;

/**
 * Acknowledges the current requests of a ticket's holder, or a call for help. A repeat changes nothing; a later, different request can be
 * acknowledged again.
 */
export const acknowledgeAsked =
  ({ database, clock }: Centre): Handler<'acknowledgeAsked'> =>
  async ({ params: { cityId, subjectId }, caller }) => {
    return database.transaction(async (queries) => {
      const [asked] = await queries.query<{ officeId: OfficeId; preferential: boolean; comeAndFetch: boolean }>(
        ASKED_OF_STAFF.asked,
        [cityId, subjectId],
      );
      const place = asked && { cityId, officeId: asked.officeId };
      if (place && isBeyondOffices(caller, place.officeId)) return refuseMember('wrong-office', '/path/subjectId');
      if (!place || !(await lockOffice(queries, place)))
        return refuseMember('not-found', '/path/subjectId', 'neither a ticket nor a call for help has this id');
      const nowMs = clock.nowMs();
      const acknowledged = await queries.query(ASKED_OF_STAFF.acknowledge, [
        cityId,
        subjectId,
        place.officeId,
        asked.preferential,
        asked.comeAndFetch,
        instantOf(nowMs),
        caller.name,
      ]);
      if (acknowledged.length > 0)
        await recordChange(queries, place, { kind: 'staff-acknowledged', content: { subjectId } }, nowMs);
      await recordAudit(queries, caller, 'acknowledgeAsked', { officeId: place.officeId, subjectId }, nowMs);
      return succeed({ body: null });
    });
  };

/**
 * Returns acknowledgements by subject (ticket or call for help). An office's stored change `staff-acknowledged` has only the subject,
 * without the citizen's needs, because retention blanks needs earlier than it deletes changes.
 */
export async function acknowledgementsOf(
  queries: Queries,
  cityId: string,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, Acknowledgement>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await queries.query<Acknowledgement>(ASKED_OF_STAFF.acknowledged, [cityId, subjectIds]);
  return new Map(rows.map((row) => [row.subjectId, row]));
}

export const acknowledgedSince = (
  queries: Queries,
  { cityId, officeId }: { cityId: string; officeId: string },
  sinceMs: number,
): Promise<Acknowledgement[]> =>
  queries.query<Acknowledgement>(ASKED_OF_STAFF.acknowledgedSince, [cityId, officeId, instantOf(sinceMs)]);

/**
 * Returns the time at which a call for help ended. It is computed from the time of the call or of its acknowledgement, because a kiosk that
 * lost power reports no end. `null`: the call is open.
 */
function endOf({ askedAt, acknowledgedAt }: HelpAsked, nowMs: number): string | null {
  const endMs =
    acknowledgedAt === null ? Date.parse(askedAt) + HELP_OPEN_MS : Date.parse(acknowledgedAt) + HELP_COMING_MS;
  return endMs <= nowMs ? instantOf(endMs) : null;
}

export const listHelp =
  ({ database, clock }: Centre): Handler<'listHelp'> =>
  async ({ params: { cityId, officeId } }) => {
    if ((await database.query(OFFICE_CHANGES.last, [cityId, officeId])).length === 0)
      return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    const nowMs = clock.nowMs();
    const since = instantOf(nowMs - HELP_SHOWN_MS);
    const rows = await database.query<HelpAsked>(ASKED_OF_STAFF.help, [cityId, officeId, since]);
    return succeed({ body: { asked: rows.map((row) => ({ ...row, endedAt: row.endedAt ?? endOf(row, nowMs) })) } });
  };
