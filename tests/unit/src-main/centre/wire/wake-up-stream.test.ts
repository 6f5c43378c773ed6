import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { readWakeUps } from '../../../../../src-main/centre/wire/wake-up-stream.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

async function heardIn(...pieces: readonly string[]): Promise<number> {
  const stream = new IncomingMessage(new Socket());
  let heard = 0;
  const ended = readWakeUps(stream, createManualClock(0), () => {
    heard += 1;
  });
  for (const piece of pieces) stream.push(piece);
  stream.push(null);
  stream.once('end', () => stream.destroy());
  await ended;
  return heard;
}

const WAKE_UP = 'event: hint\ndata:\n\n';

test.each([
  ['one event is one wake-up', [WAKE_UP], 1],
  ['however it is cut into pieces', [...WAKE_UP], 1],
  ['whichever line ends it has', [WAKE_UP.replaceAll('\n', '\r\n'), WAKE_UP.replaceAll('\n', '\r')], 2],
  ['a comment is none', [': open\n\n', ':\n\n'], 0],
  ['one that is cut off is none', ['event: hint\ndata:\n'], 0],
])('%s', async (_, pieces, heard) => {
  expect(await heardIn(...pieces)).toBe(heard);
});

test.each([
  ['a line without end', 'data:'],
  ['a comment without end', ':'],
  ['a field that nobody knows', 'x'],
])('%s is discarded, and later wake-ups are still read', async (_, start) => {
  const flood = Array.from({ length: 100 }, () => 'x'.repeat(10_000));
  expect(await heardIn(start, ...flood, '\n\n', WAKE_UP)).toBe(1);
});

test('an event without end is discarded, and later wake-ups are still read', async () => {
  // The reader keeps at most 1,024 characters of an event, so each third line makes it discard them. 1,998 is a multiple of three, so no
  // characters are left.
  const flood = Array.from({ length: 1_998 }, () => `data: ${'x'.repeat(500)}\n`);
  expect(await heardIn(...flood, '\n', WAKE_UP)).toBe(1);
});
