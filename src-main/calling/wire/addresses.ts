const GROUPS = 8;
/** The first groups of an IPv6 address, which the network assigns; the machine chooses the remaining groups freely. */
const NETWORK_GROUPS = 4;

/** Returns the eight groups of an IPv6 address; `null` for a text without a colon, such as an IPv4 address. */
function groupsOf(address: string): number[] | null {
  const [plain = ''] = address.split('%', 1);
  const dotted = /^(?<before>.*:)(?<a>\d+)\.(?<b>\d+)\.(?<c>\d+)\.(?<d>\d+)$/.exec(plain)?.groups;
  const text =
    dotted === undefined
      ? plain
      : `${dotted.before}${hex(Number(dotted.a) * 256 + Number(dotted.b))}:${hex(Number(dotted.c) * 256 + Number(dotted.d))}`;
  if (!text.includes(':')) return null;
  const [before = [], after = []] = text
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16))));
  return [...before, ...Array.from({ length: GROUPS - before.length - after.length }, () => 0), ...after];
}

const hex = (group: number): string => group.toString(16);

/** Returns the IPv4 address that IPv6 sockets write as `::ffff:a.b.c.d`; `null` for other groups. */
function mappedOf(groups: readonly number[]): string | null {
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : null;
}

/** Returns an address in one form, whatever socket it comes from: plain IPv4, or IPv6 without zone and shortening. */
export function addressOf(address: string): string {
  const groups = groupsOf(address);
  return groups === null ? address : (mappedOf(groups) ?? groups.map(hex).join(':'));
}

/**
 * Returns the text by which a machine's connections are counted: its IPv4 address, or the /64 of its IPv6 address, because it can take any
 * address of that /64.
 */
export function networkOf(address: string): string {
  const groups = groupsOf(address);
  if (groups === null) return address;
  return mappedOf(groups) ?? `${groups.slice(0, NETWORK_GROUPS).map(hex).join(':')}::/64`;
}
