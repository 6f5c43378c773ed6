import type { Box } from './geometry.ts';
import type { Bounds, Look, Misfit } from './report.ts';
import { crossedByCodes, smallCodes } from './rules-of-codes.ts';
import { readOtherwise } from './rules-of-order.ts';
import { nearTargets, outOfReach, smallTargets } from './rules-of-targets.ts';
import {
  clipped,
  covered,
  crossed,
  notApart,
  overlapping,
  parted,
  stickingOut,
  tornApart,
  withEllipsis,
  withSmallCapitals,
} from './rules-of-text.ts';
import { fewChoices, partedFacades, secondPages } from './rules-of-wholes.ts';
import { type Survey, survey } from './survey.ts';
import { type Line, seeing, seenLines } from './texts.ts';

/** A dialog's answer is needed before the text and controls behind it can be used. */
const ASKING = '[role="alertdialog"], [role="dialog"], dialog[open]';

/** The curtain hides the screen behind it from view, but the screen still receives touches. */
const CURTAIN = '.curtain';

/** Content beside a warning band, such as the ticket's number, which never counts as behind the warning. */
const STANDS_BESIDE = '[data-warned="band"] :is(.number, .stripe)';

/** True if the dialog `asking` covers the element. Parts of the dialog and uncovered elements beside it do not count as behind it. */
function isBehind(asking: Element, element: Element, box: Box): boolean {
  if (asking.contains(element) || element.contains(asking)) return false;
  if (element.closest(STANDS_BESIDE) !== null) return false;
  const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return top !== null && !top.contains(element) && !element.contains(top);
}

function isFront({ element, box }: { element: Element; box: Box }): boolean {
  const curtain = document.querySelector(CURTAIN);
  if (curtain !== null) return curtain.contains(element);
  const asking = document.querySelector(ASKING);
  return asking === null || !isBehind(asking, element, box);
}

export const frontLines = (): Line[] => seenLines(seeing()).filter(isFront);

export function lookAtPage(bounds: Bounds, seen: SeenTexts = new Map(), all: Survey = survey()): Look {
  const lines = all.lines.filter(isFront);
  const targets = all.targets.filter(isFront);
  const misfits: Misfit[] = [
    ...clipped(lines),
    ...withEllipsis(lines),
    ...parted(lines),
    ...covered(lines),
    ...overlapping(lines, targets),
    ...stickingOut(lines),
    ...crossed(lines, all, document.querySelector(ASKING)),
    ...crossedByCodes(lines),
    ...smallCodes(bounds),
    ...secondPages(bounds),
    ...partedFacades(bounds),
    ...fewChoices(bounds),
    ...withSmallCapitals(lines, bounds),
    ...tornApart(lines),
    ...notApart(lines, bounds),
    ...smallTargets(targets, bounds),
    ...nearTargets(targets, bounds),
    ...readOtherwise(targets),
    ...outOfReach(
      targets.filter(({ element }) => element.closest('.bar') === null),
      bounds,
    ),
  ];
  return { misfits: withoutRepeats(misfits), texts: textsOf(lines, bounds, seen) };
}

/** The texts seen so far: a title that each page of a screen repeats counts once. */
export type SeenTexts = Map<Text, Look['texts'][number]>;

export const textsOnPage = (bounds: Bounds, seen: SeenTexts): Look['texts'] => textsOf(frontLines(), bounds, seen);

function withoutRepeats(misfits: readonly Misfit[]): Misfit[] {
  const kept = new Map<string, Misfit>();
  for (const misfit of misfits) {
    const key = `${misfit.rule} ${misfit.what}`;
    if (!kept.has(key)) kept.set(key, misfit);
  }
  return [...kept.values()];
}

/**
 * True if a warning that makes the screen inert may hide this line. The ticket's number, the stripe with the paper's place and the warning
 * itself must stay visible in every size of type.
 */
function isHeldBack({ node }: Line): boolean {
  const parent = node.parentElement;
  if (parent === null || parent.closest('[data-warned]') === null) return false;
  if (parent.closest('.bar') !== null) return true;
  return parent.closest('[data-warned="line"], .warning-words, .warning .button, .number, .stripe') === null;
}

function textsOf(lines: readonly Line[], { pxPerMm }: Bounds, seen: SeenTexts): Look['texts'] {
  for (const { node, text, capitalPx } of lines.filter(
    (line) =>
      !isHeldBack(line) && line.node.parentElement?.closest('.pager, .more-languages, [data-by-size="true"]') === null,
  ))
    seen.set(node, {
      text,
      capitalMm: capitalPx / pxPerMm,
      mayGo:
        node.parentElement?.closest(
          '[data-gives], [data-instead], .about-city, .row-subtitle, .row-queue, .asked-mark[role], .day-question-why',
        ) !== null,
    });
  return [...seen.values()];
}
