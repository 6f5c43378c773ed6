import { spawnSync } from 'node:child_process';
import { readRuntime } from '../../build/runtime.ts';
import { allowsUserNamespaces, findHelperTrouble } from '../../build/setuid-sandbox.ts';

const isRoot = process.getuid?.() === 0;

/** Why this machine has no user namespaces for whoever runs Electron, or null. What needs them is skipped with this word. */
export const whyNoNamespaces = (): string | null =>
  allowsUserNamespaces(isRoot) ? null : 'this machine allows no user namespaces';

/** Why the Electron in `dist`, this checkout's by default, cannot have its sandbox here, or null. What needs it is skipped with this word. */
export function whyNoSandbox(dist = readRuntime().dist): string | null {
  const why = whyNoNamespaces();
  const trouble = why === null ? null : findHelperTrouble(dist, isRoot);
  return trouble === null ? null : `${why}, and ${trouble}`;
}

/** Why root cannot mount anything here, or null: a plain container leaves root without CAP_SYS_ADMIN. */
export const whyNoMounts = (): string | null =>
  isRoot && spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' }).status === 0
    ? null
    : 'only root with CAP_SYS_ADMIN may lay out devices in /dev and /sys of its own';

/** Before a command of root's: it runs with all of root's rights, where nobody gets a user namespace. Others keep theirs. */
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

/** Why such a place cannot be had here, or null. */
export function whyNotWithout(): string | null {
  if (!isRoot) return 'only root makes a place without user namespaces';
  // `unshare` leaves a child that waits for ever where it fails with these words.
  if (!allowsUserNamespaces(false)) return 'this machine is such a place';
  const [command = '', ...args] = [...WITHOUT_NAMESPACES, 'true'];
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
    ? null
    : 'this machine lets no place be made without user namespaces';
}
