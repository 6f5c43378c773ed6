import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The id of Debian's unprivileged user, to whom no file of the system belongs. */
export const NOBODY = 65_534;

export const asNobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];

export function probe(
  isNobody: boolean,
  script: string,
  args: readonly string[] = [],
): { status: number | null; stdout: string; stderr: string } {
  const [command = 'sh', ...first] = [...(isNobody ? ['setpriv', ...asNobody] : []), 'sh'];
  return spawnSync(command, [...first, '-c', script, 'sh', ...args], { encoding: 'utf8' });
}

/** Tells whether the user that runs Electron may create user namespaces, which are all that Chromium's sandbox needs. */
export const allowsUserNamespaces = (isNobody: boolean): boolean =>
  // AppArmor may allow the namespace but forbid mapping a user into it, so the mapping is tried too.
  probe(isNobody, 'unshare --user --map-root-user true').status === 0;

const helperOf = (dist: string): string => join(dist, 'chrome-sandbox');
const isReady = ({ uid, mode }: { uid: number; mode: number }): boolean => uid === 0 && (mode & 0o4001) === 0o4001;

/**
 * Returns the reason why Chromium's helper gives no sandbox to the user that runs Electron; `null` if it does. The helper is run: its
 * output decides, not its exit code.
 */
export function findHelperTrouble(dist: string, isNobody: boolean): string | null {
  const helper = helperOf(dist);
  if (!existsSync(helper)) return 'chrome-sandbox is missing';
  if (!isReady(statSync(helper))) return 'chrome-sandbox is not owned by root with mode 4755';
  const { stderr } = probe(isNobody, 'SBX_CHROME_API_RQ=1 "$1" true', [helper]);
  if (/Failed to move to new namespace/.test(stderr)) return 'root cannot make namespaces either (no CAP_SYS_ADMIN)';
  if (/not running as root/.test(stderr)) return 'chrome-sandbox does not become root (nosuid or no_new_privs)';
  return null;
}

/**
 * Makes the sandbox helper setuid root, for machines that forbid user namespaces. Only a runtime that root unpacked itself may get it, in a
 * folder where no other user can replace the helper, because it runs as root from then on.
 */
export function provideHelper(dist: string): void {
  const helper = helperOf(dist);
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync(helper)) return;
  const found = statSync(helper);
  if (isReady(found)) return;
  const isRoots = [found, statSync(dist), statSync(dirname(dist))].every(
    ({ uid, mode }) => uid === 0 && (mode & 0o022) === 0,
  );
  if (isRoots && found.nlink === 1) chmodSync(helper, 0o4755);
}
