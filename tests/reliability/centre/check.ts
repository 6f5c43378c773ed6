import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../../src-central/database/database.ts';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { PROJECTIONS, tablesOf } from '../../support/test-centre.ts';
import { CITY } from './city.ts';
import type { Complaints } from './complaints.ts';
import type { Follower } from './follower.ts';
import type { HeldEvent, SimulatedKiosk } from './kiosk.ts';
import type { Publisher } from './publisher.ts';

const READ = {
  events: `SELECT kiosk_id AS "kioskId", incarnation, epoch, seq, event_id AS id, type, v, at_wall AS wall, payload FROM event
    WHERE city_id = $1`,
  forks: 'SELECT count(*) AS count FROM fork WHERE city_id = $1',
  acknowledged: `SELECT kiosk_id AS "kioskId", epoch, acknowledged FROM stream WHERE city_id = $1`,
  clashes: `SELECT detail FROM alarm WHERE city_id = $1 AND kind = 'number-clash'`,
  health: `SELECT kiosk_id AS "kioskId", events FROM kiosk_health WHERE city_id = $1`,
  prints: `SELECT ticket.ticket_id AS "ticketId", coalesce(ticket_print.state, 'waiting') AS state
    FROM ticket LEFT JOIN ticket_print ON ticket_print.city_id = ticket.city_id
      AND ticket_print.ticket_id = ticket.ticket_id AND ticket_print.kiosk_id = ticket.kiosk_id
    WHERE ticket.city_id = $1`,
  changes: `SELECT change_seq AS "changeSeq", kind, content FROM office_change
    WHERE city_id = $1 AND office_id = $2 ORDER BY change_seq`,
} as const;

interface EventRow {
  kioskId: string;
  incarnation: string;
  epoch: number;
  seq: number;
  id: string;
  type: string;
  v: number;
  wall: string;
  payload: unknown;
}

export async function checkEvents(
  database: Database,
  kiosks: readonly SimulatedKiosk[],
  { complain }: Complaints,
): Promise<void> {
  const rows = await database.query<EventRow>(READ.events, [CITY]);
  const byPlace = new Map(rows.map((row) => [[row.kioskId, row.incarnation, row.epoch, row.seq].join(' '), row]));
  const ids = new Set<string>();
  for (const { id } of rows) {
    if (ids.has(id)) complain('twice', `the event ${id} has two places`);
    ids.add(id);
  }
  for (const { identity, held } of kiosks)
    for (const { event, isAcknowledged } of held) {
      const place = [identity.kioskId, identity.incarnation, event.epoch, event.seq].join(' ');
      const row = byPlace.get(place);
      byPlace.delete(place);
      if (!row)
        complain(isAcknowledged ? 'lost' : 'not-delivered', `kiosk ${identity.slot}: ${event.epoch} ${event.seq}`);
      else if (!isSame(row, event)) complain('changed', `${JSON.stringify(row)} was ${JSON.stringify(event)}`);
      else if (!isAcknowledged)
        complain('not-delivered', `kiosk ${identity.slot}: ${place} is there, and it was never told`);
    }
  for (const place of byPlace.keys()) complain('twice', `nobody holds ${place}`);
  const [forks] = await database.query<{ count: number }>(READ.forks, [CITY]);
  if (forks?.count !== 0) complain('twice', `${forks?.count} forks`);
}

const isSame = (row: EventRow, { id, type, v, at, payload }: WireEvent): boolean =>
  isDeepStrictEqual([row.id, row.type, row.v, row.wall, row.payload], [id, type, v, at.wall, payload]);

/**
 * Compares the rows that the centre derived from events with the rules in this file, and with rows that the centre derives a second time.
 */
