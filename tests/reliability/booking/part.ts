import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { PLANTS } from './planted.ts';
import { liveManyReplicas } from './replicas.ts';
import { type BookingPromise, liveMorning, REAL, type Steps } from './world.ts';

const CONTROL_MORNINGS = 100;
/** One case on real replicas runs per this many simulated mornings, because such a case takes seconds and a morning a millisecond. */
const MORNINGS_PER_REPLICAS = 5_000;

function liveMornings(from: number, to: number, seed: number, steps: Steps): Complaint<BookingPromise>[] {
  const complaints: Complaint<BookingPromise>[] = [];
  for (let no = from; no < to; no += 1)
    complaints.push(...liveMorning(`seed ${seed}, morning ${no}`, createRandom(seed, no), steps));
  return complaints;
}

/**
 * Simulates mornings of an office by the centre's own rules. The planted faults are replicas that leave out a step. After every
 * `MORNINGS_PER_REPLICAS` mornings, runs three real replicas on a PostgreSQL that is killed.
 */
export async function runBooking({ n, from, seed, progress }: PartOptions): Promise<PartReport> {
  const complaints = liveMornings(from, from + n, seed, REAL);
  const times = Math.floor(n / MORNINGS_PER_REPLICAS);
  complaints.push(...(await liveManyReplicas(times, seed)));
  progress(`${n} mornings in the model, ${times} at three replicas with a killed database`);
  tellComplaints(complaints, progress);
  let caught = 0;
  for (const { name, breaks, steps } of PLANTS) {
    const control = liveMornings(0, CONTROL_MORNINGS, seed, steps);
    const noticed = control.filter(({ promise }) => breaks.includes(promise)).length;
    if (noticed > 0) caught += 1;
    progress(`a replica that ${name}: ${noticed === 0 ? 'NOT caught' : `caught ${noticed} times`}`);
  }
  const count = (one: BookingPromise) => complaints.filter(({ promise }) => promise === one).length;
  return {
    violations: complaints.length,
    lost: count('lost'),
    repeated: count('repeated'),
    control: { planted: PLANTS.length, caught },
  };
}
