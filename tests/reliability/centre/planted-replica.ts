// Usage: node planted-replica.ts FAULT, with the environment of a replica. A replica of the centre with one fault, or of the next release.
import { pino } from 'pino';
import { systemClock } from '../../../src-central/clock.ts';
import { OFFICE_CHANGES } from '../../../src-central/configuration/office-changes.ts';
import type { Database, Queries } from '../../../src-central/database/database.ts';
import { MIGRATIONS } from '../../../src-central/database/migrations/index.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { STORE_EVENTS } from '../../../src-central/ingest/store-events.ts';
import { readKeyFile } from '../../../src-central/key-files.ts';
import { createCentre } from '../../../src-central/replica.ts';
import { readSettings } from '../../../src-central/settings.ts';
import { NEXT_MIGRATION } from './next-release.ts';

type Fault = (database: Database) => Database;

const withQueries = (database: Database, change: (queries: Queries) => Queries): Database => ({
  ...database,
  transaction: (work) => database.transaction((queries) => work(change(queries))),
});

const FAULTS: Readonly<Record<string, Fault>> = {
  'next-release': (database) => database,
  /** Answers an upload before its commit. */
  'answers-before-commit': (database) => ({
    ...database,
    transaction: (work) =>
      new Promise((resolve, reject) => {
        const early = async (queries: Queries) => {
          let isUpload = false;
          const result = await work({
            query(sql, parameters) {
              isUpload ||= sql === STORE_EVENTS.insert;
              return queries.query(sql, parameters);
            },
          });
          if (isUpload) {
            resolve(result);
            await queries.query('SELECT pg_sleep(0.05)');
          }
          return result;
        };
        database.transaction(early).then(resolve, reject);
      }),
  }),
  /** Reports every inserted event as new, even one that is already stored, so that its rows are derived again. */
  'counts-again': (database) =>
    withQueries(database, (queries) => ({
      async query<Row>(sql: string, parameters: readonly unknown[] = []) {
        const rows = await queries.query<Row>(sql, parameters);
        if (sql !== STORE_EVENTS.insert) return rows;
        const [epochs, seqs, eventIds] = parameters.slice(4, 7) as [number[], number[], string[]];
        return epochs.map((epoch, index) => ({ epoch, seq: seqs[index], eventId: eventIds[index] })) as Row[];
      },
    })),
  /**
   * Allocates a change's number without the office's lock and commits later, so that changes with higher numbers may
   * become visible first.
   */
  'numbers-without-lock': (database) =>
    withQueries(database, (queries) => ({
      async query<Row>(sql: string, parameters?: readonly unknown[]) {
        if (sql === OFFICE_CHANGES.lock) return queries.query<Row>(OFFICE_CHANGES.last, parameters);
        if (sql !== OFFICE_CHANGES.allocate) return queries.query<Row>(sql, parameters);
        const rows = await database.query<Row>(sql, parameters);
        // No row: the office was created in this transaction and is invisible to other connections.
        if (rows.length === 0) return queries.query<Row>(sql, parameters);
        await queries.query('SELECT pg_sleep(random() * 0.05)');
        return rows;
      },
    })),
};

const fault = FAULTS[process.argv[2] ?? ''];
const settings = readSettings(process.env, null);
if (!fault || !settings.ok || settings.value.databaseUrl === null || settings.value.keyFile === null)
  throw new Error(`one of ${Object.keys(FAULTS).join(', ')}, and the environment of a replica`);
const { databaseUrl, keyFile, connections, host, port } = settings.value;
const signingKey = readKeyFile(keyFile);
if (!signingKey.ok) throw new Error(signingKey.error.detail);
const server = await createCentre({
  ...settings.value,
  database: fault(openPostgres(databaseUrl, { connections, onTrouble: () => {} })),
  clock: systemClock,
  signingKey: signingKey.value,
  nextKey: null,
  logger: pino(pino.destination({ fd: 2, sync: true })),
  tls: null,
  ...(process.argv[2] === 'next-release' ? { migrations: [...MIGRATIONS, NEXT_MIGRATION] } : {}),
});
process.stdout.write(`The centre listens at ${await server.listen(host, port)}\n`);
