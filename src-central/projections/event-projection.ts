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

/** What is known of an event beside its payload. `(epoch, seq)` orders the events of a kiosk; `eventId` decides between two of a fork. */
export type EventPlace = Omit<ProjectedEvent, 'type' | 'v' | 'payload'>;

interface Column<Row> {
  type: 'uuid' | 'text' | 'date' | 'bigint' | 'boolean' | 'timestamptz';
  of: (row: Row) => unknown;
  /** Where it is not that of the row. */
  class?: RetentionClass;
}

/**
 * The class of the row, and of each of its columns that does not say otherwise. Where it ends inside of payloads the row ends with it, and
 * `keyMember` is the payload's member that is the row's key: another event with the same makes the row then.
 */
type Kept =
  | { class: Exclude<RetentionClass, BlankingClass>; keyMember?: undefined }
  | { class: BlankingClass; keyMember: string };

/** How the centre sees one type of event: a row of a table, and which of several events about the same thing makes it. */
type Definition<Type extends EventType, Payload, Row = Payload & EventPlace> = Kept & {
  type: Type;
  v: EventOf<Type>['v'];
  /**
   * Looser than the kiosk's own schema, since a newer kiosk may say more, or know a visit type and a language that we do not. What does not fit
   * is kept as an event and left out here.
   */
  payload: z.ZodType<Payload>;
  table: string;
  hasOffice: boolean;
  columns: Readonly<Record<string, Column<Row>>>;
  /** Columns that say what the row is about, within the kiosk. */
  key: readonly string[];
  /**
   * Which event makes the row of several about the same: the first or the last of the kiosk's own order. `each`: every event has a row of its
   * own, which is part of the audit: never changed, and not cleared to be made again.
   */
  keeps: 'first' | 'last' | 'each';
  /** Which goes before that order: a row for which this holds. */
  before?: { sql: (table: string) => string; of: (row: Row) => boolean };
};

/** What some events say, and how it is put beside what is already known. */
export interface Reading<Row> {
  rows: readonly Row[];
  put(queries: Queries, kiosk: KioskOfOffice): Promise<void>;
}

export interface EventProjection<Row = unknown, Type extends EventType = EventType> {
  type: Type;
  table: string;
  /** Each as `table.column`. */
  classes: Readonly<Record<string, RetentionClass>>;
  put: string;
  /** Before it is made again; `null` for what is not. `$3` is the office, where the table has it. */
  clear: { sql: string; hasOffice: boolean } | null;
  read(events: readonly ProjectedEvent[]): Reading<Row>;
  key: readonly string[];
  keyMember: string | null;
  class: RetentionClass;
  columns: readonly { name: string; type: string; class: RetentionClass }[];
  /** Values of a column for rows that `read` gave. */
  valuesOf(name: string, rows: readonly Row[]): unknown[];
}

const PLACE = { epoch: 'bigint', seq: 'bigint', event_id: 'uuid' } as const;

/** The same rules in both: what several events of one batch say, and what a batch says beside what is there. */
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
    ...{ type, table, put, key, keyMember, columns, valuesOf, class: definition.class },
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

/** Of each key the event that makes its row. */
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
    // Named one by one: an event has members that its payload may have too.
    const row = { ...read.data, incarnation, epoch, seq, eventId, happenedAtMs, timeUncertain, receivedAtMs };
    const about = keyed.map(({ of }) => String(of(row))).join(' ');
    const held = best.get(about);
    if (held === undefined || isBetter(row, held)) best.set(about, row);
  }
  return [...best.values()];
}
