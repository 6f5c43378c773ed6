import { expect, test } from 'vitest';
import type { DeviceIdentity } from '../../../../hardware/discovery/contract.ts';
import { pickDevice } from '../../../../hardware/discovery/identity.ts';

const usb = (changed: Partial<Extract<DeviceIdentity, { by: 'usb' }>> = {}) => ({
  identity: {
    by: 'usb',
    vendorId: '04b8',
    productId: '0e28',
    serialNumber: 'X3F7',
    port: '1-3',
    part: '00',
    ...changed,
  } as const,
});

test('a device with a serial number is the same in another socket', () => {
  const moved = usb({ port: '1-4.2' });
  expect(pickDevice(usb().identity, [usb({ serialNumber: 'OTHER' }), moved])).toBe(moved);
});

test.each([
  { serialNumber: 'OTHER' },
  { serialNumber: null },
  { vendorId: '0519' },
  { productId: '0202' },
  { part: '01' },
])('a different device in the socket is not taken for the known one: %o', (changed) => {
  expect(pickDevice(usb().identity, [usb(changed)])).toBeNull();
});

test('one of two equal devices without a serial number is known by its socket', () => {
  const here = usb({ serialNumber: null });
  const there = usb({ serialNumber: null, port: '1-4' });
  expect(pickDevice(here.identity, [there, here])).toBe(here);
});

test('the only device of its model without a serial number is found in another socket', () => {
  const there = usb({ serialNumber: null, port: '1-4' });
  expect(pickDevice(usb({ serialNumber: null }).identity, [there])).toBe(there);
});

test('two equal devices in other sockets cannot be told apart', () => {
  const wanted = usb({ serialNumber: null }).identity;
  expect(pickDevice(wanted, [usb({ serialNumber: null, port: '1-5' }), usb({ serialNumber: null, port: '1-4' })])).toBe(
    null,
  );
});

test('a network printer is known by its name, else by its network card, else by its address', () => {
  const at = (host: string, mac: string | null) => ({ identity: { by: 'address', host, port: 9_100, mac } as const });
  const announced = { identity: { by: 'announced', name: 'Taquilla 2' } as const };
  expect(pickDevice({ by: 'announced', name: 'Taquilla 2' }, [at('192.0.2.9', null), announced])).toBe(announced);
  const moved = at('192.0.2.10', '00:26:ab:01:02:03');
  const stranger = at('192.0.2.9', '00:26:ab:99:99:99');
  expect(pickDevice(at('192.0.2.9', '00:26:ab:01:02:03').identity, [stranger, moved])).toBe(moved);
  const silent = at('192.0.2.9', null);
  expect(pickDevice(silent.identity, [stranger])).toBe(stranger);
  expect(pickDevice(silent.identity, [at('192.0.2.11', null)])).toBeNull();
});
