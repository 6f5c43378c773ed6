import { expect, test } from 'vitest';
import { encodeJob } from '../../../../hardware/printer/dialects.ts';
import type { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import { profileOf, WIDE } from './profiles.ts';

const frame = (profile: PrinterProfile) =>
  Buffer.from(encodeJob({ rows: [], profile, processId: 'T!~9', cutFirst: false })).toString('hex');
const bytes = (...parts: string[]) => parts.join('').replaceAll(' ', '');
const WIDE_GAP = { ...WIDE, cutter: 'none', cutMs: 0, headToCutterMm: 40 } as const;

test.each<[string, PrinterProfile, string]>([
  ['an Epson', WIDE, '1b 40 1d 61 ff 1b 74 10 1d 56 42 00 1d 28 48 06 00 30 30 54 21 7e 39'],
  ['an Epson that answers in turn', profileOf('epson-tm-t88iii'), '1b 40 1d 61 ff 1b 74 10 1d 56 42 00 1d 72 01'],
  [
    'one with a full cutter',
    { ...WIDE, cutter: 'full' },
    '1b 40 1d 61 ff 1b 74 10 1d 56 41 00 1d 28 48 06 00 30 30 54 21 7e 39',
  ],
  ['a Custom with a presenter', profileOf('custom-kpm300'), '1b 40 1b 74 10 1b 4a c0 1b 69 1d 65 03 06 1d 72 01'],
  ['a clone without a cutter', profileOf('generic-58mm'), '1b 40 1b 74 10 1b 4a 60'],
  ['one that feeds far', WIDE_GAP, '1b 40 1d 61 ff 1b 74 10 1b 4a ff 1b 4a 41 1d 28 48 06 00 30 30 54 21 7e 39'],
])('the job of %s is framed by exactly these bytes', (_, profile, expected) => {
  expect(frame(profile)).toBe(bytes(expected));
});
