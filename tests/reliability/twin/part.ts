import type { Choose } from '../../../src-central/twin/hall.ts';
import { type CallingRule, nextToCall, type WaitingPerson } from '../../../src-main/domain/calling-order.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { FORMULAS, heldBy } from './closed.ts';

/**
 * A 95 % interval misses the true value in 5 of 100 seeds on average. A correct twin exceeds this limit in one of a
 * thousand trials of a formula.
 */
const mostMissed = (n: number): number => n * 0.05 + 3.1 * Math.sqrt(n * 0.05 * 0.95);
const CONTROL_SEEDS = 4;

const last = <P extends WaitingPerson>(waiting: readonly P[]): P | null => waiting.at(-1) ?? null;
const backwards = (rule: CallingRule): CallingRule => {
  const { appointment, preferential, 'walk-in': walkIn } = rule.headStartMinutes;
  return { ...rule, headStartMinutes: { appointment, preferential: walkIn, 'walk-in': preferential } };
};

const PLANTS: readonly { name: string; choose: Choose }[] = [
  { name: 'calls the latest first', choose: (waiting) => last(waiting) },
  { name: 'ignores classes', choose: (waiting) => waiting[0] ?? null },
  {
    name: 'calls the second class first',
    choose: (waiting, rule, nowMs) => nextToCall(waiting, backwards(rule), nowMs),
  },
];

function missed(n: number, seed: number, choose?: Choose): number[] {
  const counts = FORMULAS.map(() => 0);
  for (let no = 0; no < n; no += 1)
    for (const [at, isHeld] of heldBy(seed * 100_000 + no, choose).entries())
      if (!isHeld) counts[at] = (counts[at] ?? 0) + 1;
  return counts;
}

/** Compares the twin's queues with the formulas of steady queues. The planted faults are wrong calling rules. */
export async function runTwin({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const counts = missed(n, seed);
  for (const [at, { name }] of FORMULAS.entries())
    progress(`${name}: within the interval for ${n - (counts[at] ?? 0)} of ${n} seeds`);
  const planted = PLANTS.map(({ name, choose }) => {
    const most = Math.max(...missed(Math.min(n, CONTROL_SEEDS), seed, choose));
    const isCaught = most > mostMissed(Math.min(n, CONTROL_SEEDS));
    progress(`an order that ${name}: ${isCaught ? 'caught' : 'NOT caught'}, missed for ${most} seeds`);
    return isCaught;
  });
  return {
    violations: counts.filter((count) => count > mostMissed(n)).length,
    lost: 0,
    repeated: 0,
    control: { planted: PLANTS.length, caught: planted.filter(Boolean).length },
  };
}
