import { readCode } from './code.ts';
import type { ScannedCode } from './contract.ts';

/** A key that went down, as a page or a window hears of it. */
export interface WedgeKey {
  /** `KeyboardEvent.key`. */
  key: string;
  /** Whether Control, Alt or Meta is held: so a scanner types what is no text. */
  isCommand: boolean;
  /** It is held down and comes again by itself. */
  isRepeat: boolean;
  /** When it went down, by the event's own time stamp where it has one: a busy program hears of slow keys all at once. */
  atMs: number;
}

export interface WedgeTiming {
  /** Between two keys of a scanner at most. People type one each 60 ms at their best, scanners one each 1 to 20 ms. */
  keyGapMs: number;
  minCharacters: number;
  maxCharacters: number;
}

const WEDGE_TIMING: WedgeTiming = { keyGapMs: 35, minCharacters: 6, maxCharacters: 512 };

export interface WedgeState {
  typed: string;
  keyCount: number;
  lastKeyMs: number;
  /** Of this burst: `null` while it may become a code. */
  spoiled: 'not-text' | 'too-long' | null;
}

export interface WedgeStep {
  state: WedgeState;
  /** A whole code, at its Enter. */
  code: ScannedCode | null;
  /** Why a burst was dropped at its Enter. Slow keys come from a person and are no burst. */
  rejected: 'not-text' | 'too-long' | null;
  /** The key is a scanner's for certain: it must not act on the page, least of all its Enter. */
  isScanners: boolean;
}

/** They go down and up around the characters and change nothing by themselves. */
const SILENT_KEYS: ReadonlySet<string> = new Set(['Shift', 'AltGraph', 'CapsLock', 'NumLock']);
/** Two thumbs could type fewer. */
const BURST_KEYS = 3;

export const beginWedge = (): WedgeState => ({ typed: '', keyCount: 0, lastKeyMs: -Infinity, spoiled: null });

/**
 * A scanner that types as a keyboard does: a fast burst that ends with Enter. For text codes alone: a keyboard's layout harms
 * others, so whatever is not printable ASCII spoils its burst to the Enter. Repeats are not recognized here.
 */
export function stepWedge(
  state: WedgeState,
  { key, isCommand, isRepeat, atMs }: WedgeKey,
  timing: WedgeTiming = WEDGE_TIMING,
): WedgeStep {
  // A key held down repeats as fast as a scanner types.
  if (isRepeat || SILENT_KEYS.has(key)) return { state, code: null, rejected: null, isScanners: false };
  const burst = atMs - state.lastKeyMs <= timing.keyGapMs ? state : beginWedge();
  if (key === 'Enter' && !isCommand) return endBurst(burst, timing);

  const isText = !isCommand && /^[ -~]$/.test(key);
  const isRoom = burst.typed.length < timing.maxCharacters;
  const spoiled = burst.spoiled ?? (isText ? (isRoom ? null : 'too-long') : 'not-text');
  const keyCount = Math.min(burst.keyCount + 1, BURST_KEYS);
  return {
    state: { typed: spoiled === null ? burst.typed + key : '', keyCount, lastKeyMs: atMs, spoiled },
    code: null,
    rejected: null,
    isScanners: keyCount >= BURST_KEYS,
  };
}

function endBurst({ typed, keyCount, spoiled }: WedgeState, { minCharacters }: WedgeTiming): WedgeStep {
  const isScanners = keyCount >= BURST_KEYS;
  const code = isScanners && spoiled === null ? readCode(new TextEncoder().encode(typed)) : null;
  const isCode = code !== null && code.bytes.length >= minCharacters;
  return { state: beginWedge(), code: isCode ? code : null, rejected: isScanners ? spoiled : null, isScanners };
}
