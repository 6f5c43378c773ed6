import {
  DRAG_MM,
  isUnseen,
  ONE_PLACE_MM,
  PALM_MM,
  type Pace,
  REST_MS,
  type Seen,
  sinceSeen,
  type TouchLimits,
} from './limits.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface OfFinger {
  readonly finger: number;
  readonly atMs: number;
}

/** `control`: the control at the point, compared by identity; `null`: none. A mouse counts as a finger. */
export type FingerEvent =
  | (OfFinger &
      Point & {
        readonly type: 'down';
        readonly control: object | null;
        readonly pace: Pace;
        readonly contactMm: number;
      })
  | (OfFinger & Point & { readonly type: 'move' })
  | (OfFinger & Point & { readonly type: 'up'; readonly control: object | null })
  | (OfFinger & { readonly type: 'cancel' });

export type NoOrder = 'unseen-screen' | 'too-soon' | 'bounce' | 'several-fingers' | 'palm' | 'drag' | 'too-long';
export type Verdict = 'order' | NoOrder;

interface Finger extends Point {
  readonly downMs: number;
  readonly control: object | null;
  readonly pace: Pace;
  readonly screenNo: number;
  readonly refusal: NoOrder | null;
}

/** The result of a touch. `order`: it pressed a control; `typed`: a typing key; `refused`: it came too early; `nothing`: no press. */
type Done = 'order' | 'typed' | 'refused' | 'nothing';

interface Touched extends Point {
  readonly finger: number;
  readonly control: object | null;
  readonly downMs: number;
  readonly lastMs: number;
  readonly screenNo: number;
  readonly done: Done;
}

export interface FingerState {
  readonly down: ReadonlyMap<number, Finger>;
  /** The last touch, and earlier touches for as long as they block touches at their place; in the sequence of time. */
  readonly touched: readonly Touched[];
}

export const NO_FINGERS: FingerState = { down: new Map(), touched: [] };

export interface FingerStep {
  readonly state: FingerState;
  /** The verdict on a finger that left the panel; `null` for other events. */
  readonly verdict: Verdict | null;
}

export function stepFingers(state: FingerState, event: FingerEvent, seen: Seen, limits: TouchLimits): FingerStep {
  if (event.type === 'down') return { state: pressed(state, event, seen, limits), verdict: null };
  const finger = state.down.get(event.finger);
  if (finger === undefined) return { state, verdict: null };
  if (event.type === 'move') return { state: moved(state, event.finger, finger, event, limits), verdict: null };
  const down = new Map(state.down);
  down.delete(event.finger);
  const verdict = event.type === 'cancel' ? 'drag' : verdictOf(finger, event, seen, limits);
  return {
    state: { down, touched: ended(state.touched, event, doneBy(verdict, finger)) },
    verdict: event.type === 'cancel' ? null : verdict,
  };
}

function pressed(
  state: FingerState,
  event: FingerEvent & { type: 'down' },
  seen: Seen,
  limits: TouchLimits,
): FingerState {
  const { finger, x, y, atMs, control, pace, contactMm } = event;
  // A finger that rests for long does not block other fingers. A finger whose lift was not reported counts as resting.
  const others = [...state.down].filter(([other, { downMs }]) => other !== finger && atMs - downMs <= REST_MS);
  const refusal: NoOrder | null =
    others.length > 0
      ? 'several-fingers'
      : contactMm > PALM_MM
        ? 'palm'
        : isUnseen(seen, atMs)
          ? 'unseen-screen'
          : tooSoon(state.touched, event, seen, limits);
  const down = new Map(state.down);
  for (const [other, press] of others) down.set(other, { ...press, refusal: 'several-fingers' });
  down.set(finger, { x, y, downMs: atMs, control, pace, screenNo: seen.screenNo, refusal });
  const { screenNo } = seen;
  const touched: Touched = {
    finger,
    x,
    y,
    control,
    downMs: atMs,
    lastMs: atMs,
    screenNo,
    done: doneBy(refusal, event),
  };
  return {
    down,
    touched: [...state.touched.filter(({ lastMs }) => atMs - lastMs < limits.guardMs), touched],
  };
}

