import type { OfficeInList, OfficeList } from '../../src-main/contract/centre/offices.ts';
import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { closesAt, isOpenAt, nextOpening } from '../../src-main/domain/opening-hours.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { localDateTime, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { etagOf, isKnown } from '../city/read-city.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';
import { calendarOf } from './calendars.ts';
import { type OfficeDetails, officeDetailsIn } from './newest-office.ts';

export const OFFICE_LIST = {
  newest: `SELECT office.office_id AS "officeId",
      newest.version, newest.document
    FROM office LEFT JOIN LATERAL (SELECT version, document FROM profile_version AS profile WHERE profile.city_id = $1
      AND profile.office_id = office.office_id ORDER BY profile.version DESC LIMIT 1) AS newest ON true
    WHERE office.city_id = $1 AND ($2::text[] IS NULL OR office.office_id = ANY ($2::text[])) ORDER BY office.office_id`,
  /** The version in effect on each office's present service day, which depends on the office's zone. */
  inEffect: `SELECT place.office_id AS "officeId", held.version, held.document,
      coming.version AS "nextVersion", coming.effective_from AS "nextFrom"
    FROM unnest($2::text[], $3::date[]) AS place (office_id, today)
    LEFT JOIN LATERAL (SELECT version, document FROM profile_version AS profile WHERE profile.city_id = $1
      AND profile.office_id = place.office_id AND profile.effective_from <= place.today
      ORDER BY profile.effective_from DESC, profile.version DESC LIMIT 1) AS held ON true
    LEFT JOIN LATERAL (SELECT version, effective_from FROM profile_version AS profile WHERE profile.city_id = $1
      AND profile.office_id = place.office_id AND profile.effective_from > place.today
      ORDER BY profile.effective_from, profile.version LIMIT 1) AS coming ON true`,
  openProposals: `SELECT made.office_id AS "officeId", count(*)::int AS open FROM office_proposal AS made
    WHERE made.city_id = $1 AND made.patch IS DISTINCT FROM '[]'
      AND NOT EXISTS (SELECT 1 FROM proposal_decision AS decided WHERE decided.city_id = $1
        AND decided.kiosk_id = made.kiosk_id AND decided.proposal_id = made.proposal_id)
      AND NOT EXISTS (SELECT 1 FROM office_proposal AS later WHERE later.city_id = $1
        AND later.kiosk_id = made.kiosk_id AND (later.epoch, later.seq) > (made.epoch, made.seq))
    GROUP BY made.office_id`,
} as const;

interface Newest {
  officeId: OfficeId;
  version: number | null;
  document: string | null;
}

interface InEffect {
  officeId: string;
  version: number | null;
  document: string | null;
  nextVersion: number | null;
  nextFrom: string | null;
}

interface Proposals {
  officeId: string;
  open: number;
}

const byOffice = <Row extends { officeId: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.officeId, row]));

export const listOffices =
  ({ database, clock }: Centre): Handler<'listOffices'> =>
  async ({ caller: { cityId, officeIds }, ifNoneMatch }) => {
    const nowMs = clock.nowMs();
    const offices = (await database.query<Newest>(OFFICE_LIST.newest, [cityId, officeIds])).map(
      ({ document, ...row }) => ({ ...row, details: officeDetailsIn(document) }),
    );
    const dated = offices.flatMap(({ officeId: of, details }) =>
      details === null ? [] : [{ of, today: serviceDayOf(nowMs, details.zone) }],
    );
    const places = [cityId, dated.map(({ of }) => of), dated.map(({ today }) => today)];
    const inEffect = byOffice(await database.query<InEffect>(OFFICE_LIST.inEffect, places));
    const proposals = byOffice(await database.query<Proposals>(OFFICE_LIST.openProposals, [cityId]));
    const shown = offices.map(({ officeId: of, version: newest, details }): OfficeInList => {
      const row = inEffect.get(of);
      const next = row?.nextVersion && row.nextFrom ? { version: row.nextVersion, effectiveFrom: row.nextFrom } : null;
      return {
        officeId: of,
        name: details?.name ?? of,
        version: row?.version ?? null,
        newest,
        next,
        openProposals: proposals.get(of)?.open ?? 0,
        opening: openingOf(officeDetailsIn(row?.document ?? null), nowMs),
      };
    });
    const etag = etagOf(shown);
    const body: OfficeList = { at: instantOf(nowMs), offices: shown };
    return succeed(isKnown(etag, ifNoneMatch) ? 'not-modified' : { body, etag });
  };

/** The present or next opening by the office's hours. A service may have other hours. */
function openingOf(details: OfficeDetails | null, nowMs: number): OfficeInList['opening'] {
  if (!details?.hours) return null;
  const { hours } = details;
  const calendar = calendarOf(details.calendarId);
  const { date, time } = localDateTime(nowMs, details.zone);
  const at = { date, time };
  if (!isOpenAt(hours, calendar, at)) return { isOpen: false, until: nextOpening(hours, calendar, at) };
  const closes = closesAt(hours, calendar, at);
  return { isOpen: true, until: closes === null ? null : { date, time: closes } };
}
