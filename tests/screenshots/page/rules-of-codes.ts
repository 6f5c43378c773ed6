import { boxOf, doOverlap } from './geometry.ts';
import type { Bounds, Misfit } from './report.ts';
import { type Line, nameOf } from './texts.ts';

const MEASURE_MM = 0.05;

/** A QR code with its quiet zone is `svg.follow-code`; its dark modules are `.follow-ink`. */
const codes = (): Element[] =>
  [...document.querySelectorAll('svg.follow-code')].filter((code) => code.getBoundingClientRect().width > 0);

/** A phone at arm's length does not read a smaller code. */
export function smallCodes({ pxPerMm, codeMm }: Bounds): Misfit[] {
  return codes().flatMap((code) => {
    const wideMm = (code.querySelector('.follow-ink')?.getBoundingClientRect().width ?? 0) / pxPerMm;
    return wideMm < codeMm - MEASURE_MM
      ? [{ rule: 'small-code' as const, what: nameOf(code), detail: `${wideMm.toFixed(1)} mm` }]
      : [];
  });
}

/** Words on a code or its quiet zone: neither can be read then. */
export function crossedByCodes(lines: readonly Line[]): Misfit[] {
  return codes().flatMap((code) => {
    const box = boxOf(code.getBoundingClientRect());
    return lines
      .filter((line) => doOverlap(line.box, box))
      .map((line) => ({ rule: 'crossed' as const, what: `“${line.text}”`, detail: `by ${nameOf(code)}` }));
  });
}
