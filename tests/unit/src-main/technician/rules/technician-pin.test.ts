import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEasyPin, waitAfterFailuresMs } from '../../../../../src-main/technician/rules/technician-pin.ts';

describe('an easy PIN', () => {
  test.each<[string, string[]]>([
    ['goes on by even steps', ['111111', '123456', '654321', '234567890', '890123', '098765', '246802', '135791']],
    ['repeats a piece', ['121212', '123123', '474474474', '48104810', '48104810481']],
    ['has each digit twice or more, or two digits alone', ['112233', '11335577', '777444', '100001', '788887']],
    [
      'is a date',
      ['270519', '052719', '190527', '27051984', '05271984', '19840527', '198405', '051984', '290200', '311299'],
    ],
    ['is years, or days of two people', ['19842012', '20241984', '27051104', '270511041984', '2705270519']],
    ['walks over the keypad', ['147852', '236987', '124578', '159624', '258000', '7458521', '0852147']],
    [
      'is rows, columns or diagonals',
      ['147258', '741852', '789456', '159357', '357159', '25800852', '14725836', '369147'],
    ],
  ])('%s', (_how, pins) => {
    expect(pins.filter((pin) => !isEasyPin(pin))).toEqual([]);
  });

  test('is rare enough among random ones, and the recommended ones are not easy', () => {
    const pins = ['508263', '904518', '602947', '283746', '5082630917', '613208'];
    expect(pins.filter(isEasyPin)).toEqual([]);
    let easy = 0;
    for (let pin = 0; pin < 1_000_000; pin += 97) if (isEasyPin(String(pin).padStart(6, '0'))) easy += 1;
    expect(easy / (1_000_000 / 97)).toBeLessThan(0.2);
  });

  test('can be any date of a hundred years, however it is written', () => {
    const days = fc.date({ min: new Date('1930-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-');
        const short = year.slice(2);
        const written = [day + month + short, month + day + short, short + month + day, day + month + year];
        written.push(month + day + year, year + month + day, year + month, month + year);
        expect(written.filter((pin) => !isEasyPin(pin))).toEqual([]);
      }),
    );
  });

  test('can be any walk from key to key', () => {
    const beside: Record<string, string> = {
      1: '1245',
      2: '123456',
      3: '2356',
      4: '124578',
      5: '123456789',
      6: '235689',
      7: '47580',
      8: '4567890',
      9: '56890',
      0: '7890',
    };
    const turns = fc.array(fc.nat(1_000), { minLength: 5, maxLength: 11 });
    fc.assert(
      fc.property(fc.nat(9), turns, (first, rest) => {
        let pin = String(first);
        for (const turn of rest) {
          const next = beside[pin.at(-1) ?? ''] ?? '';
          pin += next.charAt(turn % next.length);
        }
        expect(isEasyPin(pin), pin).toBe(true);
      }),
    );
  });
});

describe('the wait after wrong PINs', () => {
  test('is zero for two, then 30 s, doubles each time, and never exceeds 15 min', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((failures) => waitAfterFailuresMs(failures) / 1_000);
    expect(waits).toEqual([0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
  });

  test('adds up to more than a week for 1,000', () => {
    const waits = Array.from({ length: 1_000 }, (_, failures) => waitAfterFailuresMs(failures));
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(7 * 86_400_000);
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
