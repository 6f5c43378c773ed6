import { expect, test } from 'vitest';
import { HubSetting } from '../../../../../src-main/contract/shared/hub-setting.ts';

const isTaken = (address: string): boolean => HubSetting.safeParse({ kiosks: [address] }).success;

test('a kiosk’s address has a port from 1 to 65535, or none', () => {
  const hosts = ['192.168.1.21', 'torn-1.local', '[fe80::1234]'];
  for (const host of hosts) {
    expect(['', ':1', ':8443', ':65535'].map((port) => isTaken(host + port))).toEqual([true, true, true, true]);
    expect([':0', ':00000', ':65536', ':84433', ':'].map((port) => isTaken(host + port))).not.toContain(true);
  }
});
