import type { DropCause } from './contract.ts';

export interface Framing {
  /** The bytes ahead of each code; empty: codes have no prefix. Bytes ahead of the prefix are noise. */
  prefix: Uint8Array;
  /** Byte sequences, any of which ends a code. None is empty; the list may be empty with `silence`. */
  suffixes: readonly Uint8Array[];
  /**
   * End of a code. `suffix`: the first suffix, so a code must not contain one. `silence`: a pause, which must follow one of the suffixes if
   * there are any. A binary code, or a document's three lines, stays whole only with `silence`.
   */
  end: 'suffix' | 'silence';
  /** Milliseconds of the pause that ends a code; with `suffix`, of the pause after which an unfinished code is dropped. */
  silenceMs: number;
  /** Largest length of a code in bytes, with its prefix and without its suffix. */
  maxBytes: number;
}

export interface FramingState {
  /** The bytes of the current code, at most `maxBytes` and a suffix. For an overlong code, only the bytes that may begin its suffix. */
  held: Uint8Array;
  isTooLong: boolean;
  /** The time at which the silence will be long enough; `null`: no silence is awaited. */
  silentAtMs: number | null;
  /** The end of the silence was noticed late, so the same silence is awaited once more. */
  isSecondLook: boolean;
}

/** `atMs` is the time of the event on a monotonic clock. */
export type FramingEvent =
  | { kind: 'bytes'; bytes: Uint8Array; atMs: number }
  /** The time `wakeInMs` of the previous step has passed. */
  | { kind: 'woken'; atMs: number }
  | { kind: 'unplugged' };

export interface FramingStep {
  state: FramingState;
  /** The completed codes in the sequence of their arrival, without prefix and suffix; none is empty. */
  contents: Uint8Array[];
  drops: DropCause[];
  /** Milliseconds after which the caller sends `woken`; replaces the earlier value. `null`: the caller need not send it. */
  wakeInMs: number | null;
}

const NOTHING = new Uint8Array();

export const beginFraming = (): FramingState => ({
  held: NOTHING,
  isTooLong: false,
  silentAtMs: null,
  isSecondLook: false,
});

/** Applies one event to the framing. The state stays small for any input and never shares memory with the input. */
export function stepFraming(framing: Framing, state: FramingState, event: FramingEvent): FramingStep {
  switch (event.kind) {
    case 'bytes':
      return event.bytes.length === 0 ? keepWaiting(state, event.atMs) : takeBytes(framing, state, event);
    case 'woken':
      return wake(framing, state, event.atMs);
    case 'unplugged':
      return rest([], isUnderWay(state) ? ['half-frame'] : []);
  }
}

/** A code has begun and is not finished. False for an overlong code, whose loss was already reported. */
const isUnderWay = ({ held, isTooLong }: FramingState) => held.length > 0 && !isTooLong;

const rest = (contents: Uint8Array[], drops: DropCause[]): FramingStep => ({
  state: beginFraming(),
  contents,
  drops,
  wakeInMs: null,
});

const keepWaiting = (state: FramingState, nowMs: number): FramingStep => ({
  state,
  contents: [],
  drops: [],
  wakeInMs: state.silentAtMs === null ? null : Math.max(0, state.silentAtMs - nowMs),
});

function takeBytes(
  framing: Framing,
  { held, isTooLong: wasTooLong }: FramingState,
  { bytes, atMs }: { bytes: Uint8Array; atMs: number },
): FramingStep {
  const contents: Uint8Array[] = [];
  const drops: DropCause[] = [];
  let isTooLong = wasTooLong;
  let left: Uint8Array = held.length === 0 ? bytes : Buffer.concat([held, bytes]);

  if (framing.end === 'suffix')
    for (let end = findEnd(framing, left); end !== null; end = findEnd(framing, left)) {
      if (!isTooLong) judge(framing, left.subarray(0, end.contentLength), contents, drops);
      isTooLong = false;
      left = left.subarray(end.nextAt);
    }

  const longestSuffix = Math.max(0, ...framing.suffixes.map(({ length }) => length));
  const mayBegin = Math.max(0, longestSuffix - 1);
  const mostBytes = framing.maxBytes + (framing.end === 'silence' ? longestSuffix : mayBegin);
  if (!isTooLong && left.length > mostBytes) {
    isTooLong = true;
    drops.push('too-long');
  }
  if (isTooLong) left = left.subarray(Math.max(0, left.length - mayBegin));
  if (left.length === 0 && !isTooLong) return rest(contents, drops);
  return {
    state: {
      held: Uint8Array.from(left),
      isTooLong,
      silentAtMs: atMs + framing.silenceMs,
      isSecondLook: false,
    },
    contents,
    drops,
    wakeInMs: framing.silenceMs,
  };
}

/** If two suffixes end at the same byte, the longer one counts. */
function findEnd({ suffixes }: Framing, bytes: Uint8Array): { contentLength: number; nextAt: number } | null {
  const among = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let found: { contentLength: number; nextAt: number } | null = null;
  for (const suffix of suffixes) {
    const at = among.indexOf(suffix);
    if (at < 0) continue;
    const nextAt = at + suffix.length;
    if (found === null || nextAt < found.nextAt || (nextAt === found.nextAt && at < found.contentLength))
      found = { contentLength: at, nextAt };
  }
  return found;
}

/**
 * Waits once more if the end of the silence was noticed much too late, because a busy program runs its timers before it reads new bytes.
 */
function wake(framing: Framing, state: FramingState, nowMs: number): FramingStep {
  if (state.silentAtMs === null) return rest([], []);
  // Timers may fire a millisecond early.
  if (nowMs < state.silentAtMs - 1) return keepWaiting(state, nowMs);
  if (!state.isSecondLook && nowMs - state.silentAtMs > framing.silenceMs / 2)
    return keepWaiting({ ...state, silentAtMs: nowMs + framing.silenceMs, isSecondLook: true }, nowMs);
  if (!isUnderWay(state)) return rest([], []);
  if (framing.end === 'suffix') return rest([], ['half-frame']);

  const contents: Uint8Array[] = [];
  const drops: DropCause[] = [];
  const length = lengthBeforeSuffix(framing, state.held);
  if (length === null) drops.push('half-frame');
  else judge(framing, state.held.subarray(0, length), contents, drops);
  return rest(contents, drops);
}

function lengthBeforeSuffix({ suffixes }: Framing, held: Uint8Array): number | null {
  if (suffixes.length === 0) return held.length;
  const lengths = suffixes
    .filter((suffix) => Buffer.compare(held.subarray(-suffix.length), suffix) === 0)
    .map((suffix) => held.length - suffix.length);
  return lengths.length === 0 ? null : Math.min(...lengths);
}

/** Adds a frame to `contents` or its fault to `drops`. An empty frame is ignored: where CR and LF are suffixes, CR LF encloses one. */
function judge({ prefix, maxBytes }: Framing, frame: Uint8Array, contents: Uint8Array[], drops: DropCause[]): void {
  if (frame.length === 0) return;
  const prefixAt = Buffer.from(frame.buffer, frame.byteOffset, frame.length).indexOf(prefix);
  if (frame.length > maxBytes) drops.push('too-long');
  else if (prefixAt < 0) drops.push('no-prefix');
  else if (frame.length > prefixAt + prefix.length)
    contents.push(Uint8Array.from(frame.subarray(prefixAt + prefix.length)));
}
