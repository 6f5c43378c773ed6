import { hideFew } from '../../../src-central/figures/hide-few.ts';
import type { LivedDay } from '../../../src-central/twin/live-day.ts';
import type { FigureRow } from '../../../src-main/contract/centre/figures.ts';
import { localDateTime } from '../../../src-main/domain/service-day.ts';

/** The counts of a service and channel in one hour of the day over a month. Small numbers are not hidden. */
export interface Counted {
  tickets: number;
  served: number;
  noShow: number;
  open: number;
  waitHalf: number | null;
  waitNineOfTen: number | null;
}
export type CountedMonth = ReadonlyMap<string, Counted>;

/** Counts a month from the kiosks' stored events alone, without the tables that the centre derives from them. */
export const COUNT_EVENTS = `WITH own AS (
    SELECT event.type, event.payload, event.happened_at FROM event
    WHERE event.city_id = $1 AND event.kiosk_id = ANY ($2::uuid[]) AND event.happened_at >= ($3 || '-01')::date - interval '1 day'
      AND event.happened_at < ($3 || '-01')::date + interval '32 days'),
  issued AS (SELECT payload->>'ticketId' AS id, payload->>'serviceId' AS service, payload->>'way' AS way, happened_at FROM own
    WHERE type = 'ticket-issued' AND payload->>'serviceDay' LIKE $3 || '%'),
  hours AS (SELECT payload->>'ticketId' AS id, (payload->>'appointmentStart')::timestamptz AS starts FROM own
    WHERE type = 'appointment-checked-in'),
  acts AS (SELECT payload->>'ticketId' AS id, min(happened_at) FILTER (WHERE payload->>'act' = 'call') AS called,
      bool_or(payload->>'act' = 'finish') AS served, bool_or(payload->>'act' = 'no-show') AS missed
    FROM own WHERE type = 'ticket-life' GROUP BY 1),
  turns AS (SELECT service, CASE way WHEN 'appointment' THEN 'unknown' ELSE way END AS channel,
      extract(hour FROM issued.happened_at AT TIME ZONE $4)::int AS hour, coalesce(served, false) AS served,
      coalesce(missed, false) AS missed,
      CASE WHEN called IS NOT NULL
        THEN greatest(0, extract(epoch FROM called - greatest(issued.happened_at, starts)) / 60)::float8 END AS wait
    FROM issued LEFT JOIN hours USING (id) LEFT JOIN acts USING (id))
  SELECT service || ' ' || channel || ' ' || hour AS key, count(*)::int AS tickets, count(*) FILTER (WHERE served)::int AS served,
    count(*) FILTER (WHERE missed)::int AS "noShow", count(*) FILTER (WHERE NOT served AND NOT missed)::int AS open,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY wait) AS half, percentile_disc(0.9) WITHIN GROUP (ORDER BY wait) AS nine,
    count(wait)::int AS waits
  FROM turns GROUP BY service, channel, hour`;

export interface CountedRow extends Omit<Counted, 'waitHalf' | 'waitNineOfTen'> {
  key: string;
  half: number | null;
  nine: number | null;
  waits: number;
}

/**
 * The smallest numbers of waits for which the centre publishes a median (`half`) and a ninth decile (`nine`); fewer could reveal a person.
 */
const LEAST = { half: 5, nine: 10 };

export const monthOf = (rows: readonly CountedRow[]): CountedMonth =>
  new Map(
    rows.map(({ key, half, nine, waits, ...counts }) => [
      key,
      {
        ...counts,
        waitHalf: half === null || waits < LEAST.half ? null : Math.round(half),
        waitNineOfTen: nine === null || waits < LEAST.nine ? null : Math.round(nine),
      },
    ]),
  );

/** Makes the same counts as `COUNT_EVENTS`, but from the days that the twin simulated. */
export function ledgerOf(days: readonly LivedDay[], zone: string): CountedMonth {
  const cells = new Map<string, { counts: Counted; waits: number[] }>();
  for (const { tickets } of days)
    for (const { ticket, visit } of tickets) {
      const issuedMs = Math.round(ticket.issuedMs);
      const hour = Number(localDateTime(issuedMs, zone).time.slice(0, 2));
      const key = `${ticket.serviceId} ${ticket.appointmentMs === null ? 'walk-in' : 'unknown'} ${hour}`;
      const none = { tickets: 0, served: 0, noShow: 0, open: 0, waitHalf: null, waitNineOfTen: null };
      const cell = cells.get(key) ?? { counts: none, waits: [] };
      cells.set(key, cell);
      cell.counts.tickets += 1;
      cell.counts[visit === null ? 'open' : visit.servedMs === null ? 'noShow' : 'served'] += 1;
      const dueMs = Math.max(issuedMs, ticket.appointmentMs ?? 0);
      if (visit !== null) cell.waits.push(Math.max(0, Math.round(visit.calledMs) - dueMs) / 60_000);
    }
  return new Map(
    [...cells].map(([key, { counts, waits }]) => {
      const sorted = waits.toSorted((one, other) => one - other);
      const at = (share: number, least: number): number | null =>
        sorted.length < least ? null : Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
      return [key, { ...counts, waitHalf: at(0.5, LEAST.half), waitNineOfTen: at(0.9, LEAST.nine) }];
    }),
  );
}

const COLUMNS = ['tickets', 'served', 'noShow', 'open', 'waitHalf', 'waitNineOfTen'] as const;

export function differences(what: string, one: CountedMonth, other: CountedMonth): string[] {
  const keys = new Set([...one.keys(), ...other.keys()]);
  return [...keys].flatMap((key) => {
    const [mine, its] = [one.get(key), other.get(key)];
    return COLUMNS.filter((column) => mine?.[column] !== its?.[column]).map(
      (column) => `${what}, ${key}: ${column} ${mine?.[column]} and ${its?.[column]}`,
    );
  });
}

export function publishedDifferences(rows: readonly FigureRow[], counted: CountedMonth): string[] {
  const published = new Map(rows.map((row) => [`${row.serviceId} ${row.channel} ${row.hour}`, row]));
  return [...counted].flatMap(([key, cell]) => {
    const row = published.get(key);
    if (row === undefined) return [`published, ${key}: missing`];
    const { total, parts } = hideFew([cell.served, cell.noShow, 0, 0, 0, cell.open]);
    const [served = null, noShow = null, , , , open = null] = parts;
    const [waitHalf, waitNineOfTen] = total === null ? [null, null] : [cell.waitHalf, cell.waitNineOfTen];
    const shown = { tickets: total, served, noShow, open, waitHalf, waitNineOfTen };
    return COLUMNS.filter((column) => row[column] !== shown[column]).map(
      (column) => `published, ${key}: ${column} ${row[column]} and ${shown[column]}`,
    );
  });
}
