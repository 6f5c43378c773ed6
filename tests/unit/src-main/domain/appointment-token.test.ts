import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AppointmentClaims,
  MOST_TOKEN_CHARACTERS,
  readAppointmentToken,
  tokenSigningInput,
  type VerifyToken,
  writeAppointmentToken,
} from '../../../../src-main/domain/appointment-token.ts';

const CITY = 'terrassa';
const CLAIMS: AppointmentClaims = {
  appointmentId: '019aa1c4-7c00-7a2b-8c3d-0123456789ab',
  officeId: 'oac-dido',
  startMs: Date.UTC(2026, 10, 25, 9, 20),
  expiresMs: Date.UTC(2026, 10, 26, 9, 20),
};
const centre = generateKeyPairSync('ed25519');
const verifyCentre: VerifyToken = (bytes, signature) => verify(null, bytes, centre.publicKey, signature);
const believeAll: VerifyToken = () => true;
const tokenOf = (claims: AppointmentClaims, cityId = CITY, { privateKey } = centre) =>
  writeAppointmentToken(claims, sign(null, tokenSigningInput(cityId, claims), privateKey));
const read = (text: string) => readAppointmentToken(text, CITY, verifyCentre);
const refused = (kind: string) => ({ ok: false, error: { kind } });

const claims = fc.record({
  appointmentId: fc.uuid(),
  officeId: fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,4}$/),
  startMs: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seconds) => seconds * 1_000),
  expiresMs: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seconds) => seconds * 1_000),
});

describe('a token', () => {
  test('is written byte for byte like this', () => {
    expect(
      Buffer.from(tokenSigningInput(CITY, { ...CLAIMS, officeId: 'oac', startMs: 1_000, expiresMs: 256_000 })).toString(
        'latin1',
      ),
    ).toBe(
      'torn-appointment-v1\nterrassa\n\x01\x9a\xa1\xc4\x7c\x00\x7a\x2b\x8c\x3d\x01\x23\x45\x67\x89\xab\0\0\0\x01\0\0\x01\0oac',
    );
    const empty = { appointmentId: '00000000-0000-0000-0000-000000000000', officeId: 'a', startMs: 0, expiresMs: 0 };
    // In base32, 24 zero bytes are 38 letters A and two bits; those two bits and `a`, 01100001, are 00011 00001.
    expect(writeAppointmentToken(empty, new Uint8Array(64))).toBe(`TORN1${'A'.repeat(38)}DB${'A'.repeat(103)}`);
  });

  test('is read back, also in small letters', () => {
    expect(read(tokenOf(CLAIMS))).toEqual({ ok: true, value: CLAIMS });
    expect(read(tokenOf(CLAIMS).toLowerCase())).toEqual({ ok: true, value: CLAIMS });
  });

  test('of any appointment has only capitals and digits, a limited length, and is read back', () => {
    fc.assert(
      fc.property(claims, (any) => {
        const token = tokenOf(any);
        expect(token).toMatch(/^TORN1[A-Z2-7]+$/);
        expect(token.length).toBeLessThanOrEqual(MOST_TOKEN_CHARACTERS);
        expect(read(token)).toEqual({ ok: true, value: any });
      }),
    );
  });

  test('of a usual office fits a QR code of version 7 with medium correction, 178 characters', () => {
    expect(tokenOf(CLAIMS)).toHaveLength(5 + 154);
  });

  test('is read the same whether it has expired or not, because expiry is a rule of check-in', () => {
    const expired = { ...CLAIMS, expiresMs: 0 };
    expect(read(tokenOf(expired))).toEqual({ ok: true, value: expired });
  });

  test('of another city or another centre is not signed', () => {
    expect(read(tokenOf(CLAIMS, 'sabadell'))).toEqual(refused('not-signed'));
    expect(read(tokenOf(CLAIMS, CITY, generateKeyPairSync('ed25519')))).toEqual(refused('not-signed'));
    expect(read(writeAppointmentToken(CLAIMS, new Uint8Array(64)))).toEqual(refused('not-signed'));
  });

  test.each([
    ['', 'no-token'],
    ['TORN', 'no-token'],
    ['TORN1', 'no-token'],
    ['TORN1AAAA', 'no-token'],
    ['TORN2AAAA', 'other-version'],
    ['TORNADO', 'no-token'],
    ['https://exemple.cat/T/ABC', 'no-token'],
    [' '.repeat(10_000), 'no-token'],
  ])('%j is refused', (text, kind) => {
    expect(read(text)).toEqual(refused(kind));
  });

  test.each<[string, Partial<AppointmentClaims>]>([
    ['an identity that is no UUID', { appointmentId: 'C-123' }],
    ['capitals in its UUID', { appointmentId: CLAIMS.appointmentId.toUpperCase() }],
    ['an office that is none', { officeId: 'OAC Didó' }],
    ['an office with a name too long', { officeId: 'a'.repeat(61) }],
    ['a part of a second', { startMs: 1_500 }],
    ['a time before 1970', { startMs: -1_000 }],
    ['a time after 2106', { expiresMs: 2 ** 32 * 1_000 }],
    ['no time', { startMs: Number.NaN }],
  ])('cannot be made with %s', (_what, wrong) => {
    expect(() => tokenSigningInput(CITY, { ...CLAIMS, ...wrong })).toThrow(RangeError);
    expect(() => writeAppointmentToken({ ...CLAIMS, ...wrong }, new Uint8Array(64))).toThrow(RangeError);
  });

  test('cannot be made with half a signature', () => {
    expect(() => writeAppointmentToken(CLAIMS, new Uint8Array(63))).toThrow(RangeError);
  });
});

