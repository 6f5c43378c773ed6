import {
  type CityDayFigures,
  type DayFigures,
  type DeskFigures,
  FIGURES_DAYS,
  FiguresSetting,
  NO_FIGURES_SETTING,
  type OfficeDayFigures,
  USUAL_WEEKS,
  type Usual,
} from '../../src-main/contract/centre/day-figures.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import { localDateTime, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { LifeRow } from '../projections/desk-events.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, type Refusal, refuseMember, seenValues } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { medianOf } from '../twin/interval.ts';
import { attentionOf, spreadOf } from './day-figures.ts';
import type { DayReader, FiguredOffice } from './kept-days.ts';
import { endOf, standingActs, ticketsOf } from './month-figures.ts';
import { readFigures } from './office-figures.ts';

export const FIGURES_SETTING = {
  read: 'SELECT document, changed_at AS "changedAt" FROM figures_setting WHERE city_id = $1',
  put: `INSERT INTO figures_setting (city_id, document, changed_at) VALUES ($1, $2::text::jsonb, $3::timestamptz)
    ON CONFLICT (city_id) DO UPDATE SET document = EXCLUDED.document,
      changed_at = greatest(EXCLUDED.changed_at, figures_setting.changed_at)
    WHERE NOT $4::boolean OR figures_setting.changed_at = $5::timestamptz RETURNING changed_at`,
  kiosks: `SELECT kiosk_id AS "kioskId", name FROM kiosk WHERE city_id = $1 AND office_id = $2 ORDER BY slot, kiosk_id`,
  /** The desks of specialists. A plan, an appointment or a calendar names these desks. */
  specialists: `SELECT line.value ->> 'deskId' AS "deskId" FROM booking_plan AS plan,
      jsonb_array_elements(plan.document::jsonb -> 'lines') AS line (value)
    WHERE plan.city_id = $1 AND plan.office_id = $2 AND line.value ->> 'deskId' IS NOT NULL
    UNION SELECT desk_id FROM appointment WHERE city_id = $1 AND office_id = $2 AND desk_id IS NOT NULL
    UNION SELECT desk_id FROM appointment_check_in WHERE city_id = $1 AND office_id = $2 AND desk_id IS NOT NULL
    UNION SELECT desk_id FROM desk_calendar WHERE city_id = $1 AND office_id = $2`,
} as const;

/** Reads the city's setting for figures. A missing setting, or one that this release cannot read, permits nothing. */
export async function figuresSetting(
  queries: Queries,
  cityId: string,
): Promise<{ setting: FiguresSetting; changedAt: string | null }> {
  const [row] = await queries.query<{ document: unknown; changedAt: string }>(FIGURES_SETTING.read, [cityId]);
  return {
    setting: FiguresSetting.safeParse(row?.document).data ?? NO_FIGURES_SETTING,
    changedAt: row?.changedAt ?? null,
  };
}

export function registerFigures(server: OperationsRegistrar, centre: Centre, reader: DayReader): void {
  const { database, clock } = centre;
  server.registerOperation('readFigures', readFigures(centre));
  server.registerOperation('readDayFigures', readDayFigures(centre, reader));
  server.registerOperation('listDayFigures', listDayFigures(centre, reader));
  server.registerOperation('readDeskFigures', readDeskFigures(centre, reader));
  server.registerOperation('readFiguresSetting', async ({ params: { cityId } }) =>
    succeed({ body: await figuresSetting(database, cityId) }),
  );
  server.registerOperation('putFiguresSetting', async ({ params: { cityId }, query, body, caller }) =>
    database.transaction(async (queries) => {
      const nowMs = clock.nowMs();
      const put = [cityId, JSON.stringify(body), ...seenValues(query, nowMs)];
      if ((await queries.query(FIGURES_SETTING.put, put)).length === 0)
        return refuseMember('changed-meanwhile', '/query/seen');
      await recordAudit(queries, caller, 'putFiguresSetting', { ...body }, nowMs);
      return succeed({ body: null });
    }),
  );
}

async function officeFound(
  reader: DayReader,
  { cityId, officeId }: Pick<FiguredOffice, 'cityId' | 'officeId'>,
): Promise<Result<FiguredOffice, Refusal>> {
  const office = await reader.officeOf(cityId, officeId);
  return office === null ? refuseMember('not-found', '/path/officeId', NO_OFFICE) : succeed(office);
}

