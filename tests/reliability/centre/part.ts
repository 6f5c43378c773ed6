import { join } from 'node:path';
import { tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import type { CentrePromise } from './complaints.ts';
import { type CentreOptions, runCentreOf } from './run.ts';

const KIOSKS = 16;
const DATABASE_KILL_EVERY = 5;
const TELL_EVERY = 10;

const planted = (fault: string) => [join(import.meta.dirname, 'planted-replica.ts'), fault];

const CONTROLS: readonly {
  name: string;
  promise: CentrePromise;
  options: Omit<CentreOptions, 'seed' | 'cutsMigrations'>;
}[] = [
  {
    name: 'answers before it commits',
    promise: 'lost',
    options: { kills: 6, databaseKillEvery: 100, kiosks: 8, program: planted('answers-before-commit') },
  },
  {
    name: 'takes what comes again for new',
    promise: 'derived-wrongly',
    options: { kills: 3, databaseKillEvery: 100, kiosks: 8, program: planted('counts-again') },
  },
  {
    name: 'gives a change its number before its turn',
    promise: 'change-skipped',
    options: { kills: 3, databaseKillEvery: 100, kiosks: 4, program: planted('numbers-without-lock') },
  },
  {
    name: 'a database that does not wait for its disk',
    promise: 'lost',
    options: {
      kills: 4,
      databaseKillEvery: 2,
      kiosks: 8,
      settings: {
        synchronous_commit: 'off',
        wal_writer_delay: '10s',
        wal_writer_flush_after: '1GB',
        bgwriter_lru_maxpages: '0',
        autovacuum: 'off',
        wal_buffers: '16MB',
      },
    },
  },
];

/**
 * Kills three replicas and their PostgreSQL while kiosks send events and people give orders. Also kills replicas during two migrations: the
 * first one of an empty database, and that of the next release.
 */
export async function runCentre({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const real = await runCentreOf({
    kills: n,
    databaseKillEvery: DATABASE_KILL_EVERY,
    seed,
    kiosks: KIOSKS,
    cutsMigrations: true,
    onKill: (done) => void (done % TELL_EVERY === 0 && progress(`${done} of ${n} kills`)),
  });
  tellComplaints(real.complaints, progress);
  progress(
    `${real.events} events, ${real.changes} changes told; PostgreSQL killed ${real.databaseKills} times, ${real.migrationsCut} migrations cut off`,
  );

  let caught = 0;
  for (const { name, promise, options } of CONTROLS) {
    const { complaints } = await runCentreOf({ ...options, seed, cutsMigrations: false });
    const noticed = complaints.filter((complaint) => complaint.promise === promise).length;
    progress(`${name}: ${noticed} times ${promise} noticed, of ${complaints.length} complaints`);
    if (noticed > 0) caught += 1;
  }
  const count = (...promises: CentrePromise[]) =>
    real.complaints.filter(({ promise }) => promises.includes(promise)).length;
  return {
    violations: real.complaints.length,
    lost: count('lost', 'not-delivered', 'change-skipped'),
    repeated: count('twice'),
    control: { planted: CONTROLS.length, caught },
  };
}