describe('an altered token', () => {
  const token = tokenOf(CLAIMS);

  test('with any one character changed is never accepted', () => {
    const changed = [...token].flatMap((character, at) =>
      [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-']
        .filter((other) => other !== character)
        .map((other) => token.slice(0, at) + other + token.slice(at + 1)),
    );
    expect(changed).toHaveLength(token.length * 36);
    expect(changed.filter((text) => read(text).ok)).toEqual([]);
  });

  test('that is cut or extended is never accepted', () => {
    for (let at = 0; at < token.length; at += 1) {
      expect(read(token.slice(0, at)).ok).toBe(false);
      expect(read(token.slice(at + 1)).ok).toBe(false);
    }
    for (const more of ['A', 'AA', ' ', '=']) expect(read(token + more).ok).toBe(false);
  });

  test('longer than the longest is not verified at all', () => {
    const asked: string[] = [];
    const look: VerifyToken = () => asked.push('asked') > 0;
    readAppointmentToken(token.padEnd(MOST_TOKEN_CHARACTERS, 'A'), CITY, look);
    expect(asked).toHaveLength(1);
    readAppointmentToken(token.padEnd(MOST_TOKEN_CHARACTERS + 1, 'A'), CITY, look);
    readAppointmentToken(token.padEnd(MOST_TOKEN_CHARACTERS + 8, 'A'), CITY, look);
    expect(asked).toHaveLength(1);
  });

  test('never names an invalid office, even if its signature were valid', () => {
    let refusals = 0;
    for (let at = 40; at < 60; at += 1)
      for (const other of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        const read = readAppointmentToken(changed, CITY, believeAll);
        if (read.ok) expect(read.value.officeId).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        else refusals += 1;
      }
    expect(refusals).toBeGreaterThan(100);
  });

  test('is read without a throw or a wrong result, even if every signature is valid', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
      minLength: 100,
      maxLength: 240,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          letters,
          letters.map((text) => token.slice(0, 40) + text),
        ),
        (text) => {
          const read = readAppointmentToken(`TORN1${text}`, CITY, believeAll);
          if (read.ok) expect(writeAppointmentToken(read.value, new Uint8Array(64))).toMatch(/^TORN1/);
        },
      ),
    );
  });
});
