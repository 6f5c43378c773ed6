import { spawnSync } from 'node:child_process';
import { readRuntime } from '../../build/runtime.ts';
import { allowsUserNamespaces, findHelperTrouble } from '../../build/setuid-sandbox.ts';

const isRoot = process.getuid?.() === 0;

/**
 * Returns why the user under which Electron runs has no user namespaces, or `null` if they work. Tests that need them are skipped with this
 * reason.
 */
export const whyNoNamespaces = (): string | null =>
  allowsUserNamespaces(isRoot) ? null : 'this machine allows no user namespaces';

/**
 * Returns why the Electron in `dist` (default: this checkout's) has no sandbox, or `null` if it has. Tests that need it are skipped with
 * this reason.
 */
export function whyNoSandbox(dist = readRuntime().dist): string | null {
  const why = whyNoNamespaces();
  const trouble = why === null ? null : findHelperTrouble(dist, isRoot);
  return trouble === null ? null : `${why}, and ${trouble}`;
}

/** Returns why root cannot mount anything here, or `null` if it can. In a plain container root lacks CAP_SYS_ADMIN. */
export const whyNoMounts = (): string | null =>
  isRoot && spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status === 0
    ? null
    : 'only root with CAP_SYS_ADMIN may lay out devices in /dev and /sys of its own';

/** Starts a command line whose program cannot make user namespaces. All ids are mapped to themselves, so all other rights stay. */
export const WITHOUT_NAMESPACES: readonly string[] = [
  'unshare',
  '--user',
  '--map-users=0,0,65536',
  '--map-groups=0,0,65536',
  'sh',
  '-c',
  'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"',
  'sh',
];

/** Returns why user namespaces cannot be taken away from a program here, or `null` if they can. */
export function whyNotWithout(): string | null {
  if (!isRoot) return 'only root makes a place without user namespaces';
  // `unshare` fails and leaves a child that never ends on a machine without user namespaces.
  if (!allowsUserNamespaces(false)) return 'this machine has no user namespaces';
  const [command = '', ...args] = [...WITHOUT_NAMESPACES, 'true'];
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
    ? null
    : 'this machine lets no place be made without user namespaces';
}
