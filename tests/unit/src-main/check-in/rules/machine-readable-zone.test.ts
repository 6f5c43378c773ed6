import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkDigit,
  MOST_ZONE_CHARACTERS,
  readMachineReadableZone,
} from '../../../../../src-main/check-in/rules/machine-readable-zone.ts';
import { controlLetter } from '../../../../../src-main/domain/identity-document.ts';

function card({ code = 'ID', state = 'ESP', support = 'BAA000589', optional = '99999999R', rest = '' } = {}): string {
  const first = `${code}${state}${support}${checkDigit(support)}${optional.padEnd(15, '<')}`;
  const [birth, expiry, more] = ['800101', '310620', rest.padEnd(11, '<')];
  const [checkedBirth, checkedExpiry] = [birth + checkDigit(birth), expiry + checkDigit(expiry)];
  const composite = checkDigit(first.slice(5) + checkedBirth + checkedExpiry + more);
  const second = `${checkedBirth}F${checkedExpiry}ESP${more}${composite}`;
  return [first, second, 'ESPANOLA<ESPANOLA<<CARMEN'.padEnd(30, '<')].join('\n');
}

/** The sample passport of ICAO Doc 9303, part 4, appendix A. */
const PASSPORT = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'].join(
  '\n',
);

const DNI = card();
const TIE = card({ code: 'IR', support: 'E12345678', optional: 'X1234567L' });

describe('a zone', () => {
  test('has check digits as published', () => {
    expect(checkDigit('L898902C3')).toBe('6');
    expect(checkDigit('740812')).toBe('2');
    expect(checkDigit('ZE184226B<<<<<')).toBe('1');
    expect(checkDigit('BAA000589')).toBe('5');
    expect(DNI.slice(0, 30)).toBe('IDESPBAA000589599999999R<<<<<<');
  });

  test('of a DNI gives the number in its optional data, not the number of the card', () => {
    expect(readMachineReadableZone(DNI)).toEqual({ ok: true, value: { kind: 'dni', number: '99999999R' } });
  });

  test('of a TIE gives the NIE', () => {
    expect(readMachineReadableZone(TIE)).toEqual({ ok: true, value: { kind: 'nie', number: 'X1234567L' } });
  });

  test('of a passport gives its number', () => {
    expect(readMachineReadableZone(PASSPORT)).toEqual({ ok: true, value: { kind: 'passport', number: 'L898902C3' } });
  });

  test('of a passport without a personal number may leave its check digit out', () => {
    const first = 'P<ESPESPANOLA<ESPANOLA<<CARMEN'.padEnd(44, '<');
    const birth = `800101${checkDigit('800101')}`;
    const expiry = `310620${checkDigit('310620')}`;
    const number = `PAA000254${checkDigit('PAA000254')}`;
    for (const filler of ['<', '0']) {
      const composite = checkDigit(`${number}${birth}${expiry}${'<'.repeat(14)}${filler}`);
      const second = `${number}ESP${birth}F${expiry}${'<'.repeat(14)}${filler}${composite}`;
      expect(readMachineReadableZone(first + second)).toMatchObject({ ok: true, value: { number: 'PAA000254' } });
    }
  });

  test.each([
    ['carriage returns', DNI.replaceAll('\n', '\r')],
    ['both, and a last one', `${DNI.replaceAll('\n', '\r\n')}\r\n`],
    ['nothing', DNI.replaceAll('\n', '')],
  ])('may come with %s between its lines', (_between, scanned) => {
    expect(readMachineReadableZone(scanned)).toMatchObject({ ok: true, value: { number: '99999999R' } });
  });

  test.each([
    ['nothing', '', 'no-zone'],
    ['a line alone', DNI.slice(0, 30), 'no-zone'],
    ['a character more', `${DNI}<`, 'no-zone'],
    ['small letters', DNI.toLowerCase(), 'no-zone'],
    ['a card that is a passport', `P${DNI.slice(1)}`, 'no-zone'],
    ['a card of another country', card({ state: 'UTO' }), 'no-number'],
    ['a card without a number', card({ optional: '' }), 'no-number'],
    ['a number with a filler inside', card({ optional: '9999<999R' }), 'no-number'],
    ['something after the number', card({ optional: '99999999R<1' }), 'no-number'],
    ['a company', card({ optional: 'A58818501' }), 'no-number'],
    ['a number with another letter', card({ optional: '99999999A' }), 'wrong-check-digit'],
    ['a passport’s number of four characters', passportOf('L898<<<<<'), 'no-number'],
    ['a passport’s number with a filler inside', passportOf('L898<02C3'), 'no-number'],
  ])('is refused: %s', (_what, scanned, kind) => {
    expect(readMachineReadableZone(scanned)).toEqual({ ok: false, error: { kind } });
  });

  test('is not parsed if it is longer than a zone can be', () => {
    expect(readMachineReadableZone(DNI.padEnd(MOST_ZONE_CHARACTERS, '\n')).ok).toBe(true);
    expect(readMachineReadableZone(DNI.padEnd(MOST_ZONE_CHARACTERS + 1, '\n')).ok).toBe(false);
  });
});

