import { expect, test } from 'vitest';
import { isRevocation } from '../../../../../src-main/centre/wire/tasks/received-profiles.ts';
import type { TaskContext } from '../../../../../src-main/centre/wire/tasks/task.ts';
import { CityId, KioskId, OfficeId } from '../../../../../src-main/contract/shared/ids.ts';
import { KioskRevocation, revocationSigningInput } from '../../../../../src-main/contract/shared/kiosk-revocation.ts';
import { newSigningKey, type SigningKey, signText } from '../../../../../src-main/signing/keys.ts';

const CENTRE = newSigningKey();
const HERE = { cityId: CityId.parse('terrassa'), officeId: OfficeId.parse('oac-dido') };
const NAMES = ['0190d5a0-0000-4000-8000-000000000001', '0190d5a0-0000-4000-8000-000000000002'].map((name) =>
  KioskId.parse(name),
);

type Known = Pick<TaskContext, 'enrolment'>;
const kioskAt = (place: { cityId: string; officeId: string }, keys: readonly SigningKey[]): Known =>
  ({ enrolment: () => ({ ...place, centreKeys: keys.map(({ publicKey }) => publicKey) }) }) as unknown as Known;

function said(key: SigningKey, place = HERE, kioskId = NAMES[0], revokedAt = '2026-11-24T11:00:00.000Z') {
  const what = KioskRevocation.omit({ keyId: true, signature: true }).parse({ kioskId, revokedAt });
  return { ...what, keyId: key.keyId, signature: signText(revocationSigningInput(place, what), key) };
}

test('a revocation is valid if a key of the centre signed it for this office, this kiosk and this moment', () => {
  const here = kioskAt(HERE, [newSigningKey(), CENTRE]);
  expect(isRevocation(here, said(CENTRE))).toBe(true);
  const [, other] = NAMES;
  const forged = [
    said(newSigningKey()),
    { ...said(newSigningKey()), keyId: CENTRE.keyId },
    said(CENTRE, { ...HERE, officeId: OfficeId.parse('oficina-territori') }),
    said(CENTRE, { ...HERE, cityId: CityId.parse('sabadell') }),
    { ...said(CENTRE), kioskId: other ?? said(CENTRE).kioskId },
    { ...said(CENTRE), revokedAt: said(CENTRE, HERE, other, '2026-11-25T11:00:00.000Z').revokedAt },
  ];
  expect(forged.map((one) => isRevocation(here, one))).toEqual(forged.map(() => false));
});

test('a key that came in the same answer is accepted, and without an enrolment no key is accepted', () => {
  const next = newSigningKey();
  const here = kioskAt(HERE, [CENTRE]);
  expect(isRevocation(here, said(next))).toBe(false);
  expect(isRevocation(here, said(next), [next.publicKey])).toBe(true);
  expect(isRevocation({ enrolment: () => null }, said(next), [next.publicKey])).toBe(false);
});