export async function checkDerived(
  database: Database,
  kiosks: readonly SimulatedKiosk[],
  { complain }: Complaints,
): Promise<void> {
  const compare = (what: string, found: ReadonlyMap<string, unknown>, due: ReadonlyMap<string, unknown>) => {
    for (const key of new Set([...found.keys(), ...due.keys()]))
      if (found.get(key) !== due.get(key))
        complain('derived-wrongly', `${what} ${key}: ${found.get(key)} where ${due.get(key)} is due`);
  };

  const health = await database.query<{ kioskId: string; events: number }>(READ.health, [CITY]);
  compare(
    'events of',
    new Map(health.map(({ kioskId, events }) => [kioskId, events])),
    new Map(kiosks.flatMap(({ identity, held }) => (held.length > 0 ? [[identity.kioskId, held.length]] : []))),
  );

  const streams = await database.query<{ kioskId: string; epoch: number; acknowledged: number }>(READ.acknowledged, [
    CITY,
  ]);
  const highest = new Map<string, number>();
  for (const { identity, held } of kiosks)
    for (const { event } of held) highest.set(`${identity.kioskId} ${event.epoch}`, event.seq);
  compare(
    'acknowledged of',
    new Map(streams.map(({ kioskId, epoch, acknowledged }) => [`${kioskId} ${epoch}`, acknowledged])),
    highest,
  );

  const states = await database.query<{ ticketId: string; state: string }>(READ.prints, [CITY]);
  compare(
    'print of',
    new Map(states.map(({ ticketId, state }) => [ticketId, state])),
    new Map(kiosks.flatMap(({ held }) => [...printStatesOf(held)])),
  );

  const clashes = await database.query<{ detail: string }>(READ.clashes, [CITY]);
  compare('clash', new Map(clashes.map(({ detail }) => [detail, true])), clashesOf(kiosks));

  const live = await tablesOf(database, PROJECTIONS);
  await rebuild(database, CITY);
  const again = await tablesOf(database, PROJECTIONS);
  for (const table of PROJECTIONS)
    if (!isDeepStrictEqual(live[table], again[table]))
      complain('derived-wrongly', `${table} is another one when rebuilt`);
}

function printStatesOf(held: readonly HeldEvent[]): Map<string, string> {
  const states = new Map<string, string>();
  for (const { event } of held) {
    const ticketId = String(event.payload.ticketId);
    if (event.type === 'ticket-issued') states.set(ticketId, 'waiting');
    if (event.type === 'ticket-print-ended' && states.get(ticketId) !== 'printed')
      states.set(ticketId, String(event.payload.state));
  }
  return states;
}

function clashesOf(kiosks: readonly SimulatedKiosk[]): Map<string, true> {
  const given = new Map<string, number>();
  for (const { identity, held } of kiosks)
    for (const { event } of held)
      if (event.type === 'ticket-issued') {
        const { serviceDay, series, number } = event.payload;
        const subject = [identity.officeId, serviceDay, series, number].join(' ');
        given.set(subject, (given.get(subject) ?? 0) + 1);
      }
  return new Map([...given].flatMap(([subject, times]) => (times > 1 ? [[subject, true] as const] : [])));
}

interface ChangeRow {
  changeSeq: number;
  kind: string;
  content: Record<string, unknown>;
}

/** Checks that the centre stored a change for every confirmed order, and that every follower got each change once, in sequence. */
export async function checkChanges(
  database: Database,
  publishers: readonly Publisher[],
  followers: readonly Follower[],
  { complain }: Complaints,
): Promise<void> {
  for (const officeId of new Set(publishers.map((publisher) => publisher.officeId))) {
    const rows = await database.query<ChangeRow>(READ.changes, [CITY, officeId]);
    for (const [index, { changeSeq }] of rows.entries())
      if (changeSeq !== index + 1) complain('change-skipped', `${officeId} has no change ${index + 1}`);
    const ends = new Set(rows.map(({ content }) => content.until));
    for (const { confirmed } of publishers.filter((publisher) => publisher.officeId === officeId))
      for (const until of confirmed) if (!ends.has(until)) complain('lost', `the order of ${officeId} until ${until}`);
    for (const follower of followers.filter((each) => each.officeId === officeId)) {
      const story = follower.story();
      const from = Number(story?.cursor.split('.').at(-1));
      const due = rows.slice(from).map(changeOf);
      if (!story || !isDeepStrictEqual(story.changes, due))
        complain('change-skipped', `${officeId}: ${story?.changes.length} of ${due.length} changes from ${from} on`);
    }
  }
}

/** Builds the change as a kiosk receives it. Only pauses and resumptions occur while kiosks follow. */
const changeOf = ({ kind, content }: ChangeRow): unknown =>
  kind === 'service-paused' ? { kind, pause: content } : { kind, ...content };
