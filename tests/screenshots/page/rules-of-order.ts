import { stopsOf } from '../../../src-renderer/reading/stops.ts';
import type { Misfit } from './report.ts';
import type { Target } from './targets.ts';

/** Finds keys that are read aloud too late: after a key in a lower row, or after one further to the right in the same row. */
export function readOtherwise(targets: readonly Target[]): Misfit[] {
  const seen = new Map(targets.map((target) => [target.element, target]));
  return [...document.querySelectorAll('.keys')].flatMap((keys) => {
    const read = stopsOf(keys, 'ca').flatMap(({ element }) => seen.get(element) ?? []);
    return read.slice(1).flatMap((next, at): Misfit[] => {
      const before = read[at];
      if (before === undefined || isBehind(next, before)) return [];
      return [{ rule: 'read-order', what: `“${next.name}”`, detail: `is read after “${before.name}”` }];
    });
  });
}

const isBehind = ({ box }: Target, { box: before }: Target): boolean =>
  box.top >= before.bottom || (box.bottom > before.top && box.left >= before.right);
