import { isIPv6 } from 'node:net';

const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;
const GROUPS_OF_CUSTOMER = 3;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * Returns the subject under which tries from an address are counted: an IPv4 address itself, or the /64 network of an IPv6 address, because
 * one customer has all addresses of such a network. An IPv4 address in IPv6 notation (`::ffff:…`) counts as IPv4.
 */
export function addressSubject(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? `${groupsIn(address, GROUPS_OF_NETWORK)}::/64` : address;
}

/** Returns the /48 network of an IPv6 address: the largest network that one customer of a provider usually has. `null`: an IPv4 address. */
export const addressNetwork = (address: string): string | null =>
  MAPPED.test(address) || !isIPv6(address) ? null : `${groupsIn(address, GROUPS_OF_CUSTOMER)}::/48`;

function groupsIn(address: string, most: number): string {
  const [head = [], tail] = address.split('%', 1).flatMap((plain) => plain.split('::').map(groupsOf));
  const zeros = tail === undefined ? 0 : GROUPS - head.length - tail.length;
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...(tail ?? [])];
  return groups
    .slice(0, most)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Splits the text of an IPv6 address into its groups. An IPv4 address with dots at the end counts as two groups. */
const groupsOf = (text: string): string[] =>
  text
    .split(':')
    .filter((group) => group !== '')
    .flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
