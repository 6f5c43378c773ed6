import { describe, expect, test } from 'vitest';
import {
  type Board,
  isStale,
  largeCall,
  listed,
  newBoard,
  QUIET_AFTER_MS,
  STANDS_OUT_MS,
  stepBoard,
} from '../../../../src-renderer/hall/board.ts';
import { callOf, feedOf } from '../../../support/hall-feed.ts';

const START = 1_000_000;

/** A hall screen's board. The test sends the kiosk's states (`feed`), the ends of announcements (`said`) and the clock's ticks (`pass`). */
function pageOf(services: ReadonlySet<string> | null = null) {
  let board: Board = newBoard(services, 0);
  let nowMs = 0;
  const heard: string[] = [];
  const look = (before: Board): void => {
    const { announced } = board;
    if (announced !== null && announced.call.id !== before.announced?.call.id) heard.push(announced.call.number);
  };
  const step = (event: Parameters<typeof stepBoard>[1]): void => {
    const before = board;
    board = stepBoard(board, event);
    look(before);
  };
  return {
    heard,
    board: () => board,
    large: () => largeCall(board, nowMs)?.number ?? null,
    announced: () => board.announced?.call.number ?? null,
    listed: () => listed(board, largeCall(board, nowMs), 3).map(({ number }) => number),
    feed: (calls: readonly ReturnType<typeof callOf>[], over: Partial<ReturnType<typeof feedOf>> = {}) =>
      step({ type: 'feed', feed: feedOf(calls, { asOfMs: START + nowMs, ...over }), atMs: nowMs }),
    said: () => step({ type: 'said', id: board.announced?.call.id ?? '', atMs: nowMs }),
    pass(ms: number) {
      nowMs += ms;
      step({ type: 'tick', atMs: nowMs });
    },
    stale: () => isStale(board, nowMs),
  };
}
function quietPage() {
  const page = pageOf();
  page.feed([]);
  return page;
}
const at = (ms: number) => START + ms;
const threeCalls = () =>
  [
    callOf('A001', { calledAtMs: at(0) }),
    callOf('A002', { calledAtMs: at(1) }),
    callOf('A003', { calledAtMs: at(2) }),
  ] as const;

describe('the large call', () => {
  test('is always the newest, even while an older one is being spoken', () => {
    const page = quietPage();
    const [one, two, three] = threeCalls();
    page.feed([one]);
    expect([page.large(), page.announced()]).toEqual(['A001', 'A001']);
    page.feed([three, two, one]);
    expect([page.large(), page.announced()]).toEqual(['A003', 'A001']);
    expect(page.listed()).toEqual(['A002', 'A001']);
    page.pass(30_000);
    expect(page.large()).toBe('A003');
  });

  test('is not a no-show’s call while another ticket is called, and the no-show stays in the list', () => {
    const page = quietPage();
    const missed = callOf('A005', { calledAtMs: at(20), isRecall: true });
    const served = callOf('A006', { calledAtMs: at(10) });
    page.feed([missed, served]);
    expect(page.large()).toBe('A005');
    page.feed([{ ...missed, isOver: true }, served]);
    expect(page.large()).toBe('A006');
    expect(page.listed()).toEqual(['A005']);
    page.feed([{ ...missed, isOver: true }]);
    expect(page.large()).toBeNull();
    expect(page.listed()).toEqual(['A005']);
  });

  test('disappears after five minutes without a new call, and stays in the list', () => {
    const page = pageOf();
    page.feed([callOf('A001', { calledAtMs: at(0) })]);
    page.pass(QUIET_AFTER_MS - 1);
    expect(page.large()).toBe('A001');
    page.pass(1);
    expect(page.large()).toBeNull();
    expect(page.listed()).toEqual(['A001']);
    page.feed([callOf('A002', { calledAtMs: at(QUIET_AFTER_MS) }), callOf('A001', { calledAtMs: at(0) })]);
    expect(page.large()).toBe('A002');
  });
});

