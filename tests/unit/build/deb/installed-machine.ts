import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WAITS_IN_VAIN_MS } from '../../../limits.ts';
import { makeSmallPackage } from './small-package.ts';

/** The folder of the stand-in programs, the first one in the machine's PATH. */
const STANDS_IN = '/usr/local/sbin';

/**
 * A script that lays the package's files over this machine's files, in memory and in a mount namespace: sysusers makes the package's users,
 * tmpfiles its folders, and root runs the real scripts at their real places.
 */
const LAY = `set -eu
work=$1 package=$2 lines=$3
mount -t tmpfs none "$work"
mkdir "$work/upper" "$work/work" "$work/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$work/root"
root=$work/root
for folder in run tmp var/tmp; do mount -t tmpfs none "$root/$folder"; done
chmod 1777 "$root/tmp" "$root/var/tmp"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc"
cp -a "$package/." "$root/"
mkdir "$root/srv/of-root"
systemd-sysusers --root="$root" torn.conf 2>/dev/null
systemd-tmpfiles --create --root="$root" torn.conf 2>/dev/null
cp "$lines" "$root/tmp/lines"
exec chroot "$root" env -i PATH=${STANDS_IN}:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 sh -eu /tmp/lines`;

/**
 * A script that notes every entry that root owns in a folder of another user, because that user could have put a link in its place. The
 * stand-in programs call it while a script of the package runs.
 */
const LOOK = `#!/bin/sh
for top in /var/lib /var/cache /var/tmp /run /tmp /srv; do
  find "$top" -xdev -mindepth 1 -type d ! -uid 0 -exec sh -c 'for folder; do find "$folder" -mindepth 1 -maxdepth 1 -uid 0; done' sh {} + 2>/dev/null
done >> /tmp/left-by-root
`;

/** Stand-ins for programs that a kiosk has and this machine may lack, and for programs that would reach outside this machine. */
const PROGRAMS: Readonly<Record<string, string>> = {
  look: LOOK,
  sleep: '#!/bin/sh\nexit 0\n',
  systemctl: `#!/bin/sh
look
case "$*" in
  *StatusText*) cat /tmp/status ;;
  *NRestarts*) [ -e /tmp/restarts ] && cat /tmp/restarts || echo 0 ;;
esac
exit 0
`,
  // This stand-in ignores all properties of the unit except `User`, and runs the program as that user.
  'systemd-run': `#!/bin/sh
look
user=root
while :; do
  case $1 in
    -p) case $2 in User=*) user=\${2#User=} ;; esac; shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
exec setpriv --reuid "$user" --regid "$user" --clear-groups "$@"
`,
};

/** The result of a script. The script has a time limit, because vitest cannot end a test that a waiting script blocks. */

export interface Ran {
  status: number | null;
  output: string;
  errors: string;
}

export interface InstalledMachine {
  /** Runs lines of shell as root on a freshly installed machine; nothing it changes remains. */
  run(lines: string, programs?: Readonly<Record<string, string>>): Ran;
  close(): void;
}

/** Shell lines that print, each once, the entries that `LOOK` noted. */
export const LEFT_BY_ROOT = 'look; [ ! -s /tmp/left-by-root ] || sort -u /tmp/left-by-root | sed "s/^/left by root: /"';

export function openInstalledMachine(): InstalledMachine {
  const { folder, root } = makeSmallPackage();
  return {
    run(lines, programs = {}) {
      const work = mkdtempSync(join(tmpdir(), 'torn-machine-'));
      const over = mkdtempSync(join(tmpdir(), 'torn-lines-'));
      try {
        const places = join(over, 'package');
        const copied = spawnSync('cp', ['-a', root, places]);
        if (copied.status !== 0) throw new Error(String(copied.stderr));
        mkdirSync(join(places, STANDS_IN), { recursive: true });
        for (const [name, text] of Object.entries({ ...PROGRAMS, ...programs }))
          writeFileSync(join(places, STANDS_IN, name), text, { mode: 0o755 });
        const file = join(over, 'lines');
        const begin = 'echo "at-rest: idle" > /tmp/status; install -d -o torn -g torn -m 700 /run/torn\n';
        writeFileSync(file, `${begin}${lines}\n`);
        const args = [
          '--mount',
          '--pid',
          '--fork',
          '--kill-child',
          '--propagation',
          'private',
          'sh',
          '-c',
          LAY,
          'sh',
          work,
          places,
          file,
        ];
        const { status, stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', timeout: WAITS_IN_VAIN_MS });
        return { status, output: stdout, errors: stderr };
      } finally {
        rmSync(work, { recursive: true, force: true });
        rmSync(over, { recursive: true, force: true });
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Returns why no installed machine can be made here, or `null` if it can. A plain container may not mount. */
export function whyNoMachine(): string | null {
  if (process.getuid?.() !== 0) return 'only root runs what root runs';
  const machine = openInstalledMachine();
  try {
    const { status, errors } = machine.run('id torn');
    return status === 0 ? null : errors.trim();
  } finally {
    machine.close();
  }
}
