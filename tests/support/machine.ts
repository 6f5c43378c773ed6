import { spawnSync } from 'node:child_process';
import { readRuntime } from '../../build/runtime.ts';
import { allowsUserNamespaces, findHelperTrouble } from '../../build/setuid-sandbox.ts';

const isRoot = process.getuid?.() === 0;

/** Why this machine has no user namespaces for whoever runs Electron, or null. What needs them is skipped with this word. */
export const whyNoNamespaces = (): string | null =>
  allowsUserNamespaces(isRoot) ? null : 'this machine allows no user namespaces';

/** Why no Electron of this checkout can have its sandbox here, or null. */
export function whyNoSandbox(): string | null {
  const why = whyNoNamespaces();
  const trouble = why === null ? null : findHelperTrouble(readRuntime().dist, isRoot);
  return trouble === null ? null : `${why}, and ${trouble}`;
}

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
