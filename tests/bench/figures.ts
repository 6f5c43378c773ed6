export interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  ratio: number;
}

/** Returns the sample that `share` (above 0, at most 1) of the samples do not exceed. `samples`: unsorted, at least one. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Median and 99th percentile of `samples` in milliseconds, against the median and 99th percentile of `baseline`. */
export function compare(name: string, samples: readonly number[], baseline: readonly number[]): Figure[] {
  return (
    [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const
  ).map(([suffix, share]) => {
    const value = percentile(samples, share);
    const base = percentile(baseline, share);
    return {
      name: `${name}-${suffix}`,
      value: round(value),
      unit: 'ms',
      baseline: round(base),
      ratio: round(value / base),
    };
  });
}

export function against(name: string, unit: string, samples: readonly number[], baseline: number): Figure {
  const value = percentile(samples, 0.5);
  return { name, value: round(value), unit, baseline: round(baseline), ratio: round(value / baseline) };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
