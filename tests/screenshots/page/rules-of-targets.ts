import { type Box, doOverlap, gapBetween, heightOf, widthOf } from './geometry.ts';
import type { Bounds, Misfit } from './report.ts';
import type { Target } from './targets.ts';

const MEASURE_MM = 0.1;

export function smallTargets(targets: readonly Target[], { pxPerMm, targetMm }: Bounds): Misfit[] {
  return targets.flatMap(({ box, name }) => {
    const [wide, high] = [Math.max(0, widthOf(box)) / pxPerMm, Math.max(0, heightOf(box)) / pxPerMm];
    if (Math.min(wide, high) >= targetMm - MEASURE_MM) return [];
    return [{ rule: 'small-target' as const, what: `“${name}”`, detail: `${wide.toFixed(1)} × ${high.toFixed(1)} mm` }];
  });
}

/** Finds targets that are too close to each other for a trembling finger. */
export function nearTargets(targets: readonly Target[], { pxPerMm, gapMm }: Bounds): Misfit[] {
  const found: Misfit[] = [];
  for (const [index, one] of targets.entries())
    for (const other of targets.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const mm = gapBetween(one.box, other.box) / pxPerMm;
      if (mm >= gapMm - MEASURE_MM) continue;
      const detail = doOverlap(one.box, other.box) ? 'overlap' : `${mm.toFixed(1)} mm apart`;
      found.push({ rule: 'near-targets', what: `“${one.name}” and “${other.name}”`, detail });
    }
  return found;
}

/**
 * Finds targets above a person's reach. If `reachedPart` is `least`, a target that is taller in large type may extend above the limit, but
 * `targetMm` of its height must be below it.
 */
export function outOfReach(
  targets: readonly Target[],
  { pxPerMm, targetMm, reachFromPx, reachedPart }: Bounds,
): Misfit[] {
  if (reachFromPx === null) return [];
  const mostTopOf = ({ top, bottom }: Box): number =>
    reachedPart === 'whole' ? top : Math.max(top, bottom - targetMm * pxPerMm);
  return targets
    .filter(({ box }) => mostTopOf(box) < reachFromPx - MEASURE_MM * pxPerMm)
    .map(({ box, name }) => ({
      rule: 'out-of-reach' as const,
      what: `“${name}”`,
      detail: `${((reachFromPx - box.top) / pxPerMm).toFixed(1)} mm too high`,
    }));
}
