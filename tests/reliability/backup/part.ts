import { whyNoCluster } from '../../cluster/debian.ts';
import { tellComplaints } from '../../support/ledger.ts';
import type { CentrePromise } from '../centre/complaints.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { runBackupOf } from './run.ts';

const KIOSKS = 12;

/**
 * Loses the database and its disk and restores an earlier backup. Kiosks must send their events again, and each event
 * must be stored once.
 */
export async function runBackup({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const reason = whyNoCluster();
  if (reason !== null) throw new Error(`there is no pgBackRest here: ${reason}`);
  const real = await runBackupOf({
    losses: n,
    seed,
    kiosks: KIOSKS,
    isOrdered: true,
    onLoss: (done, lost) => progress(`${done} of ${n}: put back without the last ${lost} events`),
  });
  tellComplaints(real.complaints, progress);
  progress(`${real.events} events, of which ${real.lostAtFirst} were sent again after a restoration`);

  const { complaints } = await runBackupOf({ losses: 1, seed, kiosks: KIOSKS, isOrdered: false });
  const noticed = complaints.filter(({ promise }) => promise === 'lost').length;
  progress(`put back and not told: ${noticed} times lost noticed, of ${complaints.length} complaints`);
  const count = (...promises: CentrePromise[]) =>
    real.complaints.filter(({ promise }) => promises.includes(promise)).length;
  return {
    violations: real.complaints.length,
    lost: count('lost', 'not-delivered'),
    repeated: count('twice'),
    control: { planted: 1, caught: noticed > 0 ? 1 : 0 },
  };
}
