import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { pinnedNode } from '../../../build/runtime.ts';
import { CENTRE } from '../../../src-central/replica-context.ts';
import { type BackedUpPostgres, startBackedUpPostgres } from '../../cluster/backed-up.ts';
import type { Complaint } from '../../support/ledger.ts';
import { CITY } from '../centre/city.ts';
import type { CentrePromise } from '../centre/complaints.ts';
import type { Load } from '../centre/load.ts';
import { REAL_PROGRAM } from '../centre/replica.ts';
import { openStage, type Stage, withDatabase } from '../centre/stage.ts';

export interface BackupRunOptions {
  losses: number;
  seed: number;
  kiosks: number;
  /** Whether the operator runs the command `restored` after each restoration. */
  isOrdered: boolean;
  onLoss?: (done: number, sentAgain: number) => void;
}

export interface BackupRunReport {
  complaints: readonly Complaint<CentrePromise>[];
  events: number;
  lostAtFirst: number;
}

const LOOK_EVERY_MS = 50;
const UPLOADS_BETWEEN = 100;
const COUNT_EVENTS = 'SELECT count(*) AS count FROM event WHERE city_id = $1';

/** Runs a city's kiosks at three replicas whose database is lost and restored from an earlier backup, again and again. */
export async function runBackupOf(options: BackupRunOptions): Promise<BackupRunReport> {
  const postgres = await startBackedUpPostgres();
  try {
    const stage = await openStage({ databaseUrl: postgres.databaseUrl, seed: options.seed });
    try {
      return await runOn(postgres, stage, options);
    } finally {
      await stage.close();
    }
  } finally {
    await postgres.stop();
  }
}

async function runOn(
  postgres: BackedUpPostgres,
  stage: Stage,
  { losses, kiosks, isOrdered, onLoss = () => {} }: BackupRunOptions,
): Promise<BackupRunReport> {
  const { databaseUrl } = postgres;
  const { complaints } = stage;
  const load = await stage.enter({ kiosks, isRestored: true });
  const random = stage.nextRandom();
  let lostAtFirst = 0;
  for (let done = 1; done <= losses; done += 1) {
    await untilMore(load);
    if (done % 2 === 1) postgres.backUp();
    await untilMore(load);
    const moment = await postgres.mark();
    await untilMore(load, random.int(20, UPLOADS_BETWEEN));
    await stage.replicas().stop();
    const before = await eventsAt(databaseUrl);
    const epoch = await epochAt(databaseUrl);
    await postgres.lose();
    await postgres.restore(moment);
    const lost = before - (await eventsAt(databaseUrl));
    if (lost <= 0) throw new Error('the restoration lost nothing: it proves nothing');
    lostAtFirst += lost;
    if (isOrdered) orderRestored(databaseUrl);
    if (isOrdered === ((await epochAt(databaseUrl)) === epoch)) complaints.complain('changed', `store epoch ${epoch}`);
    await stage.begin();
    onLoss(done, lost);
  }
  await untilMore(load);
  await load.finish();
  await withDatabase(databaseUrl, (database) => load.check(database));
  return { complaints: complaints.list, events: load.events(), lostAtFirst };
}

function orderRestored(databaseUrl: string): void {
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl, TORN_ENVIRONMENT: 'test' };
  const { status, stderr } = spawnSync(pinnedNode, [...REAL_PROGRAM, 'restored'], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`restored: ${stderr}`);
}

const eventsAt = (databaseUrl: string): Promise<number> =>
  withDatabase(databaseUrl, async (database) => {
    const [row] = await database.query<{ count: number }>(COUNT_EVENTS, [CITY]);
    return row?.count ?? 0;
  });

const epochAt = (databaseUrl: string): Promise<string> =>
  withDatabase(databaseUrl, async (database) => {
    const [row] = await database.query<{ storeEpoch: string }>(CENTRE.storeEpoch);
    return row?.storeEpoch ?? '';
  });

async function untilMore(load: Load, count = UPLOADS_BETWEEN): Promise<void> {
  const before = load.uploads();
  while (load.uploads() < before + count) await wait(LOOK_EVERY_MS);
}
