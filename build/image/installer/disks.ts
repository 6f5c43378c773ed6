import { z } from 'zod';
import { DATA_LABEL, DISK_LABELS, LEAST_DISK_BYTES, STICK_LABEL, uuidsOf } from './partitions.ts';

const text = z.string().nullable();
const Row = z.object({
  path: z.string(),
  type: z.string(),
  size: z.number(),
  ro: z.boolean(),
  tran: text,
  model: text,
  serial: text,
  fstype: text,
  pttype: text,
  label: text,
  partlabel: text,
  parttype: text,
  partuuid: text,
});
/** A block device as `lsblk --json --bytes` names it, with the columns of `COLUMNS`. */
export type Device = z.infer<typeof Row> & { children?: Device[] | undefined };
export const Device: z.ZodType<Device> = Row.extend({ children: z.lazy(() => z.array(Device).optional()) });

export const COLUMNS = 'PATH,TYPE,SIZE,RO,TRAN,MODEL,SERIAL,FSTYPE,PTTYPE,LABEL,PARTLABEL,PARTTYPE,PARTUUID';

const gigabytes = (bytes: number): string => `${Math.round(bytes / 1e9)} GB`;

/** Returns a name for a person: path, size, and the model and serial number that are printed on the disk's case. */
export const nameOf = ({ path, size, model, serial }: Device): string =>
  [path, gigabytes(size), model, serial].filter((word) => word !== null && word !== '').join(' · ');

const has = (device: Device, isIt: (one: Device) => boolean): boolean =>
  isIt(device) || (device.children ?? []).some((child) => has(child, isIt));

/** A stick is recognised by the label of its system partition, which an installed disk never has. */
const isStick = (device: Device): boolean => has(device, ({ partlabel }) => partlabel === STICK_LABEL);

/** The device to which systemd maps the running system after dm-verity has verified its root hash. */
const RUNNING_ROOT = '/dev/mapper/root';

/**
 * Returns the disk or stick from which the running system started. The root hash is used only if the device tree does not show
 * `RUNNING_ROOT`.
 */
export function runningAmong(devices: readonly Device[], rootHash: string): Device | undefined {
  const below = devices.find((device) => has(device, ({ path }) => path === RUNNING_ROOT));
  if (below !== undefined || rootHash === '') return below;
  const { system } = uuidsOf(rootHash);
  return devices.find((device) => has(device, ({ partuuid }) => partuuid === system));
}

/** Returns the stick from which the system runs; `undefined` if it runs from a disk. */
export const stickAmong = (devices: readonly Device[], rootHash: string): Device | undefined =>
  [runningAmong(devices, rootHash)].find((device) => device !== undefined && isStick(device));

export const kiosksAmong = (devices: readonly Device[]): Device[] =>
  devices.filter(({ children }) => (children ?? []).some(({ partlabel }) => partlabel === DATA_LABEL));

/** True if another system made a partition table or file system on the disk. */
export function isForeign(device: Device): boolean {
  const { children = [], fstype, pttype } = device;
  if (kiosksAmong([device]).length === 0) return children.length > 0 || fstype !== null || pttype !== null;
  return children.some(({ partlabel }) => !DISK_LABELS.includes(partlabel ?? ''));
}

export type Refusal = 'is-the-stick' | 'too-small' | 'read-only' | 'on-usb' | 'no-disk';

/**
 * Returns the reason why an installation may not erase the device; `null` if it may. A USB disk usually belongs to a person and not to a
 * kiosk.
 */
export function whyNotErased(device: Device): Refusal | null {
  if (device.type !== 'disk' || /^\/dev\/(zram|ram|loop|nbd|fd|sr|mtd)/.test(device.path)) return 'no-disk';
  if (isStick(device)) return 'is-the-stick';
  if (device.tran === 'usb') return 'on-usb';
  if (device.ro) return 'read-only';
  return device.size < LEAST_DISK_BYTES ? 'too-small' : null;
}

/**
 * Returns the partitions to which a copy may be written: FAT and exFAT on USB, but not on a stick that installs kiosks and not on the disk
 * of the running system.
 */
export const sticksFor = (devices: readonly Device[], rootHash = ''): Device[] =>
  devices
    .filter((device) => device.tran === 'usb' && !isStick(device) && device !== runningAmong(devices, rootHash))
    .flatMap((device) => [device, ...(device.children ?? [])])
    .filter(({ fstype, ro, partlabel }) => !ro && partlabel !== 'torn-esp' && ['vfat', 'exfat'].includes(fstype ?? ''));
