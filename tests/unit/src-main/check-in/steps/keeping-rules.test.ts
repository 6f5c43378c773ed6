import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keepingRulesOf } from '../../../../../src-main/check-in/steps/keeping-rules.ts';
import { OfficeId, ServiceId } from '../../../../../src-main/contract/shared/ids.ts';
import { KEY_PLACES } from '../../../../../src-main/contract/shared/key-place.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';

type Document = Record<string, unknown> & { services: Record<string, unknown>[] };
const office: Document = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
const services: Document['services'] = office.services.map((service) => ({ ...service, documents: undefined }));
const oneSensitive = services.map((service, at) => ({ ...service, sensitive: at === 0 }));
const rulesOf = (more: object = {}) => keepingRulesOf(OfficeProfile.parse({ ...office, services, ...more }));
const placesOf = (more: object = {}) => KEY_PLACES.filter((place) => rulesOf(more).mayLieOnDisk(place));
const row = (serviceId: unknown, movedTo: string | null = null) => ({
  serviceId: ServiceId.parse(serviceId),
  movedTo: movedTo === null ? null : { officeId: OfficeId.parse(movedTo), start: '2026-11-26T10:00:00.000Z' },
});

test('an office with one sensitive service keeps appointments on the disk only with a TPM, any other as its profile allows', () => {
  expect(placesOf()).toEqual(['tpm', 'host', 'file']);
  expect(placesOf({ appointments: { keyPlace: 'host' } })).toEqual(['tpm', 'host']);
  expect(placesOf({ services: oneSensitive })).toEqual(['tpm']);
  expect(placesOf({ sensitive: true })).toEqual(['tpm']);
});

test('a profile that is about to be replaced keeps no appointments on any disk', () => {
  const { mayLieOnDisk } = keepingRulesOf(OfficeProfile.parse({ ...office, services }), () => true);
  expect(KEY_PLACES.filter(mayLieOnDisk)).toEqual([]);
});

test('a profile cannot weaken the rule for sensitive services', () => {
  for (const keyPlace of ['host', 'file']) {
    const asked = { ...office, services: oneSensitive, appointments: { keyPlace } };
    expect(OfficeProfile.safeParse(asked).error?.issues).toMatchObject([{ path: ['appointments', 'keyPlace'] }]);
  }
});

test('an appointment of an unknown service may lie on the disk only with a TPM; one of another office is not found by number', () => {
  const { mayLieBeside, isKnownByNumber } = rulesOf();
  const known = services[0]?.serviceId;
  for (const place of ['host', 'file'] as const) {
    expect(mayLieBeside(row(known), place)).toBe(true);
    expect(mayLieBeside(row('servei-reservat'), place)).toBe(false);
  }
  expect(mayLieBeside(row('servei-reservat'), 'tpm')).toBe(true);
  expect([null, String(office.officeId), 'serveis-socials-d1'].map((to) => isKnownByNumber(row(known, to)))).toEqual([
    true,
    true,
    false,
  ]);
});

test('today and the next opening day are held unless the profile sets another number', () => {
  expect(rulesOf().days).toBe(2);
  expect(rulesOf({ appointments: { openingDaysAhead: 0 } }).days).toBe(1);
});
