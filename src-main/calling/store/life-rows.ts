import type Database from 'better-sqlite3';
import type { EventOf } from '../../contract/shared/events.ts';
import { keptActOf, type LifeState, lifeOf, statesIn } from '../../domain/ticket-life.ts';
import type { DeskEvent } from '../ports/life-book.ts';
import { mergeActs, type OrderedTicket, ordersThatCountElsewhere, type SharedAct } from '../rules/shared-ticket.ts';

/** `word`: the clerk's message to a colleague. It is not part of the event, so the centre never learns it. */
type Written = EventOf<'ticket-life'>['payload'] & { word?: string | null };

/** SQL: the row `ticket` has one of these states, or no desk has reported a state for it. */
const isOneOf = (states: readonly LifeState[]): string =>
  `NOT EXISTS (SELECT 1 FROM ticket_state WHERE ticket_state.ticket_id = ticket.ticket_id
  AND ticket_state.state NOT IN ('${states.join("', '")}'))`;
/** SQL: the row `ticket` waits, as far as the desks' reports show. */
export const AT_NO_DESK = isOneOf(statesIn('waits'));
/** SQL: the row `ticket` waits or is parked at a desk, which calls it back. */
export const WAITS_OR_PARKED = isOneOf([...statesIn('waits'), 'parked']);
const JSON_OF_LIVES = `json_group_array(json_object('lifeId', life_id, 'rank', rank, 'deskId', desk_id, 'act', act, 'target', target,
  'note', note, 'word', word, 'undoes', undoes, 'atMs', at_ms, 'ageMs', age_ms))`;
/** SQL: the acts of desks on the ticket in the row of `table`, as JSON. */
export const LIVES_OF = (table: 'ticket' | 'heard_ticket'): string =>
  `(SELECT ${JSON_OF_LIVES} FROM life_event WHERE life_event.ticket_id = ${table}.ticket_id)`;

interface LifeRow {
  lifeId: string;
  rank: number;
  deskId: string;
  act: string;
  target: string | null;
  note: string | null;
  word: string | null;
  undoes: string | null;
  atMs: number;
  ageMs: number;
}

export const deskEventsOf = (lives: string): DeskEvent[] =>
  (JSON.parse(lives) as LifeRow[]).map(({ lifeId: id, rank, deskId: by, atMs, ageMs, note, word, ...row }) => ({
    id,
    rank,
    by,
    atMs,
    ageMs,
    note,
    word,
    act: keptActOf({ ...row, desk: by }),
  }));

export function openLifeRows(database: Database.Database) {
  const put = database.prepare(
    `INSERT OR IGNORE INTO life_event (life_id, ticket_id, rank, desk_id, act, target, note, word, undoes, at_ms, age_ms)
     VALUES (@lifeId, @ticketId, @rank, @deskId, @act, @to, @note, @word, @undoes, @atMs, @ageMs)`,
  );
  const livesOf = database
    .prepare<[string], string>(`SELECT ${JSON_OF_LIVES} FROM life_event WHERE ticket_id = ?`)
    .pluck();
  const setState = database.prepare(
    'INSERT INTO ticket_state (ticket_id, state) VALUES (?, ?) ON CONFLICT (ticket_id) DO UPDATE SET state = excluded.state',
  );
  const has = database.prepare<[string], number>('SELECT count(*) FROM life_event WHERE life_id = ?').pluck();
  const actsOf = database.prepare<[string], SharedAct>(
    `SELECT life_id AS id, rank, desk_id AS "by", act, target, note, word, undoes, at_ms AS atMs, age_ms AS ageMs
     FROM life_event WHERE ticket_id = ?`,
  );
  const replace = database.prepare(
    `INSERT OR REPLACE INTO life_event (life_id, ticket_id, rank, desk_id, act, target, note, word, undoes, at_ms, age_ms)
     VALUES (@id, @ticketId, @rank, @by, @act, @target, @note, @word, @undoes, @atMs, @ageMs)`,
  );
  const holdersOf = openOrderHolders(database);
  const eventsOf = (ticketId: string): DeskEvent[] => deskEventsOf(livesOf.get(ticketId) ?? '[]');
  /** Recomputes this ticket and every ticket that shares one of its orders, because the order may now belong to another of them. */
  const settle = (ticketId: string): void => {
    for (const one of holdersOf(ticketId)) {
      const elsewhere = ordersThatCountElsewhere(knownOf(holdersOf(one.ticketId))).get(one.ticketId);
      setState.run(one.ticketId, lifeOf(eventsOf(one.ticketId).filter(({ id }) => elsewhere?.has(id) !== true)).state);
    }
  };
  return {
    /** A known event is ignored. `heardAtMs`: the time at which the kiosk received the event. */
    put(written: Written, heardAtMs: number): void {
      const { ageMs, to = null, note = null, word = null, undoes = null, ...event } = written;
      put.run({ ...event, to, note, word, undoes, ageMs, atMs: heardAtMs - ageMs });
      settle(event.ticketId);
    },
    has: (lifeId: string): boolean => (has.get(lifeId) ?? 0) > 0,
    hear(ticketId: string, acts: readonly SharedAct[]): boolean {
      if (acts.length === 0) return false;
      const known = new Set(actsOf.all(ticketId));
      const fresh = mergeActs([...known], acts).filter((act) => !known.has(act));
      for (const act of fresh) replace.run({ ...act, ticketId });
      if (fresh.length > 0) settle(ticketId);
      return fresh.length > 0;
    },
    /**
     * Recomputes the state once the ticket itself is known, because its time of issue may decide for which of several tickets an order
     * counts.
     */
    settle,
  };
}

