import type Database from 'better-sqlite3';
import { openEventRows } from '../../storage/event-rows.ts';
import { guard } from '../../storage/guard.ts';
import type { ReportingParts } from '../../storage/outbox-writer.ts';
import { COUNT_UNSENT, LAST_PLACES } from '../../storage/unsent.ts';
import type { KeptDeadLetter, Outbox } from '../ports/outbox.ts';

interface OutboxParts extends ReportingParts {
  bootId: () => string;
}

export function openOutbox({ database, outboxWriter, bootId, clock, dayOf }: OutboxParts): Outbox {
  const rows = openEventRows(database);
  const {
    delivered,
    setDelivered,
    keepDead,
    dropDead,
    requeue,
    wasDead,
    typeOf,
    unsent,
    deadLetters,
    listDead,
    goBack,
    dropDeadSince,
    reached,
  } = prepareStatements(database);

  return {
    get bootId() {
      return bootId();
    },
    next: (count) =>
      guard(() => {
        const again = rows.requeued(count);
        return again.length > 0 ? again : rows.after(delivered.get() ?? 0, count);
      }),
    settle: (done, dead) =>
      outboxWriter.commit((record) => {
        const atMs = clock.wallMs();
        const reported = new Set(dead.flatMap(({ ord }) => (wasDead.get(ord) === undefined ? [] : [ord])));
        for (const { ord } of done) dropDead.run(ord);
        for (const { ord: place, eventId, problem } of dead) {
          keepDead.run(place, problem, atMs);
          if (reported.has(place) || typeOf.get(place) === 'upload-rejected') continue;
          const event = { type: 'upload-rejected', v: 1, payload: { eventId, problem } } as const;
          record({ event, requestId: null, atMs, serviceDay: dayOf(atMs) });
        }
        setDelivered.run(Math.max(0, ...done.map(({ ord }) => ord)));
        return null;
      }),
    sendAgainSince: (atMs) =>
      outboxWriter.commit(() => {
        goBack.run(atMs);
        dropDeadSince.run();
        return null;
      }),
    requeueDeadLetters: () =>
      outboxWriter.commit(() => {
        requeue.run();
        return null;
      }),
    deadLetters: (count) => guard(() => listDead.all(count)),
    reached: () => guard(() => reached.all()),
    counts: () => guard(() => ({ unsent: unsent.get() ?? 0, deadLetters: deadLetters.get() ?? 0 })),
  };
}

function prepareStatements(database: Database.Database) {
  return {
    delivered: database.prepare<[], number>('SELECT delivered_ord FROM centre').pluck(),
    setDelivered: database.prepare('UPDATE centre SET delivered_ord = max(delivered_ord, ?)'),
    keepDead: database.prepare(
      'INSERT OR REPLACE INTO dead_letter (ord, problem, at_ms, requeued) VALUES (?, ?, ?, 0)',
    ),
    dropDead: database.prepare('DELETE FROM dead_letter WHERE ord = ?'),
    requeue: database.prepare('UPDATE dead_letter SET requeued = 1'),
    wasDead: database.prepare<[number], 1>('SELECT 1 FROM dead_letter WHERE ord = ?').pluck(),
    typeOf: database.prepare<[number], string>('SELECT type FROM event WHERE ord = ?').pluck(),
    unsent: database.prepare<[], number>(COUNT_UNSENT).pluck(),
    deadLetters: database.prepare<[], number>('SELECT count(*) FROM dead_letter WHERE requeued = 0').pluck(),
    listDead: database.prepare<[number], KeptDeadLetter>(
      `SELECT dead_letter.ord, coalesce(event.type, '') AS type, dead_letter.problem AS problem, dead_letter.at_ms AS atMs
       FROM dead_letter LEFT JOIN event ON event.ord = dead_letter.ord
       WHERE dead_letter.requeued = 0 ORDER BY dead_letter.ord LIMIT ?`,
    ),
    reached: database.prepare<[], { epoch: number; seq: number }>(LAST_PLACES),
    // Goes back to the first event with `at_ms` at or after the given time. Later events of the sequence follow whatever their own time,
    // because a clock that showed 1970 may have dated them too early.
    goBack: database.prepare(
      `UPDATE centre SET delivered_ord =
       min(delivered_ord, coalesce((SELECT min(ord) - 1 FROM event WHERE at_ms >= ?), delivered_ord))`,
    ),
    dropDeadSince: database.prepare('DELETE FROM dead_letter WHERE ord > (SELECT delivered_ord FROM centre)'),
  };
}
