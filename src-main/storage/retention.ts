import type Database from 'better-sqlite3';
import type { Journal } from './journal.ts';

/** Deletes what retention no longer keeps: all that is older than `beforeMs`, milliseconds since 1970. */
export type Prune = (beforeMs: number) => void;

/**
 * Old is what came before the first fact that is not: by order, for a clock that stood in 1970 dates facts of today. Whatever its age,
 * a fact stays while its centre has not acknowledged it, and while a segment of the journal tells it: a start compares the two.
 * Counters stay, they take little room and guard the numbers.
 */
export function openRetention(database: Database.Database, journal: Journal): Prune {
  const firstYoung = database
    .prepare<[number], number>('SELECT ord FROM event WHERE at_ms >= ? ORDER BY ord LIMIT 1')
    .pluck();
  const firstTold = database
    .prepare<[number, number], number | null>('SELECT min(ord) FROM event WHERE (epoch, seq) >= (?, ?)')
    .pluck();
  const delivered = database.prepare<[], number>('SELECT delivered_ord FROM centre WHERE kiosk_id IS NOT NULL').pluck();
  const dropEvents = database.prepare('DELETE FROM event WHERE ord < ?');
  const dropDeadLetters = database.prepare('DELETE FROM dead_letter WHERE ord NOT IN (SELECT ord FROM event)');
  const dropBoots = database.prepare(
    'DELETE FROM boot WHERE boot_no NOT IN (SELECT boot_no FROM event WHERE boot_no IS NOT NULL)',
  );
  // Where every event has gone, ord begins anew.
  const beginAnew = database.prepare(
    'UPDATE centre SET delivered_ord = min(delivered_ord, (SELECT coalesce(max(ord), 0) FROM event))',
  );
  const firstTicketKept = database.prepare<[], number | null>('SELECT min(ticket_no) FROM event').pluck();
  const dropPapersOfTickets = database.prepare(
    `DELETE FROM paper_job WHERE ticket_no < @ticketNo AND asked_at_ms < @beforeMs AND state NOT IN ('waiting', 'sending')`,
  );
  const dropOtherPapers = database.prepare(
    `DELETE FROM paper_job WHERE ticket_no IS NULL AND state NOT IN ('waiting', 'sending')
       AND paper_no < coalesce((SELECT min(paper_no) FROM paper_job WHERE asked_at_ms >= @beforeMs), @none)`,
  );
  const dropTickets = database.prepare(
    `DELETE FROM ticket WHERE ticket_no < @ticketNo AND issued_at_ms < @beforeMs
       AND NOT EXISTS (SELECT 1 FROM paper_job WHERE paper_job.ticket_no = ticket.ticket_no)`,
  );

  return database.transaction((beforeMs: number) => {
    const oldest = journal.oldest();
    const told = oldest === null ? null : (firstTold.get(oldest.epoch, oldest.seq) ?? null);
    const waiting = delivered.get();
    dropEvents.run(
      Math.min(firstYoung.get(beforeMs) ?? NONE, told ?? NONE, waiting === undefined ? NONE : waiting + 1),
    );
    dropDeadLetters.run();
    dropBoots.run();
    beginAnew.run();
    // A ticket's row is the payload of its event: it goes after it.
    const ticketNo = firstTicketKept.get() ?? NONE;
    dropPapersOfTickets.run({ ticketNo, beforeMs });
    dropOtherPapers.run({ beforeMs, none: NONE });
    dropTickets.run({ ticketNo, beforeMs });
  });
}

/** Beyond every row. */
const NONE = Number.MAX_SAFE_INTEGER;
