import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEasyPin, waitAfterFailuresMs } from '../../../../src-main/domain/technician-pin.ts';

describe('a PIN that anybody would guess', () => {
  test.each([
    '111111',
    '123456',
    '654321',
    '234567890',
    '890123',
    '098765',
    '246802',
    '121212',
    '123123',
    '474474474',
    '135791',
  ])('%s is one', (pin) => expect(isEasyPin(pin)).toBe(true));

  test.each(['112233', '270519', '123457', '1234567891', '904518', '123124'])('%s is none', (pin) =>
    expect(isEasyPin(pin)).toBe(false),
  );
});

describe('the wait after wrong PINs', () => {
  test('costs nothing for two, then 30 s, twice as long each time, and never more than 15 min', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((failures) => waitAfterFailuresMs(failures) / 1_000);
    expect(waits).toEqual([0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
  });

  test('never gets shorter', () => {
    fc.assert(
      fc.property(fc.nat(5_000), (failures) => {
        expect(waitAfterFailuresMs(failures + 1)).toBeGreaterThanOrEqual(waitAfterFailuresMs(failures));
        expect(waitAfterFailuresMs(failures)).toBeLessThanOrEqual(900_000);
      }),
    );
  });
});
