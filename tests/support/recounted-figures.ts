import type { Queries } from '../../src-central/database/database.ts';
import { createDayReader } from '../../src-central/figures/kept-days.ts';
import { type DayFigures, ON_TIME_MINUTES } from '../../src-main/contract/centre/day-figures.ts';
import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS } from '../../src-main/contract/shared/retention.ts';
import type { TestCentre } from './test-centre.ts';

/**
 * Selects a day's tickets with their results and minutes, by SQL alone. It shares no text with the product's queries, and the product
 * computes a ticket's states not in SQL, but in TypeScript from the desks' acts on the ticket.
 */
const TICKETS = `
  WITH issued AS (
    SELECT * FROM ticket WHERE city_id = $1 AND office_id = $2 AND service_day = $3::date
  ), done AS (
    SELECT DISTINCT ON (ticket_id, life_id) ticket_id, life_id, act, desk_id, rank, done_at, undoes
    FROM ticket_life WHERE city_id = $1 AND ticket_id IN (SELECT ticket_id FROM issued)
  ), act AS (
    SELECT done.*, row_number() OVER (PARTITION BY ticket_id ORDER BY rank, desk_id, life_id) AS n
    FROM done WHERE act <> 'undo' AND NOT EXISTS (SELECT 1 FROM done undoing WHERE undoing.undoes = done.life_id)
  ), stretched AS (
    SELECT act.*, count(*) FILTER (WHERE act NOT IN ('call', 'recall', 'serve'))
      OVER (PARTITION BY ticket_id ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS stretch FROM act
  ), stretch AS (
    SELECT ticket_id, max(done_at) FILTER (WHERE act IN ('finish', 'transfer')) AS until,
      coalesce(min(done_at) FILTER (WHERE act = 'serve'), max(done_at) FILTER (WHERE act IN ('call', 'recall'))) AS since
    FROM stretched GROUP BY ticket_id, stretch
  ), attended AS (
    SELECT ticket_id, sum(extract(epoch FROM until - since)) / 60 AS minutes FROM stretch GROUP BY ticket_id
  ), ended AS (
    SELECT ticket_id, min(done_at) FILTER (WHERE act = 'call') AS called_at,
      (array_agg(act ORDER BY n) FILTER (WHERE act IN ('finish', 'leave')))[1] AS over,
      (array_agg(act ORDER BY n DESC) FILTER (WHERE act NOT IN ('finish', 'leave')))[1] AS turn
    FROM act GROUP BY ticket_id
  ), marked AS (
    SELECT issued.ticket_id FROM issued
    JOIN served_mark m ON m.city_id = $1 AND m.kiosk_id = issued.kiosk_id AND m.series = issued.series
      AND m.service_day = issued.service_day AND issued.number BETWEEN m.first_number AND m.last_number
    LEFT JOIN appointment_check_in c ON c.city_id = $1 AND c.ticket_id = issued.ticket_id AND c.kiosk_id = issued.kiosk_id
    LEFT JOIN served_undo u ON u.city_id = $1 AND u.kiosk_id = m.kiosk_id AND u.mark_id = m.mark_id
    WHERE u.mark_id IS NULL AND (m.last_number = issued.number OR c.start_at IS NULL OR c.start_at <= m.appointments_until)
  ), counted AS (
    SELECT t.ticket_id, t.service_id, t.way, arrival.start_at, extract(hour FROM t.issued_at AT TIME ZONE $4)::int AS hour,
      CASE WHEN coalesce(asked.preferential, t.preferential) OR coalesce(arrival.preferential, false) THEN 'preferential'
        WHEN t.way = 'appointment' THEN 'appointment' ELSE 'walk-in' END AS class,
      CASE
        WHEN t.ticket_id IN (SELECT v.ticket_id FROM ticket_void v WHERE v.city_id = $1) THEN 'voided'
        WHEN gone.ticket_id IS NOT NULL THEN 'withdrawn'
        WHEN ended.over = 'leave' THEN 'left'
        WHEN ended.over = 'finish' OR t.ticket_id IN (SELECT marked.ticket_id FROM marked) THEN 'served'
        WHEN ended.turn = 'no-show' THEN 'noShow'
        ELSE 'open' END AS ending,
      paper.state IN ('not-sent', 'cancelled', 'unknown') AND t.number NOT BETWEEN 900 AND 999
        AND t.number NOT BETWEEN 9000 AND 9999 AS is_without_paper,
      CASE WHEN ended.called_at IS NOT NULL
        THEN greatest(0, extract(epoch FROM ended.called_at - greatest(t.issued_at, arrival.start_at))) / 60 END AS waited,
      attended.minutes AS attended
    FROM issued t
    LEFT JOIN ended ON ended.ticket_id = t.ticket_id
    LEFT JOIN attended ON attended.ticket_id = t.ticket_id
    LEFT JOIN ticket_withdrawal gone ON gone.city_id = $1 AND gone.ticket_id = t.ticket_id AND gone.kiosk_id = t.kiosk_id
    LEFT JOIN ticket_print paper ON paper.city_id = $1 AND paper.ticket_id = t.ticket_id AND paper.kiosk_id = t.kiosk_id
    LEFT JOIN appointment_check_in arrival ON arrival.city_id = $1 AND arrival.ticket_id = t.ticket_id AND arrival.kiosk_id = t.kiosk_id
    LEFT JOIN ticket_attention asked ON asked.city_id = $1 AND asked.ticket_id = t.ticket_id AND asked.kiosk_id = t.kiosk_id
  )`;