/** The reason why a touch comes too soon after an earlier touch at its place; `null` if it does not come too soon. */
function tooSoon(
  touched: readonly Touched[],
  event: FingerEvent & { type: 'down' },
  seen: Seen,
  limits: TouchLimits,
): NoOrder | null {
  const { control, pace, atMs } = event;
  if (pace === 'knocking') return null;
  for (const [index, before] of touched.entries()) {
    if (!isNear(before, event, limits)) continue;
    if (pace === 'typing' && isOfThisTyping(before, seen)) {
      if (before.control === control && atMs - before.downMs < limits.bounceMs) return 'bounce';
      // A finger in the same place cannot mean another key: that key has moved under the finger.
      const isMoved = before.control !== control && isAtOnePlace(before, event, limits);
      if (isMoved && atMs < before.lastMs + limits.guardMs) return 'too-soon';
      continue;
    }
    const isLast = index === touched.length - 1;
    if (isGuarded(before, isLast, seen) && atMs < guardEnd(before, isLast, seen, limits)) return 'too-soon';
  }
  return null;
}

const isOfThisTyping = ({ done, screenNo }: Touched, seen: Seen): boolean =>
  done === 'typed' && screenNo === seen.screenNo;

/**
 * Whether a touch blocks later touches at its place. The last touch blocks, unless it pressed nothing on the screen that is still shown and
 * did not come too early: then the finger may try again at once. Earlier touches block too if they pressed a control or came too early, but
 * not touches of typing keys, because a person types on.
 */
const isGuarded = ({ done, screenNo }: Touched, isLast: boolean, seen: Seen): boolean =>
  isLast ? done !== 'nothing' || screenNo !== seen.screenNo : done === 'order' || done === 'refused';

const guardEnd = ({ lastMs }: Touched, isLast: boolean, seen: Seen, { guardMs }: TouchLimits): number =>
  (isLast ? Math.max(lastMs, sinceSeen(seen)) : lastMs) + guardMs;

const isNear = (one: Point, other: Point, { guardMm, pxPerMm }: TouchLimits): boolean =>
  Math.hypot(one.x - other.x, one.y - other.y) <= guardMm * pxPerMm;

const isAtOnePlace = (one: Point, other: Point, { pxPerMm }: TouchLimits): boolean =>
  Math.hypot(one.x - other.x, one.y - other.y) <= ONE_PLACE_MM * pxPerMm;

function moved(state: FingerState, id: number, finger: Finger, to: Point, { pxPerMm }: TouchLimits): FingerState {
  if (finger.refusal !== null || !isFar(finger, to, pxPerMm)) return state;
  return { ...state, down: new Map(state.down).set(id, { ...finger, refusal: 'drag' }) };
}

const isFar = (from: Point, to: Point, pxPerMm: number): boolean =>
  Math.hypot(to.x - from.x, to.y - from.y) > DRAG_MM * pxPerMm;

function verdictOf(finger: Finger, event: FingerEvent & { type: 'up' }, seen: Seen, { pxPerMm }: TouchLimits): Verdict {
  if (finger.refusal !== null) return finger.refusal;
  if (finger.screenNo !== seen.screenNo) return 'unseen-screen';
  if (finger.control !== event.control || isFar(finger, event, pxPerMm)) return 'drag';
  return event.atMs - finger.downMs > REST_MS ? 'too-long' : 'order';
}

function doneBy(verdict: Verdict | null, { control, pace }: Pick<Finger, 'control' | 'pace'>): Done {
  if (verdict === 'too-soon' || verdict === 'unseen-screen') return 'refused';
  // A bounce counts as typed, because it follows a key that was typed just before.
  if (verdict === 'bounce') return 'typed';
  if (verdict !== 'order' || control === null) return 'nothing';
  return pace === 'order' ? 'order' : 'typed';
}

function ended(touched: readonly Touched[], { finger, atMs }: OfFinger, done: Done): readonly Touched[] {
  const index = touched.findLastIndex((one) => one.finger === finger);
  return touched.map((one, at) => (at === index ? { ...one, lastMs: Math.max(one.lastMs, atMs), done } : one));
}

export function fingersGuardUntil({ touched }: FingerState, seen: Seen, limits: TouchLimits): number {
  const last = touched.at(-1);
  const guarded = touched.filter((one) => isGuarded(one, one === last, seen));
  return Math.max(0, ...guarded.map((one) => guardEnd(one, one === last, seen, limits)));
}
