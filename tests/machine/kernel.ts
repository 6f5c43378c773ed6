import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { cacheRoot, pinnedNode } from '../../build/runtime.ts';

/** The folder with Debian's kernel and its drivers, which is kept between runs. */
const cache = join(cacheRoot(), 'machine');

const TOOLS = { 'qemu-system-x86_64': 'qemu-system-x86', busybox: 'busybox-static', xz: 'xz-utils', perl: 'perl-base' };

/** The reason why no machine can be started here; `null`: a machine can be started. */
export function whyNotHere(): string | null {
  if (process.arch !== 'x64') return 'the machine is an x86-64 one';
  const missing = Object.entries(TOOLS).filter(([command]) => spawnSync('which', [command]).status !== 0);
  if (missing.length === 0) return null;
  return `missing here: apt-get install --no-install-recommends ${missing.map(([, name]) => name).join(' ')}`;
}

/** The drivers of the machine's hardware, then those of both ends of the USB devices. */
const DRIVERS = [
  'virtio_pci',
  'virtio_console',
  'virtio_blk',
  'crc32c_generic',
  'ext4',
  '9pnet_virtio',
  '9p',
  'overlay',
  'dummy_hcd',
  'usb_f_printer',
  'usb_f_acm',
  'usb_f_hid',
  'usblp',
  'cdc-acm',
  'usbhid',
  'hid-generic',
  'evdev',
];
/** Three emulated host controllers give three USB sockets. */
const OPTIONS: Readonly<Record<string, string>> = { dummy_hcd: 'num=3' };

export interface Kernel {
  version: string;
  image: string;
  modules: string;
}

export function fetchKernel(): Kernel {
  const name = readOutput('apt-cache', ['depends', '--important', 'linux-image-amd64']).match(
    /linux-image-\d\S*-amd64/,
  )?.[0];
  if (name === undefined) throw new Error('apt knows no linux-image-amd64: run apt-get update');
  const version = name.slice('linux-image-'.length);
  const folder = join(cache, version);
  if (!existsSync(folder)) unpack(name, version, folder);
  return {
    version,
    image: join(folder, 'boot', `vmlinuz-${version}`),
    modules: join(folder, 'usr/lib/modules', version),
  };
}

function unpack(name: string, version: string, folder: string): void {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  readOutput('apt-get', ['download', name], draft);
  const archive = readdirSync(draft).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt-get fetched no ${name}`);
  readOutput('dpkg-deb', ['-x', archive, '.'], draft);
  rmSync(join(draft, archive));
  readOutput('busybox', ['depmod', '-b', join(draft, 'usr'), version]);
  renameSync(draft, folder);
}

/** Packs the initramfs: busybox, the drivers in the sequence in which they are loaded, and the init script. */
export function packInitramfs({ modules }: Kernel, work: string): string {
  const root = join(work, 'initramfs');
  rmSync(root, { recursive: true, force: true });
  for (const name of ['bin', 'dev', 'host', 'memory', 'modules', 'proc', 'root', 'sys'])
    mkdirSync(join(root, name), { recursive: true });
  cpSync(readOutput('which', ['busybox']).trim(), join(root, 'bin/busybox'), { dereference: true });
  cpSync(join(import.meta.dirname, 'inside/init'), join(root, 'init'));
  chmodSync(join(root, 'init'), 0o755);
  writeFileSync(join(root, 'machine'), `NODE=${pinnedNode}\nAGENT=${join(import.meta.dirname, 'inside/agent.ts')}\n`);
  const order = inOrder(readFileSync(join(modules, 'modules.dep'), 'utf8'));
  for (const file of order)
    writeFileSync(join(root, 'modules', `${moduleOf(file)}.ko`), spawnSyncBytes('xz', ['-dc', join(modules, file)]));
  const lines = order.map((file) => `${moduleOf(file)} ${OPTIONS[moduleOf(file)] ?? ''}`.trim());
  writeFileSync(join(root, 'modules/order'), `${lines.join('\n')}\n`);
  const packed = join(work, 'initramfs.cpio');
  readOutput('sh', ['-c', 'find . | busybox cpio -o -H newc >"$1"', 'sh', packed], root);
  return packed;
}

const moduleOf = (file: string): string => basename(file, '.ko.xz').replaceAll('-', '_');

/** Lists the drivers' files and the files that they need, each file after the files that it needs. */
function inOrder(dependencies: string): string[] {
  const needs = new Map(
    dependencies.split('\n').flatMap((line): [string, string[]][] => {
      const [file, rest = ''] = line.split(':');
      return file ? [[file, rest.split(' ').filter((word) => word !== '')]] : [];
    }),
  );
  const fileOf = new Map([...needs.keys()].map((file) => [moduleOf(file), file]));
  const order = new Set<string>();
  const add = (file: string): void => {
    for (const needed of needs.get(file) ?? []) add(needed);
    order.add(file);
  };
  // A driver without a file is part of the kernel itself.
  for (const driver of DRIVERS) {
    const file = fileOf.get(driver.replaceAll('-', '_'));
    if (file !== undefined) add(file);
  }
  return [...order];
}

function spawnSyncBytes(command: string, args: readonly string[], cwd?: string): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, { maxBuffer: 1 << 28, ...(cwd && { cwd }) });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}${error?.message ?? ''}`);
}

const readOutput = (command: string, args: readonly string[], cwd?: string): string =>
  spawnSyncBytes(command, args, cwd).toString();