const GROUPS = `${TICKETS}
  SELECT hour, service_id, class, count(*)::int AS arrivals,
    count(*) FILTER (WHERE ending = 'served')::int AS served, count(*) FILTER (WHERE ending = 'noShow')::int AS "noShow",
    count(*) FILTER (WHERE ending = 'left')::int AS "left", count(*) FILTER (WHERE ending = 'withdrawn')::int AS withdrawn,
    count(*) FILTER (WHERE ending = 'voided')::int AS voided, count(*) FILTER (WHERE ending = 'open')::int AS open,
    count(*) FILTER (WHERE is_without_paper)::int AS "paperFailed",
    count(waited)::int AS "waitPeople", round(percentile_disc(0.5) WITHIN GROUP (ORDER BY waited))::int AS "waitHalf",
    round(percentile_disc(0.9) WITHIN GROUP (ORDER BY waited))::int AS "waitNineOfTen", round(max(waited))::int AS "waitWorst",
    count(attended) FILTER (WHERE ending = 'served')::int AS "attentionPeople",
    round(percentile_disc(0.5) WITHIN GROUP (ORDER BY attended) FILTER (WHERE ending = 'served'))::int AS "attentionHalf",
    round(percentile_disc(0.9) WITHIN GROUP (ORDER BY attended) FILTER (WHERE ending = 'served'))::int AS "attentionNineOfTen",
    round(max(attended) FILTER (WHERE ending = 'served'))::int AS "attentionWorst"
  FROM counted GROUP BY GROUPING SETS ((), (hour), (service_id), (class), (hour, service_id, class))`;

const APPOINTMENTS = `${TICKETS}
  SELECT count(*)::int AS booked, count(*) FILTER (WHERE came)::int AS came, coalesce(sum(minutes), 0)::int AS "bookedMinutes",
    (SELECT count(*)::int FROM counted WHERE way = 'appointment' AND start_at IS NOT NULL AND waited <= ${ON_TIME_MINUTES}) AS "onTime",
    (SELECT coalesce(round(sum(attended)), 0)::int FROM counted WHERE way = 'appointment' AND ending = 'served') AS "usedMinutes"
  FROM (SELECT coalesce(b.minutes, 20) AS minutes,
      a.appointment_id IN (SELECT c.appointment_id FROM appointment_check_in c WHERE c.city_id = $1) AS came
    FROM appointment a LEFT JOIN booking b ON b.city_id = $1 AND b.appointment_id = a.appointment_id
    WHERE a.city_id = $1 AND a.office_id = $2 AND a.service_day = $3::date AND a.cancelled_at IS NULL) AS given`;

