import type Database from 'better-sqlite3';
import { guard } from '../../storage/guard.ts';
import { type GuessMemory, MOST_SIGNED_CODES } from '../ports/guesses.ts';

/**
 * The mark of a signed code is kept this long after the code's expiry: longer than any correction of a wall clock, because a code whose
 * mark is deleted could be shown again.
 */
const KEPT_AFTER_GOOD_MS = 3_600_000;

/** Uses the store's only connection. Writes nothing to the journal. */
export function createGuessMemory(database: Database.Database): GuessMemory {
  const failures = database.prepare<[], number>('SELECT failures FROM tries').pluck();
  const keep = database.prepare('UPDATE tries SET failures = ?');
  const drop = database.prepare('DELETE FROM seal_shown WHERE good_until_ms < ?');
  const insert = database.prepare('INSERT OR IGNORE INTO seal_shown (mark, good_until_ms) VALUES (?, ?)');
  const dropMore = database.prepare(
    `DELETE FROM seal_shown
     WHERE mark IN (SELECT mark FROM seal_shown ORDER BY good_until_ms DESC, mark LIMIT -1 OFFSET ${MOST_SIGNED_CODES})`,
  );
  const show = database.transaction((mark: string, goodUntilMs: number, nowMs: number) => {
    drop.run(nowMs - KEPT_AFTER_GOOD_MS);
    const isFirst = insert.run(mark, goodUntilMs).changes > 0;
    dropMore.run();
    return isFirst;
  });
  return {
    failures: () => guard(() => failures.get() ?? 0),
    keepFailures: (count) =>
      guard(() => {
        keep.run(count);
        return null;
      }),
    isFirstShown: (mark, goodUntilMs, nowMs) => guard(() => show(mark, goodUntilMs, nowMs)),
  };
}
