import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openKioskPage } from '../../../build/demonstration/kiosk-page.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ATTACHED = { method: 'Target.attachedToTarget', params: { sessionId: 'S', targetInfo: { type: 'page' } } };
const PICTURE = {
  method: 'Page.screencastFrame',
  sessionId: 'S',
  params: { sessionId: 1, data: '', metadata: { deviceWidth: 1080, deviceHeight: 1920 } },
};

/** A page with a simulated debugger: `says` sends its messages, and `starts` counts the requests for pictures. */
function openPlayed() {
  const sent: string[] = [];
  const heard: ((text: string) => void)[] = [];
  const page = openKioskPage({
    send: (text) => void sent.push((JSON.parse(text) as { method: string }).method),
    onText: (listener) => void heard.push(listener),
  });
  return {
    page,
    says: (message: object) => {
      for (const listener of heard) listener(JSON.stringify(message));
    },
    starts: () => sent.filter((method) => method === 'Page.startScreencast').length,
  };
}

test('the first picture is requested again until it arrives, and not after that', () => {
  const { page, says, starts } = openPlayed();
  says(ATTACHED);
  const frames: unknown[] = [];
  page.watch((frame) => frames.push(frame));
  expect(starts()).toBe(1);
  vi.advanceTimersByTime(2_500);
  expect(starts()).toBe(3);
  says(PICTURE);
  vi.advanceTimersByTime(10_000);
  expect(starts()).toBe(3);
  expect(frames).toMatchObject([{ width: 1080, height: 1920 }]);
});

test('no picture is requested once the last viewer has gone', () => {
  const { page, says, starts } = openPlayed();
  const stop = page.watch(() => undefined);
  expect(starts()).toBe(0);
  says(ATTACHED);
  expect(starts()).toBe(1);
  stop();
  vi.advanceTimersByTime(10_000);
  expect(starts()).toBe(1);
});
