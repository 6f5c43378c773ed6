import type { Database } from './database.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';

export const MIGRATE = {
  table: 'CREATE TABLE IF NOT EXISTS schema_version (id int PRIMARY KEY CHECK (id = 1), version int NOT NULL)',
  row: 'INSERT INTO schema_version (id, version) VALUES (1, 0) ON CONFLICT (id) DO NOTHING',
  /** Removes the limit on waiting for a lock: the transaction waits until another replica has finished its migrations. */
  patience: 'SET LOCAL lock_timeout = 0',
  lock: 'SELECT version FROM schema_version WHERE id = 1 FOR UPDATE',
  done: 'UPDATE schema_version SET version = $1 WHERE id = 1',
} as const;

/** Whether two replicas created the first table at once, which PostgreSQL reports as a conflict on the table or its row type. */
const isRace = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['23505', '42P07', '42710'].includes(String(error.code));

/**
 * Brings the schema to the newest version in one transaction. Returns the versions before and after. A schema that is newer than this
 * release is left unchanged, and this release works on it: migrations only add tables and columns, and remove old ones one release later.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<{ from: number; to: number }> {
  try {
    await database.query(MIGRATE.table);
  } catch (error) {
    if (!isRace(error)) throw error;
  }
  await database.query(MIGRATE.row);
  return database.transaction(async (queries) => {
    await queries.query(MIGRATE.patience);
    const [row] = await queries.query<{ version: number }>(MIGRATE.lock);
    const from = row?.version ?? 0;
    if (from >= migrations.length) return { from, to: from };
    for (const statement of migrations.slice(from).flat()) await queries.query(statement);
    await queries.query(MIGRATE.done, [migrations.length]);
    return { from, to: migrations.length };
  });
}
