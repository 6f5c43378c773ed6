import { type Box, boxOf, intersection } from './geometry.ts';

const viewport = (): Box => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });

function isContainingBlock(style: CSSStyleDeclaration): boolean {
  return (
    style.position !== 'static' || style.transform !== 'none' || style.filter !== 'none' || style.contain !== 'none'
  );
}

/** Returns the part of the viewport in which an element can be visible: each ancestor with `overflow` or `clip-path` clips it. */
export function windowOf(element: Element): Box {
  let seen = viewport();
  let position = getComputedStyle(element).position;
  for (let at = element.parentElement; at !== null && at !== document.documentElement; at = at.parentElement) {
    const style = getComputedStyle(at);
    // A positioned element is not clipped by the ancestors between it and its containing block.
    if (position === 'fixed' && style.transform === 'none' && style.filter === 'none') continue;
    if (position === 'absolute' && !isContainingBlock(style)) continue;
    position = style.position;
    if (at !== document.body) seen = intersection(seen, cutBy(at, style));
  }
  return seen;
}

/** Returns the part of the viewport in which an element's text can be visible: the element itself clips its text, too. */
export function windowForTextOf(element: Element): Box {
  return intersection(windowOf(element), cutBy(element, getComputedStyle(element)));
}

const NO_LIMIT: Box = {
  left: Number.NEGATIVE_INFINITY,
  top: Number.NEGATIVE_INFINITY,
  right: Number.POSITIVE_INFINITY,
  bottom: Number.POSITIVE_INFINITY,
};

function cutBy(element: Element, style: CSSStyleDeclaration): Box {
  const outer = boxOf(element.getBoundingClientRect());
  let cut = NO_LIMIT;
  if (style.display !== 'inline' && !(element instanceof SVGElement)) {
    const side = (width: string): number => Number.parseFloat(width);
    const padding = {
      left: outer.left + side(style.borderLeftWidth),
      top: outer.top + side(style.borderTopWidth),
      right: outer.right - side(style.borderRightWidth),
      bottom: outer.bottom - side(style.borderBottomWidth),
    };
    if (style.overflowX !== 'visible') cut = { ...cut, left: padding.left, right: padding.right };
    if (style.overflowY !== 'visible') cut = { ...cut, top: padding.top, bottom: padding.bottom };
  }
  return style.clipPath.startsWith('inset(') ? intersection(cut, insetOf(style.clipPath, outer)) : cut;
}

/** Returns the box that a `clip-path` of `inset(1px 2px …)` leaves. If a length has another unit than px, nothing is clipped. */
function insetOf(clipPath: string, outer: Box): Box {
  const inner = clipPath.slice('inset('.length, -1).split(' round ')[0] ?? '';
  const lengths = inner.split(' ').map((word) => (word.endsWith('px') ? Number.parseFloat(word) : Number.NaN));
  if (lengths.some(Number.isNaN)) return NO_LIMIT;
  const [top = 0, right = top, bottom = top, left = right] = lengths;
  return {
    left: outer.left + left,
    top: outer.top + top,
    right: outer.right - right,
    bottom: outer.bottom - bottom,
  };
}
