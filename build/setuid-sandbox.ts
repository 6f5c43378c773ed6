import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Debian's `nobody`, who owns no files. */
export const NOBODY = 65_534;

export const asNobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];

/** Runs a shell script, as `nobody` or as we are. */
export function probe(
  isNobody: boolean,
  script: string,
  args: readonly string[] = [],
): { status: number | null; stdout: string; stderr: string } {
  const [command = 'sh', ...first] = [...(isNobody ? ['setpriv', ...asNobody] : []), 'sh'];
  return spawnSync(command, [...first, '-c', script, 'sh', ...args], { encoding: 'utf8' });
}

/** Whether the user that runs Electron gets user namespaces. Chromium's sandbox then needs nothing else. */
export const allowsUserNamespaces = (isNobody: boolean): boolean =>
  // Mapping a user into the new namespace is what AppArmor forbids where it only half allows them.
  probe(isNobody, 'unshare --user --map-root-user true').status === 0;

const helperOf = (dist: string): string => join(dist, 'chrome-sandbox');
const isReady = ({ uid, mode }: { uid: number; mode: number }): boolean => uid === 0 && (mode & 0o4001) === 0o4001;

/** Why Chromium's helper gives no sandbox to the user that runs Electron, or null. Runs the helper: its output decides, not its exit code. */
export function findHelperTrouble(dist: string, isNobody: boolean): string | null {
  const helper = helperOf(dist);
  if (!existsSync(helper)) return 'chrome-sandbox is missing';
  if (!isReady(statSync(helper))) return 'chrome-sandbox is not owned by root with mode 4755';
  const { stderr } = probe(isNobody, 'SBX_CHROME_API_RQ=1 "$1" true', [helper]);
  if (/Failed to move to new namespace/.test(stderr)) return 'root may not make namespaces either (no CAP_SYS_ADMIN)';
  if (/not running as root/.test(stderr)) return 'chrome-sandbox does not become root (nosuid or no_new_privs)';
  return null;
}

/**
 * Root gives the helper of a runtime what it needs where user namespaces are forbidden. Only one that root unpacked itself, where nobody
 * else can put anything in its place: it runs as root from now on.
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
