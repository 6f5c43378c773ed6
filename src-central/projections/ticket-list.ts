import type { CentreTicket } from '../../src-main/contract/centre/administration.ts';
import { KioskId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { formatLabel } from '../../src-main/domain/numbering.ts';
import type { Queries } from '../database/database.ts';
import { slotOf } from '../enrolment/slot-of.ts';
import { acknowledgedAt, askedBy } from './asked-events.ts';
import { FIRST_CHECK_IN } from './check-in-conflicts.ts';
import { deskLifeOf, type LifeRow, livesOf } from './desk-events.ts';
import { servedAt } from './served-events.ts';
import { isWithdrawn } from './ticket-events.ts';

const ASKED = askedBy('ticket', 'ask');

export const TICKET_LIST = {
  /**
   * Tickets as events describe them, joined with the centre's decisions. Void, clash and outdated configuration are not stored with a
   * ticket, so that they are the same whether the event or the decision came first.
   */
  page: `SELECT ticket.ticket_id AS "ticketId", ticket.kiosk_id AS "kioskId", ${slotOf('kiosk')} AS slot, ticket.office_id AS "officeId",
      office.external_id AS "officeExternalId", ticket.service_id AS "serviceId", ticket.series,
      ticket.service_day AS "serviceDay", ticket.number, ticket.way, ticket.language, ticket.issued_at AS "issuedAt",
      ticket.time_uncertain AS "timeUncertain", ticket.config_version AS "configVersion",
      coalesce(ticket_print.state, 'waiting') AS print, ticket_void.ticket_id IS NOT NULL AS "isVoided",
      ${isWithdrawn('ticket')} AS "isGivenUp", ${servedAt('ticket', 'check_in')} AS "servedAt",
      ${livesOf('ticket')} AS lives,
      (SELECT other.ticket_id FROM ticket AS other
        WHERE other.city_id = ticket.city_id AND other.office_id = ticket.office_id AND other.service_day = ticket.service_day
          AND other.series = ticket.series AND other.number = ticket.number
          AND (other.ticket_id, other.kiosk_id) <> (ticket.ticket_id, ticket.kiosk_id)
        ORDER BY other.ticket_id LIMIT 1) AS "conflictOf",
      coalesce(ticket.config_version, 0) < coalesce((SELECT profile.version FROM profile_version AS profile
        WHERE profile.city_id = ticket.city_id AND profile.office_id = ticket.office_id
          AND profile.published_at <= ticket.issued_at AND profile.effective_from <= ticket.service_day
        ORDER BY profile.effective_from DESC, profile.version DESC LIMIT 1), 0)
      OR EXISTS (SELECT 1 FROM service_pause AS pause
        WHERE pause.city_id = $1 AND pause.office_id = ticket.office_id AND pause.service_id = ticket.service_id
          AND pause.from_at <= ticket.issued_at
          AND ticket.issued_at < least(pause.until_at, coalesce(pause.resumed_at, pause.until_at))) AS "isStale",
      CASE WHEN check_in.ticket_id IS NOT NULL THEN json_build_object(
        'appointmentId', check_in.appointment_id,
        'start', to_char(check_in.start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'way', check_in.way, 'trust', check_in.trust, 'arrived', check_in.arrived, 'deskId', check_in.desk_id,
        'preferential', check_in.preferential, 'comeAndFetch', check_in.come_and_fetch,
        'duplicateOf', nullif((${FIRST_CHECK_IN}), check_in.ticket_id),
        'after', CASE WHEN appointment.cancelled_at IS NOT NULL THEN 'cancel'
          WHEN appointment.office_id <> check_in.office_id OR appointment.start_at <> check_in.start_at THEN 'move' END)
        END AS appointment,
      CASE WHEN ${ASKED.preferential} OR ${ASKED.comeAndFetch} THEN json_build_object(
        'preferential', ${ASKED.preferential}, 'comeAndFetch', ${ASKED.comeAndFetch},
        'acknowledgedAt', to_char(${acknowledgedAt('ticket', 'ticket.ticket_id', ASKED)} AT TIME ZONE 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS attention
    FROM ticket
    JOIN office ON office.city_id = ticket.city_id AND office.office_id = ticket.office_id
    JOIN kiosk ON kiosk.city_id = ticket.city_id AND kiosk.kiosk_id = ticket.kiosk_id
    LEFT JOIN ticket_print ON ticket_print.city_id = ticket.city_id AND ticket_print.ticket_id = ticket.ticket_id
      AND ticket_print.kiosk_id = ticket.kiosk_id
    LEFT JOIN appointment_check_in AS check_in ON check_in.city_id = ticket.city_id
      AND check_in.ticket_id = ticket.ticket_id AND check_in.kiosk_id = ticket.kiosk_id
    LEFT JOIN ticket_attention AS ask ON ask.city_id = ticket.city_id AND ask.ticket_id = ticket.ticket_id
      AND ask.kiosk_id = ticket.kiosk_id
    LEFT JOIN appointment ON appointment.city_id = check_in.city_id
      AND appointment.appointment_id = check_in.appointment_id
    LEFT JOIN ticket_void ON ticket_void.city_id = ticket.city_id AND ticket_void.ticket_id = ticket.ticket_id
    WHERE ticket.city_id = $1 AND ticket.office_id = $2 AND ticket.service_day = $3::date
      AND ($4::uuid IS NULL OR ticket.ticket_id > $4::uuid)
    ORDER BY ticket.ticket_id, ticket.kiosk_id LIMIT $5::int`,
} as const;

interface TicketRow {
  ticketId: string;
  kioskId: string;
  slot: number;
  officeId: string;
  officeExternalId: string | null;
  serviceId: string;
  series: string;
  serviceDay: string;
  number: number;
  way: string;
  language: string;
  issuedAt: string;
  timeUncertain: boolean;
  configVersion: number | null;
  print: CentreTicket['print'];
  isVoided: boolean;
  isGivenUp: boolean;
  servedAt: string | null;
  lives: LifeRow[] | null;
  conflictOf: string | null;
  isStale: boolean;
  appointment: CentreTicket['appointment'];
  attention: CentreTicket['attention'];
}

export async function listTickets(
  queries: Queries,
  {
    cityId,
    officeId,
    serviceDay,
    after,
    most,
  }: { cityId: string; officeId: string; serviceDay: string; after: string | null; most: number },
): Promise<CentreTicket[]> {
  const rows = await queries.query<TicketRow>(TICKET_LIST.page, [cityId, officeId, serviceDay, after, most]);
  return rows.map(ticketOf);
}

function ticketOf({
  slot,
  officeExternalId,
  configVersion,
  isVoided,
  isGivenUp,
  isStale,
  lives,
  ...row
}: TicketRow): CentreTicket {
  const called = formatLabel(row.series, row.number);
  const atDesks = deskLifeOf(lives);
  const isGone = isGivenUp || atDesks.turn === 'left';
  const ends = [row.servedAt, atDesks.turn === 'served' ? atDesks.endedAt : null].filter((at) => at !== null);
  const servedAtFirst = ends.toSorted()[0] ?? null;
  return {
    ...row,
    servedAt: servedAtFirst,
    kioskId: KioskId.parse(row.kioskId),
    officeId: OfficeId.parse(row.officeId),
    serviceId: ServiceId.parse(row.serviceId),
    ...(officeExternalId === null ? {} : { officeExternalId }),
    label: row.conflictOf === null ? called : `${called} · ${slot}`,
    state: isVoided ? 'voided' : isGone ? 'withdrawn' : servedAtFirst === null ? 'callable' : 'served',
    staleConfig: isStale ? { version: configVersion } : null,
  };
}
