/**
 * The limits by which touches and keys are judged. The first four come from the office, `pressing` from the keypad, `pxPerMm` from the
 * panel.
 */
export interface TouchLimits {
  /** Milliseconds in which a touch does not count as a press if it is near the last touch, or on a screen just painted. */
  readonly guardMs: number;
  /** Distance in millimetres up to which a touch is near another touch. */
  readonly guardMm: number;
  /** Milliseconds in which the same key presses nothing again (EN 301 549, 5.8). */
  readonly doubleStrikeMs: number;
  /** Milliseconds in which the same key has no effect at all, neither as typing nor as a step of the focus. */
  readonly bounceMs: number;
  /**
   * The `code` of the keys that press the focused control, or give a command by themselves. All other keys move the focus, change
   * only the speech, or have no effect.
   */
  readonly pressing: ReadonlySet<string>;
  readonly pxPerMm: number;
}

export const PRESSING: readonly string[] = ['Enter', 'NumpadEnter', 'Space'];

/** The limits until the kiosk has sent its own; `pxPerMm` fits a 21.5-inch panel of 1080 × 1920. */
export const USUAL_LIMITS: TouchLimits = {
  guardMs: 500,
  guardMm: 20,
  doubleStrikeMs: 500,
  bounceMs: 100,
  pressing: new Set(PRESSING),
  pxPerMm: 4.03,
};

/** A finger may slide this far and still press, because it may tremble; a finger that slides further presses nothing. */
export const DRAG_MM = 10;
/** Two touches within this distance are at one place, because keys are further apart from each other. */
export const ONE_PLACE_MM = 3;
/** A touch wider than this is a palm; a broad thumb that lies flat measures about 20 mm. */
export const PALM_MM = 30;
/** A hand or bag that rests on the panel for this long no longer blocks other fingers. A touch of this length presses nothing. */
export const REST_MS = 3_000;

/**
 * How soon a control may be pressed again. `order`: a control that gives a command, not within the guard's time. `typing`: a key, as fast
 * as people type. `knocking`: the hidden corner, as fast as a technician taps.
 */
export type Pace = 'order' | 'typing' | 'knocking';

/** The state of the screen on which a touch falls. Times are milliseconds of a monotonic clock. */
export interface Seen {
  readonly screenNo: number;
  /** `null` until the screen is painted: a person who presses before that has seen the previous screen. */
  readonly paintedMs: number | null;
  /** Time of the last paint after a press, which may show something new without the core: another page, another keypad. */
  readonly repaintedMs: number;
}

export const sinceSeen = ({ paintedMs, repaintedMs }: Seen): number => Math.max(paintedMs ?? 0, repaintedMs);

export const isUnseen = ({ paintedMs }: Seen, pressedMs: number): boolean =>
  paintedMs === null || pressedMs < paintedMs;
