import { windowForTextOf } from './clipping.ts';
import { type Box, boxOf, doOverlap, isInside, SLACK_PX, widthOf } from './geometry.ts';
import { hasEdges, pointsAlong, sheetOf } from './painted.ts';
import type { Bounds, Misfit, Rule } from './report.ts';
import type { Survey } from './survey.ts';
import type { Target } from './targets.ts';
import { type Line, nameOf } from './texts.ts';

const complaintOf = (rule: Rule, line: Line, detail: string): Misfit => ({
  rule,
  what: `“${line.text.slice(0, 60)}” ${nameOf(line.element)}`,
  detail,
});

const areRelated = (one: Element, other: Element): boolean => one.contains(other) || other.contains(one);

/** Finds lines that are partly off the panel or clipped by an ancestor. */
export function clipped(lines: readonly Line[]): Misfit[] {
  return lines.flatMap((line) => {
    const window = windowForTextOf(line.element);
    if (isInside(line.box, window)) return [];
    const sides = (['left', 'top', 'right', 'bottom'] as const).flatMap((side) => {
      const px = side === 'left' || side === 'top' ? window[side] - line.box[side] : line.box[side] - window[side];
      return px > SLACK_PX ? [`${Math.round(px)} px at the ${side}`] : [];
    });
    return [complaintOf('clipped', line, sides.join(', '))];
  });
}

/** Finds texts that end in an ellipsis or leave out lines for lack of room. */
export function withEllipsis(lines: readonly Line[]): Misfit[] {
  return lines.flatMap((line) => {
    for (let at: Element | null = line.element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      const isShortened = style.textOverflow === 'ellipsis' && at.scrollWidth > at.clientWidth + SLACK_PX;
      const isClamped = style.webkitLineClamp !== 'none' && at.scrollHeight > at.clientHeight + SLACK_PX;
      if (style.overflow !== 'visible' && (isShortened || isClamped))
        return [complaintOf('ellipsis', line, nameOf(at))];
    }
    return [];
  });
}

/**
 * A line must not end between a verb and its pronoun, because `Acosteu-` and `lo` would be read as two words. File names and addresses may
 * break.
 */
const BEFORE_A_PRONOUN = /(?<=(?:^|\s)[«“(¿¡]?\p{L}+)-\u2060?(?=\p{L}{1,4}(?![\p{L}\d.:-]))/gu;

export function parted(lines: readonly Line[]): Misfit[] {
  return [...Map.groupBy(lines, ({ node }) => node)].flatMap(([node, [line, second]]) => {
    if (line === undefined || second === undefined) return [];
    return [...node.data.matchAll(BEFORE_A_PRONOUN)].flatMap(({ index, 0: hyphen }) => {
      const after = index + hyphen.length;
      const [before, next] = [boxOfCharacters(node, index, index + 1), boxOfCharacters(node, after, after + 1)];
      return next.top < (before.top + before.bottom) / 2
        ? []
        : [complaintOf('parted', line, node.data.slice(Math.max(0, index - 10), after + 10))];
    });
  });
}

function boxOfCharacters(node: Text, from: number, to: number): Box {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return boxOf(range.getBoundingClientRect());
}

const MOST_POINTS_OF_LINE = 3;

/** Finds lines that an element of another branch of the page covers. */
export function covered(lines: readonly Line[]): Misfit[] {
  return lines.flatMap((line) => {
    if (getComputedStyle(line.element).pointerEvents === 'none') return [];
    const y = (line.box.top + line.box.bottom) / 2;
    for (let point = 0; point < MOST_POINTS_OF_LINE; point += 1) {
      const x = line.box.left + (widthOf(line.box) * (point + 0.5)) / MOST_POINTS_OF_LINE;
      const top = document.elementFromPoint(x, y);
      if (top !== null && !areRelated(top, line.element) && hasEdges(getComputedStyle(top)))
        return [complaintOf('covered', line, `by ${nameOf(top)}`)];
    }
    return [];
  });
}

/** Finds lines over another text, or over a target to which they do not belong. */
export function overlapping(lines: readonly Line[], targets: readonly Target[]): Misfit[] {
  const found: Misfit[] = [];
  for (const [index, line] of lines.entries()) {
    for (const other of lines.slice(index + 1))
      if (other.node !== line.node && doOverlap(line.box, other.box))
        found.push(complaintOf('overlap', line, `with “${other.text.slice(0, 60)}” ${nameOf(other.element)}`));
    for (const target of targets)
      if (!areRelated(target.element, line.element) && doOverlap(line.box, target.box))
        found.push(complaintOf('overlap', line, `with the target “${target.name}”`));
  }
  return found;
}

/** Finds lines that extend beyond their sheet, row or button. */
export function stickingOut(lines: readonly Line[]): Misfit[] {
  return lines.flatMap((line) => {
    for (let at: Element | null = line.element; at !== null && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === 'inline' || at instanceof SVGElement) continue;
      if (!hasEdges(style) && !at.matches('button, a[href]')) continue;
      return isInside(line.box, boxOf(at.getBoundingClientRect()))
        ? []
        : [complaintOf('sticks-out', line, `of ${nameOf(at)}`)];
    }
    return [];
  });
}

