import { copyFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { WorkingLanguage } from '../../config/languages.ts';
import { stickWords } from '../../config/locales/stick-words.ts';
import { stickDefinitions } from './installer/partitions.ts';
import { run } from './run.ts';
import { makeInitrd, makeTree, purify, type TreeOrder } from './tree.ts';

/** The city's key for the boot chain, as files or as names for a PKCS#11 provider of OpenSSL. */
export interface BootKey {
  key: string;
  certificate: string;
  /** `provider:pkcs11`: the key is a `pkcs11:` URI. */
  source: string | null;
}

export interface ImageOrder extends Omit<TreeOrder, 'folder'> {
  version: string;
  key: BootKey;
  /** The working folder, which is emptied first. */
  work: string;
  file: string;
  language: WorkingLanguage;
  /** More words of the kernel's command line, such as a test's serial console. */
  words: readonly string[];
}

/** Entries of the boot menu. The menu shows them below the two entries that start the kiosk, in its newest and in its previous version. */
const ENTRIES = [
  { id: 'install', onStick: true },
  { id: 'renew', onStick: true },
  { id: 'copy', onStick: false },
  { id: 'reset', onStick: false },
] as const;

/** Words of the kernel's command line. They keep the disk's data partition closed and prevent services that would write to it. */
const APART = [
  'luks=no',
  'systemd.mask=var.mount',
  'systemd.mask=systemd-timesyncd.service',
  'systemd.mask=systemd-tpm2-setup.service',
  'systemd.show_status=no',
];

/**
 * Identifiers of the image's file systems. They are fixed, so that two images of one commit are equal. The data partition is created on the
 * kiosk and gets a random identifier there.
 */
const SEED = '6f7aa3de-6ab6-4d5c-9a1a-58d4d6b3a1c7';
const SALT = '746f726e'.repeat(8);
const VOLUME = '544f524e';
const STUB = '/usr/lib/systemd/boot/efi/linuxx64.efi.stub';
const LOADER = '/usr/lib/systemd/boot/efi/systemd-bootx64.efi';
const SIGNER = '/usr/lib/systemd/systemd-sbsign';

/** Makes the stick's image and returns the root hash of its system. */
export async function makeImage(order: ImageOrder): Promise<string> {
  const { work } = order;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const folder = join(work, 'tree');
  await makeTree({ ...order, folder });
  return makeImageOf(folder, order);
}

function makeImageOf(folder: string, order: ImageOrder): string {
  const { work, epoch } = order;
  const made = makeInitrd(folder, epoch);
  for (const name of ['initrd', 'kernel'] as const) copyFileSync(made[name], join(work, name));
  purify(folder);
  const { system, verity, rootHash } = makeSystem(folder, work, epoch);
  const esp = makeEsp(order, { ...made, initrd: join(work, 'initrd'), kernel: join(work, 'kernel') }, rootHash);
  // `layDisk` mounts the working folder at /mnt of the new system, so the paths inside begin with /mnt.
  const within = (path: string): string => join('/mnt', relative(work, path));
  const sources = { rootHash, esp: within(esp), system: within(system), verity: within(verity) };
  layDisk(folder, order, stickDefinitions(sources));
  return rootHash;
}

/** Makes a compressed read-only file system and the tree of hashes over its blocks. */
function makeSystem(folder: string, work: string, epoch: number) {
  const [system, verity] = [join(work, 'system.erofs'), join(work, 'system.verity')];
  const settings = ['-zlz4hc', '-C65536', `-T${epoch}`, '--all-time', `-U${SEED}`, '--quiet'];
  run('mkfs.erofs', [...settings, system, folder]);
  const words = ['format', `--salt=${SALT}`, `--uuid=${SEED}`, system, verity];
  const rootHash = /Root hash:\s+([0-9a-f]{64})/.exec(run('veritysetup', words))?.[1];
  if (rootHash === undefined) throw new Error('veritysetup named no root hash');
  return { system, verity, rootHash };
}

interface Kernel {
  kernel: string;
  initrd: string;
  version: string;
}

/** Signs a program of the boot chain. The time in the signature is the commit's, so that repeating the build gives the same bytes. */
function sign({ key: { key, certificate, source }, epoch }: ImageOrder, program: string, into: string): string {
  const named = source === null ? [] : [`--private-key-source=${source}`];
  const words = ['sign', `--private-key=${key}`, ...named, `--certificate=${certificate}`, `--output=${into}`, program];
  run('faketime', [`@${epoch}`, SIGNER, ...words]);
  return into;
}

function makeEsp(order: ImageOrder, kernel: Kernel, rootHash: string): string {
  const { work, epoch } = order;
  const env = { SOURCE_DATE_EPOCH: String(epoch) };
  const always = [
    'ro',
    'quiet',
    'rd.shell=0',
    'rd.emergency=poweroff',
    'panic=30',
    // A slow disk may need more than systemd's usual 90 seconds.
    'systemd.default_device_timeout_sec=5min',
    // Without a limit dracut would wait forever for a system that cannot be read.
    'rd.timeout=300',
    'lockdown=integrity',
    `torn.language=${order.language}`,
    ...order.words,
  ];
  const verity = [`roothash=${rootHash}`, 'root=/dev/mapper/root', 'rootfstype=erofs', 'systemd.machine_id=firmware'];
  const stick = ['data', 'hash'].map(
    (kind) => `systemd.verity_root_${kind}=PARTLABEL=torn-stick${kind === 'hash' ? '-hash' : ''}`,
  );
  const titles = stickWords(order.language);
  const profiles = ENTRIES.map(({ id, onStick }) => {
    const file = join(work, `${id}.efi`);
    const apart = [`systemd.unit=torn-image@${id}.service`, ...APART, ...(onStick ? stick : [])];
    const words = [...verity, ...always, ...apart].join(' ');
    run(
      'ukify',
      ['build', `--profile=ID=${id}\nTITLE=${titles(`menu.${id}`)}\n`, `--cmdline=${words}`, `--output=${file}`],
      { env },
    );
    return file;
  });
  const release = `ID=torn\nNAME=Torn\nPRETTY_NAME="Torn ${order.version}"\nVERSION_ID="${order.version}"\nVERSION="${order.version}"\n`;
  const kiosk = join(work, 'kiosk.efi');
  const words = [
    'build',
    `--linux=${kernel.kernel}`,
    `--initrd=${kernel.initrd}`,
    `--uname=${kernel.version}`,
    `--stub=${STUB}`,
    `--os-release=${release}`,
    `--cmdline=${[...verity, ...always].join(' ')}`,
    '--profile=ID=kiosk\n',
    ...profiles.map((file) => `--join-profile=${file}`),
    `--output=${kiosk}`,
  ];
  run('ukify', words, { env });
  return layEsp(work, epoch, {
    'EFI/BOOT/BOOTX64.EFI': sign(order, LOADER, join(work, 'loader.efi')),
    [`EFI/Linux/torn_${order.version.replace(/[^\w.+~-]/g, '-')}.efi`]: sign(
      order,
      kiosk,
      join(work, 'kiosk.signed.efi'),
    ),
    'loader/loader.conf': written(work, 'loader.conf', 'timeout 0\neditor no\ndefault *@install\n'),
  });
}

function written(work: string, name: string, text: string): string {
  const file = join(work, name);
  writeFileSync(file, text);
  return file;
}

function layEsp(work: string, epoch: number, files: Readonly<Record<string, string>>): string {
  const [image, stage] = [join(work, 'esp.img'), join(work, 'esp')];
  for (const [place, file] of Object.entries(files)) {
    mkdirSync(join(stage, dirname(place)), { recursive: true });
    copyFileSync(file, join(stage, place));
    utimesSync(join(stage, place), epoch, epoch);
  }
  const folders = ['EFI', 'EFI/BOOT', 'EFI/Linux', 'loader'];
  for (const name of folders) utimesSync(join(stage, name), epoch, epoch);
  const env = { SOURCE_DATE_EPOCH: String(epoch) };
  run('truncate', ['--size=384M', image]);
  run('mkfs.vfat', ['-F', '32', '-n', 'TORN', '-i', VOLUME, '--invariant', image], { env });
  for (const name of folders) run('mmd', ['-i', image, `::/${name}`], { env });
  for (const place of Object.keys(files)) run('mcopy', ['-m', '-i', image, join(stage, place), `::/${place}`], { env });
  return image;
}

/** Writes the image's partitions with the new system's systemd-repart, because the version on this machine may differ. */
function layDisk(folder: string, order: ImageOrder, definitions: Readonly<Record<string, string>>): void {
  const { work, file, epoch } = order;
  const made = join(work, 'disk.img');
  mkdirSync(join(work, 'disk.d'), { recursive: true });
  for (const [name, text] of Object.entries(definitions)) writeFileSync(join(work, 'disk.d', name), text);
  const words = ['--empty=create', '--size=auto', `--seed=${SEED}`, '--offline=yes', '--dry-run=no', '--pretty=no'];
  const script = `set -e
    work=$1 root=$2
    shift 2
    mount --bind "$work" "$root/mnt"
    for place in proc dev sys; do mount --rbind /$place "$root/$place"; done
    SOURCE_DATE_EPOCH=${epoch} chroot "$root" systemd-repart "$@" --definitions=/mnt/disk.d /mnt/disk.img`;
  run('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', work, folder, ...words]);
  mkdirSync(dirname(file), { recursive: true });
  renameSync(made, file);
}
