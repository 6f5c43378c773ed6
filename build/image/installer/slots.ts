import { uuidsOf } from './partitions.ts';

/** A version on a disk's ESP: `file` is its program in the boot menu, `rootHash` the system that this program starts. */
export interface Version {
  file: string;
  version: string;
  rootHash: string;
}

export interface Slot {
  label: 'torn-a' | 'torn-b';
  uuid: string;
}

export type Renewal =
  | { kind: 'there' | 'older' }
  /**
   * The new version goes into `slot`. `goes` lists the programs of the slot's old version, which are removed first. The newest version on
   * the disk stays in the other slot.
   */
  | { kind: 'into'; slot: Slot; goes: readonly string[] };

const startsFrom = (slot: Slot) => (version: Version) => uuidsOf(version.rootHash).system === slot.uuid;

/**
 * Chooses the slot for a new version: the slot from which the newest version on the disk does not start. `versions` begins with the newest.
 */
export function renewalOf(
  stick: Omit<Version, 'file'>,
  versions: readonly Version[],
  slots: readonly Slot[],
  isNewer: (one: string, other: string) => boolean,
): Renewal {
  const [newest] = versions;
  if (versions.some(({ rootHash }) => rootHash === stick.rootHash)) return { kind: 'there' };
  if (newest !== undefined && !isNewer(stick.version, newest.version)) return { kind: 'older' };
  const slot = slots.find((one) => newest === undefined || !startsFrom(one)(newest));
  if (slot === undefined) throw new Error('both slots belong to the newest version');
  return { kind: 'into', slot, goes: versions.filter(startsFrom(slot)).map(({ file }) => file) };
}
