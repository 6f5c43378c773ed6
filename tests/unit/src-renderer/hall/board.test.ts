import { describe, expect, test } from 'vitest';
import { type Board, isStale, listed, newBoard, SHOWN_MS, stepBoard } from '../../../../src-renderer/hall/board.ts';
import { callOf, feedOf } from '../../../support/hall-feed.ts';

const START = 1_000_000;

/** A page on which things happen at times; what is shown is said at once unless `isMute` is passed. */
function pageOf(services: ReadonlySet<string> | null = null) {
  let board: Board = newBoard(services, 0);
  let nowMs = 0;
  const numbers: string[] = [];
  const look = (): void => {
    const number = board.shown?.call.number ?? '';
    if (numbers.at(-1) !== number) numbers.push(number);
  };
  const page = {
    numbers,
    board: () => board,
    shown: () => board.shown?.call.number ?? null,
    feed(calls: readonly ReturnType<typeof callOf>[], over: Partial<ReturnType<typeof feedOf>> = {}) {
      board = stepBoard(board, { type: 'feed', feed: feedOf(calls, { asOfMs: START + nowMs, ...over }), atMs: nowMs });
      look();
    },
    said() {
      board = stepBoard(board, { type: 'said', id: board.shown?.call.id ?? '', atMs: nowMs });
      look();
    },
    pass(ms: number) {
      nowMs += ms;
      board = stepBoard(board, { type: 'tick', atMs: nowMs });
      look();
    },
    stale: () => isStale(board, nowMs),
  };
  return page;
}
const at = (ms: number) => START + ms;

describe('calls in the hall', () => {
  test('that follow at once are shown one after another, each for its time and until it has been said', () => {
    const page = pageOf();
    page.feed([]);
    const [one, two, three] = ['A001', 'A002', 'A003'].map((number, no) => callOf(number, { calledAtMs: at(no) }));
    if (!one || !two || !three) throw new Error('three calls');
    page.feed([one]);
    page.feed([three, two, one]);
    expect(page.shown()).toBe('A001');
    // All of them are to be read at once.
    expect(listed(page.board(), 3).map(({ number }) => number)).toEqual(['A003', 'A002']);
    page.pass(SHOWN_MS + 1);
    expect(page.shown()).toBe('A001');
    page.said();
    expect(page.shown()).toBe('A002');
    page.said();
    expect(page.shown()).toBe('A002');
    page.pass(SHOWN_MS);
    expect(page.shown()).toBe('A003');
    page.said();
    page.pass(10 * SHOWN_MS);
    expect(page.numbers).toEqual(['', 'A001', 'A002', 'A003']);
  });

  test('whose sound never ends hold up nobody', () => {
    const page = pageOf();
    page.feed([]);
    page.feed([callOf('A002', { calledAtMs: at(1) }), callOf('A001', { calledAtMs: at(0) })]);
    page.pass(30_000);
    expect(page.shown()).toBe('A002');
  });

  test('that are made again are shown again', () => {
    const page = pageOf();
    page.feed([]);
    const first = callOf('A001', { calledAtMs: at(0) });
    const second = callOf('A002', { calledAtMs: at(10) });
    page.feed([second, first]);
    page.said();
    page.pass(SHOWN_MS);
    page.said();
    page.pass(SHOWN_MS);
    const again = callOf('A001', { calledAtMs: at(SHOWN_MS * 2), times: 2, isRecall: true });
    page.feed([again, second]);
    expect(page.shown()).toBe('A001');
    expect(page.board().shown).toMatchObject({ isSaid: false, call: { isRecall: true } });
  });

  test('that are made again before they were shown are shown once', () => {
    const page = pageOf();
    page.feed([]);
    const [one, two] = [callOf('A001', { calledAtMs: at(0) }), callOf('A002', { calledAtMs: at(1) })];
    page.feed([two, one]);
    page.feed([callOf('A002', { calledAtMs: at(5), times: 2, isRecall: true }), one]);
    expect(page.board().waiting.map(({ number, times }) => `${number} ${times}`)).toEqual(['A002 2']);
  });

  test('that were taken back are shown no more; what has only made room for newer ones still is', () => {
    const page = pageOf();
    page.feed([]);
    const [one, two, three] = [0, 1, 2].map((no) => callOf(`A00${no}`, { calledAtMs: at(no) }));
    if (!one || !two || !three) throw new Error('three calls');
    page.feed([three, two, one]);
    page.feed([three, one]);
    expect(page.board().waiting.map(({ number }) => number)).toEqual(['A002']);
    const newer = [10, 11].map((no) => callOf(`A0${no}`, { calledAtMs: at(no) })).toReversed();
    page.feed(newer);
    expect(page.shown()).toBe('A000');
    expect(page.board().waiting.map(({ number }) => number)).toEqual(['A002', 'A010', 'A011']);
    page.feed([]);
    expect(page.shown()).toBeNull();
  });

  test('of other services than the screen is for are neither shown nor said', () => {
    const page = pageOf(new Set(['padro']));
    page.feed([]);
    page.feed([callOf('B001', { serviceId: 'padro', calledAtMs: at(1) }), callOf('A001', { calledAtMs: at(0) })]);
    expect(page.shown()).toBe('B001');
    expect(page.board().waiting).toEqual([]);
    expect(listed(page.board(), 3)).toEqual([]);
  });

  test('of before a page was opened are listed, the newest large, and not said again', () => {
    const page = pageOf();
    page.feed([callOf('A002', { calledAtMs: at(-60_000) }), callOf('A001', { calledAtMs: at(-90_000) })]);
    expect(page.board().shown).toMatchObject({ isSaid: true, call: { number: 'A002' } });
    expect(page.board().waiting).toEqual([]);
  });

  test('of a while without network are said when it is back, those of long ago are not', () => {
    const page = pageOf();
    page.feed([]);
    page.pass(400_000);
    const [recent, old] = [callOf('A002', { calledAtMs: at(380_000) }), callOf('A001', { calledAtMs: at(100_000) })];
    page.feed([recent, old]);
    expect(page.shown()).toBe('A002');
    expect(page.board().waiting).toEqual([]);
  });
});

test('a screen that hears nothing for longer than the hub allows knows nothing, and knows again when it hears', () => {
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

test('what a page remembers does not grow with the day', () => {
  const page = pageOf();
  for (let no = 0; no < 500; no += 1) {
    page.feed(Array.from({ length: 12 }, (_, back) => callOf(`A${no - back}`, { calledAtMs: at(no - back) })));
    page.said();
    page.pass(SHOWN_MS);
  }
  expect(page.board().known.size).toBeLessThan(30);
});
