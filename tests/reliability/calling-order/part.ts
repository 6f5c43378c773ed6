import { CALLING_CLASSES } from '../../../src-main/domain/calling-order.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { type CallingPromise, type Choose, liveDay, planDay, type Waits } from './day.ts';
import { byTheRule, PLANTS } from './planted.ts';

const CONTROL_DAYS = 100;

/** `quiet`: days on which the desks can serve everybody; `crowded`: days with up to twice as many people. */
type WaitsByLoad = Record<'quiet' | 'crowded', Waits>;

function liveDays(days: number, seed: number, choose: Choose) {
  const complaints: Complaint<CallingPromise>[] = [];
  const none = (): Waits => ({ appointment: [], preferential: [], 'walk-in': [] });
  const waits: WaitsByLoad = { quiet: none(), crowded: none() };
  for (let no = 0; no < days; no += 1) {
    const plan = planDay(createRandom(seed, no));
    const day = liveDay(`seed ${seed}, day ${no}`, plan, choose);
    complaints.push(...day.complaints);
    const kept = plan.load <= 1 ? waits.quiet : waits.crowded;
    for (const own of CALLING_CLASSES) kept[own].push(...day.waits[own]);
  }
  return { complaints, waits };
}

function tellWaits(waits: WaitsByLoad, progress: PartOptions['progress']): void {
  for (const load of ['quiet', 'crowded'] as const)
    for (const own of CALLING_CLASSES) {
      const sorted = waits[load][own].toSorted((one, other) => one - other);
      const at = (share: number): string => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(0);
      progress(
        `  ${load} days, ${own}: ${sorted.length} people, half ${at(0.5)} min, 90 % ${at(0.9)}, longest ${at(1)}`,
      );
    }
}

/** Runs quiet and crowded days under the calling rule. The planted faults are wrong rules, each of which must break a promise. */
export async function runCallingOrder({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, waits } = liveDays(n, seed, byTheRule);
  tellComplaints(complaints, progress);
  progress('waits by the usual rule');
  tellWaits(waits, progress);
  let caught = 0;
  for (const { name, breaks, choose } of PLANTS) {
    const control = liveDays(CONTROL_DAYS, seed, choose);
    const noticed = control.complaints.filter(({ promise }) => breaks.includes(promise)).length;
    if (noticed > 0) caught += 1;
    progress(`an office that ${name}: ${noticed === 0 ? 'NOT caught' : `caught ${noticed} times`}`);
    tellWaits(control.waits, progress);
  }
  const count = (one: CallingPromise) => complaints.filter(({ promise }) => promise === one).length;
  return {
    violations: complaints.length,
    lost: count('lost'),
    repeated: count('repeated'),
    control: { planted: PLANTS.length, caught },
  };
}
