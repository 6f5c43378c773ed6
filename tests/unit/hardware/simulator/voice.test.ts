import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createVoice } from '../../../../hardware/simulator/voice.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function listen() {
  const heard: number[] = [];
  return { heard, voice: createVoice((bytes) => heard.push(...bytes)) };
}

test('a late answer comes when it is due', () => {
  const { heard, voice } = listen();
  voice.beLate(50, 100);
  voice.say([1]);
  vi.advanceTimersByTime(49);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual([1]);
});

test('no answer overtakes a late one, even while its timer is overdue', () => {
  const { heard, voice } = listen();
  voice.beLate(50, 10);
  voice.say([1]);
  // The clock advances but no timer runs, as in a busy process.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 200);
  voice.say([2]);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(heard).toEqual([1, 2]);
});

test('a late answer is never sent after the power goes', () => {
  const { heard, voice } = listen();
  voice.beLate(50, 100);
  voice.say([1]);
  voice.reset();
  vi.advanceTimersByTime(1_000);
  voice.say([2]);
  expect(heard).toEqual([2]);
});
