import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { migrate } from '../../src-central/database/migrate.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';

/** Makes databases; each method resolves to an address. */
export interface Databases {
  /** A new database with the centre's schema. */
  newDatabase(): Promise<string>;
  /** A new, empty database. */
  newEmptyDatabase(): Promise<string>;
  /** A copy of this database, which must have no connections. */
  newCopy(databaseUrl: string): Promise<string>;
}

/** A real PostgreSQL server: the newest installed version, in a temporary folder, with a Unix socket. */
export interface PostgresServer extends Databases {
  /** Drops these databases, including their connections. */
  drop(databaseUrls: readonly string[]): Promise<void>;
  /**
   * Kills it like a power cut, except for the disk; `start` brings it back. SIGKILL only kills the postmaster, whose children then notice.
   */
  kill(signal?: 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  /** A read-only server that follows this one until it is promoted. The caller stops it. */
  newStandby(): Promise<Standby>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

export interface Standby {
  /** The same database at the standby. */
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
  /** Runs with fsync, for measurements: tests only end processes, never the machine. */
  isDurable?: boolean;
  /** Additional settings. */
  more?: Readonly<Record<string, string>>;
  /** An existing folder. */
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
      // An orderly shutdown would first write data that is removed right after.
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

/** A new folder with an empty cluster, or with a copy of the cluster in `primary` that follows it; `run` starts PostgreSQL there. */
function createCluster(within: string, settings: Readonly<Record<string, string>>, primary?: string) {
  const programs = programsFolder();
  // PostgreSQL refuses uid 0, so it runs as the user of Debian's package.
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

/** Makes and drops databases on the server whose socket is in `folder`. */
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
    // Without fsync, copying the files takes a third of the time of logging every page.
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

/** Processes of the killed postmaster are still ending. */
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
    /** Removed after the run, because a worker is killed before it could remove anything itself. */
    postgresFolder: string;
  }
}

let shared: Promise<PostgresServer> | null = null;

/** Databases on this worker's shared server, started for the first file that needs one. A test that kills a server starts its own. */
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
  afterAll(async () => {
    if (made.length > 0) await (await server()).drop(made);
  });
  return {
    newDatabase: async () => noted((await server()).newDatabase()),
    newEmptyDatabase: async () => noted((await server()).newEmptyDatabase()),
    newCopy: async (databaseUrl) => noted((await server()).newCopy(databaseUrl)),
  };
}
