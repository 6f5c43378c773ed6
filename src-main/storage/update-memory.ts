import type Database from 'better-sqlite3';
import type { Clock } from '../ports/clock.ts';
import type { UpdateMemory } from '../ports/updates.ts';
import type { OutboxWriter } from './outbox-writer.ts';

/** Answers whether it was not there. */
export function openUpdateRows(database: Database.Database): (updateId: string) => boolean {
  const put = database.prepare<[string]>('INSERT OR IGNORE INTO told_update (update_id) VALUES (?)');
  return (updateId) => put.run(updateId).changes > 0;
}

export interface UpdateMemoryParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
  clock: Clock;
  /** The service day of an instant in the office's zone. */
  dayOf: (instantMs: number) => string;
}

/** On the store's one connection; what is told to the centre is in the same transaction. */
export function openUpdateMemory({ database, outboxWriter, clock, dayOf }: UpdateMemoryParts): UpdateMemory {
  const put = openUpdateRows(database);
  return {
    tell: (payload) =>
      outboxWriter.commit((record) => {
        if (!put(payload.updateId)) return false;
        const atMs = clock.wallMs();
        record({
          event: { type: 'update-ended', v: 1, payload },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        return true;
      }),
  };
}
