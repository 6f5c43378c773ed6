import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The same seed gives the same values. */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** True in `share` of the cases, 0 to 1. */
  chance(share: number): boolean;
  pick<T>(options: readonly T[]): T;
  bytes(count: number): number[];
}

const FINE = 1_000_000;

export function createRandom(seed: number, stream = 0): Random {
  // Neighbouring seeds would give similar first values, so the seed's bits are mixed.
  const generator = xoroshiro128plus(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35));
  const int = (from: number, to: number) => uniformInt(generator, from, to);
  return {
    int,
    chance: (share) => int(1, FINE) <= share * FINE,
    pick(options) {
      const picked = options[int(0, options.length - 1)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    bytes: (count) => Array.from({ length: count }, () => int(0, 255)),
  };
}
