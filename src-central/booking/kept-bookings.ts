import { TICKET_LANGUAGES, type TicketLanguage } from '../../config/languages.ts';
import type { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { answerOf } from '../appointments/answer.ts';
import { findByIds, type KeptAppointment } from '../appointments/kept-appointment.ts';
import type { Database, Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import type { Booked } from './booking.ts';
import { isSensitiveHere, lateMinutesOf, type OfficeState, type ReadOfficeState } from './office-state.ts';
import { otherHours, readTaken } from './places.ts';

const COLUMNS = `appointment_id AS "appointmentId", office_id AS "officeId", start_at AS "startAt", line_id AS "lineId",
    minutes, errands, door, needs_help AS "needsHelp", is_proven AS "isProven", language, holder_hash AS "holderHash"`;

export const KEPT_BOOKINGS = {
  byToken: `SELECT ${COLUMNS} FROM booking WHERE city_id = $1 AND token_hash = $2`,
  byMove: `SELECT ${COLUMNS} FROM booking WHERE city_id = $1 AND moved_by = $2`,
  byOpening: `SELECT ${COLUMNS} FROM booking WHERE city_id = $1 AND opened_by = $2`,
  open: `UPDATE booking SET opened_by = $4 WHERE city_id = $1 AND appointment_id = $2::uuid AND holder_hash = $3
    AND NOT is_freed RETURNING appointment_id`,
  byAppointment: `SELECT ${COLUMNS} FROM booking WHERE city_id = $1 AND appointment_id = $2::uuid`,
  byHolder: `SELECT ${COLUMNS} FROM booking WHERE city_id = $1 AND holder_hash = $2 AND start_at > $3::timestamptz
    AND NOT is_freed ORDER BY start_at`,
  idByLocator: 'SELECT appointment_id AS "appointmentId" FROM appointment WHERE city_id = $1 AND locator = $2',
  /**
   * Finds bookings by document number. Bookings whose number a citizen typed come last, even if they have a proven mail address: otherwise
   * a stranger's bookings under a number would hide those of the number's owner.
   */
  idsByNumber: `SELECT appointment.appointment_id AS "appointmentId" FROM appointment LEFT JOIN booking
      ON booking.city_id = $1 AND booking.appointment_id = appointment.appointment_id
    WHERE appointment.city_id = $1 AND appointment.office_id = $2 AND appointment.service_day >= $3::date
      AND appointment.slow_hash = $4 AND appointment.cancelled_at IS NULL
    ORDER BY COALESCE(booking.door NOT IN ('web', 'kiosk'), true) DESC, COALESCE(booking.is_proven, true) DESC,
      appointment.start_at LIMIT 20`,
  put: `INSERT INTO booking (city_id, appointment_id, office_id, start_at, line_id, placed_at, minutes, errands, door, needs_help,
      is_proven, language, token_hash, moved_by, holder_hash)
    VALUES ($1, $2::uuid, $3, $4::timestamptz, $5, $6::timestamptz, $7::int, $8::text[], $9, $10, $11, $12, $13, $14, $15)
    ON CONFLICT (city_id, appointment_id) DO UPDATE SET
      (office_id, start_at, line_id, placed_at, minutes, moved_by, is_freed) = (EXCLUDED.office_id, EXCLUDED.start_at,
        EXCLUDED.line_id, EXCLUDED.placed_at, EXCLUDED.minutes, EXCLUDED.moved_by, false)`,
} as const;

export interface BookingRow {
  appointmentId: string;
  officeId: OfficeId;
  startAt: string;
  lineId: string | null;
  minutes: number;
  errands: ServiceId[];
  /** `null`: another system made the booking. */
  door: string | null;
  needsHelp: boolean;
  isProven: boolean;
  language: string;
  holderHash: string | null;
}

export const findBooking = async (
  queries: Queries,
  cityId: CityId,
  how: 'byToken' | 'byMove' | 'byOpening' | 'byAppointment',
  value: string,
): Promise<BookingRow | null> => (await queries.query<BookingRow>(KEPT_BOOKINGS[how], [cityId, value]))[0] ?? null;

export async function keptOf(
  queries: Queries,
  cityId: CityId,
  { appointmentId }: Pick<BookingRow, 'appointmentId'>,
): Promise<KeptAppointment | null> {
  return (await findByIds(queries, cityId, [appointmentId]))[0] ?? null;
}

/**
 * The row of a booking that this centre made; `null` for a booking of another system. The row of such a booking has the service and length
 * of the day on which it was placed, but its system may have changed the service since.
 */
export const ours = (row: BookingRow | null): BookingRow | null => (row === null || row.door === null ? null : row);

export const errandsIn = ({ serviceId }: Pick<KeptAppointment, 'serviceId'>, row: BookingRow | null): ServiceId[] =>
  ours(row)?.errands ?? [serviceId];

/** Whether the office or a service of the visit is sensitive. `row`: `null` if table `booking` has none for the visit. */
export const isSensitiveVisit = (
  profile: OfficeState['profile'],
  kept: KeptAppointment,
  row: BookingRow | null,
): boolean => errandsIn(kept, row).some((errand) => isSensitiveHere(profile, errand));

/** A booking as its holder sees it, without the secret of its page. `isOurs`: this centre made it, not another booking system. */
export type BookingSheet = Omit<Booked, 'token'> & { isOurs: boolean };

/**
 * Returns a booking as its holder sees it. `null`: the office has no readable profile.
 * @param known values that the caller has already read; `isPlaced`: the plan certainly has the booking's time
 */
export async function sheetOf(
  database: Database,
  centre: Pick<Centre, 'clock' | 'signingKey'> & { readOfficeState: ReadOfficeState },
  cityId: CityId,
  kept: KeptAppointment,
  known: { row?: BookingRow; isPlaced?: boolean } = {},
): Promise<BookingSheet | null> {
  const nowMs = centre.clock.nowMs();
  const state = await centre.readOfficeState(database, { cityId, officeId: kept.officeId }, nowMs);
  if (state === null) return null;
  const row = known.row ?? (await findBooking(database, cityId, 'byAppointment', kept.appointmentId));
  const { qr, locator, state: appointmentState } = await answerOf(database, centre, cityId, kept);
  const { profile } = state;
  const startMs = Date.parse(kept.startAt);
  const day = state.dayOf(state.dateOf(startMs));
  const errands = errandsIn(kept, row);
  const minutes =
    ours(row)?.minutes ?? day?.plan.services.find(({ serviceId }) => serviceId === kept.serviceId)?.minutes ?? 0;
  const isSensitive = isSensitiveVisit(profile, kept, row);
  const endsMs = startMs + lateMinutesOf(profile, kept.serviceId) * 60_000;
  const isMissed = appointmentState === 'booked' && nowMs > endsMs;
  return {
    appointmentId: kept.appointmentId,
    officeId: kept.officeId,
    officeName: profile.sensitive ? profile.city : profile.name,
    address: profile.address,
    zone: profile.zone,
    errands: isSensitive ? [] : errands.flatMap((errand) => errandOf(state, errand)),
    start: kept.startAt,
    end: new Date(startMs + minutes * 60_000).toISOString(),
    locator,
    qr,
    state: isMissed ? 'missed' : appointmentState,
    language: languageOf(row?.language),
    checksHolder: day?.plan.checksHolder ?? false,
    others:
      appointmentState === 'booked' && startMs > nowMs && known.isPlaced !== true
        ? await othersOf(database, state, kept, row)
        : null,
    isOurs: ours(row) !== null,
  };
}

function errandOf({ profile }: OfficeState, serviceId: ServiceId): Booked['errands'] {
  const service = profile.services.find((one) => one.serviceId === serviceId);
  return service === undefined ? [] : [{ serviceId, name: service.name, toBring: service.documents }];
}

export const languageOf = (language: string | undefined): TicketLanguage =>
  TICKET_LANGUAGES.find((known) => known === language) ?? 'ca';

/**
 * Returns other free appointment times if a closure or a new plan has removed the booking's time. `null`: the plan still has the booking's
 * time.
 */
async function othersOf(
  queries: Queries,
  state: OfficeState,
  kept: KeptAppointment,
  row: BookingRow | null,
): Promise<string[] | null> {
  const startMs = Date.parse(kept.startAt);
  const date = state.dateOf(startMs);
  const placed = (await readTaken(queries, state, date, date, null)).placed(date);
  const isHit =
    placed === null ? row?.lineId != null : placed.hits.some(({ taken }) => taken.id === kept.appointmentId);
  if (!isHit) return null;
  const asker = { door: 'seu' as const, needsHelp: row?.needsHelp ?? false, isProven: true };
  const wish = { errands: errandsIn(kept, row), deskId: kept.deskId, asker };
  return (await otherHours(queries, state, wish, startMs)).map((ms) => new Date(ms).toISOString());
}
