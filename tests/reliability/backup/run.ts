import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pinnedNode } from '../../../build/runtime.ts';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { writeNewKeyFile } from '../../../src-central/key-files.ts';
import { CENTRE } from '../../../src-central/replica-context.ts';
import { type BackedUpPostgres, startBackedUpPostgres } from '../../cluster/backed-up.ts';
import type { Complaint } from '../../support/ledger.ts';
import { CITY, orderAt } from '../centre/city.ts';
import { type CentrePromise, collectComplaints } from '../centre/complaints.ts';
import { startFront } from '../centre/front.ts';
import { type Load, startLoad } from '../centre/load.ts';
import { REAL_PROGRAM } from '../centre/replica.ts';
import { type Replicas, startReplicas } from '../centre/replicas.ts';
import { createRandom } from '../random.ts';

export interface BackupRunOptions {
  /** How often all is lost and put back. */
  losses: number;
  seed: number;
  kiosks: number;
  /** Whether `restored` is ordered, as the page for operators says. */
  isOrdered: boolean;
  onLoss?: (done: number, sentAgain: number) => void;
}

export interface BackupRunReport {
  complaints: readonly Complaint<CentrePromise>[];
  events: number;
  /** That were acknowledged, and not there any more after a restoration. */
  lostAtFirst: number;
}

const LOOK_EVERY_MS = 50;
const UPLOADS_BETWEEN = 100;
const COUNT_EVENTS = 'SELECT count(*) AS count FROM event WHERE city_id = $1';

/** A city's kiosks at three replicas, whose database is lost with its disk and put back as it was a moment before. */
export async function runBackupOf(options: BackupRunOptions): Promise<BackupRunReport> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-backup-run-'));
  const postgres = await startBackedUpPostgres();
  try {
    return await runOn(postgres, folder, options);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOn(postgres: BackedUpPostgres, folder: string, options: BackupRunOptions): Promise<BackupRunReport> {
  const { losses, seed, kiosks, isOrdered, onLoss = () => {} } = options;
  const { databaseUrl } = postgres;
  const complaints = collectComplaints();
  const keyFile = join(folder, 'centre.pem');
  const key = writeNewKeyFile(keyFile);
  if (!key.ok) throw new Error(key.error.detail);
  let stream = 0;
  const nextRandom = () => createRandom(seed, stream++);
  const begin = (): Replicas =>
    startReplicas({ program: REAL_PROGRAM, databaseUrl, keyFile, random: nextRandom(), complaints });
  let replicas = begin();
  const front = await startFront(() => replicas.ports());
  let living: Load | null = null;
  let lostAtFirst = 0;
  try {
    await replicas.allListen();
    const load = await startLoad({
      ...{ url: front.url, order: orderAt(front.url, await tokenAt(databaseUrl)), centreKey: key.value.publicKey },
      ...{ kiosks, nextRandom, complaints, isRestored: true },
    });
    living = load;
    const random = nextRandom();
    for (let done = 1; done <= losses; done += 1) {
      await untilMore(load);
      if (done % 2 === 1) postgres.backUp();
      await untilMore(load);
      const moment = await postgres.mark();
      await untilMore(load, random.int(20, UPLOADS_BETWEEN));
      await replicas.stop();
      const before = await eventsAt(databaseUrl);
      const epoch = await epochAt(databaseUrl);
      await postgres.lose();
      await postgres.restore(moment);
      const lost = before - (await eventsAt(databaseUrl));
      if (lost <= 0) throw new Error('the restoration lost nothing: it proves nothing');
      lostAtFirst += lost;
      if (isOrdered) orderRestored(databaseUrl);
      if (isOrdered === ((await epochAt(databaseUrl)) === epoch))
        complaints.complain('changed', `store epoch ${epoch}`);
      replicas = begin();
      await replicas.allListen();
      onLoss(done, lost);
    }
    await untilMore(load);
    await load.finish();
    const database = openPostgres(databaseUrl, { connections: 2, onTrouble: () => {} });
    await load.check(database);
    await database.close();
    return { complaints: complaints.list, events: load.events(), lostAtFirst };
  } finally {
    living?.abandon();
    await replicas.stop();
    await front.close();
  }
}

/** By the command that an operator gives. */
function orderRestored(databaseUrl: string): void {
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl, TORN_ENVIRONMENT: 'test' };
  const { status, stderr } = spawnSync(pinnedNode, [...REAL_PROGRAM, 'restored'], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`restored: ${stderr}`);
}

async function atDatabase<T>(databaseUrl: string, sql: string, parameters: readonly unknown[]): Promise<T | undefined> {
  const database = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
  const [row] = await database.query<T>(sql, parameters);
  await database.close();
  return row;
}

const eventsAt = async (databaseUrl: string): Promise<number> =>
  (await atDatabase<{ count: number }>(databaseUrl, COUNT_EVENTS, [CITY]))?.count ?? 0;

const epochAt = async (databaseUrl: string): Promise<string> =>
  (await atDatabase<{ storeEpoch: string }>(databaseUrl, CENTRE.storeEpoch, []))?.storeEpoch ?? '';

async function tokenAt(databaseUrl: string): Promise<string> {
  const database = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
  const token = await makeToken(database, CITY, 'Montserrat Prova', Date.now());
  await database.close();
  return token;
}

async function untilMore(load: Load, count = UPLOADS_BETWEEN): Promise<void> {
  const before = load.uploads();
  while (load.uploads() < before + count) await wait(LOOK_EVERY_MS);
}
