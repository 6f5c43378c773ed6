import type { AppointmentResult } from '../../src-main/contract/centre/appointments.ts';
import { type CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { instantOf } from '../clock.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import type { Queries } from '../database/database.ts';
import { deskLifeOf, type LifeRow, livesOf } from '../projections/desk-events.ts';

const VISITS = `(SELECT json_agg(json_build_object(
      'at', to_char(check_in.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'givenUpAt', to_char(given_up.withdrawn_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'lives', ${livesOf('ticket')}))
    FROM appointment_check_in AS check_in
    JOIN ticket ON ticket.city_id = check_in.city_id AND ticket.kiosk_id = check_in.kiosk_id
      AND ticket.ticket_id = check_in.ticket_id
    LEFT JOIN ticket_withdrawal AS given_up ON given_up.city_id = check_in.city_id
      AND given_up.kiosk_id = check_in.kiosk_id AND given_up.ticket_id = check_in.ticket_id
    WHERE check_in.city_id = $1 AND check_in.appointment_id = appointment.appointment_id
      AND check_in.office_id = appointment.office_id) AS visits`;
const COLUMNS = `appointment.appointment_id AS "appointmentId", appointment.channel_id AS "channelId",
    appointment.reference, appointment.office_id AS "officeId", appointment.start_at AS "startAt",
    appointment.service_day AS "serviceDay", appointment.cancelled_at AS "cancelledAt",
    appointment.cancelled_by AS "cancelledBy", ${VISITS}`;

export const RESULT_ROWS = {
  byId: `SELECT ${COLUMNS} FROM appointment WHERE city_id = $1 AND appointment_id = $2::uuid`,
  toTell: `SELECT ${COLUMNS} FROM appointment
    JOIN channel ON channel.city_id = appointment.city_id AND channel.channel_id = appointment.channel_id
    WHERE appointment.city_id = $1 AND channel.results IS NOT NULL
      AND (appointment.start_at < $2::timestamptz OR appointment.cancelled_at IS NOT NULL)`,
} as const;

interface Visit {
  at: string;
  givenUpAt: string | null;
  lives: readonly LifeRow[] | null;
}

export interface ResultRow {
  appointmentId: string;
  channelId: string;
  reference: string;
  officeId: string;
  startAt: string;
  serviceDay: string;
  cancelledAt: string | null;
  /** The page or person that cancelled. `null`: the booking system cancelled, or an earlier release did not store who cancelled. */
  cancelledBy: string | null;
  visits: readonly Visit[] | null;
}

const CANCELLED_AT = ['web', 'telephone', 'seu', 'desk', 'kiosk', 'citizen', 'staff'] as const;

/** Returns the result of an appointment. `null`: the appointment is still open, and its day is not over. */
function resultOf(row: ResultRow, today: string): AppointmentResult | null {
  const visits = (row.visits ?? []).map(({ lives, ...visit }) => ({ ...visit, ...deskLifeOf(lives) }));
  const served = visits.find(({ turn }) => turn === 'served');
  if (served) return { what: 'served', by: 'staff', at: served.endedAt ?? served.at };
  const stayed = visits.filter(({ givenUpAt, turn }) => givenUpAt === null && turn !== 'left' && turn !== 'void');
  const isOver = row.serviceDay < today;
  if (stayed.length > 0) {
    if (!isOver) return null;
    const isMissed = stayed.every(({ turn }) => turn === 'missed');
    return { what: isMissed ? 'left' : 'came', by: 'citizen', at: stayed[0]?.at ?? row.startAt };
  }
  if (row.cancelledAt !== null)
    return {
      what: 'cancelled',
      by: CANCELLED_AT.find((place) => place === row.cancelledBy) ?? 'channel',
      at: row.cancelledAt,
    };
  const [given] = visits;
  if (given)
    return {
      what: 'left',
      by: given.turn === 'void' ? 'staff' : 'citizen',
      at: given.givenUpAt ?? given.endedAt ?? given.at,
    };
  return isOver ? { what: 'did-not-come', by: null, at: row.startAt } : null;
}

export async function readResult(
  queries: Queries,
  { cityId, appointmentId }: { cityId: CityId; appointmentId: string },
  nowMs: number,
): Promise<AppointmentResult | null> {
  const [row] = await queries.query<ResultRow>(RESULT_ROWS.byId, [cityId, appointmentId]);
  if (row === undefined) return null;
  const today = await todayAt(queries, cityId, row.officeId, nowMs);
  return today === null ? null : resultOf(row, today);
}

/** Returns the results for the channels (booking systems) that receive them, except results that the channel itself caused. */
export async function resultsToTell(
  queries: Queries,
  cityId: CityId,
  nowMs: number,
): Promise<{ row: ResultRow; result: AppointmentResult }[]> {
  const rows = await queries.query<ResultRow>(RESULT_ROWS.toTell, [cityId, instantOf(nowMs)]);
  const today = new Map<string, string | null>();
  for (const officeId of new Set(rows.map((row) => row.officeId)))
    today.set(officeId, await todayAt(queries, cityId, officeId, nowMs));
  return rows.flatMap((row) => {
    const day = today.get(row.officeId) ?? null;
    const result = day === null ? null : resultOf(row, day);
    return result === null || result.by === 'channel' ? [] : [{ row, result }];
  });
}

async function todayAt(queries: Queries, cityId: CityId, officeId: string, nowMs: number): Promise<string | null> {
  const office = await newestOffice(queries, { cityId, officeId: OfficeId.parse(officeId) });
  return office === null ? null : serviceDayOf(nowMs, office.zone);
}
