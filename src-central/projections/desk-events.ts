import { FACES } from '../../src-main/domain/faces.ts';
import { isIn, keptActOf, LIFE_STATES, lifeOf, TURN_STATES, turnMadeBy } from '../../src-main/domain/ticket-life.ts';
import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { seen } from './payload-members.ts';

const ticketLife = projectionOf({
  type: 'ticket-life',
  v: 1,
  payload: seen('ticket-life', 'lifeId', 'ticketId', 'rank', 'deskId', 'act', 'to', 'note', 'undoes', 'ageMs'),
  table: 'ticket_life',
  class: 'turn',
  hasOffice: true,
  columns: {
    life_id: { type: 'uuid', of: ({ lifeId }) => lifeId },
    ticket_id: { type: 'uuid', of: ({ ticketId }) => ticketId },
    rank: { type: 'bigint', of: ({ rank }) => rank },
    desk_id: { type: 'text', of: ({ deskId }) => deskId },
    act: { type: 'text', of: ({ act }) => act },
    target: { type: 'text', of: ({ to }) => to ?? null },
    note: { type: 'text', of: ({ note }) => note ?? null },
    undoes: { type: 'uuid', of: ({ undoes }) => undoes ?? null },
    done_at: { type: 'timestamptz', of: ({ happenedAtMs, ageMs }) => instantOf(happenedAtMs - ageMs) },
    age_ms: { type: 'bigint', of: ({ ageMs }) => ageMs },
  },
  key: ['life_id'],
  keeps: 'first',
});

const alarmRaised = projectionOf({
  type: 'desk-alarm-raised',
  v: 1,
  payload: seen('desk-alarm-raised', 'alarmId', 'deskId', 'ageMs'),
  table: 'desk_alarm',
  class: 'machine',
  hasOffice: true,
  columns: {
    alarm_id: { type: 'uuid', of: ({ alarmId }) => alarmId },
    desk_id: { type: 'text', of: ({ deskId }) => deskId },
    raised_at: { type: 'timestamptz', of: ({ happenedAtMs, ageMs }) => instantOf(happenedAtMs - ageMs) },
  },
  key: ['alarm_id'],
  keeps: 'first',
});

const alarmEnded = projectionOf({
  type: 'desk-alarm-ended',
  v: 1,
  payload: seen('desk-alarm-ended', 'alarmId', 'deskId'),
  table: 'desk_alarm_end',
  class: 'machine',
  hasOffice: false,
  columns: {
    alarm_id: { type: 'uuid', of: ({ alarmId }) => alarmId },
    ended_by: { type: 'text', of: ({ deskId }) => deskId },
    ended_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['alarm_id'],
  keeps: 'first',
});

/** Every event has its own row, also several events of one day, because a kiosk whose clock was set back sends the rest of a day later. */
const wordsCounted = projectionOf({
  type: 'words-counted',
  v: 1,
  payload: seen('words-counted', 'day', ...FACES),
  table: 'kiosk_words',
  class: 'numbers',
  hasOffice: true,
  columns: {
    day: { type: 'date', of: ({ day }) => day },
    awful: { type: 'bigint', of: ({ awful }) => awful },
    bad: { type: 'bigint', of: ({ bad }) => bad },
    fair: { type: 'bigint', of: ({ fair }) => fair },
    good: { type: 'bigint', of: ({ good }) => good },
    great: { type: 'bigint', of: ({ great }) => great },
    counted_id: { type: 'uuid', of: ({ eventId }) => eventId },
  },
  key: ['counted_id'],
  keeps: 'first',
});

/** The projection of each event type. Pauses, chosen services and pairings of desks are stored as events only (`null`). */
export const DESK_EVENTS = {
  'ticket-life': ticketLife,
  'desk-alarm-raised': alarmRaised,
  'desk-alarm-ended': alarmEnded,
  'words-counted': wordsCounted,
  'desk-paused': null,
  'desk-services-chosen': null,
  'desk-paired': null,
  'desk-unpaired': null,
} as const;

/**
 * SQL like `ordersThatCountElsewhere` (`src-main/calling/rules/shared-ticket.ts`): true if a desk's command was carried out on several
 * tickets of the office and counts for a later ticket. The later ticket is read in a scalar subquery, only after the index on commands has
 * found it: with a join, a database without statistics would read all tickets of the office for each act.
 */
const countsElsewhere = (life: string, ticket: string): string => `EXISTS (SELECT 1 FROM ticket_life AS again
          WHERE again.city_id = $1 AND again.life_id = ${life}.life_id AND again.ticket_id <> ${ticket}.ticket_id
            AND (SELECT true FROM ticket AS later WHERE later.city_id = $1 AND later.office_id = ${ticket}.office_id
              AND later.ticket_id = again.ticket_id
              AND (again.age_ms, later.issued_at, later.ticket_id) > (${life}.age_ms, ${ticket}.issued_at, ${ticket}.ticket_id)
              LIMIT 1))`;

/**
 * SQL (JSON) for the acts of desks (such as calls and ends) on a row of `ticket`, reported by any kiosk of its city. `$1` of the statement
 * must be the city.
 */
export const livesOf = (
  ticket: string,
): string => `(SELECT json_agg(json_build_object('id', life.life_id, 'rank', life.rank,
        'by', life.desk_id, 'act', life.act, 'target', life.target, 'undoes', life.undoes,
        'at', to_char(life.done_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
        FROM ticket_life AS life WHERE life.city_id = ${ticket}.city_id AND life.ticket_id = ${ticket}.ticket_id
          AND NOT ${countsElsewhere('life', ticket)})`;

export interface LifeRow {
  id: string;
  rank: number;
  by: string;
  act: string;
  target: string | null;
  undoes: string | null;
  at: string;
}

/**
 * Returns the state of a ticket after the acts of desks, by the same rule as on kiosks. `endedAt` is the time at which a desk ended the
 * visit, or `null`.
 */
export function deskLifeOf(rows: readonly LifeRow[] | null) {
  const events = (rows ?? []).map((row) => ({ ...row, act: keptActOf({ ...row, desk: row.by }) }));
  const { state, desk } = lifeOf(events);
  const ends = events
    .filter(({ act }) => TURN_STATES[turnMadeBy(act.kind) ?? 'waiting'] === 'over')
    .map(({ at }) => at);
  return { turn: LIFE_STATES[state], desk, endedAt: isIn(state, 'over') ? (ends.toSorted()[0] ?? null) : null };
}
