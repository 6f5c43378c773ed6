import { array, assert, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { type Block, splitIntoPages } from '../../../../src-renderer/fitting/pages.ts';

const ROOM_PX = 100;
const always = () => ROOM_PX;
const EDGELESS = { abovePx: 0, belowPx: 0, touchPx: null };

function stack(heights: readonly number[], fromPx = 0): Block<string>[] {
  let topPx = fromPx;
  return heights.map((height, index) => {
    const block = {
      of: `${fromPx}/${index}`,
      topPx,
      bottomPx: topPx + height,
      ...EDGELESS,
      parts: [],
      isTogether: false,
    };
    topPx += height;
    return block;
  });
}

it('each page is filled before the next', () => {
  expect(splitIntoPages(stack([40, 40, 40, 40]), always)).toEqual([
    ['0/0', '0/1'],
    ['0/2', '0/3'],
  ]);
});

it('a list is split at the end of the page, and a group only if it is higher than a page', () => {
  const list = { of: 'list', topPx: 30, bottomPx: 180, ...EDGELESS, parts: stack([50, 50, 50], 30), isTogether: true };
  expect(splitIntoPages([...stack([30]), list], always)).toEqual([
    ['0/0', '30/0'],
    ['30/1', '30/2'],
  ]);
  const group = { of: 'group', topPx: 30, bottomPx: 120, ...EDGELESS, parts: stack([40, 50], 30), isTogether: true };
  expect(splitIntoPages([...stack([30]), group], always)).toEqual([['0/0'], ['group']]);
  expect(splitIntoPages([...stack([30]), { ...group, isTogether: false }], always)).toEqual([
    ['0/0', '30/0'],
    ['30/1'],
  ]);
});

it('a group is split rather than stick out of a first page that is lower than the next', () => {
  const question = { of: 'question', topPx: 0, bottomPx: 80, ...EDGELESS, parts: stack([30, 50]), isTogether: true };
  expect(splitIntoPages([question], (page) => (page === 0 ? 60 : 100))).toEqual([['0/0'], ['0/1']]);
});

it('the edges of a split block count on each page that has a part of it', () => {
  const parts = stack([30, 30, 30], 10).map((part) => ({ ...part, abovePx: 10, belowPx: 10 }));
  const sheet = { of: 'sheet', topPx: 0, bottomPx: 110, ...EDGELESS, parts, isTogether: false };
  expect(splitIntoPages([sheet], always)).toEqual([['10/0', '10/1'], ['10/2']]);
  expect(splitIntoPages([sheet], () => 78)).toEqual([['10/0'], ['10/1'], ['10/2']]);
});

it('a control is reached from the end of everything beside it', () => {
  const [words, key] = stack([90, 10]);
  if (words === undefined || key === undefined) throw new Error('two blocks');
  const beside = { ...key, topPx: 30, bottomPx: 60, touchPx: 30 };
  expect(splitIntoPages([words, beside], always, 60)).toEqual([['0/0', '0/1']]);
  expect(splitIntoPages([words, beside], always, 59)).toEqual([['0/0'], ['0/1']]);
});

it('a block that cannot be split gets a page of its own', () => {
  expect(splitIntoPages(stack([50, 300, 50]), always)).toEqual([['0/0'], ['0/1'], ['0/2']]);
});

it('each page’s height is asked for by its index', () => {
  const rooms = [60, 120];
  expect(splitIntoPages(stack([40, 40, 40, 40]), (page) => rooms[page] ?? 40)).toEqual([
    ['0/0'],
    ['0/1', '0/2', '0/3'],
  ]);
});

it('a page keeps its controls within reach of its end, and plain text may be higher', () => {
  const [read, ...rows] = stack([40, 30, 30, 30]);
  const touched = rows.map((row) => ({ ...row, touchPx: row.topPx }));
  const blocks = read === undefined ? [] : [read, ...touched];
  expect(splitIntoPages(blocks, () => 200, 60)).toEqual([['0/0', '0/1', '0/2'], ['0/3']]);
  const list = {
    of: 'list',
    topPx: 40,
    bottomPx: 130,
    abovePx: 0,
    belowPx: 0,
    touchPx: 40,
    parts: touched,
    isTogether: false,
  };
  expect(splitIntoPages([list], () => 200, 60)).toEqual([['0/1', '0/2'], ['0/3']]);
});

it('pages lose nothing, repeat nothing and keep the order, whatever the heights', () => {
  assert(
    property(
      array(integer({ min: 1, max: 250 }), { maxLength: 20 }),
      integer({ min: 20, max: 300 }),
      (heights, room) => {
        const blocks = stack(heights);
        const pages = splitIntoPages(blocks, () => room);
        expect(pages.flat()).toEqual(blocks.map(({ of }) => of));
        expect(pages.every((page) => page.length > 0)).toBe(true);
      },
    ),
  );
});
