import { expect, test } from 'vitest';
import { addressOf, networkOf } from '../../../../src-main/hub/addresses.ts';

test('a machine is counted by its IPv4 address, also over an IPv6 socket, and by the /64 of its IPv6 address', () => {
  expect(networkOf('192.168.1.21')).toBe('192.168.1.21');
  expect(networkOf('::ffff:192.168.1.21')).toBe('192.168.1.21');
  expect(networkOf('::ffff:c0a8:115')).toBe('192.168.1.21');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2::9')).toBe(networkOf('2001:db8:1:2:ffff::'));
  expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  // Neither is an IPv4 address: groups before or after the mark are not empty.
  expect(networkOf('::1:ffff:c0a8:115')).toBe('0:0:0:0::/64');
  expect(networkOf('::fffe:c0a8:115')).toBe('0:0:0:0::/64');
});

test('one address has one text', () => {
  for (const same of ['fe80::1:0:2%eth0', 'fe80:0:0:0:0:1:0:2', 'fe80::0001:0:2%wlan0'])
    expect(addressOf(same)).toBe('fe80:0:0:0:0:1:0:2');
  expect(addressOf('::ffff:10.0.0.7')).toBe('10.0.0.7');
  expect(addressOf('10.0.0.7')).toBe('10.0.0.7');
  expect(addressOf('2001:db8:1:2::9')).not.toBe(addressOf('2001:db8:1:2::a'));
});
