import type { HallCall, HallFeed } from '../../src-main/contract/hub/hall.ts';

/**
 * What a hall screen shows and says. The newest call is always the large one; each is said, one after another, so that one that others follow at once is heard
 * as well, and stands out in the list meanwhile. All times are milliseconds of the page's own clock that never jumps, but those inside a call.
 */

/** A call stands out for at least so long, however many wait to be said. */
export const STANDS_OUT_MS = 6_000;
/** Nobody looks for a number that was called so long ago: the city's message takes its place, and the list keeps it. */
export const QUIET_AFTER_MS = 300_000;
/** A sound that does not end is not waited for any longer. */
const LONGEST_MS = 25_000;
/** What was called longer ago is listed and said no more: whoever was meant is at the desk, or was called again. */
const STILL_SAID_MS = 180_000;
/** When a page was just opened, as others have said it already. */
const STILL_SAID_AT_FIRST_MS = 15_000;
/** A page that was just opened has heard of nothing yet. */
const FIRST_WORD_MS = 10_000;

export interface Announced {
  readonly call: HallCall;
  readonly sinceMs: number;
  /** Its sound is over; from the beginning where none was due. */
  readonly isSaid: boolean;
}

export interface Board {
  /** Services whose calls are shown; `null`: every one. */
  readonly services: ReadonlySet<string> | null;
  readonly officeName: string | null;
  /** The office's hour; `null` before the hub was heard. */
  readonly time: string | null;
  readonly message: HallFeed['message'];
  /** As the hub said last, newest first. */
  readonly calls: readonly HallCall[];
  /** Not said yet, in the order in which they were called. */
  readonly waiting: readonly HallCall[];
  readonly announced: Announced | null;
  /** Calls that are waiting, said, or not to be said any more. */
  readonly known: ReadonlySet<string>;
  /** When the hub was heard last and what its clock showed, and so long after it nobody knows. */
  readonly heard: { readonly atMs: number; readonly asOfMs: number; readonly staleAfterMs: number } | null;
  readonly openedAtMs: number;
}

export type BoardEvent =
  | { readonly type: 'feed'; readonly feed: HallFeed; readonly atMs: number }
  | { readonly type: 'said'; readonly id: string; readonly atMs: number }
  | { readonly type: 'tick'; readonly atMs: number };

export const newBoard = (services: ReadonlySet<string> | null, atMs: number): Board => ({
  ...{ services, officeName: null, time: null, message: null, calls: [], waiting: [], announced: null },
  ...{ known: new Set(), heard: null },
  openedAtMs: atMs,
});

export function stepBoard(board: Board, event: BoardEvent): Board {
  if (event.type === 'feed') return goOn(heardFeed(board, event.feed, event.atMs), event.atMs);
  const { announced } = board;
  if (event.type === 'said' && announced?.call.id === event.id)
    return goOn({ ...board, announced: { ...announced, isSaid: true } }, event.atMs);
  return goOn(board, event.atMs);
}

/** Nothing that stands here is known to hold any more. */
export const isStale = ({ heard, openedAtMs }: Board, nowMs: number): boolean =>
  heard === null ? nowMs - openedAtMs > FIRST_WORD_MS : nowMs - heard.atMs > heard.staleAfterMs;

/** The large one: the newest call of a person who may still come; `null` while none is called, or the last was called long ago. */
export function largeCall({ calls, heard }: Board, nowMs: number): HallCall | null {
  const hubMs = heard === null ? 0 : heard.asOfMs + nowMs - heard.atMs;
  const newest = calls.find(({ isOver }) => !isOver);
  return newest !== undefined && hubMs - newest.calledAtMs < QUIET_AFTER_MS ? newest : null;
}

/** The others, newest first. */
export const listed = ({ calls }: Board, large: HallCall | null, most: number): readonly HallCall[] =>
  calls.filter(({ number }) => number !== large?.number).slice(0, most);

/** Whether a call stands out: it is being said, or was a moment ago. */
export const standsOut = ({ announced }: Board, { id }: HallCall): boolean => announced?.call.id === id;

function heardFeed(board: Board, feed: HallFeed, atMs: number): Board {
  const { officeName, calls: all, asOfMs, staleAfterS, time, message } = feed;
  const { services, announced } = board;
  const calls = all.filter(({ serviceId }) => services === null || services.has(serviceId));
  const oldestMs = all.at(-1)?.calledAtMs ?? Number.NEGATIVE_INFINITY;
  // Whatever is newer than the oldest of the list and not on it was taken back; what is older has only made room.
  const holds = (call: HallCall): boolean => calls.some(({ id }) => id === call.id) || call.calledAtMs < oldestMs;
  const saidWithinMs = board.heard === null ? STILL_SAID_AT_FIRST_MS : STILL_SAID_MS;
  const fresh = calls.filter(
    ({ id, calledAtMs, isOver }) => !isOver && !board.known.has(id) && asOfMs - calledAtMs <= saidWithinMs,
  );
  const isCalledAnew = (call: HallCall): boolean => fresh.some(({ number }) => number === call.number);
  const waiting = [...board.waiting.filter((call) => holds(call) && !isCalledAnew(call)), ...fresh].toSorted(
    (one, other) => one.calledAtMs - other.calledAtMs,
  );
  return {
    ...{ ...board, officeName, time, message, calls, waiting },
    known: new Set([...calls, ...waiting].map(({ id }) => id)),
    heard: { atMs, asOfMs, staleAfterMs: staleAfterS * 1_000 },
    announced: announced !== null && holds(announced.call) ? announced : null,
  };
}

/** The next one is said once the one before has had its time. */
function goOn(board: Board, nowMs: number): Board {
  const { announced, waiting } = board;
  const stoodMs = announced === null ? Number.POSITIVE_INFINITY : nowMs - announced.sinceMs;
  const hasHadItsTime = (announced?.isSaid === true && stoodMs >= STANDS_OUT_MS) || stoodMs >= LONGEST_MS;
  if (!hasHadItsTime) return board;
  const [next, ...others] = waiting;
  if (next !== undefined)
    return { ...board, waiting: others, announced: { call: next, sinceMs: nowMs, isSaid: false } };
  return announced === null ? board : { ...board, announced: null };
}
