import type { PartOptions, PartReport } from '../part.ts';
import { type Run, runSeed, STEPS } from './schedule.ts';
import type { Counts, Invariant, Variant } from './state.ts';
import { CONTROLS, PRODUCT } from './variants.ts';

/**
 * Each control (a variant with a planted fault) must break a promise within this many seeds. The rarest fault shows in four of ten seeds.
 */
const CONTROL_SEEDS = 2_000;
const TELL_EVERY = 5_000;

export interface Failing {
  seed: number;
  run: Run;
}

export interface Tried {
  failing: number;
  broken: Record<Invariant, number>;
  shortest: Failing | null;
  counts: Counts;
}

export function trySeeds(variant: Variant, seed: number, n: number, onSeed?: (done: number) => void): Tried {
  const tried: Tried = {
    failing: 0,
    broken: { I1: 0, I2: 0, U2: 0, I4: 0, C1: 0 },
    shortest: null,
    counts: { papers: 0, crashes: 0, jumps: 0, restores: 0, journalLosses: 0, doubleLosses: 0, refusals: 0, given: 0 },
  };
  for (let at = 0; at < n; at += 1) {
    const run = runSeed(variant, seed + at);
    addCounts(tried.counts, run.counts);
    if (run.violation !== null) {
      tried.failing += 1;
      tried.broken[run.violation.invariant] += 1;
      if (tried.shortest === null || run.steps < tried.shortest.run.steps) tried.shortest = { seed: seed + at, run };
    }
    onSeed?.(at + 1);
  }
  return tried;
}

function addCounts(sum: Counts, more: Counts): void {
  sum.papers += more.papers;
  sum.crashes += more.crashes;
  sum.jumps += more.jumps;
  sum.restores += more.restores;
  sum.journalLosses += more.journalLosses;
  sum.doubleLosses += more.doubleLosses;
  sum.refusals += more.refusals;
  sum.given += more.given;
}

/** Runs the product's numbering under a random scheduler, and twelve faulty numberings that must break a promise there. */
export const runModel = async (options: PartOptions): Promise<PartReport> => tryModel(options, CONTROL_SEEDS);

/** Does the same as `runModel`, but each control must break a promise within `controlSeeds` seeds. */
export function tryModel({ n, seed, progress, trace }: PartOptions, controlSeeds: number): PartReport {
  const tried = trySeeds(PRODUCT, seed, n, (done) => {
    if (done % TELL_EVERY === 0) progress(`${done} of ${n} seeds`);
  });
  progress(`${n} seeds of ${STEPS} steps: ${JSON.stringify(tried.counts)}`);
  if (tried.shortest !== null) {
    progress(`BROKEN in ${tried.failing} of ${n} seeds; ${nameOf(tried.shortest)}:`);
    runSeed(PRODUCT, tried.shortest.seed, progress);
  } else if (trace) runSeed(PRODUCT, seed, progress);

  let caught = 0;
  CONTROLS.forEach((control, index) => {
    const { failing, shortest } = trySeeds(control, seed, controlSeeds);
    const result =
      shortest === null ? 'NOT caught' : `fails in ${failing} of ${controlSeeds} seeds, ${nameOf(shortest)}`;
    progress(`control ${index + 1}, ${control.name}: ${result}`);
    if (shortest === null) return;
    caught += 1;
    if (trace) runSeed(control, shortest.seed, progress);
  });
  return {
    violations: tried.failing,
    lost: tried.broken.I2 + tried.broken.I4,
    repeated: tried.broken.I1 + tried.broken.U2 + tried.broken.C1,
    control: { planted: CONTROLS.length, caught },
  };
}

const nameOf = ({ seed, run }: Failing): string =>
  `the shortest is --seed ${seed}, ${run.steps} steps to ${run.violation?.invariant}, ${run.violation?.detail}`;
