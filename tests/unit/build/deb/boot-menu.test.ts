import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const SCRIPT = 'build/deb/root/usr/lib/torn/bin/boot-menu';
const HASH = `grub.pbkdf2.sha512.10000.${'A1'.repeat(64)}.${'B2'.repeat(64)}`;

/** The boot menu that grub-mkconfig makes on a machine hardened according to `build/deb/HARDENING.md`. */
const CLOSED = `### BEGIN /etc/grub.d/00_header ###
if [ x$feature_timeout_style = xy ] ; then
  set timeout_style=hidden
  set timeout=0
elif sleep --interruptible 0 ; then
  set timeout=0
fi
### BEGIN /etc/grub.d/01_torn ###
set superusers="technician"
password_pbkdf2 technician ${HASH}
### BEGIN /etc/grub.d/10_linux ###
menuentry 'Debian GNU/Linux' --class gnu-linux --unrestricted $menuentry_id_option 'gnulinux-simple-1' {
	linux	/vmlinuz-6.12.0-amd64 root=/dev/mapper/root ro quiet
	initrd	/initrd.img-6.12.0-amd64
}
`;

function said(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { status } = spawnSync('sh', [SCRIPT, root]);
  expect(status).toBe(0);
  const word = join(root, 'run/torn-boot/menu');
  expect(statSync(word).mode & 0o044).toBe(0o044);
  return readFileSync(word, 'utf8').trim();
}

const grub = (text: string): string => said({ 'boot/grub/grub.cfg': text });

it('a GRUB menu with a password, no timeout and no recovery entry is closed', () => {
  expect(grub(CLOSED)).toBe('closed');
});

it.each([
  [
    'as Debian installs it',
    CLOSED.replace(/^set superusers.*\npassword.*\n/m, '').replaceAll('timeout=0', 'timeout=5'),
  ],
  ['without a password', CLOSED.replace(/^password.*\n/m, '')],
  ['without anybody who needs one', CLOSED.replace(/^set superusers.*\n/m, '')],
  ['with a password of somebody else', CLOSED.replace('password_pbkdf2 technician', 'password_pbkdf2 other')],
  ['with nobody’s name', CLOSED.replace('"technician"', '""')],
  ['with a password that can be read', CLOSED.replace(/^password.*$/m, 'password technician secret')],
  ['with the word of the example in place of a password', CLOSED.replace(HASH, 'grub.pbkdf2.sha512.10000.HASH')],
  ['whose password is a remark', CLOSED.replace('password_pbkdf2', '#password_pbkdf2')],
  ['that waits', CLOSED.replace('  set timeout=0\nelif', '  set timeout=30\nelif')],
  ['that waits for ever', CLOSED.replace('  set timeout=0\nelif', '  set timeout=-1\nelif')],
  ['that is shown', CLOSED.replace('timeout_style=hidden', 'timeout_style=menu')],
  ['that says nothing of its time', CLOSED.replaceAll(/^ *set timeout=0\n/gm, '')],
  ['with a recovery entry', CLOSED.replace('ro quiet', 'ro single')],
  ['whose entry starts a shell', CLOSED.replace('ro quiet', 'ro init=/bin/sh')],
])('a GRUB menu %s is open', (_how, text) => {
  expect(text).not.toBe(CLOSED);
  expect(grub(text)).toBe('open');
});

it.each([
  ['editor no\n', 'closed'],
  ['timeout 0\neditor no\n', 'closed'],
  ['timeout 3\neditor no\n', 'open'],
  ['timeout menu-force\neditor no\n', 'open'],
  ['editor yes\n', 'open'],
  ['#editor no\n', 'open'],
  ['', 'open'],
])('systemd-boot with %j is %s', (text, word) => {
  expect(said({ 'boot/efi/loader/loader.conf': text })).toBe(word);
});

it('with two boot loaders both must be closed, and with none the state is unknown', () => {
  expect(said({ 'boot/efi/loader/loader.conf': 'editor yes\n', 'boot/grub/grub.cfg': CLOSED })).toBe('open');
  expect(said({ 'boot/efi/loader/loader.conf': 'editor no\n', 'boot/grub/grub.cfg': '' })).toBe('open');
  expect(said({ 'boot/efi/loader/loader.conf': 'editor no\n', 'boot/grub/grub.cfg': CLOSED })).toBe('closed');
  expect(said({})).toBe('unknown');
});
