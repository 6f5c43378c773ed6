import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../../../src-central/database/database.ts';
import type { Outbox } from '../../../src-main/centre/ports/outbox.ts';
import type { SyncPromise } from './comparison.ts';

export interface Planted {
  name: string;
  /** The promise whose breach must be noticed. */
  breaks: SyncPromise;
  kiosk?: (outbox: Outbox) => Outbox;
  centre?: (database: Database) => Database;
  /** SQL that changes the centre's tables before the run. */
  tables?: string;
}

class Undone extends Error {}

export const PLANTED: readonly Planted[] = [
  {
    name: 'a kiosk that crosses events off before the answer',
    breaks: 'lost',
    kiosk: (outbox) => ({
      ...outbox,
      next(count) {
        const waiting = outbox.next(count);
        if (waiting.ok) outbox.settle(waiting.value, []);
        return waiting;
      },
    }),
  },
  {
    name: 'a kiosk that names an event anew when it sends it again',
    breaks: 'repeated',
    kiosk(outbox) {
      const sent = new Set<number>();
      return {
        ...outbox,
        next(count) {
          const waiting = outbox.next(count);
          if (!waiting.ok) return waiting;
          const value = waiting.value.map((event) => ({
            ...event,
            wire: event.wire && { ...event.wire, id: sent.has(event.ord) ? randomUUID() : event.wire.id },
          }));
          for (const { ord } of value) sent.add(ord);
          return { ok: true, value };
        },
      };
    },
  },
  {
    name: 'a centre that acknowledges what it has not kept, two times of three',
    breaks: 'lost',
    centre(database) {
      let uploads = 0;
      return {
        ...database,
        async transaction<T>(work: (queries: Queries) => Promise<T>) {
          uploads += 1;
          if (uploads % 3 === 0) return database.transaction(work);
          const done: T[] = [];
          try {
            await database.transaction(async (queries) => {
              done[0] = await work(queries);
              throw new Undone();
            });
          } catch (error) {
            if (!(error instanceof Undone)) throw error;
          }
          return done[0] as T;
        },
      };
    },
  },
  {
    name: 'a centre that keeps an event as often as it comes',
    breaks: 'repeated',
    tables: 'ALTER TABLE event DROP CONSTRAINT event_pkey',
    centre: withSql((sql) =>
      sql.startsWith('INSERT INTO event ') ? sql.replace(/ON CONFLICT \([^)]*\) DO NOTHING/, '') : sql,
    ),
  },
  {
    name: 'a centre that keeps events and does not say how a print job ended',
    breaks: 'ticket',
    centre: withSql((sql) =>
      sql.startsWith('INSERT INTO ticket_print ') ? sql.replace('ON CONFLICT', 'WHERE false ON CONFLICT') : sql,
    ),
  },
];

function withSql(alter: (sql: string) => string): (database: Database) => Database {
  const queriesOf = (queries: Queries): Queries => ({
    query: (sql, parameters) => queries.query(alter(sql), parameters),
  });
  return (database) => ({
    ...database,
    ...queriesOf(database),
    transaction: (work) => database.transaction((queries) => work(queriesOf(queries))),
  });
}
