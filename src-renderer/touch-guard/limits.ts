/** How forgiving the screen is. The first four are settings of an office, then come its keypad's and its panel's. */
export interface TouchLimits {
  /** So long after a screen was painted, and after the last touch there, a touch near it is no order. */
  readonly guardMs: number;
  /** How near is near. */
  readonly guardMm: number;
  /** So long the same key struck again is no order (EN 301 549, 5.8). */
  readonly doubleStrikeMs: number;
  /** So long it is not even typing, nor a step of the focus. */
  readonly bounceMs: number;
  /** Keys, by their place, that press what has the focus, or order by themselves: all others move it, or mean nothing. */
  readonly pressing: ReadonlySet<string>;
  /** CSS pixels in a millimetre of the glass. */
  readonly pxPerMm: number;
}

/** Of a keyboard. */
export const PRESSING: readonly string[] = ['Enter', 'NumpadEnter', 'Space'];

/** Until the kiosk has said its own: a 21.5 inch panel of 1080 × 1920. */
export const USUAL_LIMITS: TouchLimits = {
  guardMs: 500,
  guardMm: 20,
  doubleStrikeMs: 500,
  bounceMs: 100,
  pressing: new Set(PRESSING),
  pxPerMm: 4.03,
};

/** A trembling finger slides; one that goes further has changed its mind. */
export const DRAG_MM = 10;
/** Keys are at least so far apart: within it, two touches are of one place. */
export const ONE_PLACE_MM = 3;
/** The broadest thumb laid flat marks about 20 mm. */
export const PALM_MM = 30;
/** A hand that rests or a bag that leans: it orders nothing, and hinders no other finger. */
export const REST_MS = 3_000;

/** How soon a control may be pressed again: an order once, a key that types as fast as one types, the corner as fast as one knocks. */
export type Pace = 'order' | 'typing' | 'knocking';

/** What stands on the glass. Times are milliseconds of one clock that never goes back. */
export interface Seen {
  readonly screenNo: number;
  /** `null` until it is painted: whoever presses then has seen the one before. */
  readonly paintedMs: number | null;
  /** The last paint after an order, which may have shown something new that no core knows of: a page turned, another keypad. */
  readonly repaintedMs: number;
}

/** Since when a hand could have seen what it presses. */
export const sinceSeen = ({ paintedMs, repaintedMs }: Seen): number => Math.max(paintedMs ?? 0, repaintedMs);

export const isUnseen = ({ paintedMs }: Seen, pressedMs: number): boolean =>
  paintedMs === null || pressedMs < paintedMs;
