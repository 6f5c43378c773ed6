import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { writeNewKeyFile } from '../../../src-central/key-files.ts';
import { type Cluster, startCluster } from '../../cluster/cluster.ts';
import type { Complaint } from '../../support/ledger.ts';
import { CITY, orderAt } from '../centre/city.ts';
import { type CentrePromise, collectComplaints } from '../centre/complaints.ts';
import { startFront } from '../centre/front.ts';
import type { Pace } from '../centre/kiosk.ts';
import { type Load, startLoad } from '../centre/load.ts';
import { REAL_PROGRAM } from '../centre/replica.ts';
import { startReplicas } from '../centre/replicas.ts';
import { createRandom } from '../random.ts';
import { FAULTS, type FaultName } from './faults.ts';

export interface ClusterRunOptions {
  faults: readonly FaultName[];
  seed: number;
  kiosks: number;
  /** A commit waits for a second disk. */
  isSynchronous: boolean;
  onFault?: (done: number, name: FaultName, outageMs: number) => void;
}

export interface ClusterRunReport {
  complaints: readonly Complaint<CentrePromise>[];
  events: number;
  changes: number;
  uploads: number;
  /** Of each fault: the longest time in which nothing of any kiosk was taken. */
  outages: readonly { name: FaultName; ms: number }[];
}

/** Four sendings a second of ten kiosks, for an hour. */
const PACE: Pace = { pauseMs: [500, 4_500], mostEvents: 12_000 };
const LOOK_EVERY_MS = 50;
const ENROLLED_AT_ONCE = 5;
const FORGET_TRIES = 'DELETE FROM rate_window WHERE city_id = $1';
/** Taken after a fault, before the next one. */
const UPLOADS_BETWEEN = 20;

/** A city's kiosks and people at three replicas on a cluster, to which something happens again and again. */
export async function runClusterOf(options: ClusterRunOptions): Promise<ClusterRunReport> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-cluster-run-'));
  const cluster = await startCluster(options);
  try {
    return await runOn(cluster, folder, options);
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOn(cluster: Cluster, folder: string, options: ClusterRunOptions): Promise<ClusterRunReport> {
  const { seed, kiosks, faults, onFault = () => {} } = options;
  const complaints = collectComplaints();
  const keyFile = join(folder, 'centre.pem');
  const key = writeNewKeyFile(keyFile);
  if (!key.ok) throw new Error(key.error.detail);
  let stream = 0;
  const nextRandom = () => createRandom(seed, stream++);
  const { databaseUrl } = cluster;
  const replicas = startReplicas({ program: REAL_PROGRAM, databaseUrl, keyFile, random: nextRandom(), complaints });
  const database = openPostgres(databaseUrl, { connections: 2, onTrouble: () => {} });
  const front = await startFront(replicas.ports);
  const gauge = openGauge();
  let living: Load | null = null;
  try {
    await replicas.allListen();
    const order = orderAt(front.url, await makeToken(database, CITY, 'Montserrat Prova', Date.now()));
    const load = await startLoad({
      ...{ url: front.url, order, centreKey: key.value.publicKey, kiosks, nextRandom, complaints, pace: PACE },
      onUpload: gauge.seen,
      // As many an hour as the centre takes of one address are too few for this test.
      onEnrolled: async (count) => count % ENROLLED_AT_ONCE === 0 && database.query(FORGET_TRIES, [CITY]),
    });
    living = load;
    const target = { cluster, replicas, random: nextRandom() };
    const outages: { name: FaultName; ms: number }[] = [];
    for (const name of faults) {
      await untilMore(load);
      gauge.start();
      await FAULTS[name](target);
      await cluster.whole();
      await untilMore(load);
      outages.push({ name, ms: gauge.longestMs() });
      onFault(outages.length, name, gauge.longestMs());
    }
    await replicas.allListen();
    await load.finish();
    await load.check(database);
    return {
      ...{ complaints: complaints.list, events: load.events(), changes: load.changes(), uploads: load.uploads() },
      outages,
    };
  } finally {
    living?.abandon();
    await replicas.stop();
    await front.close();
    await database.close();
  }
}

async function untilMore(load: Load): Promise<void> {
  const before = load.uploads();
  while (load.uploads() < before + UPLOADS_BETWEEN) await wait(LOOK_EVERY_MS);
}

/** The longest time without an upload since it was started. */
function openGauge() {
  let lastMs = performance.now();
  let longestMs = 0;
  return {
    start() {
      lastMs = performance.now();
      longestMs = 0;
    },
    seen() {
      const nowMs = performance.now();
      longestMs = Math.max(longestMs, nowMs - lastMs);
      lastMs = nowMs;
    },
    longestMs: () => Math.round(longestMs),
  };
}
