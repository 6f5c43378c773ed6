import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import type { Variant } from './hub.ts';
import { OURS, PLANTS } from './planted.ts';
import { type CallingPromise, liveMorning } from './world.ts';

const CONTROL_MORNINGS = 400;
const TELL_EVERY = 10_000;

function liveMornings(count: number, seed: number, variant: Variant, progress: (line: string) => void) {
  const complaints: Complaint<CallingPromise>[] = [];
  for (let no = 0; no < count; no += 1) {
    complaints.push(...liveMorning(`seed ${seed}, morning ${no}`, createRandom(seed, no), variant));
    if ((no + 1) % TELL_EVERY === 0) progress(`${no + 1} mornings`);
  }
  return complaints;
}

/**
 * Simulates mornings of desks and of hubs (the kiosks that serve the desks) with separated networks, power cuts and repeated commands. The
 * planted faults are programs that break a promise.
 */
export async function runCalling({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const complaints = liveMornings(n, seed, OURS, progress);
  tellComplaints(complaints, progress);
  let caught = 0;
  for (const { name, breaks, variant } of PLANTS) {
    const noticed = liveMornings(Math.min(n, CONTROL_MORNINGS), seed, variant, progress).filter(({ promise }) =>
      breaks.includes(promise),
    );
    if (noticed.length > 0) caught += 1;
    progress(`an office that ${name}: ${noticed.length === 0 ? 'NOT caught' : `caught ${noticed.length} times`}`);
  }
  const count = (one: CallingPromise) => complaints.filter(({ promise }) => promise === one).length;
  return {
    violations: complaints.length,
    lost: count('lost'),
    repeated: count('repeated') + count('double'),
    control: { planted: PLANTS.length, caught },
  };
}
