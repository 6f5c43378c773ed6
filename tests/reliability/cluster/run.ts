import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../../src-central/database/database.ts';
import { type Cluster, startCluster } from '../../cluster/cluster.ts';
import type { Complaint } from '../../support/ledger.ts';
import { CITY } from '../centre/city.ts';
import type { CentrePromise } from '../centre/complaints.ts';
import type { Pace } from '../centre/kiosk.ts';
import type { Load } from '../centre/load.ts';
import { openStage, type Stage, withDatabase } from '../centre/stage.ts';
import { FAULTS, type FaultName } from './faults.ts';

export interface ClusterRunOptions {
  faults: readonly FaultName[];
  seed: number;
  kiosks: number;
  /** Whether a commit waits until a second machine has it on disk. */
  isSynchronous: boolean;
  onFault?: (done: number, name: FaultName, outageMs: number) => void;
}

export interface ClusterRunReport {
  complaints: readonly Complaint<CentrePromise>[];
  events: number;
  changes: number;
  uploads: number;
  /** The longest time during each fault in which no upload was accepted. */
  outages: readonly { name: FaultName; ms: number }[];
}

/** Ten kiosks make four uploads a second in total. `mostEvents` suffices for an hour. */
const PACE: Pace = { pauseMs: [500, 4_500], mostEvents: 12_000 };
const LOOK_EVERY_MS = 50;
const ENROLLED_AT_ONCE = 5;
const FORGET_TRIES = 'DELETE FROM rate_window WHERE city_id = $1';
const UPLOADS_BETWEEN = 20;

/** Runs a city's kiosks and people at three replicas on a cluster, and disturbs the cluster again and again. */
export async function runClusterOf(options: ClusterRunOptions): Promise<ClusterRunReport> {
  const cluster = await startCluster(options);
  try {
    const stage = await openStage({ databaseUrl: cluster.databaseUrl, seed: options.seed });
    try {
      return await withDatabase(cluster.databaseUrl, (database) => runOn({ cluster, stage, database }, options));
    } finally {
      await stage.close();
    }
  } finally {
    await cluster.stop();
  }
}

async function runOn(
  { cluster, stage, database }: { cluster: Cluster; stage: Stage; database: Database },
  { kiosks, faults, onFault = () => {} }: ClusterRunOptions,
): Promise<ClusterRunReport> {
  const gauge = openGauge();
  const load = await stage.enter({
    kiosks,
    pace: PACE,
    onUpload: gauge.seen,
    // The centre's counts of attempts per address are deleted, because this test enrols more kiosks than one address may in ten minutes.
    onEnrolled: async (count) => count % ENROLLED_AT_ONCE === 0 && database.query(FORGET_TRIES, [CITY]),
  });
  const replicas = stage.replicas();
  const target = { cluster, replicas, random: stage.nextRandom(), fell: { atMs: Number.NEGATIVE_INFINITY } };
  for (const what of await cluster.wrongAnswers()) stage.complaints.complain('access', what);
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
  const counts = { events: load.events(), changes: load.changes(), uploads: load.uploads() };
  return { ...counts, complaints: stage.complaints.list, outages };
}

async function untilMore(load: Load): Promise<void> {
  const before = load.uploads();
  while (load.uploads() < before + UPLOADS_BETWEEN) await wait(LOOK_EVERY_MS);
}

/** Measures the longest time between two accepted uploads. */
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
