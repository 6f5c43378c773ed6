/**
 * The partitions of a kiosk's disk and of a stick, as definitions for systemd-repart. A disk has two slots for systems, so that a new
 * version leaves the previous version in place.
 */

const MIB = 1_024 * 1_024;
const ESP_MIB = 384;
const SYSTEM_MIB = 2_560;
const VERITY_MIB = 64;
const LEAST_DATA_MIB = 4_096;
/** Room for the partition tables at both ends of a disk and for alignment. */
const TABLE_MIB = 8;

export const LEAST_DISK_BYTES = (ESP_MIB + 2 * (SYSTEM_MIB + VERITY_MIB) + LEAST_DATA_MIB + TABLE_MIB) * MIB;

export const DATA_LABEL = 'torn-data';
/**
 * The label of the stick's system partition differs from a disk's, so that a stick starts its own system even if the disk has the same
 * version.
 */
export const STICK_LABEL = 'torn-stick';

export const DISK_LABELS: readonly string[] = [
  'torn-esp',
  'torn-a',
  'torn-a-hash',
  'torn-b',
  'torn-b-hash',
  DATA_LABEL,
];

const asUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/**
 * Returns the UUIDs of a system's partition and of the partition with its verity hashes. The UUIDs are the two halves of the root hash, so
 * that systemd finds both partitions by the root hash.
 */
export function uuidsOf(rootHash: string): { system: string; verity: string } {
  if (!/^[0-9a-f]{64}$/.test(rootHash)) throw new Error(`${rootHash} is no root hash of SHA-256`);
  return { system: asUuid(rootHash.slice(0, 32)), verity: asUuid(rootHash.slice(32)) };
}

export interface Sources {
  rootHash: string;
  esp: string;
  system: string;
  verity: string;
}

type Settings = Record<string, string | number>;

const fixed = (mib: number): Settings => ({ SizeMinBytes: `${mib}M`, SizeMaxBytes: `${mib}M` });

const textOf = (settings: Settings): string =>
  ['[Partition]', ...Object.entries(settings).map(([name, value]) => `${name}=${value}`), ''].join('\n');

const espOf = ({ esp }: Sources): Settings => ({ Type: 'esp', Label: 'torn-esp', CopyBlocks: esp, ...fixed(ESP_MIB) });

const filesOf = (partitions: readonly Settings[]): Record<string, string> =>
  Object.fromEntries(partitions.map((settings, at) => [`${(at + 1) * 10}.conf`, textOf(settings)]));

/**
 * Returns the partitions of a stick: one slot, as small as possible. Their type keeps systemd from finding them by itself, so only the
 * stick's own boot menu starts the system.
 */
export const stickDefinitions = (sources: Sources): Record<string, string> =>
  filesOf([
    espOf(sources),
    { Type: 'linux-generic', Label: STICK_LABEL, CopyBlocks: sources.system },
    { Type: 'linux-generic', Label: `${STICK_LABEL}-hash`, CopyBlocks: sources.verity },
  ]);

/** Returns the partitions of a kiosk's disk: both slots, and the data, which the kiosk's TPM and the recovery code open. */
export function diskDefinitions(sources: Sources): Record<string, string> {
  const uuids = uuidsOf(sources.rootHash);
  const system = { Type: 'root-x86-64', ...fixed(SYSTEM_MIB), ReadOnly: 1 };
  const verity = { Type: 'root-x86-64-verity', ...fixed(VERITY_MIB), ReadOnly: 1 };
  return filesOf([
    espOf(sources),
    { Label: 'torn-a', ...system, UUID: uuids.system, CopyBlocks: sources.system },
    { Label: 'torn-a-hash', ...verity, UUID: uuids.verity, CopyBlocks: sources.verity },
    { Label: 'torn-b', ...system, NoAuto: 1 },
    { Label: 'torn-b-hash', ...verity, NoAuto: 1 },
    {
      Type: 'linux-generic',
      Label: DATA_LABEL,
      Format: 'ext4',
      SizeMinBytes: `${LEAST_DATA_MIB}M`,
      CopyFiles: '/usr/lib/torn-image/var:/',
      Encrypt: 'key-file+tpm2',
    },
  ]);
}
