import { type Outline, outlines, type Painted, paintedBoxes } from './painted.ts';
import { seenTargets, type Target } from './targets.ts';
import { type Line, seeing, seenLines } from './texts.ts';

/** Everything visible on the page, measured once for all rules and for the hash. */
export interface Survey {
  lines: readonly Line[];
  targets: readonly Target[];
  boxes: readonly Painted[];
  drawn: readonly Outline[];
}

export function survey(): Survey {
  const isSeen = seeing();
  return {
    lines: seenLines(isSeen),
    targets: seenTargets(isSeen),
    boxes: paintedBoxes(isSeen),
    drawn: outlines(isSeen),
  };
}
