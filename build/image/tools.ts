import { existsSync } from 'node:fs';

/** Programs that make an image, with their Debian 13 packages. */
const TOOLS = {
  '/usr/bin/mmdebstrap': 'mmdebstrap',
  '/usr/lib/systemd/systemd-sbsign': 'systemd-repart',
  '/usr/bin/ukify': 'systemd-ukify',
  '/usr/lib/systemd/boot/efi/systemd-bootx64.efi': 'systemd-boot-efi',
  '/usr/bin/mkfs.erofs': 'erofs-utils',
  '/usr/sbin/veritysetup': 'cryptsetup-bin',
  '/usr/sbin/mkfs.vfat': 'dosfstools',
  '/usr/bin/mcopy': 'mtools',
  '/usr/bin/faketime': 'faketime',
} as const;

/** Returns the reason why no image can be made on this machine; `null` if it can. */
export function whyNotHere(): string | null {
  if (process.getuid?.() !== 0) return 'only root can make the file system of an image';
  const missing = Object.entries(TOOLS).filter(([file]) => !existsSync(file));
  if (missing.length === 0) return null;
  return `missing here: apt-get install ${missing.map(([, name]) => name).join(' ')}`;
}