/** The last `count` days up to and including `day`, oldest first. */
const daysUntil = (day: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(day, index + 1 - count));
const sameWeekdays = (day: string): string[] =>
  Array.from({ length: USUAL_WEEKS }, (_, week) => addDays(day, -7 * (week + 1)));

const middle = (values: readonly number[]): number | null => (values.length === 0 ? null : medianOf(values));

const gaveUpOf = ({ total: { left, withdrawn } }: DayFigures): number => left + withdrawn;

/** Returns the usual figures over some days. `null`: the office gave no tickets on them. */
function usualOf(days: readonly DayFigures[]): Usual | null {
  const open = days.filter(({ total }) => total.arrivals > 0);
  if (open.length === 0) return null;
  const known = (of: (one: DayFigures) => number | undefined): number | null =>
    middle(open.flatMap((one) => of(one) ?? []));
  return {
    days: open.length,
    arrivals: known(({ total }) => total.arrivals) ?? 0,
    waitHalf: known(({ total }) => total.wait?.half),
    waitNineOfTen: known(({ total }) => total.wait?.nineOfTen),
    attentionHalf: known(({ total }) => total.attention?.half),
    noShow: known(({ total }) => total.noShow) ?? 0,
    gaveUp: known(gaveUpOf) ?? 0,
  };
}

function usualHours(days: readonly DayFigures[]): { hour: number; arrivals: number }[] {
  const open = days.filter(({ total }) => total.arrivals > 0);
  const hours = [...new Set(open.flatMap((one) => one.hours.map(({ hour }) => hour)))].toSorted((a, b) => a - b);
  return hours.map((hour) => ({
    hour,
    arrivals: middle(open.map((one) => one.hours.find((row) => row.hour === hour)?.arrivals ?? 0)) ?? 0,
  }));
}

const minutesOf = ({ kiosks }: DayFigures, of: 'unprinted' | 'apart'): number =>
  kiosks.reduce((sum, kiosk) => sum + kiosk[of], 0);

const readDayFigures =
  ({ database, clock }: Centre, reader: DayReader): Handler<'readDayFigures'> =>
  async ({ params, query }) => {
    const found = await officeFound(reader, params);
    if (!found.ok) return found;
    const { cityId, officeId, details } = found.value;
    const nowMs = clock.nowMs();
    const today = serviceDayOf(nowMs, details.zone);
    const day = query.day === undefined || query.day > today ? today : query.day;
    const shown = daysUntil(day, FIGURES_DAYS);
    const known = await reader.daysOf(found.value, [...new Set([...shown, ...sameWeekdays(day)])]);
    const figures = known.get(day);
    if (figures === undefined) return refuseMember('not-found', '/query/day', 'there are no figures of this day');
    const earlier = sameWeekdays(day).flatMap((one) => known.get(one) ?? []);
    const usual = usualOf(earlier);
    const body: OfficeDayFigures = {
      at: instantOf(nowMs),
      officeId,
      name: details.name,
      day,
      today,
      figures,
      services: details.services.flatMap(({ serviceId, name }) =>
        name === undefined ? [] : { serviceId: serviceId as OfficeDayFigures['services'][number]['serviceId'], name },
      ),
      kiosks: await database.query<OfficeDayFigures['kiosks'][number]>(FIGURES_SETTING.kiosks, [cityId, officeId]),
      usual: usual && { ...usual, hours: usualHours(earlier) },
      days: shown.flatMap((one) => {
        const its = known.get(one);
        if (its === undefined) return [];
        const { arrivals, noShow, wait } = its.total;
        return {
          day: one,
          arrivals,
          noShow,
          gaveUp: gaveUpOf(its),
          waitHalf: wait?.half ?? null,
          waitNineOfTen: wait?.nineOfTen ?? null,
          unprinted: minutesOf(its, 'unprinted'),
          apart: minutesOf(its, 'apart'),
        };
      }),
    };
    return succeed({ body });
  };