const DESKS = `SELECT extract(hour FROM life.done_at AT TIME ZONE $4)::int AS hour, count(DISTINCT life.desk_id)::int AS desks
  FROM ticket_life life WHERE life.city_id = $1 AND life.desk_id <> 'torn-kiosk' AND life.ticket_id IN (SELECT t.ticket_id FROM ticket t
    WHERE t.city_id = $1 AND t.office_id = $2 AND t.service_day = $3::date) GROUP BY 1 ORDER BY 1`;

type Counted = ReturnType<typeof countedOf>;

const pad = (hour: number | null): string => (hour === null ? '' : String(hour).padStart(2, '0'));

interface Row extends Record<string, number | string | null> {
  hour: number | null;
  service_id: string | null;
  class: string | null;
}

async function recounted(queries: Queries, values: readonly string[]): Promise<Counted> {
  const rows = await queries.query<Row>(GROUPS, values);
  const groups = rows.flatMap(({ hour, service_id, class: its, ...figures }) =>
    figures.arrivals === 0 ? [] : [[`${pad(hour)} ${service_id ?? ''} ${its ?? ''}`, figures] as const],
  );
  const [appointments] = await queries.query<Record<string, number>>(APPOINTMENTS, values);
  const desks = await queries.query<{ hour: number; desks: number }>(DESKS, values);
  return {
    groups: Object.fromEntries(groups.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    appointments: { ...appointments },
    desks: Object.fromEntries(desks.map(({ hour, desks: count }) => [pad(hour), count])),
  };
}

type Group = DayFigures['total'];

function countedOf({ total, hours, services, classes, cells, appointments }: DayFigures) {
  const flat = ({ wait, attention, arrivals, served, noShow, left, withdrawn, voided, open, paperFailed }: Group) => ({
    arrivals,
    served,
    noShow,
    left,
    withdrawn,
    voided,
    open,
    paperFailed,
    waitPeople: wait?.people ?? 0,
    waitHalf: wait?.half ?? null,
    waitNineOfTen: wait?.nineOfTen ?? null,
    waitWorst: wait?.worst ?? null,
    attentionPeople: attention?.people ?? 0,
    attentionHalf: attention?.half ?? null,
    attentionNineOfTen: attention?.nineOfTen ?? null,
    attentionWorst: attention?.worst ?? null,
  });
  const groups: [string, Record<string, number | string | null>][] = [
    ['  ', flat(total)],
    ...hours.map((one): [string, Record<string, number | null>] => [`${pad(one.hour)}  `, flat(one)]),
    ...services.map((one): [string, Record<string, number | null>] => [` ${one.serviceId} `, flat(one)]),
    ...classes.map((one): [string, Record<string, number | null>] => [`  ${one.class}`, flat(one)]),
    ...cells.map((one): [string, Record<string, number | null>] => [
      `${pad(one.hour)} ${one.serviceId} ${one.class}`,
      flat(one),
    ]),
  ];
  const { booked, came, bookedMinutes, onTime, usedMinutes } = appointments;
  return {
    groups: Object.fromEntries(
      groups.filter(([, { arrivals }]) => arrivals !== 0).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ),
    appointments: { booked, came, bookedMinutes, onTime, usedMinutes } as Record<string, number>,
    desks: Object.fromEntries(hours.flatMap(({ hour, desks }) => (desks === 0 ? [] : [[pad(hour), desks]]))) as Record<
      string,
      number
    >,
  };
}

/** Returns the centre's figures for an office's days, and a count in SQL alone that must be equal. */
export async function figuresAndRecount(
  { database, clock }: Pick<TestCentre, 'database' | 'clock'>,
  { cityId, officeId, days }: { cityId: string; officeId: string; days: readonly string[] },
): Promise<{ figures: Record<string, Counted>; recount: Record<string, Counted> }> {
  const reader = createDayReader({ database, terms: DEFAULT_TERMS, clock: { nowMs: () => clock.ms } });
  const office = await reader.officeOf(CityId.parse(cityId), OfficeId.parse(officeId));
  if (office === null) throw new Error(`${officeId} has no profile`);
  const figures: Record<string, Counted> = {};
  const recount: Record<string, Counted> = {};
  for (const [day, own] of await reader.daysOf(office, days)) {
    figures[day] = countedOf(own);
    recount[day] = await recounted(database, [cityId, officeId, day, office.details.zone]);
  }
  return { figures, recount };
}
