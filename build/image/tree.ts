import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../runtime.ts';
import { bundleInstaller } from './bundle.ts';
import { run } from './run.ts';

/** Debian packages of the system, besides the kiosk's package and its dependencies. */
const PACKAGES = [
  'systemd',
  'systemd-sysv',
  'systemd-cryptsetup',
  'systemd-repart',
  'udev',
  'dbus',
  'libpam-systemd',
  'linux-image-amd64',
  'dracut-core',
  'zstd',
  'kmod',
  'cryptsetup-bin',
  'e2fsprogs',
  'dosfstools',
  'fdisk',
  'libtss2-esys-3.0.2-0t64',
  'libtss2-mu-4.0.1-0t64',
  'libtss2-rc0t64',
  'libtss2-tcti-device0t64',
  'tzdata',
  'kbd',
  'console-setup',
  'network-manager',
  'wpasupplicant',
  // The kiosk's package recommends these.
  'espeak-ng',
  'libgl1-mesa-dri',
  'util-linux-extra',
];

/**
 * Units that are disabled: those that would write to the read-only system, those that would ask a question at the first boot, login
 * prompts, and those that update packages, because an update replaces the whole image.
 */
const MASKED = [
  'torn-update.timer',
  'torn-update.service',
  'torn-update-test.service',
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'systemd-firstboot.service',
  'systemd-machine-id-commit.service',
  'serial-getty@.service',
  'getty@.service',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'systemd-pcrlock-make-policy.service',
  // The service would save the keyboard layout that `saveKeyboard` already saved, and fail on a read-only system.
  'console-setup.service',
];

/**
 * Folders that are emptied after the installation, because their files contain the time of the installation, random values or traces of
 * this machine.
 */
const LEFT_BEHIND = [
  'boot',
  'tmp',
  'run',
  'var/cache',
  'var/log',
  'var/tmp',
  'var/lib/apt/lists',
  'var/lib/dbus',
  'etc/ssl/private',
  'var/lib/systemd',
  'usr/share/man',
  'usr/share/info',
];

export interface TreeOrder {
  deb: string;
  folder: string;
  archives: string;
  mirrors: readonly string[];
  epoch: number;
  /** Folders of more files, from a city or a test, that are copied over the system. */
  overlays: readonly string[];
}

/** Installs Debian and the kiosk's package into a folder and prepares it as a read-only system. */
export async function makeTree({ deb, folder, archives, mirrors, epoch, overlays }: TreeOrder): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(archives, { recursive: true });
  const env = { ARCHIVES: archives, DEB: deb, SOURCE_DATE_EPOCH: String(epoch) };
  const hooks = [
    '--setup-hook=mkdir -p "$1/var/cache/apt/archives" && find "$ARCHIVES" -name "*.deb" -exec cp -t "$1/var/cache/apt/archives" {} +',
    '--customize-hook=cp "$DEB" "$1/srv/kiosk.deb" && chroot "$1" apt-get install --yes --no-install-recommends /srv/kiosk.deb && rm "$1/srv/kiosk.deb"',
    '--customize-hook=cp --update=none "$1"/var/cache/apt/archives/*.deb "$ARCHIVES"',
  ];
  const words = ['--mode=root', '--variant=minbase', '--format=directory', '--skip=download/empty,essential/unlink'];
  run('mmdebstrap', [...words, ...hooks, `--include=${PACKAGES.join(',')}`, 'trixie', folder, ...mirrors], { env });
  await settle(folder, overlays);
}

async function settle(folder: string, overlays: readonly string[]): Promise<void> {
  const within = (place: string): string => join(folder, place);
  for (const overlay of [join(repositoryRoot, 'build', 'image', 'root'), ...overlays]) {
    cpSync(overlay, folder, { recursive: true, verbatimSymlinks: true });
    enableUnits(overlay, folder);
  }
  saveKeyboard(folder);
  await bundleInstaller(within('usr/lib/torn-image'));
  for (const unit of MASKED) link('/dev/null', within(join('etc/systemd/system', unit)));
  link('/usr/share/zoneinfo/Europe/Madrid', within('etc/localtime'));
  writeFileSync(within('etc/timezone'), 'Europe/Madrid\n');
  link('/run/NetworkManager/resolv.conf', within('etc/resolv.conf'));
  link('/var/lib/torn-machine/credstore.encrypted', within('etc/credstore.encrypted'));
  writeFileSync(within('etc/machine-id'), '');
  writeFileSync(within('etc/fstab'), '');
  writeFileSync(within('etc/apt/sources.list'), '');
}

