import type { z } from 'zod';
import type { BlankingClass } from '../../src-main/contract/shared/event-type.ts';
import type { EventOf, EventType } from '../../src-main/contract/shared/events.ts';
import type { RetentionClass } from '../../src-main/contract/shared/retention.ts';
import type { Queries } from '../database/database.ts';
import type { ProjectedEvent } from '../ingest/stored-event.ts';

export interface KioskOfOffice {
  cityId: string;
  kioskId: string;
  officeId: string;
}

/**
 * An event without type and payload. `(epoch, seq)` gives the sequence of a kiosk's events; `eventId` decides between two events with the
 * same position.
 */
export type EventPlace = Omit<ProjectedEvent, 'type' | 'v' | 'payload'>;

interface Column<Row> {
  type: 'uuid' | 'text' | 'date' | 'bigint' | 'boolean' | 'timestamptz';
  of: (row: Row) => unknown;
  class?: RetentionClass;
}

/**
 * The retention class of the row, and of each column without its own class. Data of a blanking class are removed from the events
 * themselves, so once such a class expires, the row is deleted. The first remaining event with the same key then makes the row again
 * (`retention/blanked-rows.ts`). `keyMember` is the member of the payload that is the row's key.
 */
type Kept =
  | { class: Exclude<RetentionClass, BlankingClass>; keyMember?: undefined }
  | { class: BlankingClass; keyMember: string };

type Definition<Type extends EventType, Payload, Row = Payload & EventPlace> = Kept & {
  type: Type;
  v: EventOf<Type>['v'];
  /**
   * The schema of the payload. It is looser than the kiosk's own, because a newer kiosk may send more members, or visit types and languages
   * unknown here. An event that does not fit is stored without a row.
   */
  payload: z.ZodType<Payload>;
  table: string;
  hasOffice: boolean;
  columns: Readonly<Record<string, Column<Row>>>;
  key: readonly string[];
  /**
   * The event that makes the row of a subject: the first or the last in the kiosk's own sequence. `each`: every event has its own row,
   * which belongs to the audit, never changes, and is not rebuilt.
   */
  keeps: 'first' | 'last' | 'each';
  /** A row for which this is true has precedence over all other rows, whatever the sequence of their events. */
  before?: { sql: (table: string) => string; of: (row: Row) => boolean };
};

export interface Reading<Row> {
  rows: readonly Row[];
  put(queries: Queries, kiosk: KioskOfOffice): Promise<void>;
}

export interface EventProjection<Row = unknown, Type extends EventType = EventType> {
  type: Type;
  table: string;
  classes: Readonly<Record<string, RetentionClass>>;
  put: string;
  /** Deletes the rows before a rebuild. `null`: the rows are never rebuilt. `$3` is the office, if the table has it. */
  clear: { sql: string; hasOffice: boolean } | null;
  read(events: readonly ProjectedEvent[]): Reading<Row>;
  key: readonly string[];
  keyMember: string | null;
  class: RetentionClass;
  columns: readonly { name: string; type: string; class: RetentionClass }[];
  valuesOf(name: string, rows: readonly Row[]): unknown[];
}

const PLACE = { epoch: 'bigint', seq: 'bigint', event_id: 'uuid' } as const;

/**
 * Builds a projection. `bestOf` chooses among the events of a batch, and `putting` between the chosen and the stored rows, both by the same
 * rule.
 */
export function projectionOf<const Type extends EventType, Payload extends object>(
  definition: Definition<Type, Payload>,
): EventProjection<Payload & EventPlace, Type> {
  type Row = Payload & EventPlace;
  const { type, v, table, hasOffice, key, keeps, keyMember = null } = definition;
  const columns = columnsOf(definition);
  const put = putting(definition, columns);
  const valuesOf = (name: string, rows: readonly Row[]): unknown[] => {
    const column = columns.find((one) => one.name === name);
    return rows.map((row) => column?.of(row));
  };
  const own = hasOffice ? ['city_id', 'kiosk_id', 'office_id'] : ['city_id', 'kiosk_id'];
  const owned = `city_id = $1 AND kiosk_id = $2::uuid${hasOffice ? ' AND office_id = $3' : ''}`;
  return {
    type,
    table,
    put,
    key,
    keyMember,
    columns,
    valuesOf,
    class: definition.class,
    clear: keeps === 'each' ? null : { sql: `DELETE FROM ${table} WHERE ${owned}`, hasOffice },
    classes: Object.fromEntries([
      ...own.map((name) => [`${table}.${name}`, definition.class]),
      ...columns.map((column) => [`${table}.${column.name}`, column.class]),
    ]),
    read(events) {
      const rows = bestOf(
        definition,
        columns,
        events.filter((event) => event.type === type && event.v === v),
      );
      return {
        rows,
        async put(queries, { cityId, kioskId, officeId }) {
          if (rows.length === 0) return;
          const kiosk = hasOffice ? [cityId, kioskId, officeId] : [cityId, kioskId];
          await queries.query(put, [...kiosk, ...columns.map(({ of }) => rows.map((row) => of(row)))]);
        },
      };
    },
  };
}

