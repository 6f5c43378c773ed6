import { expect, test } from 'vitest';
import { type CallFault, unreachable } from '../../../../../src-main/centre/wire/call-fault.ts';
import { createWakeUps } from '../../../../../src-main/centre/wire/wake-ups.ts';

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

test('one stream is open at a time, and another may open when it has ended', async () => {
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

test('a stream that never opened ends as not open', async () => {
  const { wakeUps, seen, end } = standBefore();
  wakeUps.listen();
  await end();
  expect(seen).toEqual(['central-unreachable false']);
});

test('no stream is opened if the disk keeps no count of reads', () => {
  const { wakeUps, streams } = standBefore({ maySign: false });
  wakeUps.listen();
  expect(streams).toHaveLength(0);
});

test('a stop ends the stream silently and opens no other', async () => {
  const { wakeUps, seen, streams, end } = standBefore();
  wakeUps.listen();
  wakeUps.stop();
  expect(streams[0]?.signal.aborted).toBe(true);
  await end();
  wakeUps.listen();
  expect(streams).toHaveLength(1);
  expect(seen).toEqual([]);
});
