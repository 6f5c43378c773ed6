import { generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LONGEST_SIGNED_CODE_LIFE_MS,
  MOST_SIGNED_CODE_BYTES,
  readMidniQr,
  SIGNED_CODE_CLOCK_TOLERANCE_MS,
  type VerifySignedCode,
} from '../../../../../src-main/check-in/rules/midni-qr.ts';
import {
  encodeField,
  type SignedCodeContent,
  type SignedCodeWords,
  signedCode,
  signedCodeContent,
  unsignedCode,
} from '../../../../support/midni-code.ts';

const REFERENCE = '1A2B3C4D5E6F7081';
const EXPIRES_MS = Date.UTC(2026, 10, 25, 9, 5, 0);
const NOW_MS = EXPIRES_MS - 60_000;
const police = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const verifyWith =
  (certificates: Record<string, typeof police.publicKey>): VerifySignedCode =>
  (bytes, signature, reference) => {
    const key = certificates[reference];
    return key !== undefined && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
  };
const verifyPolice = verifyWith({ [REFERENCE]: police.publicKey });
/** A check that accepts every signature, for tests of refusals for other reasons. */
const believeAll: VerifySignedCode = () => true;

const signedCodeOf = (words: SignedCodeWords = {}) =>
  signedCode(unsignedCode(signedCodeContent(words)), police.privateKey);
const read = (bytes: Uint8Array, nowMs = NOW_MS) => readMidniQr(bytes, verifyPolice, nowMs);
const refused = (kind: string) => ({ ok: false, error: { kind } });

describe('a MiDNI code', () => {
  test('begins as documented', () => {
    // The letters in C40: ES is 18 × 1600 + 32 × 40 + 1; ESP is 29 more; N10 is 27 × 1600 + 5 × 40 + 4 + 1.
    expect(signedCodeOf().subarray(0, 8).toString('hex')).toBe('dc037581759ea98d');
  });

  test.each([7, 8])('of level %i gives the number, its end and its mark only', (level) => {
    const bytes = signedCodeOf({ level });
    expect(read(bytes)).toEqual({
      ok: true,
      value: {
        document: { kind: 'dni', number: '12345678Z' },
        goodUntilMs: EXPIRES_MS + SIGNED_CODE_CLOCK_TOLERANCE_MS,
        once: bytes.subarray(-64, -32),
      },
    });
  });

  test('as large as real ones is read', () => {
    const bytes = signedCodeOf({ photoBytes: 900 });
    expect(bytes.length).toBeGreaterThan(1_000);
    expect(read(bytes).ok).toBe(true);
  });

  test.each(['0', 'AB', '7C1', '1A2B', '0123456789ABCDEF0123456789ABCDEF'])(
    'is verified with the certificate that it names: %s',
    (certificateReference) => {
      const asked: string[] = [];
      const bytes = signedCodeOf({ certificateReference });
      readMidniQr(bytes, (_bytes, _signature, reference) => asked.push(reference) > 0, NOW_MS);
      expect(asked).toEqual([certificateReference]);
      expect(readMidniQr(bytes, verifyWith({ [certificateReference]: police.publicKey }), NOW_MS).ok).toBe(true);
    },
  );

  test('signed by another key is refused, like a code of a certificate that is not configured', () => {
    expect(read(signedCode(unsignedCode(signedCodeContent()), stranger.privateKey))).toEqual(refused('not-signed'));
    expect(read(signedCodeOf({ certificateReference: 'FFFF' }))).toEqual(refused('not-signed'));
    expect(readMidniQr(signedCodeOf(), verifyWith({}), NOW_MS)).toEqual(refused('not-signed'));
  });

  test('is valid until 90 seconds after its expiry, because clocks differ', () => {
    expect(SIGNED_CODE_CLOCK_TOLERANCE_MS).toBe(90_000);
    expect(read(signedCodeOf(), EXPIRES_MS + 90_000).ok).toBe(true);
    expect(read(signedCodeOf(), EXPIRES_MS + 90_001)).toEqual(refused('expired'));
  });

  test('that expires more than ten minutes ahead shows that a clock is wrong', () => {
    expect(LONGEST_SIGNED_CODE_LIFE_MS).toBe(600_000);
    expect(read(signedCodeOf(), EXPIRES_MS - LONGEST_SIGNED_CODE_LIFE_MS).ok).toBe(true);
    expect(read(signedCodeOf(), EXPIRES_MS - LONGEST_SIGNED_CODE_LIFE_MS - 1)).toEqual(refused('clock-differs'));
    expect(read(signedCodeOf(), 0)).toEqual(refused('clock-differs'));
  });

  test('that is altered and expired is refused as altered', () => {
    const bytes = signedCodeOf();
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(read(bytes, EXPIRES_MS * 2)).toEqual(refused('not-signed'));
  });

  test.each<[string, SignedCodeWords]>([
    ['another letter', { number: '12345678A' }],
    ['a NIE, which MiDNI has not', { number: 'X1234567L' }],
    ['nothing', { number: '' }],
    ['too much', { number: '12345678Z'.padStart(200, '0') }],
    ['no letters of ours', { number: '１２３４５６７８Z' }],
  ])('with %s for a number is refused', (_what, words) => {
    expect(read(signedCodeOf(words))).toEqual(refused('no-number'));
  });

  test.each([
    '',
    '25-11-2026',
    '2026-11-25 09:05:00',
    '31-02-2027 09:05:00',
    '25-11-2026 24:00:00',
    '25-11-2026 9:05:00',
    '25-11-2026 09:05:00 ',
  ])('that expires at %j is refused', (expiry) => {
    expect(read(signedCodeOf({ expiry }))).toEqual(refused('no-signed-code'));
  });
});