type Holder = Omit<OrderedTicket, 'issuedAtMs'> & { readonly issuedAtMs: number | null };

/**
 * Finds this ticket and the tickets that share a desk's order with it. Tickets share an order if two disconnected kiosks carried it out.
 */
function openOrderHolders(database: Database.Database): (ticketId: string) => Holder[] {
  const find = database.prepare<[string], { ticketId: string; issuedAtMs: number | null; orders: string }>(
    `SELECT holder.ticket_id AS ticketId, coalesce(
       (SELECT issued_at_ms FROM ticket WHERE ticket.ticket_id = holder.ticket_id),
       (SELECT CASE WHEN json_valid(said) THEN json_extract(said, '$.issuedAtMs') END FROM heard_ticket
         WHERE heard_ticket.ticket_id = holder.ticket_id)) AS issuedAtMs,
       (SELECT json_group_array(json_object('id', life_id, 'ageMs', age_ms)) FROM life_event
         WHERE life_event.ticket_id = holder.ticket_id) AS orders
     FROM (SELECT DISTINCT other.ticket_id FROM life_event AS own JOIN life_event AS other ON other.life_id = own.life_id
       WHERE own.ticket_id = ?) AS holder`,
  );
  return (ticketId) =>
    find.all(ticketId).map((row) => ({ ...row, orders: JSON.parse(row.orders) as OrderedTicket['orders'] }));
}

/**
 * Leaves out tickets of which this kiosk has received only acts of desks. Their time of issue is unknown, so they take no order from
 * another ticket.
 */
const knownOf = (holders: readonly Holder[]): OrderedTicket[] =>
  holders.flatMap((one) => (one.issuedAtMs === null ? [] : [{ ...one, issuedAtMs: one.issuedAtMs }]));

export function openLifeCleaning(database: Database.Database): () => void {
  const dropped = ['life_event', 'ticket_state', 'voided_ticket'].map((table) =>
    database.prepare(
      `DELETE FROM ${table} WHERE ticket_id NOT IN (SELECT ticket_id FROM ticket UNION SELECT ticket_id FROM heard_ticket)`,
    ),
  );
  return () => {
    for (const drop of dropped) drop.run();
  };
}

/** Deletes clerks' messages to colleagues on tickets of days before `day`, `YYYY-MM-DD`. */
export function openWordCleaning(database: Database.Database): (day: string) => void {
  const blank = database.prepare<[{ day: string }]>(
    `UPDATE life_event SET word = NULL WHERE word IS NOT NULL AND ticket_id NOT IN
       (SELECT ticket_id FROM ticket WHERE service_day >= @day UNION SELECT ticket_id FROM heard_ticket WHERE service_day >= @day)`,
  );
  return (day) => void blank.run({ day });
}
