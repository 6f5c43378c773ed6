/**
 * The screen's tolerance for touches and keys. The first four come from the office, `pressing` from the keypad, `pxPerMm` from the panel.
 */
export interface TouchLimits {
  /** The time in which a touch near the last touch, or on a screen just painted, is no order. */
  readonly guardMs: number;
  /** The distance that counts as near. */
  readonly guardMm: number;
  /** The time in which the same key is no order again (EN 301 549, 5.8). */
  readonly doubleStrikeMs: number;
  /** The time in which the same key counts for nothing, neither as typing nor as a step of the focus. */
  readonly bounceMs: number;
  /** The `code` of keys that press what has the focus, or order something by themselves. All others move the focus or mean nothing. */
  readonly pressing: ReadonlySet<string>;
  readonly pxPerMm: number;
}

/** The pressing keys of a keyboard. */
export const PRESSING: readonly string[] = ['Enter', 'NumpadEnter', 'Space'];

/** The limits until the kiosk has sent its own; `pxPerMm` is that of a 21.5-inch panel of 1080 × 1920. */
export const USUAL_LIMITS: TouchLimits = {
  guardMs: 500,
  guardMm: 20,
  doubleStrikeMs: 500,
  bounceMs: 100,
  pressing: new Set(PRESSING),
  pxPerMm: 4.03,
};

/** A finger may slide this far and still order, because it may tremble; a finger that slides further takes the touch back. */
export const DRAG_MM = 10;
/** Two touches within this distance are at one place, because keys are further apart. */
export const ONE_PLACE_MM = 3;
/** A touch wider than this is a palm; a broad thumb laid flat measures about 20 mm. */
export const PALM_MM = 30;
/** A hand or bag that rests on the panel for this long no longer blocks other fingers. It never orders anything. */
export const REST_MS = 3_000;

/**
 * The rate at which a control may be pressed again: an order once, a typing key as fast as people type, the hidden corner as fast as they
 * knock.
 */
export type Pace = 'order' | 'typing' | 'knocking';

/** The state of the screen that a touch meets. Times are milliseconds of a monotonic clock. */
export interface Seen {
  readonly screenNo: number;
  /** `null` until the screen is painted: a person who presses then has seen the previous one. */
  readonly paintedMs: number | null;
  /** The last paint after an order, which may show something new without the core: another page, another keypad. */
  readonly repaintedMs: number;
}

/** The time since when the person has been able to see what they press. */
export const sinceSeen = ({ paintedMs, repaintedMs }: Seen): number => Math.max(paintedMs ?? 0, repaintedMs);

export const isUnseen = ({ paintedMs }: Seen, pressedMs: number): boolean =>
  paintedMs === null || pressedMs < paintedMs;
