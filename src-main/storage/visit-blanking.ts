import type Database from 'better-sqlite3';
import { BLANKED_TYPES, blankPayload, type Payload } from '../contract/shared/blanked-event.ts';
import { BLANKING_CLASSES, type BlankingClass } from '../contract/shared/event-type.ts';
import type { RetentionClass, Terms } from '../contract/shared/retention.ts';
import type { RetentionCounts, RetentionNow } from './retention-now.ts';

interface VisitRow {
  ord: number;
  type: string;
  payload: string;
  service_day: string;
}

/** The retention class at the kiosk for each class of payload fields. */
const KIOSK_CLASS: Readonly<Record<BlankingClass, RetentionClass>> = {
  need: 'need',
  'visit-link': 'visit-link',
  attendance: 'attendance-copy',
};

/** Columns of a ticket that reveal a citizen's need, or by which a citizen follows the queue. */
const NEEDS =
  'follow_token, preferential, come_and_fetch, large_print, asked_preferential, asked_come_and_fetch, seen_preferential, seen_come_and_fetch';

/**
 * SQL: the service day of the row `ticket`. A day after today comes from a wrong clock, such as a clock of 2040 on a new kiosk: such a
 * ticket counts as old as the next ticket with a possible day, or as new if no such ticket follows.
 */
const DAY = `CASE WHEN ticket.service_day <= @today THEN ticket.service_day ELSE coalesce((SELECT next.service_day FROM ticket AS next
  WHERE next.ticket_no > ticket.ticket_no AND next.service_day <= @today ORDER BY next.ticket_no LIMIT 1), ticket.service_day) END`;

const NONE = Number.MAX_SAFE_INTEGER;

/**
 * Removes the data that identifies a visit from tickets, papers and events. The age of a visit is that of its ticket's service day, which
 * never depends on a clock alone; an event whose ticket is gone has the age of its own time. Events that the centre has not acknowledged
 * stay whole (`deliveredOrd`; `null` without a centre), and so do dead letters (events set aside), which may be resent.
 */
export function openVisitBlanking(
  database: Database.Database,
): (now: RetentionNow, terms: Terms, deliveredOrd: number | null) => RetentionCounts {
  const firstUndelivered = database
    .prepare<[number | null], number | null>('SELECT min(ticket_no) FROM event WHERE ord > ?')
    .pluck();
  const isNoDeadLetter = `ticket_no NOT IN (SELECT ticket_no FROM event JOIN dead_letter USING (ord) WHERE ticket_no IS NOT NULL)`;
  const blankNeeds = database.prepare(
    `UPDATE ticket SET (${NEEDS}) = (${NEEDS.split(', ')
      .map(() => 'NULL')
      .join(', ')})
     WHERE ${DAY} < @before AND ticket_no < @undelivered AND coalesce(${NEEDS}) IS NOT NULL AND ${isNoDeadLetter}`,
  );
  const blankLinks = database.prepare(
    `UPDATE ticket SET appointment_ms = NULL, desk_id = NULL
     WHERE ${DAY} < @before AND coalesce(appointment_ms, desk_id) IS NOT NULL`,
  );
  const dropProofs = database.prepare(
    `DELETE FROM paper_job WHERE kind = 'attendance' AND state NOT IN ('waiting', 'sending')
       AND ticket_no IN (SELECT ticket_no FROM ticket WHERE ${DAY} < @before)`,
  );
  const visits = database.prepare<[{ before: string; today: string; delivered: number }], VisitRow>(
    `SELECT ord, type, payload, coalesce(${DAY}, date(at_ms / 1000, 'unixepoch')) AS service_day
     FROM event LEFT JOIN ticket ON ticket.ticket_id = CASE WHEN json_valid(payload) THEN payload ->> '$.ticketId' END
     WHERE type IN (${BLANKED_TYPES.map((type) => `'${type}'`).join(', ')}) AND json_valid(payload) AND ord <= @delivered
       AND coalesce(${DAY}, date(at_ms / 1000, 'unixepoch')) < @before
       AND ord NOT IN (SELECT ord FROM dead_letter)`,
  );
  const setPayload = database.prepare('UPDATE event SET payload = ? WHERE ord = ?');

  return (now, terms, deliveredOrd) => {
    const { today } = now;
    const before = (name: BlankingClass): string => now.firstKept(terms[KIOSK_CLASS[name]]);
    const undelivered = firstUndelivered.get(deliveredOrd) ?? NONE;
    const counts: Record<BlankingClass, number> = {
      need: blankNeeds.run({ before: before('need'), today, undelivered }).changes,
      'visit-link': blankLinks.run({ before: before('visit-link'), today }).changes,
      attendance: dropProofs.run({ before: before('attendance'), today }).changes,
    };
    const [latest = ''] = BLANKING_CLASSES.map(before).sort().reverse();
    for (const row of visits.all({ before: latest, today, delivered: deliveredOrd ?? NONE })) {
      const payload: Payload = JSON.parse(row.payload);
      const due = BLANKING_CLASSES.filter((name) => row.service_day < before(name));
      const ended = due.filter((name) => blankPayload(row.type, payload, [name]) !== payload);
      if (ended.length === 0) continue;
      for (const name of ended) counts[name] += 1;
      setPayload.run(JSON.stringify(blankPayload(row.type, payload, ended)), row.ord);
    }
    return Object.fromEntries(
      BLANKING_CLASSES.flatMap((name) => (counts[name] > 0 ? [[KIOSK_CLASS[name], counts[name]]] : [])),
    );
  };
}