describe('calls in the hall', () => {
  test('that follow at once are spoken one after another, each for its time', () => {
    const page = quietPage();
    const [one, two, three] = threeCalls();
    page.feed([one]);
    page.feed([three, two, one]);
    page.pass(STANDS_OUT_MS + 1);
    expect(page.announced()).toBe('A001');
    page.said();
    expect(page.announced()).toBe('A002');
    page.said();
    expect(page.announced()).toBe('A002');
    page.pass(STANDS_OUT_MS);
    expect(page.announced()).toBe('A003');
    page.said();
    page.pass(10 * STANDS_OUT_MS);
    expect(page.heard).toEqual(['A001', 'A002', 'A003']);
    expect(page.announced()).toBeNull();
  });

  test('with a sound that never ends delay no other call', () => {
    const page = quietPage();
    page.feed([callOf('A002', { calledAtMs: at(1) }), callOf('A001', { calledAtMs: at(0) })]);
    page.pass(30_000);
    expect(page.announced()).toBe('A002');
  });

  test('that are repeated are spoken again', () => {
    const page = quietPage();
    const first = callOf('A001', { calledAtMs: at(0) });
    const second = callOf('A002', { calledAtMs: at(10) });
    page.feed([second, first]);
    page.said();
    page.pass(STANDS_OUT_MS);
    page.said();
    page.pass(STANDS_OUT_MS);
    const again = callOf('A001', { calledAtMs: at(STANDS_OUT_MS * 2), times: 2, isRecall: true });
    page.feed([again, second]);
    expect(page.large()).toBe('A001');
    expect(page.board().announced).toMatchObject({ isSaid: false, call: { isRecall: true } });
  });

  test('that are repeated before they were spoken are spoken once', () => {
    const page = quietPage();
    const [one, two] = [callOf('A001', { calledAtMs: at(0) }), callOf('A002', { calledAtMs: at(1) })];
    page.feed([two, one]);
    page.feed([callOf('A002', { calledAtMs: at(5), times: 2, isRecall: true }), one]);
    expect(page.board().waiting.map(({ number, times }) => `${number} ${times}`)).toEqual(['A002 2']);
  });

  test('that were taken back are neither shown nor spoken, and those pushed out by newer ones are still spoken', () => {
    const page = quietPage();
    const [one, two, three] = [0, 1, 2].map((no) => callOf(`A00${no}`, { calledAtMs: at(no) }));
    if (!one || !two || !three) throw new Error('three calls');
    page.feed([three, two, one]);
    page.feed([three, one]);
    expect(page.board().waiting.map(({ number }) => number)).toEqual(['A002']);
    const newer = [10, 11].map((no) => callOf(`A0${no}`, { calledAtMs: at(no) })).toReversed();
    page.feed(newer);
    expect(page.announced()).toBe('A000');
    expect(page.board().waiting.map(({ number }) => number)).toEqual(['A002', 'A010', 'A011']);
    page.feed([]);
    expect([page.large(), page.announced()]).toEqual([null, null]);
  });

  test('of other services than the screen’s are neither shown nor spoken', () => {
    const page = pageOf(new Set(['padro']));
    page.feed([]);
    page.feed([callOf('B001', { serviceId: 'padro', calledAtMs: at(1) }), callOf('A001', { calledAtMs: at(0) })]);
    expect(page.large()).toBe('B001');
    expect(page.board().waiting).toEqual([]);
    expect(page.listed()).toEqual([]);
  });

  test('from before the page was opened are listed, the newest large, and not spoken again', () => {
    const page = pageOf();
    page.feed([callOf('A002', { calledAtMs: at(-60_000) }), callOf('A001', { calledAtMs: at(-90_000) })]);
    expect([page.large(), page.announced()]).toEqual(['A002', null]);
    expect(page.board().waiting).toEqual([]);
  });

  test('from a short time without network are spoken when it is back, those from long ago are not', () => {
    const page = quietPage();
    page.pass(400_000);
    const [recent, old] = [callOf('A002', { calledAtMs: at(380_000) }), callOf('A001', { calledAtMs: at(100_000) })];
    page.feed([recent, old]);
    expect(page.announced()).toBe('A002');
    expect(page.board().waiting).toEqual([]);
  });
});

test('a screen is stale if no feed comes for longer than the hub allows, and current again with the next', () => {
  const page = pageOf();
  expect(page.stale()).toBe(false);
  page.pass(10_001);
  expect(page.stale()).toBe(true);
  page.feed([callOf('A001', { calledAtMs: at(0) })], { staleAfterS: 30 });
  page.pass(30_000);
  expect(page.stale()).toBe(false);
  page.pass(1);
  expect(page.stale()).toBe(true);
  page.feed([]);
  expect(page.stale()).toBe(false);
});

test('a page’s memory does not grow over the day', () => {
  const page = pageOf();
  for (let no = 0; no < 500; no += 1) {
    page.feed(Array.from({ length: 12 }, (_, back) => callOf(`A${no - back}`, { calledAtMs: at(no - back) })));
    page.said();
    page.pass(STANDS_OUT_MS);
  }
  expect(page.board().known.size).toBeLessThan(30);
});
