import type { HallCall, HallFeed } from '../../src-main/contract/hub/hall.ts';

/**
 * What a hall screen shows and says, one call at a time. A call that others follow at once is not lost: it waits until those before it have been
 * shown and said. All times are milliseconds of the page's own clock that never jumps, but those inside a call.
 */

/** Each call is the large one for at least so long, however many wait. */
export const SHOWN_MS = 6_000;
/** A sound that does not end is not waited for any longer. */
const LONGEST_MS = 25_000;
/** What was called longer ago is listed and said no more: whoever was meant is at the desk, or was called again. */
const STILL_SAID_MS = 180_000;
/** When a page was just opened, as others have said it already. */
const STILL_SAID_AT_FIRST_MS = 15_000;
/** A page that was just opened has heard of nothing yet. */
const FIRST_WORD_MS = 10_000;

export interface Shown {
  readonly call: HallCall;
  readonly sinceMs: number;
  /** Its sound is over; from the beginning where none was due. */
  readonly isSaid: boolean;
}

export interface Board {
  /** Services whose calls are shown; `null`: every one. */
  readonly services: ReadonlySet<string> | null;
  readonly officeName: string | null;
  /** As the hub said last, newest first. */
  readonly calls: readonly HallCall[];
  /** Not shown yet, in the order in which they were called. */
  readonly waiting: readonly HallCall[];
  readonly shown: Shown | null;
  /** Calls that are waiting, shown, or not to be said any more. */
  readonly known: ReadonlySet<string>;
  /** When the hub was heard last, and so long after it nobody knows. */
  readonly heard: { readonly atMs: number; readonly staleAfterMs: number } | null;
  readonly openedAtMs: number;
}

export type BoardEvent =
  | { readonly type: 'feed'; readonly feed: HallFeed; readonly atMs: number }
  | { readonly type: 'said'; readonly id: string; readonly atMs: number }
  | { readonly type: 'tick'; readonly atMs: number };

export const newBoard = (services: ReadonlySet<string> | null, atMs: number): Board => ({
  ...{ services, officeName: null, calls: [], waiting: [], shown: null, known: new Set(), heard: null },
  openedAtMs: atMs,
});

export function stepBoard(board: Board, event: BoardEvent): Board {
  if (event.type === 'feed') return goOn(heardFeed(board, event.feed, event.atMs), event.atMs);
  const { shown } = board;
  if (event.type === 'said' && shown?.call.id === event.id)
    return goOn({ ...board, shown: { ...shown, isSaid: true } }, event.atMs);
  return goOn(board, event.atMs);
}

/** Nothing that stands here is known to hold any more. */
export const isStale = ({ heard, openedAtMs }: Board, nowMs: number): boolean =>
  heard === null ? nowMs - openedAtMs > FIRST_WORD_MS : nowMs - heard.atMs > heard.staleAfterMs;

/** The calls under the large one, newest first. */
export const listed = ({ calls, shown }: Board, most: number): readonly HallCall[] =>
  calls.filter(({ number }) => number !== shown?.call.number).slice(0, most);

function heardFeed(board: Board, { officeName, calls: all, asOfMs, staleAfterS }: HallFeed, atMs: number): Board {
  const { services } = board;
  const calls = all.filter(({ serviceId }) => services === null || services.has(serviceId));
  const oldestMs = all.at(-1)?.calledAtMs ?? Number.NEGATIVE_INFINITY;
  // Whatever is newer than the oldest of the list and not on it was taken back; what is older has only made room.
  const holds = (call: HallCall): boolean => calls.some(({ id }) => id === call.id) || call.calledAtMs < oldestMs;
  const saidWithinMs = board.heard === null ? STILL_SAID_AT_FIRST_MS : STILL_SAID_MS;
  const fresh = calls.filter(({ id, calledAtMs }) => !board.known.has(id) && asOfMs - calledAtMs <= saidWithinMs);
  const isCalledAnew = (call: HallCall): boolean => fresh.some(({ number }) => number === call.number);
  const waiting = [...board.waiting.filter((call) => holds(call) && !isCalledAnew(call)), ...fresh].toSorted(
    (one, other) => one.calledAtMs - other.calledAtMs,
  );
  const shown = board.shown !== null && holds(board.shown.call) ? board.shown : null;
  const [newest] = calls;
  return {
    ...{ ...board, officeName, calls, waiting },
    known: new Set([...calls, ...waiting].map(({ id }) => id)),
    heard: { atMs, staleAfterMs: staleAfterS * 1_000 },
    shown: shown ?? (waiting.length === 0 && newest ? { call: newest, sinceMs: atMs, isSaid: true } : null),
  };
}

/** The next one, once the one that is shown has had its time. */
function goOn(board: Board, nowMs: number): Board {
  const { shown, waiting } = board;
  const [next, ...others] = waiting;
  if (next === undefined) return board;
  const stoodMs = shown === null ? Number.POSITIVE_INFINITY : nowMs - shown.sinceMs;
  const hasHadItsTime = (shown?.isSaid === true && stoodMs >= SHOWN_MS) || stoodMs >= LONGEST_MS;
  if (!hasHadItsTime) return board;
  return { ...board, waiting: others, shown: { call: next, sinceMs: nowMs, isSaid: false } };
}
