import { uuidsOf } from './partitions.ts';

/** A version on a disk's ESP: a program of the boot menu, and the system that it starts. */
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
  /** `goes`: programs of the old version in `slot`, which are removed first. The newest version on the disk stays in the other slot. */
  | { kind: 'into'; slot: Slot; goes: readonly string[] };

const startsFrom = (slot: Slot) => (version: Version) => uuidsOf(version.rootHash).system === slot.uuid;

/** Chooses the slot for a new version: the one from which the newest version does not start. `versions`: the newest first. */
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
