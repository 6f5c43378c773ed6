import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeJob } from '../../../../hardware/printer/dialects.ts';
import { layOut } from '../../../../hardware/printer/layout.ts';
import { spoilLookAlikes } from '../../../../hardware/printer/real-time-look-alikes.ts';
import { NARROW, WIDE } from './profiles.ts';

const isReal = (job: Uint8Array) =>
  job.some((byte, at) => byte === 0x10 && [0x04, 0x05, 0x14].includes(job[at + 1] ?? 0));

test.each([
  [
    [0x10, 0x04],
    [0x10, 0x0c],
  ],
  [
    [0x10, 0x05],
    [0x10, 0x0d],
  ],
  [
    [0x10, 0x14],
    [0x10, 0x1c],
  ],
  [
    [0x10, 0x10, 0x04],
    [0x10, 0x10, 0x0c],
  ],
])('dots %j get one dot more', (dots, wanted) => {
  const job = Uint8Array.from(dots);
  spoilLookAlikes(job, [{ start: 0, end: job.length }]);
  expect([...job]).toEqual(wanted);
});

test('a picture’s last byte is changed if the command after it would complete a real-time command', () => {
  const job = Uint8Array.of(0x10, 0x04);
  spoilLookAlikes(job, [{ start: 0, end: 1 }]);
  expect([...job]).toEqual([0x18, 0x04]);
});

test('a look-alike outside of a picture is the encoder’s bug', () => {
  expect(() => spoilLookAlikes(Uint8Array.of(0x41, 0x10, 0x04), [{ start: 0, end: 1 }])).toThrow('byte 1');
});

test('no job holds a real-time command, whatever its pictures and their size', () => {
  const byte = fc.constantFrom(0x00, 0x04, 0x05, 0x10, 0x14, 0xff);
  const picture = fc.integer({ min: 2, max: 48 }).chain((bytesPerRow) =>
    fc.integer({ min: 1, max: 300 }).chain((heightDots) =>
      fc
        .array(byte, { minLength: 95, maxLength: 95 })
        .map((random) => [0x10, 0x04, ...random])
        .map((pattern) => ({
          widthDots: bytesPerRow * 8,
          heightDots,
          bytes: Uint8Array.from({ length: bytesPerRow * heightDots }, (_, at) => pattern[at % 97] ?? 0),
        })),
    ),
  );
  fc.assert(
    fc.property(
      fc.array(picture, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(WIDE, NARROW),
      (pictures, profile) => {
        const rows = layOut({ blocks: pictures.map((bitmap) => ({ kind: 'logo', bitmap })) }, profile);
        const job = encodeJob({ rows, profile, processId: 'abcd', cutFirst: true });
        expect(pictures.some(({ bytes }) => isReal(bytes))).toBe(true);
        expect(isReal(job)).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});
