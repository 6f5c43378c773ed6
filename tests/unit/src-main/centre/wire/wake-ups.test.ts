import { expect, test } from 'vitest';
import { type CallFault, unreachable } from '../../../../../src-main/centre/wire/call-fault.ts';
import { createWakeUps } from '../../../../../src-main/centre/wire/wake-ups.ts';

/** A stream that a test opens, speaks on and ends. */
function standBefore({ maySign = true } = {}) {
  const seen: string[] = [];
  const streams: { signal: AbortSignal; open: () => void; speak: () => void; end: (fault: CallFault) => void }[] = [];
  const wakeUps = createWakeUps({
    client: {
      follow: (_question, signal, open, speak) =>
        new Promise((resolve) => void streams.push({ signal, open, speak, end: resolve })),
    },
    signRead: () => (maySign ? {} : null),
    onOpened: () => void seen.push('opened'),
    onWakeUp: () => void seen.push('wake-up'),
    onEnded: (fault, wasOpen) => void seen.push(`${fault.kind} ${wasOpen}`),
  });
  const end = async (index = 0): Promise<void> => {
    streams[index]?.end(unreachable('it has ended'));
    await Promise.resolve();
  };
  return { wakeUps, seen, streams, end };
}

test('one stream at a time is opened, and another when it has ended', async () => {
  const { wakeUps, seen, streams, end } = standBefore();
  wakeUps.listen();
  wakeUps.listen();
  expect(streams).toHaveLength(1);
  streams[0]?.open();
  expect(wakeUps.isOpen()).toBe(true);
  streams[0]?.speak();
  await end();
  expect(seen).toEqual(['opened', 'wake-up', 'central-unreachable true']);
  expect(wakeUps.isOpen()).toBe(false);
  wakeUps.listen();
  expect(streams).toHaveLength(2);
});

test('a stream that never opened ends as one by which nothing came', async () => {
  const { wakeUps, seen, end } = standBefore();
  wakeUps.listen();
  await end();
  expect(seen).toEqual(['central-unreachable false']);
});

test('nothing is asked where the disk keeps no count of reads', () => {
  const { wakeUps, streams } = standBefore({ maySign: false });
  wakeUps.listen();
  expect(streams).toHaveLength(0);
});

test('once stopped it ends its stream, tells nothing and opens none', async () => {
  const { wakeUps, seen, streams, end } = standBefore();
  wakeUps.listen();
  wakeUps.stop();
  expect(streams[0]?.signal.aborted).toBe(true);
  await end();
  wakeUps.listen();
  expect(streams).toHaveLength(1);
  expect(seen).toEqual([]);
});
