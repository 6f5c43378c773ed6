import { boxOf, doOverlap } from './geometry.ts';
import type { Bounds, Misfit } from './report.ts';
import { type Line, nameOf } from './texts.ts';

const MEASURE_MM = 0.05;

/** `svg.follow-code` includes the quiet zone of a QR code, `.follow-ink` only its dark modules. */
const codes = (): Element[] =>
  [...document.querySelectorAll('svg.follow-code')].filter((code) => code.getBoundingClientRect().width > 0);

/** Finds QR codes that are too small for a phone at arm's length. */
export function smallCodes({ pxPerMm, codeMm }: Bounds): Misfit[] {
  return codes().flatMap((code) => {
    const wideMm = (code.querySelector('.follow-ink')?.getBoundingClientRect().width ?? 0) / pxPerMm;
    return wideMm < codeMm - MEASURE_MM
      ? [{ rule: 'small-code' as const, what: nameOf(code), detail: `${wideMm.toFixed(1)} mm` }]
      : [];
  });
}

/** Finds lines on a QR code or its quiet zone, where neither the line nor the code can be read. */
export function crossedByCodes(lines: readonly Line[]): Misfit[] {
  return codes().flatMap((code) => {
    const box = boxOf(code.getBoundingClientRect());
    return lines
      .filter((line) => doOverlap(line.box, box))
      .map((line) => ({ rule: 'crossed' as const, what: `“${line.text}”`, detail: `by ${nameOf(code)}` }));
  });
}
