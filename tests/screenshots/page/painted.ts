import { windowOf } from './clipping.ts';
import { type Box, boxOf, isInside } from './geometry.ts';
import type { Seeing } from './texts.ts';

/** `transparent`, or an opacity of 0. */
const isInvisible = (colour: string): boolean => /^(transparent|rgba\(.*,\s*0\)|.*\/ 0\))$/.test(colour);

const isOpaque = (colour: string): boolean => colour.startsWith('rgb(') || colour.endsWith(', 1)');

const SIDES = ['top', 'right', 'bottom', 'left'] as const;

export function hasEdges(style: CSSStyleDeclaration): boolean {
  return (
    !isInvisible(style.backgroundColor) ||
    style.backgroundImage !== 'none' ||
    SIDES.some(
      (side) =>
        Number.parseFloat(style.getPropertyValue(`border-${side}-width`)) > 0 &&
        !isInvisible(style.getPropertyValue(`border-${side}-color`)),
    )
  );
}

export function sheetOf(element: Element, box: Box): Element {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (isOpaque(backgroundColor) && isInside(box, boxOf(at.getBoundingClientRect()))) return at;
  }
  return document.documentElement;
}

/** An element with a background or a border. */
export interface Painted {
  element: Element;
  box: Box;
}

export function paintedBoxes(isSeen: Seeing): Painted[] {
  return [...document.body.querySelectorAll('*')]
    .filter((element) => !(element instanceof SVGElement) && isSeen(element) && hasEdges(getComputedStyle(element)))
    .map((element) => ({ element, box: boxOf(element.getBoundingClientRect()) }))
    .filter(({ box }) => box.right - box.left > 0 && box.bottom - box.top > 0);
}

/** The outline of a stroke in an SVG, or of a filled shape. */
export interface Outline {
  element: SVGGeometryElement;
  box: Box;
  halfPx: number;
}

export function outlines(isSeen: Seeing): Outline[] {
  return [...document.body.querySelectorAll('path, line, polyline, polygon, rect, circle, ellipse')]
    .filter((shape) => shape instanceof SVGGeometryElement)
    .filter((shape) => isSeen(shape) && shape.closest('defs, clipPath, mask, symbol') === null)
    .flatMap((element) => {
      const style = getComputedStyle(element);
      const hasStroke = style.stroke !== 'none' && !isInvisible(style.stroke);
      if (!hasStroke && (style.fill === 'none' || isInvisible(style.fill))) return [];
      const halfPx = hasStroke ? (Number.parseFloat(style.strokeWidth) / 2) * scaleOf(element, style) : 0;
      return [{ element, box: boxOf(element.getBoundingClientRect()), halfPx }];
    });
}

/** Returns the factor by which a stroke's width is scaled: a smaller drawing has thinner strokes, unless they are marked as constant. */
function scaleOf(element: SVGGeometryElement, { vectorEffect }: CSSStyleDeclaration): number {
  const matrix = vectorEffect === 'non-scaling-stroke' ? null : element.getScreenCTM();
  return matrix === null ? 1 : Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
}

const POINTS = 256;
const known = new Map<string, readonly DOMPoint[]>();

/**
 * Returns points along a shape, in units of the drawing. They are cached, because the browser walks the whole path for each point, and they
 * are the same in every size in which the drawing is shown.
 */
function pointsOf(shape: SVGGeometryElement): readonly DOMPoint[] {
  const key = shape instanceof SVGPathElement ? (shape.getAttribute('d') ?? '') : shape.outerHTML;
  const before = known.get(key);
  if (before !== undefined) return before;
  const length = shape.getTotalLength();
  const points = Array.from({ length: POINTS + 1 }, (_, index) =>
    DOMPoint.fromPoint(shape.getPointAtLength((length * index) / POINTS)),
  );
  known.set(key, points);
  return points;
}

export function pointsAlong({ element }: Outline): DOMPoint[] {
  const matrix = element.getScreenCTM();
  if (matrix === null) return [];
  const window = windowOf(element);
  return pointsOf(element)
    .map((point) => point.matrixTransform(matrix))
    .filter(({ x, y }) => x >= window.left && x <= window.right && y >= window.top && y <= window.bottom);
}
