import { expect, test } from 'vitest';
import { addressOf, networkOf } from '../../../../../src-main/calling/wire/addresses.ts';

test('a machine is counted by its IPv4 address, also over an IPv6 socket, and by the /64 of its IPv6 address', () => {
  expect(networkOf('192.168.1.21')).toBe('192.168.1.21');
  expect(networkOf('::ffff:192.168.1.21')).toBe('192.168.1.21');
  expect(networkOf('::ffff:c0a8:115')).toBe('192.168.1.21');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2::9')).toBe(networkOf('2001:db8:1:2:ffff::'));
  expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  // These addresses are no mapped IPv4 addresses, because a group differs from the mapped form.
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

test('each of the four groups of a network distinguishes it, and none of the machine’s own groups does', () => {
  const network = networkOf('2001:db8:1:2:3:4:5:6');
  for (const other of ['2002:db8:1:2::', '2001:db9:1:2::', '2001:db8:2:2::', '2001:db8:1:3::'])
    expect(networkOf(other)).not.toBe(network);
  for (const same of ['2001:db8:1:2:9:4:5:6', '2001:db8:1:2:3:9:5:6', '2001:db8:1:2:3:4:9:6', '2001:db8:1:2:3:4:5:9'])
    expect(networkOf(same)).toBe(network);
});

test('an IPv4 address inside an IPv6 address that is not a mapped one stays in it, by its two groups', () => {
  expect(addressOf('64:ff9b::192.168.1.21')).toBe('64:ff9b:0:0:0:0:c0a8:115');
  expect(addressOf('::ffff:255.254.253.252')).toBe('255.254.253.252');
  expect(addressOf('::ffff:100.20.30.40%eth0')).toBe('100.20.30.40');
  expect(addressOf('::')).toBe('0:0:0:0:0:0:0:0');
  expect(addressOf('2001:db8::')).toBe('2001:db8:0:0:0:0:0:0');
  for (const unmapped of ['1::ffff:c0a8:115', '0:1::ffff:c0a8:115', '0:0:1::ffff:c0a8:115', '0:0:0:1::ffff:c0a8:115'])
    expect(addressOf(unmapped)).toMatch(/:ffff:c0a8:115$/);
});

test('a text that is not an address is kept unchanged', () => {
  for (const text of ['', 'kiosk', '10.0.0.7.8']) expect([addressOf(text), networkOf(text)]).toEqual([text, text]);
});
