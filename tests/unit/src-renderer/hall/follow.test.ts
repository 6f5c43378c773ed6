import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followHub } from '../../../../src-renderer/hall/follow.ts';

const opened: string[] = [];

/** A fake `EventSource` whose connection is lost at once. */
class LostFeed {
  onerror: (() => void) | null = null;
  constructor(path: string) {
    opened.push(path);
    queueMicrotask(() => this.onerror?.());
  }
  addEventListener(): void {}
  close(): void {}
}

beforeEach(() => {
  opened.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', LostFeed);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a hall screen opens its feed again even if its question about the lost feed gets no answer', async () => {
  const never = (_path: string, { signal }: RequestInit) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  vi.stubGlobal('fetch', never);
  void followHub({ onFeed: () => undefined, onCode: () => undefined });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(opened.length).toBeGreaterThan(1);
});

it.each([
  ['nothing', null],
  ['an answer of another release', { number: '1234' }],
])('a hall screen that gets %s instead of a code asks again and shows none', async (_what, value) => {
  const codes: unknown[] = [];
  const answers = (path: string) =>
    path.endsWith('/feed') ? new Response(null, { status: 401 }) : Response.json(value);
  vi.stubGlobal('fetch', (path: string) => Promise.resolve(answers(path)));
  void followHub({ onFeed: () => undefined, onCode: (code) => void codes.push(code) });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(opened.length).toBeGreaterThan(2);
  expect(codes).toEqual([]);
});

it('a hall screen whose claim is answered without a state hides its code after three tries', async () => {
  const codes: unknown[] = [];
  const values: Record<string, unknown> = {
    '/api/pairings': { code: '1234', claim: 'c' },
    '/api/pairings/claim': null,
  };
  vi.stubGlobal('fetch', (path: string) =>
    Promise.resolve(path in values ? Response.json(values[path]) : new Response(null, { status: 401 })),
  );
  void followHub({ onFeed: () => undefined, onCode: (code) => void codes.push(code) });
  await vi.advanceTimersByTimeAsync(7_000);
  expect(codes).toEqual(['1234', null]);
});
