import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject, onTestFinished, TestRunner } from 'vitest';
import { migrate } from '../../src-central/database/migrate.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';

/** Each method returns the address of a database. */
export interface Databases {
  newDatabase(): Promise<string>;
  newEmptyDatabase(): Promise<string>;
  /** The copied database must have no connections. */
  newCopy(databaseUrl: string): Promise<string>;
}

/** A real PostgreSQL server of the newest installed version, with its cluster in a temporary folder and a Unix socket. */
export interface PostgresServer extends Databases {
  drop(databaseUrls: readonly string[]): Promise<void>;
  /**
   * Kills the server as a power cut would, but without loss on the disk; `start` brings it back. SIGKILL kills only the main process, whose
   * children then notice and end.
   */
  kill(signal?: 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  /** Starts a read-only server that follows this one until it is promoted. The caller stops it. */
  newStandby(): Promise<Standby>;
  stop(): Promise<void>;
}

export interface Standby {
  urlOf(databaseUrl: string): string;
  promote(): Promise<void>;
  stop(): Promise<void>;
}

const BASE = '/usr/lib/postgresql';
const USER = 'torn';
const TEMPLATE = 'template_torn';

function programsFolder(): string {
  const versions = existsSync(BASE) ? readdirSync(BASE) : [];
  const [newest] = versions
    .filter((version) => existsSync(join(BASE, version, 'bin', 'postgres')))
    .sort((a, b) => Number(b) - Number(a));
  if (newest === undefined) throw new Error('no PostgreSQL is installed: node build/system-libs.ts --test-tools');
  return join(BASE, newest, 'bin');
}

const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

interface PostgresOptions {
  /** Runs with fsync, for measurements. Tests kill processes and never the machine, so they need no fsync. */
  isDurable?: boolean;
  more?: Readonly<Record<string, string>>;
  within?: string;
}

export async function startPostgres({
  isDurable = false,
  more = {},
  within = tmpdir(),
}: PostgresOptions = {}): Promise<PostgresServer> {
  const settings = { fsync: isDurable ? 'on' : 'off', max_connections: '60', ...more };
  const cluster = createCluster(within, settings);
  let server = cluster.run();
  await server.isReady;
  async function end(signal: NodeJS.Signals): Promise<void> {
    const { child } = server;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  return {
    ...databasesOf(cluster.folder, isDurable),
    kill: (signal = 'SIGQUIT') => end(signal),
    newStandby: () => startStandby(within, cluster.folder, settings),
    async start() {
      for (;;)
        try {
          server = cluster.run();
          return await server.isReady;
        } catch (error) {
          if (!isStillInUse(error)) throw error;
        }
    },
    async stop() {
      // An orderly shutdown would first write data that is then removed.
      await end('SIGQUIT');
      rmSync(cluster.folder, { recursive: true, force: true });
    },
  };
}

async function startStandby(
  within: string,
  primary: string,
  settings: Readonly<Record<string, string>>,
): Promise<Standby> {
  const { folder, run } = createCluster(within, settings, primary);
  const { child, isReady } = run();
  await isReady;
  const at = (database: string) => `postgres://${USER}@localhost/${database}?host=${encodeURIComponent(folder)}`;
  return {
    urlOf: (databaseUrl) => at(new URL(databaseUrl).pathname.slice(1)),
    async promote() {
      const client = new pg.Client({ connectionString: at('postgres') });
      await client.connect();
      await client.query('SELECT pg_promote()');
      await client.end();
    },
    async stop() {
      const ended = once(child, 'exit');
      if (child.kill('SIGQUIT')) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a folder with an empty cluster, or with a copy of the cluster in `primary` that follows it. `run` starts PostgreSQL there. */
function createCluster(within: string, settings: Readonly<Record<string, string>>, primary?: string) {
  const programs = programsFolder();
  // PostgreSQL refuses to run as root, so it runs as the user of Debian's package.
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : null;
  const folder = mkdtempSync(join(within, 'torn-pg-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const as = { ...owner, cwd: folder };
  const [program, init] =
    primary === undefined
      ? ['initdb', ['-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']]
      : ['pg_basebackup', ['-h', primary, '-R', '-c', 'fast']];
  const making = ['-D', data, '-U', USER, '--no-sync', ...init];
  execFileSync(join(programs, program), making, { ...as, stdio: ['ignore', 'ignore', 'inherit'] });
  const all = { listen_addresses: '', unix_socket_directories: folder, ...settings };
  const args = ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  return {
    folder,
    run() {
      const child = spawn('setpriv', ['--pdeathsig', 'QUIT', join(programs, 'postgres'), ...args], {
        ...as,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return { child, isReady: readyOf(child) };
    },
  };
}

function databasesOf(folder: string, isDurable: boolean): Databases & Pick<PostgresServer, 'drop'> {
  const urlOf = (database: string) => `postgres://${USER}@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const nameIn = (databaseUrl: string): string => new URL(databaseUrl).pathname.slice(1);
  async function administer(...orders: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: urlOf('postgres') });
    await client.connect();
    for (const sql of orders) await client.query(sql);
    await client.end();
  }
  let made = 0;
  async function make(template: string): Promise<string> {
    made += 1;
    const name = `test_${made}`;
    // Copying the files takes a third of the time of logging every page. It is allowed only without fsync.
    await administer(`CREATE DATABASE ${name} TEMPLATE ${template}${isDurable ? '' : ' STRATEGY FILE_COPY'}`);
    return urlOf(name);
  }
  let template: Promise<string> | null = null;
  async function makeTemplate(): Promise<string> {
    await administer(`CREATE DATABASE ${TEMPLATE}`);
    const database = openPostgres(urlOf(TEMPLATE), { connections: 1, onTrouble: () => {} });
    await migrate(database);
    await database.close();
    return TEMPLATE;
  }
  return {
    async newDatabase() {
      template ??= makeTemplate();
      return make(await template);
    },
    newEmptyDatabase: () => make('template0'),
    newCopy: (databaseUrl) => make(nameIn(databaseUrl)),
    drop: (databaseUrls) =>
      administer(...databaseUrls.map((databaseUrl) => `DROP DATABASE ${nameIn(databaseUrl)} WITH (FORCE)`)),
  };
}

/** Whether a start failed because processes of the killed server are still ending. */
const isStillInUse = (error: unknown): boolean =>
  error instanceof Error && /pre-existing shared memory block|still in use/.test(error.message);

function readyOf(child: ReturnType<typeof spawn>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let log = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    log = (log + bytes.toString()).slice(-20_000);
    if (/ready to accept (read-only )?connections/.test(log)) resolve();
  });
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`PostgreSQL has ended:\n${log}`)));
  return promise;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of all servers. It is removed after the run, because a killed worker removes nothing. */
    postgresFolder: string;
  }
}

const left: string[] = [];
let shared: Promise<PostgresServer> | null = null;
let pristine: Promise<Pristine> | null = null;

/**
 * Makes databases on a server that all tests of this worker share. A test that kills a server uses `killedPostgres`. A database of
 * `newDatabase` is emptied after its test and used again, which takes a fifth of the time of a new one.
 */
export function sharedPostgres(): Databases {
  const made: string[] = [];
  const server = (): Promise<PostgresServer> => {
    shared ??= startPostgres({ within: inject('postgresFolder') });
    return shared;
  };
  const noted = async (database: Promise<string>): Promise<string> => {
    made.push(await database);
    return database;
  };
  async function emptied(): Promise<string | null> {
    for (let databaseUrl = left.pop(); databaseUrl !== undefined; databaseUrl = left.pop()) {
      if (pristine !== null && (await makePristine(databaseUrl, await pristine))) return databaseUrl;
      made.push(databaseUrl);
    }
    return null;
  }
  async function forThisTest(): Promise<string> {
    const databaseUrl = (await emptied()) ?? (await (await server()).newDatabase());
    pristine ??= readPristine(databaseUrl);
    await pristine;
    onTestFinished(() => void left.push(databaseUrl));
    return databaseUrl;
  }
  afterAll(async () => {
    if (made.length > 0) await (await server()).drop(made);
  });
  return {
    newDatabase: async () =>
      TestRunner.getCurrentTest() === undefined ? noted((await server()).newDatabase()) : forThisTest(),
    newEmptyDatabase: async () => noted((await server()).newEmptyDatabase()),
    newCopy: async (databaseUrl) => noted((await server()).newCopy(databaseUrl)),
  };
}

/** A server that the tests of a file may kill. The first call starts it, later calls bring it back. Each test makes its own databases. */
export function killedPostgres(): () => Promise<PostgresServer> {
  let server: Promise<PostgresServer> | null = null;
  afterAll(async () => (await server)?.stop());
  return async () => {
    if (server === null) {
      server = startPostgres();
      return server;
    }
    const again = await server;
    await again.kill();
    await again.start();
    return again;
  };
}

interface Pristine {
  shape: string;
  filled: readonly string[];
  rows: string;
}

/** Selects a database's catalogue, rights, planner's statistics and size. If a test changes one, its database is not used again. */
const SHAPE = `concat_ws(' ',
  (SELECT md5(string_agg(concat(oid, relname, relkind, relacl, relrowsecurity, reloptions), ' ' ORDER BY oid)) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace),
  (SELECT concat(count(*), ' ', max(xmin::text::bigint)) FROM pg_attribute),
  (SELECT concat(count(*), ' ', max(xmin::text::bigint)) FROM pg_constraint),
  (SELECT concat(count(*), ' ', max(xmin::text::bigint)) FROM pg_trigger),
  (SELECT concat(count(*), ' ', max(xmin::text::bigint)) FROM pg_proc),
  (SELECT count(*) FROM pg_namespace),
  (SELECT count(*) FROM pg_db_role_setting JOIN pg_database ON oid = setdatabase WHERE datname = current_database()),
  (SELECT count(*) FROM pg_statistic JOIN pg_class ON oid = starelid WHERE relnamespace = 'public'::regnamespace),
  (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 1000000)`;
const SESSIONS = '(SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS sessions';

/** Selects the rows that the migrations write. The query fails for a table that a test has removed, so the shape is compared first. */
const rowsOf = (filled: readonly string[]): string =>
  `SELECT concat_ws(' ', ${filled.map((table) => `(SELECT string_agg(${table}::text, ' ') FROM ${table})`).join(', ')}) AS rows`;

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const readPristine = (databaseUrl: string): Promise<Pristine> =>
  withClient(databaseUrl, async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    const filled: string[] = [];
    for (const { name } of tables.rows)
      if ((await client.query(`SELECT FROM ${name} LIMIT 1`)).rowCount === 1) filled.push(name);
    const shape = (await client.query<{ shape: string }>(`SELECT ${SHAPE}) AS shape`)).rows[0]?.shape ?? '';
    const rows = (await client.query<{ rows: string }>(rowsOf(filled))).rows[0]?.rows ?? '';
    return { shape, filled, rows };
  });

/**
 * Empties the tables that a test has filled. Returns `false` if the database is in use, or if its shape (`SHAPE`) or the migrations' rows
 * have changed.
 */
export const makePristine = (databaseUrl: string, { shape, filled, rows }: Pristine): Promise<boolean> =>
  withClient(databaseUrl, async (client) => {
    const now = await client.query<{ shape: string; sessions: number }>(`SELECT ${SHAPE}) AS shape, ${SESSIONS}`);
    if (now.rows[0]?.sessions !== 1 || now.rows[0].shape !== shape) return false;
    if ((await client.query<{ rows: string }>(rowsOf(filled))).rows[0]?.rows !== rows) return false;
    // With this setting PostgreSQL runs no triggers and checks no foreign keys, as on a replica.
    await client.query(`SET session_replication_role = replica;
      DO $$ DECLARE name regclass; is_filled boolean; BEGIN
        FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          AND relname <> ALL ('{${filled.join(',')}}') LOOP
          EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO is_filled;
          IF is_filled THEN EXECUTE format('DELETE FROM %s', name); END IF;
        END LOOP;
      END $$`);
    return true;
  });
