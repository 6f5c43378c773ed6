import type Database from 'better-sqlite3';
import type { ReportingParts } from '../../storage/outbox-writer.ts';
import type { UpdateMemory } from '../ports/updates.ts';

export function openUpdateRows(database: Database.Database): (updateId: string) => boolean {
  const put = database.prepare<[string]>('INSERT OR IGNORE INTO told_update (update_id) VALUES (?)');
  return (updateId) => put.run(updateId).changes > 0;
}

/**
 * Opens the record of reported updates on the store's only connection, because an update is recorded in one transaction with its event for
 * the centre.
 */
export function openUpdateMemory({ database, outboxWriter, clock, dayOf }: ReportingParts): UpdateMemory {
  const put = openUpdateRows(database);
  return {
    tell: (payload) =>
      outboxWriter.commit((record) => {
        if (!put(payload.updateId)) return false;
        const atMs = clock.wallMs();
        record({
          event: { type: 'update-ended', v: 1, payload },
          requestId: null,
          atMs,
          serviceDay: dayOf(atMs),
        });
        return true;
      }),
  };
}
