import { expect, test } from 'vitest';
import { createScannerKeys, type WindowKey } from '../../../../src-main/shell/scanner-keys.ts';

const SCANNER_GAP_MS = 5;
const PERSON_GAP_MS = 120;

const press = (key: string, more: Partial<WindowKey> = {}): WindowKey => ({
  type: 'keyDown',
  key,
  control: false,
  alt: false,
  meta: false,
  isAutoRepeat: false,
  ...more,
});

function windowKeys({ hasWedge = true, answer = { ok: true as const, value: null } as Answered } = {}) {
  const asked: [method: string, params: unknown][] = [];
  const logged: [event: string, fields: unknown][] = [];
  const office = { hasWedge };
  const isScanners = createScannerKeys(
    {
      hasWedge: () => office.hasWedge,
      request(method, params) {
        asked.push([method, params]);
        return Promise.resolve(answer);
      },
    },
    { event: (event, fields) => void logged.push([event, fields]) },
  );
  let atMs = 1_000;
  return {
    asked,
    logged,
    office,
    /** Presses and releases each key; returns the keys that the page sees. */
    type(keys: readonly (string | WindowKey)[], gapMs: number): string[] {
      const seen: string[] = [];
      for (const key of keys) {
        const down = typeof key === 'string' ? press(key) : key;
        if (!isScanners(down, atMs)) seen.push(down.key);
        isScanners({ ...down, type: 'keyUp' }, atMs + 1);
        atMs += gapMs;
      }
      atMs += 1_000;
      return seen;
    },
  };
}
type Answered = { ok: true; value: unknown } | { ok: false; error: { kind: 'not-possible-here' } };

test('a code that is typed fast and ends with Enter goes to the core, and its Enter never to the page', () => {
  const { asked, type } = windowKeys();
  const seen = type([...'TORN1ABC', 'Enter'], SCANNER_GAP_MS);
  expect(asked).toEqual([['scanned', { text: 'TORN1ABC' }]]);
  expect(seen).toEqual(['T', 'O']);
});

test('keys at a person’s speed reach the page one by one, and the core gets none', () => {
  const { asked, type } = windowKeys();
  const keys = [...'TORN1ABC', 'Backspace', 'Enter'];
  expect(type(keys, PERSON_GAP_MS)).toEqual(keys);
  expect(asked).toEqual([]);
});

test('no key is read as a code in an office whose scanner has its own cable', () => {
  const { asked, office, type } = windowKeys({ hasWedge: false });
  const keys = [...'TORN1ABC', 'Enter'];
  expect(type(keys, SCANNER_GAP_MS)).toEqual(keys);
  office.hasWedge = true;
  type(keys, SCANNER_GAP_MS);
  expect(asked).toHaveLength(1);
});

test('a key that is held down, or pressed with Control, is not part of a code', () => {
  const { asked, logged, type } = windowKeys();
  const held = Array.from({ length: 12 }, () => press('a', { isAutoRepeat: true }));
  expect(type([...held, 'Enter'], SCANNER_GAP_MS)).toHaveLength(13);
  type([...'TORN', press('j', { control: true }), ...'ABC', 'Enter'], SCANNER_GAP_MS);
  expect(asked).toEqual([]);
  expect(logged).toEqual([['scanner-drop', { cause: 'not-text' }]]);
});

test('a code that the core refuses is logged without its text', async () => {
  const { logged, type } = windowKeys({ answer: { ok: false, error: { kind: 'not-possible-here' } } });
  type([...'TORN1ABC', 'Enter'], SCANNER_GAP_MS);
  await expect.poll(() => logged).toEqual([['scan-refused', { reason: 'not-possible-here' }]]);
});
