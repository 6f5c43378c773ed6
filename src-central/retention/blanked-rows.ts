import { BLANKING_CLASSES } from '../../src-main/contract/shared/event-type.ts';
import type { Queries } from '../database/database.ts';
import { EVENT_COLUMNS, type EventRow, eventOf, type ProjectedEvent } from '../ingest/stored-event.ts';
import type { EventProjection, KioskOfOffice } from '../projections/event-projection.ts';
import { EVENT_PROJECTIONS } from '../projections/projection.ts';
import { TO_BLANK } from './to-blank.ts';

const isBlanking = (name: string): boolean => BLANKING_CLASSES.some((one) => one === name);
const PLACES = ['epoch', 'seq', 'event_id'];
const OF_KIOSK = 'city_id = $1 AND kiosk_id = $2::uuid';

interface Following {
  projection: EventProjection;
  update: { sql: string; names: readonly string[] } | null;
  drop: { sql: string; key: string; others: readonly string[] } | null;
}

/** Columns of a row are blanked only if the blanked event had made the row. */
function updateOf({ table, key, columns }: EventProjection): Following['update'] {
  const blanked = columns.filter((column) => isBlanking(column.class)).map(({ name }) => name);
  if (blanked.length === 0) return null;
  const names = [...key, ...PLACES, ...blanked];
  const typeOf = (name: string): string => columns.find((column) => column.name === name)?.type ?? 'text';
  const sql = `UPDATE ${table} AS held SET ${blanked.map((name) => `${name} = item.${name}`).join(', ')}
    FROM unnest(${names.map((name, at) => `$${at + 3}::${typeOf(name)}[]`).join(', ')}) AS item (${names.join(', ')})
    WHERE held.city_id = $1 AND held.kiosk_id = $2::uuid
      AND ${[...key, ...PLACES].map((name) => `held.${name} = item.${name}`).join(' AND ')}`;
  return { sql, names };
}

function dropOf({ type, table, key: [key = ''], keyMember }: EventProjection): Following['drop'] {
  if (keyMember === null) return null;
  const sql = `DELETE FROM ${table} WHERE ${OF_KIOSK}
      AND (${key}, event_id) IN (SELECT item.key, item.event_id FROM unnest($3::text[], $4::uuid[]) AS item (key, event_id))`;
  // The row is then written anew from the first remaining event with the same key.
  const alike = `type = '${type}' AND payload ->> '${keyMember}' = ANY ($3::text[])`;
  const others = [
    `SELECT ${EVENT_COLUMNS} FROM event WHERE ${OF_KIOSK} AND ${TO_BLANK} AND ${alike}`,
    `SELECT ${EVENT_COLUMNS} FROM fork WHERE ${OF_KIOSK} AND ${alike}`,
  ];
  return { sql, key, others };
}

const FOLLOWING: readonly Following[] = EVENT_PROJECTIONS.map((projection) => {
  const drop = dropOf(projection);
  return { projection, drop, update: drop ? null : updateOf(projection) };
});

export const BLANKED_ROWS = {
  updates: FOLLOWING.flatMap(({ update }) => update?.sql ?? []),
  drops: FOLLOWING.flatMap(({ drop }) => (drop ? [drop.sql, ...drop.others] : [])),
} as const;

/**
 * Removes from the projections what these events no longer contain, so that a rebuild would give the same rows. The caller holds the
 * kiosk's lock, and has stored the events as in `after`.
 */
export async function followBlanked(
  queries: Queries,
  kiosk: KioskOfOffice,
  changed: readonly { before: ProjectedEvent; after: ProjectedEvent }[],
): Promise<void> {
  for (const { projection, update, drop } of FOLLOWING) {
    // Each event is read alone. Read together, two events of one ticket would give one row, and the row made from the other event would
    // stay unchanged.
    const readEach = (which: 'before' | 'after') => changed.flatMap((one) => projection.read([one[which]]).rows);
    if (update) await updateRows(queries, kiosk, { projection, update }, readEach('after'));
    if (drop) await dropRows(queries, kiosk, { projection, drop }, readEach('before'));
  }
}

async function updateRows(
  queries: Queries,
  { cityId, kioskId }: KioskOfOffice,
  { projection, update }: { projection: EventProjection; update: NonNullable<Following['update']> },
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length === 0) return;
  await queries.query(update.sql, [cityId, kioskId, ...update.names.map((name) => projection.valuesOf(name, rows))]);
}

async function dropRows(
  queries: Queries,
  kiosk: KioskOfOffice,
  { projection, drop }: { projection: EventProjection; drop: NonNullable<Following['drop']> },
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length === 0) return;
  const own = [kiosk.cityId, kiosk.kioskId];
  const keys = projection.valuesOf(drop.key, rows);
  await queries.query(drop.sql, [...own, keys, projection.valuesOf('event_id', rows)]);
  const others: EventRow[] = [];
  for (const sql of drop.others) others.push(...(await queries.query<EventRow>(sql, [...own, keys])));
  await projection.read(others.map(eventOf)).put(queries, kiosk);
}
