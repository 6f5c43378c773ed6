import { isUnseen, type Pace, type Seen, sinceSeen, type TouchLimits } from './limits.ts';

/** `key`: the event's `code`, which names the key's place on the keyboard. */
export type KeyEvent = { readonly key: string; readonly atMs: number } & (
  | { readonly type: 'down'; readonly isRepeat: boolean; readonly pace: Pace }
  | { readonly type: 'up' }
);

interface Strike {
  readonly key: string;
  readonly lastMs: number;
  readonly screenNo: number;
  readonly pace: Pace;
}

export interface KeyState {
  readonly last: Strike | null;
  /** Each key that is down, with the number of the screen on which it went down; `null`: the press does not count. */
  readonly held: ReadonlyMap<string, number | null>;
}

export const NO_KEYS: KeyState = { last: null, held: new Map() };

export interface KeyStep {
  readonly state: KeyState;
  readonly counts: boolean;
}

export function stepKeys(state: KeyState, event: KeyEvent, seen: Seen, limits: TouchLimits): KeyStep {
  const { key, atMs } = event;
  const held = new Map(state.held);
  if (event.type === 'up') {
    const downOn = held.get(key);
    held.delete(key);
    return {
      state: { last: lengthened(state.last, event), held },
      counts: downOn === seen.screenNo || !limits.pressing.has(key),
    };
  }
  if (event.isRepeat) return { state: { ...state, last: lengthened(state.last, event) }, counts: false };
  const counts =
    !(limits.pressing.has(key) && isUnseen(seen, atMs)) && !isDoubleStrike(state.last, event, seen, limits);
  held.set(key, counts ? seen.screenNo : null);
  return { state: { last: { key, lastMs: atMs, screenNo: seen.screenNo, pace: event.pace }, held }, counts };
}

const lengthened = (last: Strike | null, { key, atMs }: KeyEvent): Strike | null =>
  last?.key === key ? { ...last, lastMs: Math.max(last.lastMs, atMs) } : last;

function isDoubleStrike(
  last: Strike | null,
  { key, atMs, pace }: KeyEvent & { type: 'down' },
  seen: Seen,
  limits: TouchLimits,
): boolean {
  if (last?.key !== key) return false;
  if (!limits.pressing.has(key)) return atMs - last.lastMs < limits.bounceMs;
  const isTyping = pace === 'typing' && last.pace === 'typing' && last.screenNo === seen.screenNo;
  if (isTyping) return atMs - last.lastMs < limits.bounceMs;
  return atMs - Math.max(last.lastMs, sinceSeen(seen)) < limits.doubleStrikeMs;
}

export function keysGuardUntil({ last }: KeyState, seen: Seen, limits: TouchLimits): number {
  if (last === null) return 0;
  if (!limits.pressing.has(last.key)) return last.lastMs + limits.bounceMs;
  return Math.max(last.lastMs, sinceSeen(seen)) + limits.doubleStrikeMs;
}
