import type Database from 'better-sqlite3';
import { openLifeCleaning, openWordCleaning } from '../calling/store/life-rows.ts';
import { openHeardCleaning } from '../calling/store/office-book.ts';
import { openCheckInCleaning } from '../check-in/store/check-ins-here.ts';
import type { Terms } from '../contract/shared/retention.ts';
import { openServedCleaning } from '../staff/store/served-marks.ts';
import type { Journal } from './journal.ts';
import type { RetentionCounts, RetentionNow } from './retention-now.ts';
import { openVisitBlanking } from './visit-blanking.ts';

/**
 * Deletes or blanks the data whose retention term is over, in one transaction; returns the number of rows by class. The data is off the
 * disk when it returns.
 */
export type Retain = (now: RetentionNow, terms: Terms) => RetentionCounts;

const DAY_MS = 86_400_000;
const NONE = Number.MAX_SAFE_INTEGER;

/**
 * Events are deleted from the oldest on, up to the first event whose term is not over. The sequence of events decides and not each event's
 * own time, because a clock in 1970 or 2040 misdates today's events. An event also stays while the centre has not acknowledged it, and
 * while a segment of the journal contains it, because a start compares both. Counters stay: they are small and keep numbers from being
 * issued twice.
 */
export function openRetention(database: Database.Database, journal: Journal): Retain {
  // SQLite then overwrites deleted and blanked data in the file's pages, so that no later copy of the file contains the data.
  database.pragma('secure_delete = ON');
  const blankVisits = openVisitBlanking(database);
  const statements = prepareStatements(database);
  const { lastOld, firstOfDay, firstInJournal, delivered, dropEvents } = statements;

  /**
   * Position (`ord`) of the first event to keep. An event dated in the future counts as old as the next event; without a next one it counts
   * as new. Events since the first ticket of a kept service day are kept too, because a ticket's day never depends on the wall clock alone.
   */
  const firstKept = (beforeMs: number, firstDay: string, { nowMs, today }: RetentionNow): number =>
    Math.min((lastOld.get({ beforeMs, nowMs }) ?? 0) + 1, firstOfDay.get(firstDay, today) ?? NONE);

  const run = database.transaction((now: RetentionNow, terms: Terms): RetentionCounts => {
    const blanked = blankVisits(now, terms, delivered.get() ?? null);
    const oldest = journal.oldest();
    const oldestInJournal = oldest === null ? null : (firstInJournal.get(oldest.epoch, oldest.seq) ?? null);
    const waiting = delivered.get();
    const firstHeld = now.firstKept(terms['held-appointment']);
    const held = statements.dropHeard(firstHeld) + statements.dropCheckIns(firstHeld);
    const days = terms['turn-copy'];
    const beforeMs = now.nowMs - days * DAY_MS;
    const worked = now.hasWorked(days) ? firstKept(beforeMs, now.firstKept(days), now) : 0;
    const dropped = dropEvents.run(
      Math.min(worked, oldestInJournal ?? NONE, waiting === undefined ? NONE : waiting + 1),
    ).changes;
    statements.dropWords(now.today);
    dropFollowing(statements, now, worked > 0 ? { beforeMs, firstDay: now.firstKept(days) } : null);
    return {
      ...blanked,
      ...(dropped > 0 ? { 'turn-copy': dropped } : {}),
      ...(held > 0 ? { 'held-appointment': held } : {}),
    };
  });

  return (now, terms) => {
    const counts = run(now, terms);
    // Until a checkpoint, the write-ahead log still contains the overwritten data. The checkpoint runs even if all counts are 0, because
    // they do not include every row.
    database.pragma('wal_checkpoint(TRUNCATE)');
    return counts;
  };
}

/**
 * Deletes the marks of expired signed codes, and rows to which no remaining event refers. With `old`, it also deletes tickets whose events
 * are deleted, with their papers and marks.
 */
