import type Database from 'better-sqlite3';
import type { EventOf } from '../../contract/shared/events.ts';
import { DESK_PAUSES, type DeskPause } from '../../domain/desk.ts';
import type { Face } from '../../domain/faces.ts';
import type { AlarmSaid, PauseSaid, ServicesSaid } from '../contract/kiosks.ts';
import type { ChosenServices, PausedDesk } from '../ports/life-book.ts';
import { areTogether } from '../rules/office-hub.ts';

/**
 * A desk's earlier rows are kept for this long. Repeated orders arrive within seconds, and a desk that was cut off for longer has sent
 * newer orders since.
 */
const KEPT_MS = 3 * 86_400_000;

interface Latest {
  orderId: string;
  deskId: string;
  atMs: number;
}

/**
 * Opens a table of which only the last row of each desk is valid. `columns`: names of the columns besides id, desk and time, by member of
 * `Row`.
 */
function openLatestRows<Row extends Latest>(
  database: Database.Database,
  {
    table,
    no,
    columns,
  }: { table: string; no: string; columns: Readonly<Record<Exclude<keyof Row, keyof Latest>, string>> },
) {
  const own = Object.entries<string>(columns);
  const put = database.prepare<[Row]>(
    `INSERT OR IGNORE INTO ${table} (order_id, desk_id, at_ms, ${own.map(([, column]) => column).join(', ')})
     VALUES (@orderId, @deskId, @atMs, ${own.map(([member]) => `@${member}`).join(', ')})`,
  );
  const ofEach = `${no} IN (SELECT max(${no}) FROM ${table} GROUP BY desk_id)`;
  const dropOld = database.prepare(`DELETE FROM ${table} WHERE at_ms < ? AND NOT ${ofEach}`);
  const has = database.prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE order_id = ?`).pluck();
  const last = database.prepare<[], Row>(
    `SELECT order_id AS orderId, desk_id AS deskId, at_ms AS atMs, ${own.map(([member, column]) => `${column} AS ${member}`).join(', ')}
     FROM ${table} WHERE ${ofEach} ORDER BY desk_id`,
  );
  // The row written last is valid, even if an earlier row has a later time: otherwise no order would count after the clock once ran ahead.
  const lastAt = database
    .prepare<[string], number>(`SELECT at_ms FROM ${table} WHERE desk_id = ? ORDER BY ${no} DESC LIMIT 1`)
    .pluck();
  const isKnown = (orderId: string): boolean => (has.get(orderId) ?? 0) > 0;
  return {
    has: isKnown,
    last: () => last.all(),
    /** Stores a sibling's row if it is later than the known one, and returns whether it did. */
    hear(row: Row): boolean {
      if (isKnown(row.orderId) || (lastAt.get(row.deskId) ?? 0) >= row.atMs) return false;
      put.run(row);
      return true;
    },
    put(row: Row) {
      // The new row's time is raised above the time of the last row. A sibling kiosk whose clock runs some seconds ahead then also takes
      // the new row for the later one.
      const lastMs = lastAt.get(row.deskId) ?? 0;
      put.run({ ...row, atMs: areTogether(lastMs, row.atMs) ? Math.max(row.atMs, lastMs + 1) : row.atMs });
      dropOld.run(row.atMs - KEPT_MS);
    },
  };
}

export function openWordCounts(database: Database.Database) {
  const count = database.prepare<[string, string]>(
    `INSERT INTO word_count (day, face, answers) VALUES (?, ?, 1)
     ON CONFLICT (day, face) DO UPDATE SET answers = answers + 1`,
  );
  const past = database.prepare<[string], { day: string; face: string; answers: number }>(
    'SELECT day, face, answers FROM word_count WHERE day <> ? ORDER BY day',
  );
  const drop = database.prepare<[string]>('DELETE FROM word_count WHERE day = ?');
  return {
    count: (day: string, face: Face): void => void count.run(day, face),
    past(today: string): EventOf<'words-counted'>['payload'][] {
      return [...Map.groupBy(past.all(today), ({ day }) => day)].map(([day, rows]) => {
        const of = (face: Face): number => rows.find((row) => row.face === face)?.answers ?? 0;
        return { day, awful: of('awful'), bad: of('bad'), fair: of('fair'), good: of('good'), great: of('great') };
      });
    },
    drop: (day: string): void => void drop.run(day),
  };
}

export function openDeskPauseRows(database: Database.Database) {
  const rows = openLatestRows<PauseSaid>(database, {
    table: 'desk_pause',
    no: 'pause_no',
    columns: { reason: 'reason', lastsMs: 'lasts_ms' },
  });
  return {
    has: rows.has,
    last: rows.last,
    hear: rows.hear,
    put: ({ lastsMs, ...pause }: EventOf<'desk-paused'>['payload'], atMs: number) =>
      rows.put({ ...pause, lastsMs: lastsMs ?? null, atMs }),
    now: (): PausedDesk[] =>
      rows.last().flatMap(({ deskId, reason, lastsMs, atMs }) =>
        reason === null
          ? []
          : [
              {
                deskId,
                sinceMs: atMs,
                untilMs: lastsMs === null ? null : atMs + lastsMs,
                reason: DESK_PAUSES.find((one): one is DeskPause => one === reason) ?? 'other-work',
              },
            ],
      ),
  };
}

export function openDeskServicesRows(database: Database.Database) {
  const rows = openLatestRows<Latest & { serviceIds: string }>(database, {
    table: 'desk_services',
    no: 'choice_no',
    columns: { serviceIds: 'service_ids' },
  });
  const written = (serviceIds: readonly string[]): string => JSON.stringify(serviceIds);
  return {
    has: rows.has,
    last: (): ServicesSaid[] =>
      rows.last().map((row) => ({ ...row, serviceIds: JSON.parse(row.serviceIds) as string[] })),
    hear: (said: ServicesSaid) => rows.hear({ ...said, serviceIds: written(said.serviceIds) }),
    put: (choice: ChosenServices, atMs: number) =>
      rows.put({ ...choice, serviceIds: written(choice.serviceIds), atMs }),
  };
}

interface AlarmRow {
  alarmId: string;
  deskId: string;
  atMs: number;
  endedBy: string | null;
  endedAtMs: number | null;
}

export function openAlarmRows(database: Database.Database) {
  const raise = database.prepare(
    'INSERT OR IGNORE INTO desk_alarm (alarm_id, desk_id, at_ms) VALUES (@alarmId, @deskId, @atMs)',
  );
  const end = database.prepare(
    'UPDATE desk_alarm SET ended_by = @by, ended_at_ms = @atMs WHERE alarm_id = @alarmId AND ended_at_ms IS NULL',
  );
  const dropOld = database.prepare('DELETE FROM desk_alarm WHERE at_ms < ?');
  const all = database.prepare<[], AlarmRow>(
    `SELECT alarm_id AS alarmId, desk_id AS deskId, at_ms AS atMs, ended_by AS endedBy, ended_at_ms AS endedAtMs
     FROM desk_alarm ORDER BY at_ms, alarm_id`,
  );
  const count = database.prepare<[string], number>('SELECT count(*) FROM desk_alarm WHERE alarm_id = ?').pluck();
  const countOpen = database
    .prepare<[string], number>('SELECT count(*) FROM desk_alarm WHERE alarm_id = ? AND ended_at_ms IS NULL')
    .pluck();
  return {
    has: (alarmId: string): boolean => (count.get(alarmId) ?? 0) > 0,
    isOpen: (alarmId: string): boolean => (countOpen.get(alarmId) ?? 0) > 0,
    all: (): AlarmSaid[] =>
      all.all().map(({ endedBy: by, endedAtMs, ...alarm }) => ({
        ...alarm,
        end: endedAtMs === null ? null : { by, atMs: endedAtMs },
      })),
    raise(alarm: Omit<AlarmSaid, 'end'>): boolean {
      dropOld.run(alarm.atMs - KEPT_MS);
      return raise.run(alarm).changes > 0;
    },
    end: (alarmId: string, ended: NonNullable<AlarmSaid['end']>): boolean => end.run({ alarmId, ...ended }).changes > 0,
    /** Returns true if the sibling knows more about the alarm than this kiosk. */
    hear({ end: ended, ...alarm }: AlarmSaid): boolean {
      const isNew = raise.run(alarm).changes > 0;
      return (ended !== null && end.run({ alarmId: alarm.alarmId, ...ended }).changes > 0) || isNew;
    },
  };
}