describe('fields', () => {
  const { fields } = signedCodeContent();
  const withFields = (changed: SignedCodeContent['fields']) =>
    readMidniQr(
      signedCode(unsignedCode({ ...signedCodeContent(), fields: changed }), police.privateKey),
      verifyPolice,
      NOW_MS,
    );

  test('may come in any order, and unknown ones are skipped', () => {
    expect(withFields([[0x99, 'x'], ...fields.toReversed()]).ok).toBe(true);
  });

  test('without an expiry are no signed code, without a number have no number', () => {
    expect(withFields(fields.filter(([tag]) => tag !== 0x80))).toEqual(refused('no-signed-code'));
    expect(withFields(fields.filter(([tag]) => tag !== 0x40))).toEqual(refused('no-number'));
  });

  test('that occur twice are no signed code', () => {
    expect(withFields([...fields, [0x40, '99999999R']])).toEqual(refused('no-signed-code'));
    expect(withFields([...fields, [0x44, 'ANNA']])).toEqual(refused('no-signed-code'));
  });

  test.each([
    ['80', 'a length without end'],
    ['8300000141', 'a length of three bytes'],
    ['81', 'a length that is cut'],
    ['8201', 'a length of two bytes that is cut'],
    ['7f', 'a value that is cut'],
    ['', 'a tag alone'],
  ])('with 99 %s, %s, are no signed code', (rest) => {
    const unsigned = Buffer.concat([unsignedCode(signedCodeContent()), Buffer.from(`99${rest}`, 'hex')]);
    expect(read(signedCode(unsigned, police.privateKey))).toEqual(refused('no-signed-code'));
  });

  test('cannot have the tag of the signature', () => {
    const unsigned = Buffer.concat([unsignedCode(signedCodeContent()), encodeField(0xff, Buffer.alloc(3))]);
    expect(read(signedCode(unsigned, police.privateKey))).toEqual(refused('no-signed-code'));
  });

  test('may be empty', () => {
    const unsigned = Buffer.concat([unsignedCode(signedCodeContent()), encodeField(0x99, Buffer.alloc(0))]);
    expect(read(signedCode(unsigned, police.privateKey)).ok).toBe(true);
  });
});

describe('a signed header', () => {
  /** The offset of the level's byte. 8 bytes precede it, 12 for the 16 characters of the certificate reference, and 6 for two dates. */
  const LEVEL_AT = 8 + 12 + 6;
  const withBytes = (at: number, hex: string) => {
    const unsigned = unsignedCode(signedCodeContent());
    Buffer.from(hex, 'hex').copy(unsigned, at);
    return readMidniQr(signedCode(unsigned, police.privateKey), believeAll, NOW_MS);
  };

  test('is valid unchanged', () => {
    expect(withBytes(LEVEL_AT, '0709').ok).toBe(true);
  });

  test.each([
    ['another magic byte', 0, 'dd'],
    ['another version', 1, '02'],
    ['another country', 2, '8bb1'],
    ['a country of one character', 2, 'fe46'],
    ['another signer', 4, '7582'],
    ['a reference of a character less', 6, 'a974'],
    ['a reference of a character more', 6, 'a98e'],
    ['a reference that ends in its middle', 8, 'fe32'],
    ['a reference with a shift in its middle', 8, '2171'],
    ['a reference beyond C40', 8, 'fb00'],
    ['a reference of nothing', 8, '0000'],
    ['a reference that ends in nothing', 18, 'fe00'],
    ['a reference that is no hex', 8, '7581'],
    ['another level', LEVEL_AT, '06'],
    ['another category', LEVEL_AT + 1, '08'],
  ])('is no signed code with %s', (_what, at, hex) => {
    expect(withBytes(at, hex)).toEqual(refused('no-signed-code'));
  });
});