function dropFollowing(
  statements: Statements,
  { nowMs }: RetentionNow,
  old: { beforeMs: number; firstDay: string } | null,
): void {
  statements.dropSignedCodes.run(nowMs - DAY_MS);
  statements.dropDeadLetters.run();
  statements.dropBoots.run();
  statements.beginAnew.run();
  if (old === null) return;
  const { beforeMs, firstDay } = old;
  const ticketNo = statements.firstTicketKept.get() ?? NONE;
  statements.dropPapersOfTickets.run({ ticketNo, beforeMs, nowMs });
  statements.dropOtherPapers.run({ beforeMs, nowMs });
  statements.dropTickets.run({ ticketNo, beforeMs, nowMs });
  statements.dropServed(firstDay);
  statements.dropLives();
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: Database.Database) {
  return {
    lastOld: database
      .prepare<[{ beforeMs: number; nowMs: number }], number | null>(
        `SELECT max(ord) FROM event WHERE at_ms < @beforeMs
         AND ord < coalesce((SELECT min(ord) FROM event WHERE at_ms BETWEEN @beforeMs AND @nowMs), ${NONE})`,
      )
      .pluck(),
    firstInJournal: database
      .prepare<[number, number], number | null>('SELECT min(ord) FROM event WHERE (epoch, seq) >= (?, ?)')
      .pluck(),
    delivered: database.prepare<[], number>('SELECT delivered_ord FROM centre WHERE kiosk_id IS NOT NULL').pluck(),
    dropSignedCodes: database.prepare('DELETE FROM seal_shown WHERE good_until_ms < ?'),
    dropEvents: database.prepare('DELETE FROM event WHERE ord < ?'),
    dropDeadLetters: database.prepare('DELETE FROM dead_letter WHERE ord NOT IN (SELECT ord FROM event)'),
    dropBoots: database.prepare(
      'DELETE FROM boot WHERE boot_no NOT IN (SELECT boot_no FROM event WHERE boot_no IS NOT NULL)',
    ),
    // Once every event is deleted, SQLite numbers the next event from 1, so `delivered_ord` must not stay higher.
    beginAnew: database.prepare(
      'UPDATE centre SET delivered_ord = min(delivered_ord, (SELECT coalesce(max(ord), 0) FROM event))',
    ),
    firstTicketKept: database.prepare<[], number | null>('SELECT min(ticket_no) FROM event').pluck(),
    dropPapersOfTickets: database.prepare(
      `DELETE FROM paper_job WHERE ticket_no < @ticketNo AND asked_at_ms NOT BETWEEN @beforeMs AND @nowMs
       AND state NOT IN ('waiting', 'sending')`,
    ),
    dropOtherPapers: database.prepare(
      `DELETE FROM paper_job WHERE ticket_no IS NULL AND state NOT IN ('waiting', 'sending')
       AND paper_no <= (SELECT max(paper_no) FROM paper_job WHERE asked_at_ms < @beforeMs AND paper_no <
         coalesce((SELECT min(paper_no) FROM paper_job WHERE asked_at_ms BETWEEN @beforeMs AND @nowMs), ${NONE}))`,
    ),
    dropTickets: database.prepare(
      `DELETE FROM ticket WHERE ticket_no < @ticketNo AND issued_at_ms NOT BETWEEN @beforeMs AND @nowMs
       AND NOT EXISTS (SELECT 1 FROM paper_job WHERE paper_job.ticket_no = ticket.ticket_no)`,
    ),
    firstOfDay: database
      .prepare<[string, string], number | null>(
        'SELECT min(ord) FROM event WHERE ticket_no >= (SELECT min(ticket_no) FROM ticket WHERE service_day BETWEEN ? AND ?)',
      )
      .pluck(),
    dropServed: openServedCleaning(database),
    dropLives: openLifeCleaning(database),
    dropWords: openWordCleaning(database),
    dropHeard: openHeardCleaning(database),
    dropCheckIns: openCheckInCleaning(database),
  };
}
