import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginWedge, stepWedge, type WedgeKey, type WedgeStep } from '../../../../hardware/scanner/wedge.ts';

function press(
  keys: readonly (string | { key: string; isCommand: boolean })[],
  gapMs: number,
  startMs = 0,
): WedgeKey[] {
  return keys.map((key, index) => ({
    isRepeat: false,
    ...(typeof key === 'string' ? { key, isCommand: false } : key),
    atMs: startMs + index * gapMs,
  }));
}

function follow(keys: readonly WedgeKey[]): WedgeStep[] {
  let state = beginWedge();
  return keys.map((key) => {
    const step = stepWedge(state, key);
    ({ state } = step);
    return step;
  });
}

const codes = (steps: readonly WedgeStep[]) => steps.flatMap(({ code }) => (code === null ? [] : [code.text]));
const rejected = (steps: readonly WedgeStep[]) => steps.flatMap((step) => step.rejected ?? []);

test('a fast burst that ends with Enter is a code, also with Shift before its capitals', () => {
  const steps = follow(press(['Shift', 'T', 'o', 'r', 'n', '-', '4', '7', 'Enter'], 8));
  expect(codes(steps)).toEqual(['Torn-47']);
});

test('a burst’s AIM identifier is removed', () => {
  const [last] = follow(press([...']Q1TORN-47', 'Enter'], 8)).slice(-1);
  expect(last?.code).toMatchObject({ text: 'TORN-47', symbology: 'qr' });
});

test('slow typing is no code, however long, and every key of it reaches the page', () => {
  const steps = follow(press([...'12345678Z', 'Enter'], 60));
  expect(codes(steps)).toEqual([]);
  expect(rejected(steps)).toEqual([]);
  expect(steps.every(({ isScanners }) => !isScanners)).toBe(true);
});

test('from its third key on, a burst and its Enter are kept from the page', () => {
  const steps = follow(press([...'ABCDEF', 'Enter'], 8));
  expect(steps.map(({ isScanners }) => isScanners)).toEqual([false, false, true, true, true, true, true]);
});

test('a person’s key before a burst is no part of it', () => {
  const steps = follow([...press(['5'], 0), ...press([...'ABCDEF', 'Enter'], 8, 500)]);
  expect(codes(steps)).toEqual(['ABCDEF']);
});

test('a key that a person holds down reaches the page', () => {
  const held = press(['5'], 0).concat(press([...'5'.repeat(40)], 30, 500).map((key) => ({ ...key, isRepeat: true })));
  expect(follow(held).every(({ isScanners }) => !isScanners)).toBe(true);
});

test('a pause within a burst begins a new one', () => {
  const steps = follow([...press([...'ABCDEF'], 8), ...press([...'GHIJKL', 'Enter'], 8, 500)]);
  expect(codes(steps)).toEqual(['GHIJKL']);
});

test('a short burst is no code', () => {
  expect(codes(follow(press([...'ABCDE', 'Enter'], 8)))).toEqual([]);
});

test.each([
  ['a control character, typed with Control', { key: 'm', isCommand: true }],
  ['a character typed with Alt and digits', { key: '2', isCommand: true }],
  ['a letter beyond ASCII', 'Ñ'],
  ['a dead key', 'Dead'],
  ['a key without a character', 'F3'],
])('%s spoils the burst up to its Enter, and the next one is read', (_, key) => {
  const spoiled = press([...'ABCDEF', key, ...'GHIJKLMN', 'Enter'], 8);
  const steps = follow([...spoiled, ...press([...'TORN-47', 'Enter'], 8, 1_000)]);
  expect(codes(steps)).toEqual(['TORN-47']);
  expect(rejected(steps)).toEqual(['not-text']);
});

test('a burst that is too long is dropped whole, and at most 512 characters of it are held', () => {
  const steps = follow(press([...'x'.repeat(5_000), 'Enter'], 2));
  expect(codes(steps)).toEqual([]);
  expect(rejected(steps)).toEqual(['too-long']);
  expect(Math.max(...steps.map(({ state }) => state.typed.length))).toBe(512);
});

test('a code is printable ASCII of allowed length, and every burst’s Enter is kept from the page, whatever keys come', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('Enter', 'Shift', 'Tab', 'Dead', 'a', 'b', '1', '2'),
  );
  const presses = fc.array(
    fc.record({ key, isCommand: fc.boolean(), isRepeat: fc.boolean(), gapMs: fc.integer({ min: 0, max: 50 }) }),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(presses, (given) => {
      let atMs = 0;
      const steps = follow(
        given.map(({ gapMs, ...rest }) => {
          atMs += gapMs;
          return { ...rest, atMs };
        }),
      );
      for (const { code, isScanners } of steps) {
        if (code === null) continue;
        expect(code.text).toMatch(/^[ -~]{6,512}$/);
        expect(isScanners).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