const meets = (box: Box, { x, y }: DOMPoint, halfPx: number): boolean =>
  x > box.left - halfPx && x < box.right + halfPx && y > box.top - halfPx && y < box.bottom + halfPx;

/** Finds lines of text that a stroke or another box's edge crosses. */
export function crossed(lines: readonly Line[], { boxes, drawn }: Survey, asking: Element | null): Misfit[] {
  const alongs = new Map<SVGGeometryElement, DOMPoint[]>();
  return lines.flatMap((line) => {
    const sheet = sheetOf(line.element, line.box);
    const isAsked = asking?.contains(line.element) === true;
    const isSeenHere = (element: Element): boolean =>
      sheet.contains(element) &&
      element !== sheet &&
      !areRelated(element, line.element) &&
      (!isAsked || asking.contains(element));
    const edge = boxes.find(
      ({ element, box }) => isSeenHere(element) && doOverlap(box, line.box) && !isInside(line.box, box),
    );
    if (edge !== undefined) return [complaintOf('crossed', line, `by the edge of ${nameOf(edge.element)}`)];
    const stroke = drawn.find((outline) => {
      const { element, box, halfPx } = outline;
      if (!isSeenHere(element) || !doOverlap(box, line.box, -2 * halfPx - SLACK_PX)) return false;
      const points = alongs.get(element) ?? pointsAlong(outline);
      alongs.set(element, points);
      return points.some((point) => meets(line.box, point, halfPx));
    });
    return stroke === undefined ? [] : [complaintOf('crossed', line, `by a line of ${ownerOf(stroke.element)}`)];
  });
}

const ownerOf = (shape: Element): string => nameOf(shape.closest('svg')?.parentElement ?? shape);

/** Finds Arabic text with wider letter spacing, so that the letters no longer join. */
export function tornApart(lines: readonly Line[]): Misfit[] {
  return lines.flatMap((line) => {
    if (!/\p{Script=Arabic}/u.test(line.text)) return [];
    const { letterSpacing } = getComputedStyle(line.element);
    return Number.parseFloat(letterSpacing) > 0 ? [complaintOf('torn-apart', line, letterSpacing)] : [];
  });
}

/** Spacing that WCAG 1.4.12 requires, as multiples of the font size. */
const APART_EM = { letters: 0.12, words: 0.16, lines: 1.5 } as const;
const MEASURE_EM = 0.001;

/** Finds text without the wider spacing. Single characters, the space around a single line and joined letters are exempt. */
export function notApart(lines: readonly Line[], { apart }: Bounds): Misfit[] {
  if (!apart) return [];
  const inLines = Map.groupBy(lines, ({ node }) => node);
  return lines.flatMap((line) => {
    if (line.element.closest('svg') !== null) return [];
    const style = getComputedStyle(line.element);
    const em = (length: string): number => Number.parseFloat(length) / Number.parseFloat(style.fontSize);
    const isUnder = (length: string, leastEm: number): boolean => !(em(length) >= leastEm - MEASURE_EM);
    const isExempt = line.element.matches(':lang(ar), :lang(ur)') || [...line.text].length === 1;
    const hasMore = (inLines.get(line.node)?.length ?? 0) > 1;
    const missing = [
      ...(!isExempt && isUnder(style.letterSpacing, APART_EM.letters) ? [`letters ${style.letterSpacing}`] : []),
      ...(line.text.includes(' ') && isUnder(style.wordSpacing, APART_EM.words) ? [`words ${style.wordSpacing}`] : []),
      ...(hasMore && isUnder(style.lineHeight, APART_EM.lines) ? [`lines ${style.lineHeight}`] : []),
    ];
    return missing.length === 0 ? [] : [complaintOf('not-apart', line, missing.join(', '))];
  });
}

const MEASURE_MM = 0.05;

export function withSmallCapitals(lines: readonly Line[], { pxPerMm, capitalMm }: Bounds): Misfit[] {
  return lines
    .filter(({ capitalPx }) => capitalPx / pxPerMm < capitalMm - MEASURE_MM)
    .map((line) => complaintOf('small-capitals', line, `${(line.capitalPx / pxPerMm).toFixed(1)} mm`));
}