describe('a code that was altered', () => {
  // A small code, so that every bit can be tried quickly.
  const small = signedCodeOf({ photoBytes: 140 });
  const changed = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(small);
    bytes[at] = value;
    return bytes;
  };

  test('in any one bit is never accepted', () => {
    expect(read(small).ok).toBe(true);
    for (let at = 0; at < small.length; at += 1)
      for (let bit = 0; bit < 8; bit += 1)
        expect(read(changed(at, (small[at] ?? 0) ^ (1 << bit))).ok, `byte ${at} bit ${bit}`).toBe(false);
  });

  test('in any one byte, to any other value, is never verified with the same content, signature and certificate', () => {
    const handedOver = (bytes: Uint8Array): string => {
      let handed = '';
      const hand: VerifySignedCode = (signed, signature, reference) => {
        handed = `${reference} ${Buffer.from(signed).toString('latin1')} ${Buffer.from(signature).toString('latin1')}`;
        return false;
      };
      readMidniQr(bytes, hand, NOW_MS);
      return handed;
    };
    const right = handedOver(small);
    expect(right).toContain(REFERENCE);
    const alike: string[] = [];
    for (const [at, byte] of small.entries())
      for (let value = 0; value < 256; value += 1)
        if (value !== byte && handedOver(changed(at, value)) === right)
          alike.push(`byte ${at} may be ${value} as well`);
    expect(alike).toEqual([]);
  });

  test('cut at any length is never accepted, nor with anything before or after it', () => {
    for (let length = 0; length < small.length; length += 1) {
      expect(read(small.subarray(0, length)).ok).toBe(false);
      expect(read(small.subarray(length + 1)).ok).toBe(false);
    }
    for (let byte = 0; byte < 256; byte += 1) {
      expect(read(Buffer.concat([small, Buffer.from([byte])])).ok).toBe(false);
      expect(read(Buffer.concat([Buffer.from([byte]), small])).ok).toBe(false);
    }
    expect(read(Buffer.concat([small, small])).ok).toBe(false);
  });

  test('in several places, or by a piece inserted or removed, is never accepted', () => {
    const places = fc.nat(small.length - 1);
    fc.assert(
      fc.property(places, places, fc.uint8Array({ maxLength: 80 }), (one, other, piece) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const bytes = Buffer.concat([small.subarray(0, from), piece, small.subarray(to)]);
        if (!bytes.equals(small)) expect(read(bytes).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('bytes of any kind', () => {
  test('never make the reader throw, even if every signature is valid', () => {
    const start = unsignedCode(signedCodeContent()).subarray(0, 20);
    const anything = fc.uint8Array({ maxLength: 300 });
    const alike = anything.map((bytes) => Buffer.concat([start, bytes, Buffer.from([0xff, 0x40]), Buffer.alloc(64)]));
    fc.assert(
      fc.property(fc.oneof(anything, alike), (bytes) => {
        const result = readMidniQr(bytes, believeAll, NOW_MS);
        if (result.ok) expect(result.value.document.number).toMatch(/^\d{8}[A-Z]$/);
      }),
      { numRuns: 5_000 },
    );
  });

  test('that are more than a QR code holds are not parsed', () => {
    const extra = MOST_SIGNED_CODE_BYTES - signedCodeOf({ photoBytes: 300 }).length;
    const most = signedCodeOf({ photoBytes: 300 + extra });
    expect(most).toHaveLength(MOST_SIGNED_CODE_BYTES);
    expect(read(most).ok).toBe(true);
    expect(read(signedCodeOf({ photoBytes: 301 + extra }))).toEqual(refused('no-signed-code'));
  });
});
