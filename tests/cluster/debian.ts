import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { archives, layDebian, whyNotHere as whyNoDebian } from '../package/clean-debian.ts';

const PACKAGES = [
  'etcd-server',
  'haproxy',
  'openssl',
  'patroni',
  'pgbackrest',
  'pgbouncer',
  'postgresql-17',
  'python3-etcd',
];
const name = `cluster-${createHash('sha256').update(PACKAGES.join(' ')).digest('hex').slice(0, 8)}`;
const root = join(dirname(archives), name);

/** The reason why this machine cannot run a cluster; `null`: it can. */
export function whyNoCluster(): string | null {
  const reason = whyNoDebian();
  if (reason !== null) return reason;
  const isThere = ['ip', 'bridge', 'unshare'].every((command) => spawnSync('which', [command]).status === 0);
  return isThere ? null : 'missing here: apt-get install iproute2 util-linux';
}

/** Returns the folder of a Debian 13 with `PACKAGES`. It is created once, kept between runs and never changed. */
export function provideDebian(): string {
  if (existsSync(root)) return root;
  const draft = `${root}.${process.pid}`;
  try {
    layDebian(draft);
    // This script keeps installed packages from starting their services.
    writeFileSync(join(draft, 'usr', 'sbin', 'policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    mkdirSync(join(draft, 'etc', 'postgresql-common'), { recursive: true });
    writeFileSync(join(draft, 'etc', 'postgresql-common', 'createcluster.conf'), 'create_main_cluster = false\n');
    installInto(draft);
    renameSync(draft, root);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return root;
}

const INSTALL = `set -e
mount --rbind /dev $1/dev
mount -t proc proc $1/proc
root=$1
shift
export DEBIAN_FRONTEND=noninteractive
chroot $root apt-get update --quiet=2
chroot $root apt-get install --yes --no-install-recommends "$@"
chroot $root apt-get clean`;

function installInto(folder: string): void {
  const words = ['--mount', '--propagation', 'private', 'sh', '-c', INSTALL, 'sh', folder, ...PACKAGES];
  const { status, stdout, stderr } = spawnSync('unshare', words, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`the packages of a cluster were not installed: ${stdout}${stderr}`);
}
