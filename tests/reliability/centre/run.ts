import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { type Database, StoreTrouble } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { writeNewKeyFile } from '../../../src-central/key-files.ts';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import type { Complaint } from '../../support/ledger.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { createRandom } from '../random.ts';
import { CITY, orderAt } from './city.ts';
import { type CentrePromise, type Complaints, collectComplaints } from './complaints.ts';
import { startFront } from './front.ts';
import { holdMigration } from './held-migration.ts';
import { type Load, startLoad } from './load.ts';
import { REAL_PROGRAM, type ReplicaProgram } from './replica.ts';
import { type Replicas, startReplicas } from './replicas.ts';

export interface CentreOptions {
  kills: number;
  /** PostgreSQL is killed each time that this many replicas have been killed. */
  databaseKillEvery: number;
  seed: number;
  kiosks: number;
  /** Whether to kill the first replica during its migration, and later a replica during the next release's migration. */
  cutsMigrations: boolean;
  program?: ReplicaProgram;
  settings?: Readonly<Record<string, string>>;
  onKill?: (done: number) => void;
}

export interface CentreReport {
  complaints: readonly Complaint<CentrePromise>[];
  events: number;
  changes: number;
  databaseKills: number;
  migrationsCut: number;
}

/** After a crash PostgreSQL makes the whole file system durable by one call, instead of some thousand files one by one. */
const QUICK_RECOVERY = { recovery_init_sync_method: 'syncfs' };
const UPLOADS_BEFORE_A_KILL = 5;
const REBUILD_AGAIN_MS = 100;
const LOG_TIMEOUT_MS = 5_000;
const LOOK_EVERY_MS = 10;
const NEXT_RELEASE: ReplicaProgram = [join(import.meta.dirname, 'planted-replica.ts'), 'next-release'];

/** Runs a city's kiosks and people at three replicas on one PostgreSQL, and kills replicas and database again and again. */
export async function runCentreOf(options: CentreOptions): Promise<CentreReport> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-centre-'));
  const postgres = await startPostgres({ isDurable: true, more: { ...QUICK_RECOVERY, ...options.settings } });
  try {
    return await runOn(postgres, folder, options);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOn(postgres: PostgresServer, folder: string, options: CentreOptions): Promise<CentreReport> {
  const { kills, databaseKillEvery, seed, cutsMigrations, program = REAL_PROGRAM, onKill = () => {} } = options;
  const complaints = collectComplaints();
  const keyFile = join(folder, 'centre.pem');
  const key = writeNewKeyFile(keyFile);
  if (!key.ok) throw new Error(key.error.detail);
  const centreKey = key.value.publicKey;
  const databaseUrl = await postgres.newEmptyDatabase();

  let stream = 0;
  const nextRandom = () => createRandom(seed, stream++);
  let migrationsCut = 0;
  const running = await startAll();
  const database = openPostgres(databaseUrl, { connections: 2, onTrouble: () => {} });
  const front = await startFront(running.ports);
  let living: Load | null = null;
  let databaseKills = 0;
  try {
    await running.allListen();
    if (cutsMigrations) await expectMigrations(running, 1, complaints);
    const { url } = front;
    const order = orderAt(url, await makeToken(database, CITY, 'Montserrat Prova', Date.now()));
    const load = await startLoad({
      url,
      order,
      centreKey,
      kiosks: options.kiosks,
      nextRandom,
      complaints,
      // The checkpoint makes the enrolments durable. A database that loses confirmed commits then loses events, but no kiosks.
      beforeLife: () => database.query('CHECKPOINT'),
    });
    living = load;

    const random = nextRandom();
    let done = 0;
    let databaseBusy = Promise.resolve();
    const { uploads } = load;
    const killDatabase = async () => {
      const before = uploads();
      while (uploads() < before + UPLOADS_BEFORE_A_KILL) await wait(LOOK_EVERY_MS);
      await wait(random.int(0, 300));
      await postgres.kill(random.pick(['SIGQUIT', 'SIGKILL'] as const));
      databaseKills += 1;
      await postgres.start();
    };
    const killSome = async (count: number) => {
      await running.killSome(count, async () => {
        done += 1;
        onKill(done);
        // The database is killed without waiting, so that replicas are killed and started meanwhile.
        if (done % databaseKillEvery === 0) databaseBusy = databaseBusy.then(killDatabase);
      });
      await databaseBusy;
    };
    await killSome(Math.floor(kills / 2));
    if (cutsMigrations) {
      await running.allListen();
      await cutNextRelease();
    }
    await Promise.all([killSome(kills - Math.floor(kills / 2)), rebuildMeanwhile(database)]);

    await running.allListen();
    await load.finish();
    await load.check(database);
    return {
      complaints: complaints.list,
      events: load.events(),
      changes: load.changes(),
      databaseKills,
      migrationsCut,
    };
  } finally {
    living?.abandon();
    await running.stop();
    await front.close();
    await database.close();
  }

  /**
   * Starts the replicas on an empty database. With `cutsMigrations`, the first replica that migrates is killed during
   * the migration.
   */
  async function startAll(): Promise<Replicas> {
    const start = () => startReplicas({ program, databaseUrl, keyFile, random: nextRandom(), complaints });
    if (!cutsMigrations) return start();
    const held = await holdMigration(databaseUrl, 'CREATE TABLE alarm (x int)');
    const started = start();
    await started.killByName(await held.reaches('CREATE TABLE alarm'));
    await held.letGo();
    migrationsCut += 1;
    return started;
  }

  async function cutNextRelease(): Promise<void> {
    const held = await holdMigration(databaseUrl, 'LOCK TABLE ticket IN ACCESS SHARE MODE');
    running.setProgram(NEXT_RELEASE);
    await running.restart(0);
    await running.killByName(await held.reaches('ALTER TABLE ticket ADD COLUMN desk_id'));
    await held.letGo();
    migrationsCut += 1;
    await running.allListen();
    await expectMigrations(running, 2, complaints);
  }
}

/** Derives the rows again while events arrive, and begins again if the connection breaks. */
async function rebuildMeanwhile(database: Database): Promise<void> {
  for (;;)
    try {
      await rebuild(database, CITY);
      return;
    } catch (error) {
      if (!(error instanceof StoreTrouble)) throw error;
      await wait(REBUILD_AGAIN_MS);
    }
}

/**
 * Waits for the log lines of `count` migrations. A replica that was killed while migrating logs none, and the next
 * one migrates from the beginning. A line may come shortly after the replica listens.
 */
async function expectMigrations(replicas: Replicas, count: number, { complain }: Complaints): Promise<void> {
  const giveUp = AbortSignal.timeout(LOG_TIMEOUT_MS);
  while (replicas.logged('migrated') < count && !giveUp.aborted) await wait(LOOK_EVERY_MS);
  const made = replicas.logged('migrated');
  if (made !== count) complain('half-migrated', `${made} migrations made where ${count} are due`);
}
