import { readCode } from './code.ts';
import type { ScannedCode } from './contract.ts';

/** A key press, as a page or a window receives it from a scanner that acts as a keyboard. */
export interface WedgeKey {
  key: string;
  /** Control, Alt or Meta is down. Scanners send control characters as such key presses. */
  isCommand: boolean;
  isRepeat: boolean;
  /**
   * Monotonic time of the key press, from the event's own time stamp if it has one, because a busy program receives delayed keys all at
   * once.
   */
  atMs: number;
}

/** Longest time between two keys of a scanner. People type at most one key each 60 ms, scanners one each 1 to 20 ms. */
const KEY_GAP_MS = 35;
const MIN_CHARACTERS = 6;
const MAX_CHARACTERS = 512;

export interface WedgeState {
  typed: string;
  keyCount: number;
  lastKeyMs: number;
  /** Reason why this burst cannot become a code; `null` while it still can. */
  spoiled: 'not-text' | 'too-long' | null;
}

export interface WedgeStep {
  state: WedgeState;
  code: ScannedCode | null;
  /**
   * Reason why a burst of keys was dropped at its Enter; `null` also for a burst that is too short. Slow keys are no burst, because a
   * person types them.
   */
  rejected: 'not-text' | 'too-long' | null;
  /** The key surely comes from a scanner, so the page must not act on it, least of all on Enter. */
  isScanners: boolean;
}

/** These keys accompany the characters and have no effect alone. */
const SILENT_KEYS: ReadonlySet<string> = new Set(['Shift', 'AltGraph', 'CapsLock', 'NumLock']);
/** This many keys at a scanner's speed come from a scanner. Two thumbs can type fewer keys as fast. */
const BURST_KEYS = 3;

export const beginWedge = (): WedgeState => ({ typed: '', keyCount: 0, lastKeyMs: -Infinity, spoiled: null });

/**
 * Recognises a scanner that types like a keyboard: a fast burst that ends with Enter. Supports text codes only, because a keyboard layout
 * distorts others; any character outside printable ASCII makes the whole burst up to Enter invalid. Repeated scans are not recognised here.
 */
export function stepWedge(state: WedgeState, { key, isCommand, isRepeat, atMs }: WedgeKey): WedgeStep {
  // A key held down repeats as fast as a scanner types.
  if (isRepeat || SILENT_KEYS.has(key)) return { state, code: null, rejected: null, isScanners: false };
  const burst = atMs - state.lastKeyMs <= KEY_GAP_MS ? state : beginWedge();
  if (key === 'Enter' && !isCommand) return endBurst(burst);

  const isText = !isCommand && /^[ -~]$/.test(key);
  const isRoom = burst.typed.length < MAX_CHARACTERS;
  const spoiled = burst.spoiled ?? (isText ? (isRoom ? null : 'too-long') : 'not-text');
  const keyCount = Math.min(burst.keyCount + 1, BURST_KEYS);
  return {
    state: { typed: spoiled === null ? burst.typed + key : '', keyCount, lastKeyMs: atMs, spoiled },
    code: null,
    rejected: null,
    isScanners: keyCount >= BURST_KEYS,
  };
}

function endBurst({ typed, keyCount, spoiled }: WedgeState): WedgeStep {
  const isScanners = keyCount >= BURST_KEYS;
  const code = isScanners && spoiled === null ? readCode(new TextEncoder().encode(typed)) : null;
  const isCode = code !== null && code.bytes.length >= MIN_CHARACTERS;
  return { state: beginWedge(), code: isCode ? code : null, rejected: isScanners ? spoiled : null, isScanners };
}