function passportOf(number: string): string {
  const second = PASSPORT.slice(45);
  const checked = number + checkDigit(number);
  const rest = second.slice(10, 43);
  return `${PASSPORT.slice(0, 44)}${checked}${rest}${checkDigit(checked + rest.slice(3, 10) + rest.slice(11))}`;
}

describe('a misread zone', () => {
  const others = (characters: string, scanned: string, at: number): string[] =>
    [...characters]
      .filter((character) => character !== scanned.charAt(at))
      .map((character) => scanned.slice(0, at) + character + scanned.slice(at + 1));

  test.each([
    ['DNI', DNI],
    ['TIE', TIE],
    ['passport', PASSPORT],
  ])('with any digit read as any other is refused: %s', (_what, zone) => {
    expect(readMachineReadableZone(zone).ok).toBe(true);
    const digits = [...zone].flatMap((character, at) => (/\d/.test(character) ? [at] : []));
    expect(digits.length).toBeGreaterThan(20);
    for (const at of digits)
      for (const misread of others('0123456789', zone, at))
        expect(readMachineReadableZone(misread), misread).toEqual({ ok: false, error: { kind: 'wrong-check-digit' } });
  });

  test.each([
    ['DNI', DNI],
    ['TIE', TIE],
  ])('with any character read as any other never gives another number: %s', (_what, zone) => {
    const right = JSON.stringify(readMachineReadableZone(zone));
    const misread = Array.from(zone, (_, at) => others('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<', zone, at)).flat();
    const accepted = misread.filter((text) => readMachineReadableZone(text).ok);
    expect(accepted.filter((text) => JSON.stringify(readMachineReadableZone(text)) !== right)).toEqual([]);
    // Names and sex have no check digit, so a misreading there does not change the number.
    expect(accepted.length).toBeGreaterThan(30 * 36);
  });

  test('cut anywhere, or with a character too many, is refused', () => {
    for (const zone of [DNI, TIE, PASSPORT])
      for (let at = 0; at < zone.length; at += 1) {
        expect(readMachineReadableZone(zone.slice(0, at)).ok).toBe(false);
        expect(readMachineReadableZone(`${zone.slice(0, at)}7${zone.slice(at)}`).ok).toBe(false);
      }
  });

  /** The zone with `character` at `at`, and with the composite digit that is right for the changed zone. */
  const composed = (zone: string, at: number, character: string, composite: (changed: string) => string): string => {
    const changed = zone.slice(0, at) + character + zone.slice(at + 1);
    return composite(changed);
  };
  const ofCard = (text: string): string => {
    const [first, second] = [text.slice(0, 30), text.slice(30, 60)];
    const checked = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29);
    return text.slice(0, 59) + checkDigit(checked) + text.slice(60);
  };
  const ofPassport = (text: string): string => {
    const line = text.slice(44);
    return text.slice(0, 87) + checkDigit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43));
  };

  test.each([
    ['the number of a card', DNI.replaceAll('\n', ''), 14, ofCard],
    ['the birth of a card', DNI.replaceAll('\n', ''), 36, ofCard],
    ['the expiry of a card', DNI.replaceAll('\n', ''), 44, ofCard],
    ['the number of a passport', PASSPORT.replace('\n', ''), 53, ofPassport],
    ['the birth of a passport', PASSPORT.replace('\n', ''), 63, ofPassport],
    ['the expiry of a passport', PASSPORT.replace('\n', ''), 71, ofPassport],
    ['the personal number of a passport', PASSPORT.replace('\n', ''), 86, ofPassport],
  ])(
    'with only the digit of %s wrong is refused, although the composite digit is right',
    (_of, zone, at, composite) => {
      expect(composed(zone, at, zone.charAt(at), composite)).toBe(zone);
      for (const digit of '0123456789'.replace(zone.charAt(at), ''))
        expect(readMachineReadableZone(composed(zone, at, digit, composite))).toEqual({
          ok: false,
          error: { kind: 'wrong-check-digit' },
        });
    },
  );

  test('of any number is read back, and any other text is refused without a throw', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (number) => {
        const dni = `${String(number).padStart(8, '0')}${controlLetter(number)}`;
        expect(readMachineReadableZone(card({ optional: dni }))).toEqual({
          ok: true,
          value: { kind: 'dni', number: dni },
        });
      }),
    );
    const characters = fc.constantFrom(...'IDP<ESP0123456789ABCXYZ\n ');
    fc.assert(
      fc.property(fc.string({ unit: characters, minLength: 86, maxLength: 92 }), (scanned) => {
        expect(readMachineReadableZone(scanned).ok).toBe(false);
      }),
    );
  });
});
