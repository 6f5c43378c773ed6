import { whyNoCluster } from '../../cluster/debian.ts';
import { tellComplaints } from '../../support/ledger.ts';
import type { CentrePromise } from '../centre/complaints.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom, type Random } from '../random.ts';
import { FAULT_NAMES, type FaultName } from './faults.ts';
import { runClusterOf } from './run.ts';

const KIOSKS = 100;
const CONTROL = {
  isSynchronous: false,
  kiosks: 20,
  faults: ['primary loses power while nobody hears it', 'primary loses power while nobody hears it'],
} as const;

/**
 * Disturbs a cluster of three machines under the centre: machines lose power, freeze or are cut off. No acknowledged
 * event may be lost or doubled.
 */
export async function runCluster({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const reason = whyNoCluster();
  if (reason !== null) throw new Error(`there is no cluster here: ${reason}`);
  const real = await runClusterOf({
    faults: planFaults(n, createRandom(seed, 1_000_000)),
    seed,
    kiosks: KIOSKS,
    isSynchronous: true,
    onFault: (done, name, ms) => progress(`${done} of ${n}: ${name}; nothing was taken for ${seconds(ms)}`),
  });
  tellComplaints(real.complaints, progress);
  progress(`${real.events} events in ${real.uploads} uploads, ${real.changes} changes told`);
  tellOutages(real.outages, progress);

  const { complaints } = await runClusterOf({ ...CONTROL, seed });
  const noticed = complaints.filter(({ promise }) => promise === 'lost').length;
  progress(`without synchronous commit: ${noticed} times lost noticed, of ${complaints.length} complaints`);
  const count = (...promises: CentrePromise[]) =>
    real.complaints.filter(({ promise }) => promises.includes(promise)).length;
  return {
    violations: real.complaints.length,
    lost: count('lost', 'not-delivered', 'change-skipped'),
    repeated: count('twice'),
    control: { planted: 1, caught: noticed > 0 ? 1 : 0 },
  };
}

function planFaults(count: number, random: Random): FaultName[] {
  const plan: FaultName[] = [];
  while (plan.length < count) {
    const left = [...FAULT_NAMES];
    while (left.length > 0) plan.push(...left.splice(random.int(0, left.length - 1), 1));
  }
  return plan.slice(0, count);
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Prints how long no kiosk got an answer, as median and maximum over all faults and for each fault. */
function tellOutages(outages: readonly { name: FaultName; ms: number }[], progress: (line: string) => void): void {
  const tell = (what: string, of: readonly { ms: number }[]): void => {
    const times = of.map(({ ms }) => ms).sort((a, b) => a - b);
    const middle = times[Math.floor(times.length / 2)];
    if (middle !== undefined)
      progress(`${what}: ${of.length} times, p50 ${seconds(middle)}, worst ${seconds(times.at(-1) ?? middle)}`);
  };
  tell('without service', outages);
  for (const name of FAULT_NAMES)
    tell(
      name,
      outages.filter((outage) => outage.name === name),
    );
}
