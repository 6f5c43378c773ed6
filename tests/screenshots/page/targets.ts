import { windowOf } from './clipping.ts';
import { type Box, boxOf, intersection } from './geometry.ts';
import type { Seeing } from './texts.ts';

const TARGETS =
  'button, a[href], input, select, textarea, summary, [tabindex]:not([tabindex="-1"]), [role="button"], [role="switch"], [role="radio"], [role="checkbox"], [role="option"], [role="link"]';

export interface Target {
  element: Element;
  /** Only the part that can be touched. */
  box: Box;
  name: string;
}

export function seenTargets(isSeen: Seeing): Target[] {
  return [...document.body.querySelectorAll(TARGETS)].filter(isSeen).map((element) => ({
    element,
    box: intersection(boxOf(element.getBoundingClientRect()), windowOf(element)),
    name: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 50),
  }));
}