type FullColumn<Row> = Required<Column<Row>> & { name: string };

function columnsOf<Type extends EventType, Payload extends object>(
  definition: Definition<Type, Payload>,
): FullColumn<Payload & EventPlace>[] {
  const named = Object.entries(definition.columns).map(([name, column]) => ({
    class: definition.class,
    ...column,
    name,
  }));
  const places: FullColumn<Payload & EventPlace>[] = [
    { name: 'epoch', type: PLACE.epoch, class: definition.class, of: ({ epoch }) => epoch },
    { name: 'seq', type: PLACE.seq, class: definition.class, of: ({ seq }) => seq },
    { name: 'event_id', type: PLACE.event_id, class: definition.class, of: ({ eventId }) => eventId },
  ];
  return [...named, ...places.filter(({ name }) => definition.keeps !== 'each' || name === 'event_id')];
}

function putting<Type extends EventType, Payload extends object>(
  { table, hasOffice, key, keeps, before }: Definition<Type, Payload>,
  columns: readonly { name: string; type: string }[],
): string {
  const kiosk = hasOffice ? ['city_id', 'kiosk_id', 'office_id'] : ['city_id', 'kiosk_id'];
  const given = hasOffice ? '$1, $2::uuid, $3' : '$1, $2::uuid';
  const names = columns.map(({ name }) => name);
  const lists = columns.map(({ type }, at) => `$${kiosk.length + at + 1}::${type}[]`);
  const insert = `INSERT INTO ${table} (${[...kiosk, ...names].join(', ')})
    SELECT ${given}, * FROM unnest(${lists.join(', ')})
    ON CONFLICT (${['city_id', 'kiosk_id', ...key].join(', ')})`;
  if (keeps === 'each') return `${insert} DO NOTHING`;
  const values = names.filter((name) => !key.includes(name));
  const order = (of: string): string =>
    `(${[...(before ? [before.sql(of)] : []), ...Object.keys(PLACE).map((name) => `${of}.${name}`)].join(', ')})`;
  return `${insert} DO UPDATE SET
      (${values.join(', ')}) = (${values.map((name) => `EXCLUDED.${name}`).join(', ')})
    WHERE ${order('EXCLUDED')} ${keeps === 'first' ? '<' : '>'} ${order(table)}`;
}

const isBefore = (a: EventPlace, b: EventPlace): boolean =>
  a.epoch !== b.epoch ? a.epoch < b.epoch : a.seq !== b.seq ? a.seq < b.seq : a.eventId < b.eventId;

function bestOf<Type extends EventType, Payload extends object>(
  { payload, key, keeps, before }: Definition<Type, Payload>,
  columns: readonly FullColumn<Payload & EventPlace>[],
  events: readonly ProjectedEvent[],
): (Payload & EventPlace)[] {
  type Row = Payload & EventPlace;
  const keyed = columns.filter(({ name }) => key.includes(name));
  const isBetter = (a: Row, b: Row): boolean => {
    const [isAhead, isOtherAhead] = [before?.of(a) ?? false, before?.of(b) ?? false];
    if (isAhead !== isOtherAhead) return isAhead;
    return keeps === 'first' ? isBefore(a, b) : isBefore(b, a);
  };
  const best = new Map<string, Row>();
  for (const event of events) {
    const read = payload.safeParse(event.payload);
    if (!read.success) continue;
    const { incarnation, epoch, seq, eventId, happenedAtMs, timeUncertain, receivedAtMs } = event;
    // The event's own members come last and one by one, because a payload may have members of the same names.
    const row = { ...read.data, incarnation, epoch, seq, eventId, happenedAtMs, timeUncertain, receivedAtMs };
    const about = keyed.map(({ of }) => String(of(row))).join(' ');
    const held = best.get(about);
    if (held === undefined || isBetter(row, held)) best.set(about, row);
  }
  return [...best.values()];
}
