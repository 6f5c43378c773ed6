import type { Database, Queries } from '../database/database.ts';
import type { ProjectedEvent } from '../ingest/stored-event.ts';
import { readFacts } from './facts.ts';
import { project } from './projection.ts';

const COLUMNS = `incarnation, epoch, seq, event_id AS "eventId", type, v, happened_at AS "happenedAt",
    time_uncertain AS "timeUncertain", received_at AS "receivedAt", payload`;

export const REBUILD = {
  kiosks: `SELECT kiosk_id AS "kioskId", office_id AS "officeId" FROM kiosk WHERE city_id = $1 ORDER BY kiosk_id`,
  /** Its uploads wait until its own are done, and nobody else's. */
  lockKiosk: 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2::uuid FOR UPDATE',
  /** By the index that begins with the office: a kiosk never changes its own. */
  clearTickets: 'DELETE FROM ticket WHERE city_id = $1 AND kiosk_id = $2::uuid AND office_id = $3',
  clear: [
    'DELETE FROM ticket_print WHERE city_id = $1 AND kiosk_id = $2::uuid',
    'DELETE FROM appointment_check_in WHERE city_id = $1 AND kiosk_id = $2::uuid',
    'DELETE FROM attendance_proof WHERE city_id = $1 AND kiosk_id = $2::uuid',
    'DELETE FROM kiosk_printer WHERE city_id = $1 AND kiosk_id = $2::uuid',
    'DELETE FROM kiosk_health WHERE city_id = $1 AND kiosk_id = $2::uuid',
  ],
  events: `SELECT ${COLUMNS} FROM event
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND (incarnation, epoch, seq) > ($3::uuid, $4::bigint, $5::bigint)
    ORDER BY incarnation, epoch, seq LIMIT $6::int`,
  forks: `SELECT ${COLUMNS} FROM fork
    WHERE city_id = $1 AND kiosk_id = $2::uuid
      AND (incarnation, epoch, seq, event_id) > ($3::uuid, $4::bigint, $5::bigint, $6::uuid)
    ORDER BY incarnation, epoch, seq, event_id LIMIT $7::int`,
} as const;

const PAGE = 1_000;
const NIL = '00000000-0000-0000-0000-000000000000';

type EventRow = Omit<ProjectedEvent, 'happenedAtMs' | 'receivedAtMs'> & { happenedAt: string; receivedAt: string };

const eventOf = ({ happenedAt, receivedAt, ...row }: EventRow): ProjectedEvent => ({
  ...row,
  happenedAtMs: Date.parse(happenedAt),
  receivedAtMs: Date.parse(receivedAt),
});

/**
 * Makes a city's projections again from its facts, each kiosk's in a transaction of its own; returns how many facts it has read. When it is cut
 * off, some kiosks are done and the others as they were.
 */
export async function rebuild(database: Database, cityId: string): Promise<number> {
  let events = 0;
  for (const kiosk of await database.query<{ kioskId: string; officeId: string }>(REBUILD.kiosks, [cityId]))
    events += await rebuildKiosk(database, { cityId, ...kiosk });
  return events;
}

function rebuildKiosk(
  database: Database,
  kiosk: { cityId: string; kioskId: string; officeId: string },
): Promise<number> {
  const { cityId, kioskId, officeId } = kiosk;
  return database.transaction(async (queries) => {
    await queries.query(REBUILD.lockKiosk, [cityId, kioskId]);
    await queries.query(REBUILD.clearTickets, [cityId, kioskId, officeId]);
    for (const sql of REBUILD.clear) await queries.query(sql, [cityId, kioskId]);
    let events = 0;
    for await (const page of factsOf(queries, cityId, kioskId)) {
      await project(queries, kiosk, readFacts(page));
      events += page.length;
    }
    return events;
  });
}

async function* factsOf(queries: Queries, cityId: string, kioskId: string): AsyncGenerator<ProjectedEvent[]> {
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
