import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startDeadline } from '../../../../hardware/link/deadline.ts';

/** Two connected sockets of this process. */
async function socketPair(): Promise<readonly [Socket, Socket]> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const near = connect(address.port, '127.0.0.1');
  const far = await accepted;
  onTestFinished(() => {
    for (const socket of [near, far]) socket.destroy();
    server.close();
  });
  return [near, far];
}

/** Blocks this process, so that it neither reads nor runs timers, as a slow disk does. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('an answer that came while the process stood still is read before the deadline passes', async () => {
  const [near, far] = await socketPair();
  const events: string[] = [];
  near.once('data', (bytes) => events.push(bytes.toString()));
  const passed = new Promise<void>((resolve) => {
    far.once('data', () => {
      startDeadline(300, () => {
        events.push('passed');
        resolve();
      });
      far.write('answer');
      standStill(600);
    });
  });
  near.write('question');
  await passed;
  expect(events).toEqual(['answer', 'passed']);
});

test('a deadline passes once, after its whole time and not before', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const onPassed = vi.fn<() => void>();
  startDeadline(250, onPassed);
  vi.advanceTimersByTime(249);
  expect(onPassed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(1_000);
  expect(onPassed).toHaveBeenCalledOnce();
});

test('a deadline that is called off never passes, in whichever step it is', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const onPassed = vi.fn<() => void>();
  for (const afterMs of [0, 99, 100, 199]) {
    const callOff = startDeadline(200, onPassed);
    vi.advanceTimersByTime(afterMs);
    callOff();
  }
  vi.advanceTimersByTime(1_000);
  expect(onPassed).not.toHaveBeenCalled();
});
