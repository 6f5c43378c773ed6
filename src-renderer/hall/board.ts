import type { HallCall, HallFeed } from '../../src-main/calling/contract/hall.ts';

/**
 * The content of a hall screen, shown and spoken. The newest call that is not over is shown large (`largeCall`). Calls are spoken one after
 * another, so a call may be spoken after a newer call has become the large call; the list then highlights the spoken call. Times are
 * milliseconds of the page's monotonic clock; the times in a `HallCall` are times of the kiosk's clock.
 */

/** The least time that a call is highlighted, however many other calls wait to be spoken. */
export const STANDS_OUT_MS = 6_000;
/** The age of the newest call at which the city's message replaces the large call; the list keeps the call. */
export const QUIET_AFTER_MS = 300_000;
const LONGEST_MS = 25_000;
/** A call older than this is listed but not spoken: the citizen is at the desk, or was called again. */
const STILL_SAID_MS = 180_000;
/** The same limit on a page that was just opened: it is lower, because other hall screens have spoken older calls already. */
const STILL_SAID_AT_FIRST_MS = 15_000;
/** How long a page that was just opened waits for its first view before it counts as stale. */
const FIRST_WORD_MS = 10_000;

export interface Announced {
  readonly call: HallCall;
  readonly sinceMs: number;
  readonly isSaid: boolean;
}

export interface Board {
  /** Services whose calls this screen shows; `null`: all. */
  readonly services: ReadonlySet<string> | null;
  readonly officeName: string | null;
  /** The office's time; `null` before the first view. */
  readonly time: string | null;
  readonly message: HallFeed['message'];
  readonly picture: HallFeed['picture'];
  readonly openUntil: HallFeed['openUntil'];
  readonly calls: readonly HallCall[];
  readonly waiting: readonly HallCall[];
  readonly announced: Announced | null;
  /** Ids of calls that wait to be spoken, were spoken, or are too old to be spoken. */
  readonly known: ReadonlySet<string>;
  /** Time at which the last view arrived, the kiosk's clock in that view, and the age at which the view is stale. */
  readonly heard: { readonly atMs: number; readonly asOfMs: number; readonly staleAfterMs: number } | null;
  readonly openedAtMs: number;
}

export type BoardEvent =
  | { readonly type: 'feed'; readonly feed: HallFeed; readonly atMs: number }
  | { readonly type: 'said'; readonly id: string; readonly atMs: number }
  | { readonly type: 'tick'; readonly atMs: number };

export const newBoard = (services: ReadonlySet<string> | null, atMs: number): Board => ({
  services,
  officeName: null,
  time: null,
  message: null,
  picture: null,
  openUntil: null,
  calls: [],
  waiting: [],
  announced: null,
  known: new Set(),
  heard: null,
  openedAtMs: atMs,
});

export function stepBoard(board: Board, event: BoardEvent): Board {
  if (event.type === 'feed') return goOn(heardFeed(board, event.feed, event.atMs), event.atMs);
  const { announced } = board;
  if (event.type === 'said' && announced?.call.id === event.id)
    return goOn({ ...board, announced: { ...announced, isSaid: true } }, event.atMs);
  return goOn(board, event.atMs);
}

export const isStale = ({ heard, openedAtMs }: Board, nowMs: number): boolean =>
  heard === null ? nowMs - openedAtMs > FIRST_WORD_MS : nowMs - heard.atMs > heard.staleAfterMs;

/** The large call: the newest call that is not over; `null` if there is none, or if it is older than `QUIET_AFTER_MS`. */
export function largeCall({ calls, heard }: Board, nowMs: number): HallCall | null {
  const hubMs = heard === null ? 0 : heard.asOfMs + nowMs - heard.atMs;
  const newest = calls.find(({ isOver }) => !isOver);
  return newest !== undefined && hubMs - newest.calledAtMs < QUIET_AFTER_MS ? newest : null;
}

export const listed = ({ calls }: Board, large: HallCall | null, most: number): readonly HallCall[] =>
  calls.filter(({ number }) => number !== large?.number).slice(0, most);

export const standsOut = ({ announced }: Board, { id }: HallCall): boolean => announced?.call.id === id;

function heardFeed(board: Board, feed: HallFeed, atMs: number): Board {
  const { officeName, calls: all, asOfMs, staleAfterS, time, message, picture, openUntil } = feed;
  const { services, announced } = board;
  const calls = all.filter(({ serviceId }) => services === null || services.has(serviceId));
  const oldestMs = all.at(-1)?.calledAtMs ?? Number.NEGATIVE_INFINITY;
  // A call that is missing from the list was taken back if it is newer than the list's oldest call. An older call has only left the list.
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
    ...board,
    officeName,
    time,
    message,
    picture,
    openUntil,
    calls,
    waiting,
    known: new Set([...calls, ...waiting].map(({ id }) => id)),
    heard: { atMs, asOfMs, staleAfterMs: staleAfterS * 1_000 },
    announced: announced !== null && holds(announced.call) ? announced : null,
  };
}

/** Starts the next announcement once the current one has been spoken and shown long enough. */
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
