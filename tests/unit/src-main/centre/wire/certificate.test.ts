import { describe, expect, test } from 'vitest';
import { judge, type Known, type Peer } from '../../../../../src-main/centre/wire/certificate.ts';

const YEAR = { fromMs: Date.UTC(2026, 0), toMs: Date.UTC(2027, 0) };
const peer = (change: Partial<Peer> = {}): Peer => ({
  fault: null,
  isCertified: true,
  isOfHost: true,
  pin: 'P',
  validity: [YEAR],
  ...change,
});
const known = (change: Partial<Known> = {}): Known => ({ pin: 'P', trustedMs: null, ...change });
const INSIDE = Date.UTC(2026, 6);

describe('a certificate is accepted', () => {
  test('if it is valid, whatever key was pinned', () => {
    expect(judge(peer(), known({ pin: null }))).toBe('verified');
    expect(judge(peer({ pin: 'new' }), known())).toBe('verified');
  });

  test.each(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'])(
    'for the time alone if only the date is wrong (%s) and the key is the pinned one',
    (fault) => {
      expect(judge(peer({ fault }), known())).toBe('for-time-only');
      expect(judge(peer({ fault, pin: 'Q' }), known())).toBe('refused');
      expect(judge(peer({ fault }), known({ pin: null }))).toBe('refused');
      expect(judge(peer({ fault, isOfHost: false }), known())).toBe('refused');
      expect(judge(peer({ fault, isCertified: false }), known())).toBe('refused');
    },
  );

  test('for everything if the centre’s signed time lies within its whole validity', () => {
    const late = peer({ fault: 'CERT_HAS_EXPIRED' });
    expect(judge(late, known({ trustedMs: INSIDE }))).toBe('verified-but-for-our-clock');
    expect(judge(late, known({ trustedMs: YEAR.toMs + 1 }))).toBe('refused');
    expect(judge(late, known({ trustedMs: YEAR.fromMs - 1 }))).toBe('refused');
    const chain = [YEAR, { fromMs: 0, toMs: INSIDE - 1 }];
    expect(judge(peer({ fault: 'CERT_HAS_EXPIRED', validity: chain }), known({ trustedMs: INSIDE }))).toBe('refused');
    expect(judge(peer({ fault: 'CERT_HAS_EXPIRED', validity: [] }), known({ trustedMs: INSIDE }))).toBe('refused');
  });

  test.each(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_REVOKED', 'NO_CERTIFICATE'])(
    'not with any other fault: %s',
    (fault) => {
      expect(judge(peer({ fault }), known({ trustedMs: INSIDE }))).toBe('refused');
      expect(judge(peer({ fault }), known())).toBe('refused');
    },
  );

  test('not for another host', () => {
    expect(judge(peer({ isOfHost: false }), known())).toBe('refused');
  });
});
