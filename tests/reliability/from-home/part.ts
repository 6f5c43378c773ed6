import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import type { Variant } from './kiosk.ts';
import { OURS, PLANTS } from './planted.ts';
import { type FromHomePromise, liveMorning } from './world.ts';

const CONTROL_MORNINGS = 200;
const TELL_EVERY = 10_000;

function liveMornings(from: number, count: number, seed: number, variant: Variant, progress: (line: string) => void) {
  const complaints: Complaint<FromHomePromise>[] = [];
  for (let no = from; no < from + count; no += 1) {
    complaints.push(...liveMorning(`seed ${seed}, morning ${no}`, createRandom(seed, no), variant));
    if ((no + 1) % TELL_EVERY === 0) progress(`${no + 1} mornings`);
  }
  return complaints;
}

/**
 * Simulates mornings with tickets from home under the program's own rules: one or two kiosks, networks that lose, repeat and delay
 * messages, power cuts at every write, and citizens who come or do not. The planted faults are programs that break a promise.
 */
export async function runFromHome({ n, from, seed, progress }: PartOptions): Promise<PartReport> {
  const complaints = liveMornings(from, n, seed, OURS, progress);
  tellComplaints(complaints, progress);
  let caught = 0;
  for (const { name, breaks, variant } of PLANTS) {
    const noticed = liveMornings(0, Math.min(n, CONTROL_MORNINGS), seed, variant, progress).filter(({ promise }) =>
      breaks.includes(promise),
    );
    if (noticed.length > 0) caught += 1;
    progress(`a program that ${name}: ${noticed.length === 0 ? 'NOT caught' : `caught ${noticed.length} times`}`);
  }
  const count = (one: FromHomePromise) => complaints.filter(({ promise }) => promise === one).length;
  return {
    violations: complaints.length,
    lost: count('lost'),
    repeated: count('twice'),
    control: { planted: PLANTS.length, caught },
  };
}
