import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const WAITING = {
  /** The application name of the replica that waits for a lock in a statement. */
  who: `SELECT application_name AS name FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
} as const;
const LOOK_EVERY_MS = 10;

export interface HeldMigration {
  /** Resolves to the name of the replica whose migration waits at this statement. */
  reaches(statement: string): Promise<string>;
  letGo(): Promise<void>;
}

/** Runs the statement `hold`, which locks a table that the migration needs, in an open transaction. */
export async function holdMigration(databaseUrl: string, hold: string): Promise<HeldMigration> {
  const holder = new pg.Client({ connectionString: databaseUrl });
  const watcher = new pg.Client({ connectionString: databaseUrl });
  await Promise.all([holder.connect(), watcher.connect()]);
  await holder.query(`BEGIN; ${hold}`);
  return {
    async reaches(statement) {
      for (;;) {
        const { rows } = await watcher.query<{ name: string }>(WAITING.who, [`${statement}%`]);
        const [row] = rows;
        if (row) return row.name;
        await wait(LOOK_EVERY_MS);
      }
    },
    async letGo() {
      await holder.query('ROLLBACK');
      await Promise.all([holder.end(), watcher.end()]);
    },
  };
}
