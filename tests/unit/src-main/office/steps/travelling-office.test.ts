import { expect, test } from 'vitest';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { onMachine, withoutMachine } from '../../../../../src-main/office/steps/travelling-office.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';

function usual(): OfficeProfile {
  const office = shippedOffice();
  return withoutMachine(office.profile);
}

/** The office's profile with settings that apply to one machine only: addresses, panel, journal folder. */
const standing = (host: string, panel: string): OfficeProfile => {
  const device = { profileId: 'torn-virtual', link: { kind: 'tcp', host, port: 9_100 } };
  return OfficeProfile.parse({
    ...usual(),
    printer: device,
    secondPrinter: { ...device, place: { ca: 'al taulell' } },
    scanner: { kind: 'wedge' },
    journalFolder: `/mnt/${host}`,
    centre: { url: `https://torn-${host}.example`, cityId: 'terrassa' },
    screen: { ...usual().screen, panel },
    phone: '937 39 70 00',
    toConfirm: ['/printer/link/host', '/screen/panel', '/phone'],
  });
};

test('an exported office has no settings of one machine', () => {
  expect(withoutMachine(standing('192.0.2.7', 'inch-15-landscape'))).toEqual({
    ...usual(),
    phone: '937 39 70 00',
    toConfirm: ['/phone'],
  });
});

test('an imported office gets the devices, folder, centre and panel of this machine', () => {
  const here = standing('192.0.2.8', 'inch-32-portrait');
  const office = { ...standing('192.0.2.7', 'inch-15-landscape'), name: 'OAC Viatgera' };
  expect(onMachine(office, here)).toEqual({ ...here, name: 'OAC Viatgera', toConfirm: expect.any(Array) });
  expect(OfficeProfile.safeParse(onMachine(office, here)).success).toBe(true);
  expect(onMachine(office, usual())).toEqual({ ...withoutMachine(office) });
});
