import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followHub } from '../../../../src-renderer/hall/follow.ts';

const opened: string[] = [];

/** A feed whose connection is lost at once. */
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

it('a hall opens its feed again although the network swallows the question why it was lost', async () => {
  const never = (_path: string, { signal }: RequestInit) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  vi.stubGlobal('fetch', never);
  void followHub({ onFeed: () => undefined, onCode: () => undefined });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(opened.length).toBeGreaterThan(1);
});
