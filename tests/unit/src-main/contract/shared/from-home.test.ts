import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { KIOSK_WRITER } from '../../../../../src-main/domain/from-home.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';

const read = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as {
  ticket: object;
  services: { serviceId: string; sensitive?: boolean }[];
};
const services = [{ serviceId: 'empadronament', perQuarter: 3 }];
const office = {
  ...read,
  hub: {},
  desks: [{ deskId: 'taula-1', name: { ca: 'Taula 1' } }],
  fromHome: { services },
  checkIn: { ways: ['locator'] },
  ticket: { ...read.ticket, followPage: 'https://exemple.cat/T' },
};

test('a profile gives numbers from home only with desks that call them, a page to follow them, a pad for their codes, and services that are not sensitive', () => {
  expect(OfficeProfile.parse(office).fromHome).toEqual({ share: 25, holdMinutes: 15, services });
  const sensitive = read.services.map((one) => ({ ...one, sensitive: one.serviceId === 'empadronament' }));
  for (const [at, more] of [
    ['fromHome', { hub: undefined }],
    ['fromHome', { ticket: read.ticket }],
    ['fromHome', { checkIn: undefined }],
    ['fromHome', { checkIn: { ways: ['scan', 'no-code'] } }],
    ['fromHome', { sensitive: true }],
    ['fromHome.services.0.serviceId', { services: sensitive }],
    ['fromHome.services.0.serviceId', { fromHome: { services: [{ serviceId: 'no-hi-es', perQuarter: 3 }] } }],
    ['fromHome.services.1.serviceId', { fromHome: { services: [...services, ...services] } }],
    ['desks', { desks: [{ deskId: KIOSK_WRITER, name: { ca: 'Taula 1' } }] }],
  ] as const) {
    const { error } = OfficeProfile.safeParse({ ...office, ...more });
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(at);
  }
});
