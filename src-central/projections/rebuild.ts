import type { Database, Queries } from '../database/database.ts';
import { EVENT_COLUMNS, type EventRow, eventOf, type ProjectedEvent } from '../ingest/stored-event.ts';
import type { KioskOfOffice } from './event-projection.ts';
import { EVENT_PROJECTIONS, project } from './projection.ts';

export const REBUILD = {
  kiosks: `SELECT kiosk_id AS "kioskId", office_id AS "officeId" FROM kiosk WHERE city_id = $1 ORDER BY kiosk_id`,
  /** The lock blocks the uploads of this kiosk only, until its rows are rebuilt. */
  lockKiosk: 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2::uuid FOR UPDATE',
  /** A kiosk never changes its office, so tables with offices are cleared through the index that begins with the office. */
  clear: [
    ...EVENT_PROJECTIONS.flatMap(({ clear }) => clear ?? []),
    { sql: 'DELETE FROM kiosk_health WHERE city_id = $1 AND kiosk_id = $2::uuid', hasOffice: false },
  ],
  events: `SELECT ${EVENT_COLUMNS} FROM event
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND (incarnation, epoch, seq) > ($3::uuid, $4::bigint, $5::bigint)
    ORDER BY incarnation, epoch, seq LIMIT $6::int`,
  forks: `SELECT ${EVENT_COLUMNS} FROM fork
    WHERE city_id = $1 AND kiosk_id = $2::uuid
      AND (incarnation, epoch, seq, event_id) > ($3::uuid, $4::bigint, $5::bigint, $6::uuid)
    ORDER BY incarnation, epoch, seq, event_id LIMIT $7::int`,
} as const;

const PAGE = 1_000;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Rebuilds a city's projections from its events, each kiosk in its own transaction. Returns the number of events read. After an
 * interruption some kiosks are rebuilt, and the other kiosks are unchanged.
 */
export async function rebuild(database: Database, cityId: string): Promise<number> {
  let events = 0;
  for (const kiosk of await database.query<{ kioskId: string; officeId: string }>(REBUILD.kiosks, [cityId]))
    events += await rebuildKiosk(database, { cityId, ...kiosk });
  return events;
}

function rebuildKiosk(database: Database, kiosk: KioskOfOffice): Promise<number> {
  const { cityId, kioskId, officeId } = kiosk;
  return database.transaction(async (queries) => {
    await queries.query(REBUILD.lockKiosk, [cityId, kioskId]);
    for (const { sql, hasOffice } of REBUILD.clear)
      await queries.query(sql, [cityId, kioskId, ...(hasOffice ? [officeId] : [])]);
    let events = 0;
    for await (const page of eventsOf(queries, cityId, kioskId)) {
      await project(queries, kiosk, page);
      events += page.length;
    }
    return events;
  });
}

async function* eventsOf(queries: Queries, cityId: string, kioskId: string): AsyncGenerator<ProjectedEvent[]> {
  for (const { sql, hasId } of [
    { sql: REBUILD.events, hasId: false },
    { sql: REBUILD.forks, hasId: true },
  ]) {
    let last = { incarnation: NIL, epoch: 0, seq: 0, eventId: NIL };
    for (;;) {
      const place = [last.incarnation, last.epoch, last.seq, ...(hasId ? [last.eventId] : [])];
      const page = (await queries.query<EventRow>(sql, [cityId, kioskId, ...place, PAGE])).map(eventOf);
      const newest = page.at(-1);
      if (newest === undefined) break;
      yield page;
      last = newest;
    }
  }
}