const listDayFigures =
  ({ clock }: Centre, reader: DayReader): Handler<'listDayFigures'> =>
  async ({ caller: { cityId, officeIds }, query }) => {
    const nowMs = clock.nowMs();
    const offices = await reader.officesOf(cityId, officeIds);
    const today = serviceDayOf(nowMs, offices[0]?.details.zone ?? 'Europe/Madrid');
    const day = query.day === undefined || query.day > today ? today : query.day;
    const rows: CityDayFigures['offices'] = [];
    for (const office of offices) {
      const figures = (await reader.daysOf(office, [day])).get(day);
      if (figures === undefined) continue;
      const earlier = await reader.daysOf(office, sameWeekdays(day), { ifKept: true });
      rows.push(rowOf(office, figures, usualOf([...earlier.values()])));
    }
    return succeed({ body: { at: instantOf(nowMs), day, offices: rows } });
  };

function rowOf(
  { officeId, details }: FiguredOffice,
  figures: DayFigures,
  usual: Usual | null,
): CityDayFigures['offices'][number] {
  const [worst] = figures.hours
    .flatMap(({ hour, wait }) => (wait === null ? [] : { hour, nineOfTen: wait.nineOfTen, worst: wait.worst }))
    .toSorted((a, b) => b.nineOfTen - a.nineOfTen || b.worst - a.worst);
  const { waiting } = figures;
  return {
    officeId,
    name: details.name,
    total: figures.total,
    usual,
    worstHour: worst ?? null,
    desks: Math.max(0, ...figures.hours.map(({ desks }) => desks)),
    appointments: figures.appointments,
    unprinted: minutesOf(figures, 'unprinted'),
    apart: minutesOf(figures, 'apart'),
    waiting: waiting && {
      people: waiting.reduce((sum, { people }) => sum + people, 0),
      since: waiting[0]?.since ?? null,
    },
  };
}

const readDeskFigures =
  ({ database, clock }: Centre, reader: DayReader): Handler<'readDeskFigures'> =>
  async ({ params, query }) => {
    const found = await officeFound(reader, params);
    if (!found.ok) return found;
    const { cityId, officeId, details } = found.value;
    const { zone } = details;
    const { informedOn } = (await figuresSetting(database, cityId)).setting;
    const today = serviceDayOf(clock.nowMs(), zone);
    const day = query.day ?? today;
    // Work from before the staff were informed is never shown by desk.
    if (informedOn === null || informedOn > today || day < informedOn)
      return succeed({ body: { informedOn, desks: [] } });
    const ofSpecialists = await database.query<{ deskId: string }>(FIGURES_SETTING.specialists, [cityId, officeId]);
    const specialists = new Set(ofSpecialists.map(({ deskId }) => deskId));
    const served = new Map<string, { hours: Map<number, number>; attentions: number[] }>();
    for await (const row of ticketsOf(database, { cityId, officeId, from: day, until: addDays(day, 1), zone })) {
      const ended = endOf(row) === 'served' ? lastFinish(row.lives) : null;
      if (ended === null || specialists.has(ended.by)) continue;
      const desk = served.get(ended.by) ?? { hours: new Map<number, number>(), attentions: [] };
      served.set(ended.by, desk);
      const hour = Number(localDateTime(Date.parse(ended.at), zone).time.slice(0, 2));
      desk.hours.set(hour, (desk.hours.get(hour) ?? 0) + 1);
      const attention = attentionOf(row.lives, ended.by);
      if (attention !== null) desk.attentions.push(attention);
    }
    const desks = [...served].map(([deskId, { hours, attentions }]): DeskFigures['desks'][number] => ({
      deskId,
      name: details.desks.find((desk) => desk.deskId === deskId)?.name ?? null,
      hours: [...hours].map(([hour, count]) => ({ hour, served: count })).toSorted((a, b) => a.hour - b.hour),
      served: [...hours.values()].reduce((sum, count) => sum + count, 0),
      attention: spreadOf(attentions),
    }));
    return succeed({ body: { informedOn, desks: desks.toSorted((a, b) => (a.deskId < b.deskId ? -1 : 1)) } });
  };

const lastFinish = (lives: readonly LifeRow[] | null): LifeRow | null =>
  standingActs(lives)
    .filter(({ act }) => act === 'finish')
    .toSorted((a, b) => a.rank - b.rank)
    .at(-1) ?? null;
