import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTurns } from '../../../../src-central/database/turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The result of each wait: `true` with a turn, `false` without one in time, `undefined` while the wait lasts. */
async function endsOf(waits: readonly Promise<(() => void) | null>[]): Promise<(boolean | undefined)[]> {
  const ends: (boolean | undefined)[] = waits.map(() => undefined);
  for (const [no, wait] of waits.entries())
    void wait.then((end) => {
      ends[no] = end !== null;
    });
  await vi.advanceTimersByTimeAsync(0);
  return ends;
}

test('as many turns as allowed begin at once, and the next caller waits for an end', async () => {
  const turns = createTurns(2, 1_000);
  const [first, second, third] = [turns.take(), turns.take(), turns.take()];
  expect(await endsOf([first, second, third])).toEqual([true, true, undefined]);
  expect(turns.waiting()).toBe(1);
  (await first)?.();
  expect(await endsOf([third])).toEqual([true]);
  expect(turns.waiting()).toBe(0);
});

test('callers begin in the order of asking, one for each turn that ends', async () => {
  const turns = createTurns(1, 1_000);
  const first = await turns.take();
  const waits = [turns.take(), turns.take()];
  first?.();
  expect(await endsOf(waits)).toEqual([true, undefined]);
  expect(turns.waiting()).toBe(1);
  (await waits[0])?.();
  expect(await endsOf(waits)).toEqual([true, true]);
});

test('a turn that ends while no caller waits is free for one next caller', async () => {
  const turns = createTurns(1, 1_000);
  for (let no = 0; no < 3; no += 1) {
    const end = await turns.take();
    expect(end).not.toBeNull();
    end?.();
  }
  expect(await endsOf([turns.take(), turns.take()])).toEqual([true, undefined]);
});

test('a caller waits no longer than its limit, and takes no turn after it', async () => {
  const turns = createTurns(1, 1_000);
  const end = await turns.take();
  const impatient = turns.take();
  await vi.advanceTimersByTimeAsync(999);
  expect(await endsOf([impatient])).toEqual([undefined]);
  const later = turns.take();
  await vi.advanceTimersByTimeAsync(1);
  expect(await endsOf([impatient, later])).toEqual([false, undefined]);
  expect(turns.waiting()).toBe(1);
  end?.();
  expect(await endsOf([later])).toEqual([true]);
});

test('a caller that got its turn leaves no timer', async () => {
  const turns = createTurns(1, 1_000);
  const end = await turns.take();
  const next = turns.take();
  expect(vi.getTimerCount()).toBe(1);
  end?.();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await endsOf([next])).toEqual([true]);
});
