import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CityId, type OfficeId } from '../../src-main/contract/shared/ids.ts';
import { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import { OFFICE_MEMBERS, SERVICE_MEMBERS } from '../configuration/kept-members.ts';
import { newestProfile } from '../configuration/profile-versions.ts';
import type { Centre } from '../replica-context.ts';
import { refuseMember } from '../server/operation.ts';
import type { CentreServer, OperationsRegistrar } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { newToken } from './secrets.ts';

export const DESK_CALENDAR = {
  renew: `INSERT INTO desk_calendar (city_id, office_id, desk_id, secret_hash, made_at) VALUES ($1, $2, $3, $4, $5::timestamptz)
    ON CONFLICT (city_id, office_id, desk_id) DO UPDATE SET (secret_hash, made_at) = (EXCLUDED.secret_hash, EXCLUDED.made_at)`,
  end: 'DELETE FROM desk_calendar WHERE city_id = $1 AND office_id = $2 AND desk_id = $3',
  find: `SELECT office_id AS "officeId", desk_id AS "deskId" FROM desk_calendar WHERE city_id = $1 AND secret_hash = $2`,
  hours: `SELECT appointment.appointment_id AS "appointmentId", service_id AS "serviceId", appointment.start_at AS "startAt",
      changed_at AS "changedAt", booking.minutes
    FROM appointment LEFT JOIN booking ON booking.city_id = $1 AND booking.appointment_id = appointment.appointment_id
    WHERE appointment.city_id = $1 AND appointment.office_id = $2 AND desk_id = $3 AND cancelled_at IS NULL
      AND appointment.start_at >= $4::timestamptz AND appointment.start_at < $5::timestamptz
    ORDER BY appointment.start_at, appointment.appointment_id`,
} as const;

const DAY_MS = 86_400_000;
/** The calendar begins this many days ago, so that a program that reads it once a day gets all appointments of today. */
const DAYS_BEFORE = 1;
const DAYS_AHEAD = 60;
const USUAL_MINUTES = 20;

/** The members of a profile that the calendar needs. No other member is read, because the profile may be older than today's schema. */
const Names = z.object({
  ...OFFICE_MEMBERS,
  ticket: z.object({ followPage: z.string().optional() }).prefault({}),
  services: z.array(z.object({ ...SERVICE_MEMBERS, name: LocalizedText })),
  desks: z.array(z.object({ deskId: z.string(), name: LocalizedText })).default([]),
});

const hashOf = (cityId: string, secret: string): string =>
  createHash('sha256').update(`torn-calendar\n${cityId}\n${secret}`).digest('base64url');

const Secret = z.string().regex(/^[A-Z2-7]{26}$/);
const City = z.string().toLowerCase().pipe(CityId);

const calendar = (status: number, text: string): Page => ({
  status,
  mediaType: status === 200 ? 'text/calendar; charset=utf-8' : 'text/plain; charset=utf-8',
  text,
  // The calendar is neither cached nor passed on as a referrer, because its address alone grants access.
  headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' },
});

/**
 * Registers the calendar of a specialist's appointments at a secret address, for calendar programs. The calendar contains times and
 * services, and nothing about the person who comes.
 */
export function registerDeskCalendar(server: CentreServer, operations: OperationsRegistrar, centre: Centre): void {
  const { database, clock } = centre;
  operations.registerOperation('renewDeskCalendar', async ({ params: { cityId, officeId, deskId }, caller }) => {
    const secret = newToken();
    const names = await newestProfile(database, { cityId, officeId }, Names);
    if (names === null || !names.desks.some((desk) => desk.deskId === deskId))
      return refuseMember('not-found', '/path/deskId', 'the office has no such desk');
    await database.transaction(async (queries) => {
      const values = [cityId, officeId, deskId, hashOf(cityId, secret), instantOf(clock.nowMs())];
      await queries.query(DESK_CALENDAR.renew, values);
      await recordAudit(queries, caller, 'renewDeskCalendar', { officeId, deskId }, clock.nowMs());
    });
    const path = `/i/${cityId}/${secret}.ics`;
    const { followPage } = names.ticket;
    return succeed({ body: { address: followPage === undefined ? path : new URL(path, followPage).href } });
  });
  operations.registerOperation('endDeskCalendar', async ({ params: { cityId, officeId, deskId }, caller }) => {
    await database.transaction(async (queries) => {
      await queries.query(DESK_CALENDAR.end, [cityId, officeId, deskId]);
      await recordAudit(queries, caller, 'endDeskCalendar', { officeId, deskId }, clock.nowMs());
    });
    return succeed({ body: null });
  });
  server.registerVisits(
    '/i/:cityId/:file',
    (visit) => answer(centre, visit),
    () => calendar(503, ''),
  );
}

async function answer({ database, clock }: Centre, { params, method }: Visit): Promise<Page> {
  const cityId = City.safeParse(params.cityId);
  const secret = Secret.safeParse(params.file?.replace(/\.ics$/i, '').toUpperCase());
  if (method !== 'GET' || !cityId.success || !secret.success) return calendar(404, '');
  const asked = [cityId.data, hashOf(cityId.data, secret.data)];
  const [found] = await database.query<{ officeId: OfficeId; deskId: string }>(DESK_CALENDAR.find, asked);
  if (found === undefined) return calendar(404, '');
  const nowMs = clock.nowMs();
  const place = { cityId: cityId.data, officeId: found.officeId };
  const names = await newestProfile(database, place, Names);
  const hours = await database.query<Hour>(DESK_CALENDAR.hours, [
    place.cityId,
    place.officeId,
    found.deskId,
    instantOf(nowMs - DAYS_BEFORE * DAY_MS),
    instantOf(nowMs + DAYS_AHEAD * DAY_MS),
  ]);
  return calendar(200, writeCalendar(names, found.deskId, hours, nowMs));
}

interface Hour {
  appointmentId: string;
  serviceId: string;
  startAt: string;
  changedAt: string;
  minutes: number | null;
}

/** Writes a calendar as RFC 5545: lines of at most 75 bytes, ended by CRLF. */
function writeCalendar(
  names: z.infer<typeof Names> | null,
  deskId: string,
  hours: readonly Hour[],
  nowMs: number,
): string {
  const desk = names?.desks.find((one) => one.deskId === deskId)?.name.ca ?? deskId;
  const stamp = (ms: number): string => instantOf(ms).replace(/[-:]|\.\d+/g, '');
  const summaryOf = (serviceId: string): string => {
    const service = names?.services.find((one) => one.serviceId === serviceId);
    return service === undefined || service.sensitive || names?.sensitive ? 'Cita' : service.name.ca;
  };
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Torn//Calendar//CA',
    `X-WR-CALNAME:${escaped(desk)}`,
    ...hours.flatMap(({ appointmentId, serviceId, startAt, changedAt, minutes }) => {
      const startMs = Date.parse(startAt);
      return [
        'BEGIN:VEVENT',
        `UID:${appointmentId}@torn`,
        `DTSTAMP:${stamp(Math.min(nowMs, Date.parse(changedAt)))}`,
        `DTSTART:${stamp(startMs)}`,
        `DTEND:${stamp(startMs + (minutes ?? USUAL_MINUTES) * 60_000)}`,
        `SUMMARY:${escaped(summaryOf(serviceId))}`,
        'CLASS:PRIVATE',
        'END:VEVENT',
      ];
    }),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

const MOST_LINE_BYTES = 74;

/** Lines are folded as RFC 5545 requires: each further line begins with a space, and no character is cut in two. */
function folded(line: string): string {
  const parts: string[] = [''];
  for (const character of line) {
    const last = parts.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > MOST_LINE_BYTES) parts.push(` ${character}`);
    else parts[parts.length - 1] = last + character;
  }
  return parts.join('\r\n');
}