/**
 * Saves the keyboard layout that the overlays set. Debian's packages saved their default layout before the overlays were copied. The system
 * cannot save a layout when it starts, because it is read-only.
 */
function saveKeyboard(folder: string): void {
  const saved = join(folder, 'etc/console-setup');
  for (const name of readdirSync(saved).filter((one) => one.startsWith('cached_'))) rmSync(join(saved, name));
  run('chroot', [folder, 'setupcon', '--save-only']);
  if (!existsSync(join(saved, 'cached_setup_keyboard.sh'))) throw new Error('setupcon saved no keyboard layout');
}

const UNITS = 'usr/lib/systemd/system';

function enableUnits(overlay: string, folder: string): void {
  const names = existsSync(join(overlay, UNITS)) ? readdirSync(join(overlay, UNITS)) : [];
  for (const unit of names.filter((name) => !name.endsWith('.d'))) {
    const text = readFileSync(join(overlay, UNITS, unit), 'utf8');
    for (const [, kind = '', target = ''] of text.matchAll(/^(WantedBy|RequiredBy)=(\S+)$/gm)) {
      const wants = join(folder, 'etc/systemd/system', `${target}.${kind === 'WantedBy' ? 'wants' : 'requires'}`);
      mkdirSync(wants, { recursive: true });
      link(join('/', UNITS, unit), join(wants, unit));
    }
  }
}

/**
 * Makes the initrd and returns its path, the kernel's path and the kernel's version. The initrd fits any machine and opens the system by
 * its root hash. It has no keyboard layout, because it asks for no input and the layout's file would get a random name.
 */
export function makeInitrd(folder: string, epoch: number): { initrd: string; kernel: string; version: string } {
  const [version = ''] = readdirSync(join(folder, 'usr/lib/modules'));
  const made = join(folder, 'boot', 'initrd');
  const dracut = `dracut --force --reproducible --no-hostonly --no-hostonly-cmdline --no-early-microcode --kver ${version} --zstd
    --omit "plymouth network nfs iscsi lvm mdraid multipath btrfs dmraid cifs nbd fcoe i18n console-setup crypt resume"
    --add "systemd systemd-initrd systemd-veritysetup dm" --add-drivers "erofs dm-verity" --filesystems "erofs vfat" /boot/initrd`;
  const script = `set -e
    for place in proc dev sys; do mount --rbind /$place "$1/$place"; done
    SOURCE_DATE_EPOCH=${epoch} chroot "$1" ${dracut.replaceAll('\n', ' ')}`;
  run('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', folder]);
  return { initrd: made, kernel: join(folder, 'boot', `vmlinuz-${version}`), version };
}

/**
 * Removes files that differ between two installations. Moves dpkg's list of installed files from /var into the system, to which these files
 * belong.
 */
export function purify(folder: string): void {
  for (const place of LEFT_BEHIND) {
    if (!existsSync(join(folder, place))) continue;
    for (const name of readdirSync(join(folder, place))) rmSync(join(folder, place, name), { recursive: true });
  }
  for (const place of ['etc', 'var/lib/dpkg', 'var/cache/debconf'])
    for (const name of existsSync(join(folder, place)) ? readdirSync(join(folder, place)) : [])
      if (/(-|-old|~)$/.test(name)) rmSync(join(folder, place, name), { recursive: true });
  const own = join(folder, 'usr/lib/torn-image');
  renameSync(join(folder, 'var/lib/dpkg'), join(own, 'dpkg'));
  symlinkSync('/usr/lib/torn-image/dpkg', join(folder, 'var/lib/dpkg'));
  // `cp` keeps the files' owners; Node's copy would not.
  run('cp', ['--archive', join(folder, 'var'), join(own, 'var')]);
  mkdirSync(join(folder, 'efi'), { recursive: true });
}

function link(target: string, place: string): void {
  rmSync(place, { recursive: true, force: true });
  symlinkSync(target, place);
}
