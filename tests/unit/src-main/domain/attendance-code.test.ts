import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  ATTENDANCE_CODE,
  attendanceCodeFrom,
  formatAttendanceCode,
  readAttendanceCode,
} from '../../../../src-main/domain/attendance-code.ts';
import { LOCATOR_ALPHABET, LOCATOR_RANDOM_BYTES } from '../../../../src-main/domain/locator.ts';

describe('the code of a proof of attendance', () => {
  it('is read as it was printed, with any separators and look-alikes', () => {
    for (let times = 0; times < 200; times += 1) {
      const code = attendanceCodeFrom(randomBytes(LOCATOR_RANDOM_BYTES));
      expect(code).toMatch(ATTENDANCE_CODE);
      expect(readAttendanceCode(formatAttendanceCode(code))).toBe(code);
      expect(readAttendanceCode(` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(code);
    }
    expect(formatAttendanceCode('NE4NAF7Q29KT')).toBe('NE4N-AF7Q-29KT');
  });

  it('uses every character at every place', () => {
    const places = Array.from({ length: 12 }, () => new Set<string>());
    for (let times = 0; times < 2_000; times += 1)
      for (const [place, character] of [...attendanceCodeFrom(randomBytes(LOCATOR_RANDOM_BYTES))].entries())
        places[place]?.add(character);
    for (const seen of places) expect(seen.size).toBe(LOCATOR_ALPHABET.length);
    expect(() => attendanceCodeFrom(randomBytes(8))).toThrow(RangeError);
  });

  it.each(['', 'NE4NAF7Q29K', 'NE4NAF7Q29KT2', 'NE4N AF7Q 29K!', 'N'.repeat(60)])('is not %j', (typed) => {
    expect(readAttendanceCode(typed)).toBeNull();
  });
});
