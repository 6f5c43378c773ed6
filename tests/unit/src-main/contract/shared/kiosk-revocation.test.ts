import { expect, test } from 'vitest';
import { KioskRevocation, revocationSigningInput } from '../../../../../src-main/contract/shared/kiosk-revocation.ts';

const REVOCATION = {
  kioskId: '0190d5a0-0000-4000-8000-000000000001',
  revokedAt: '2026-11-24T11:00:00.000Z',
  keyId: 'k'.repeat(43),
  signature: 's'.repeat(86),
};

test('the signature of a revocation covers the office, the kiosk and the time', () => {
  const revocation = KioskRevocation.parse(REVOCATION);
  expect(revocation).toEqual(REVOCATION);
  expect(revocationSigningInput({ cityId: 'terrassa', officeId: 'oac-dido' }, revocation)).toBe(
    'torn-revocation-v1\nterrassa\noac-dido\n0190d5a0-0000-4000-8000-000000000001\n2026-11-24T11:00:00.000Z',
  );
});

test.each(['s'.repeat(85), 's'.repeat(87), `${'s'.repeat(85)}+`, `${'s'.repeat(86)}\n`, `=${'s'.repeat(86)}`])(
  'a signature has 86 characters of base64url: %j',
  (signature) => {
    const read = KioskRevocation.safeParse({ ...REVOCATION, signature });
    expect(read.error?.issues).toMatchObject([{ message: 'expected an Ed25519 signature in base64url' }]);
  },
);
