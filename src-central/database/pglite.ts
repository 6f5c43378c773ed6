import { PGlite, types } from '@electric-sql/pglite';
import { type Database, instantOfText, type Queries, repeating } from './database.ts';

const parsers = {
  [types.INT8]: Number,
  [types.DATE]: (text: string) => text,
  [types.TIMESTAMPTZ]: instantOfText,
};

/** Opens PostgreSQL in this process, for demonstrations and tests. It does not fsync. `null`: in memory. */
export async function openPglite(folder: string | null): Promise<Database> {
  const lite = await PGlite.create({ ...(folder === null ? {} : { dataDir: folder }), parsers });
  const queriesOf = (client: Pick<PGlite, 'query'>): Queries => ({
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...parameters])).rows,
  });
  return {
    query: <Row>(sql: string, parameters?: readonly unknown[]) =>
      repeating(() => queriesOf(lite).query<Row>(sql, parameters)),
    transaction: <T>(work: (queries: Queries) => Promise<T>) =>
      repeating(() => lite.transaction((client) => work(queriesOf(client)))),
    close: () => lite.close(),
  };
}
