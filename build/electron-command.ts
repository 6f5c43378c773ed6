import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isInPath } from './processes.ts';
import { readRuntime } from './runtime.ts';
import { allowsUserNamespaces, asNobody, findHelperTrouble, NOBODY, probe } from './setuid-sandbox.ts';

export interface ElectronRequest {
  /** The app's folder. Absent if `executable` is a packaged application, or if the caller itself appends the folder to the command. */
  appPath?: string;
  args?: readonly string[];
  /** The base of Electron's environment. Default: this process's environment. */
  env?: NodeJS.ProcessEnv;
  /** The executable of a packaged application. Default: the development runtime. */
  executable?: string;
  /** The folder for Electron's own files, such as its single-instance lock. It is created if missing. */
  home?: string;
  reads?: readonly string[];
  /** Folders that Electron or its children write; missing ones are created. */
  writes?: readonly string[];
}

export interface ElectronCommand {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  sandbox: 'on' | 'off';
  uid: number;
}

/**
 * Returns the command that starts Electron. Chromium's sandbox refuses root, so root starts Electron as the user `nobody` and gives that
 * user the folders `home` and `writes`. If that cannot work (a checkout in a folder of mode 700, no `setpriv`), Electron runs in a user
 * namespace instead. If the sandbox cannot work at all, this function prints the reason and returns a command without it.
 */
export function electronCommand(request: ElectronRequest): ElectronCommand {
  const executable = request.executable ?? join(readRuntime().dist, 'electron');
  const isRoot = process.getuid?.() === 0;
  const home = request.home ?? (isRoot ? mkdtempSync(join(tmpdir(), 'torn-home-')) : undefined);
  const writes = [...(home === undefined ? [] : [home]), ...(request.writes ?? [])].map((folder) => resolve(folder));
  for (const folder of writes) provideFolder(folder, folder === writes[0] && home !== undefined ? [FONT_CACHE] : []);
  const reads = [executable, ...(request.appPath === undefined ? [] : [join(request.appPath, 'package.json')])];
  const outOfReach = isRoot ? findOutOfReach([...reads, ...(request.reads ?? [])], writes) : null;
  const isNobody = isRoot && outOfReach === null;
  const inNamespace = outOfReach !== null && probe(false, `unshare ${asSomebody.join(' ')} true`).status === 0;
  // Electron can use only root's files in the namespace, so `handOver` returns to root the folders that an earlier run gave to NOBODY.
  if (inNamespace) for (const folder of writes) if (statSync(folder).uid === NOBODY) handOver(folder, 0);
  const obstacle = inNamespace ? null : (outOfReach ?? findObstacle(isNobody, dirname(executable)));

  const { ELECTRON_RUN_AS_NODE: _1, NODE_OPTIONS: _2, ...env } = request.env ?? process.env;
  if (home !== undefined) settleIn(home, env, isRoot);
  const switches: string[] = [];
  if (obstacle !== null) {
    console.error(`Torn: WARNING: ${obstacle}`);
    console.error(
      "Torn: WARNING: therefore Chromium's SANDBOX IS OFF in this run. Never let the public touch this kiosk.",
    );
    // The shell refuses the switch without this variable.
    env.TORN_SANDBOX = 'off';
    switches.push('--no-sandbox');
  }
  // Some containers reserve /dev/shm for root. With the switch Chromium uses the temporary folder instead.
  if (isNobody && probe(isNobody, '[ -w /dev/shm ]').status !== 0) switches.push('--disable-dev-shm-usage');
  const app = [...switches, ...(request.appPath === undefined ? [] : [request.appPath]), ...(request.args ?? [])];
  const sandbox = obstacle === null ? 'on' : 'off';
  if (inNamespace) {
    console.error(
      `Torn: ${outOfReach}; so Electron runs in its own user namespace, with none of root's rights except access to our files.`,
    );
    const args = [...asSomebody, 'setpriv', '--pdeathsig=TERM', executable, ...app];
    return { command: 'unshare', args, env, sandbox, uid: 0 };
  }
  if (!isNobody) return { command: executable, args: app, env, sandbox, uid: process.getuid?.() ?? -1 };
  // The kernel ends Electron when the program that started it ends, even by SIGKILL.
  return { command: 'setpriv', args: [...asNobody, '--pdeathsig=TERM', executable, ...app], env, sandbox, uid: NOBODY };
}

/**
 * Arguments of `unshare` for a user namespace in which root appears as an ordinary user without capabilities, so that Chromium can sandbox
 * itself.
 */
const asSomebody = ['--user', '--map-user=1000', '--map-group=1000'];

/** Returns the reason why root cannot start Electron as the user `nobody`; `null` if it can. */
function findOutOfReach(reads: readonly string[], writes: readonly string[]): string | null {
  if (!isInPath('setpriv'))
    return 'setpriv is missing (package util-linux), so root cannot start Electron as somebody else';
  const unreadable = probe(true, 'for p do [ -r "$p" ] || { echo "$p"; exit 1; }; done', reads);
  if (unreadable.status !== 0) return `an unprivileged user cannot read ${unreadable.stdout.trim()}`;
  const unwritable = probe(true, 'for p do [ -w "$p" ] || { echo "$p"; exit 1; }; done', writes);
  return unwritable.status === 0 ? null : `an unprivileged user cannot write to ${unwritable.stdout.trim()}`;
}

/** Returns the reason why the sandbox cannot work here; `null` if it can. */
function findObstacle(isNobody: boolean, dist: string): string | null {
  if (process.platform !== 'linux' || allowsUserNamespaces(isNobody)) return null;
  const trouble = findHelperTrouble(dist, isNobody);
  return trouble === null ? null : `this machine allows no user namespaces, and ${trouble}`;
}

/**
 * fontconfig's cache folder. Torn creates it first, because fontconfig would give it mode 0755 whatever the umask is; fontconfig does not
 * change an existing folder.
 */
const FONT_CACHE = join('.cache', 'fontconfig');

/**
 * Makes a folder that only its owner can enter. Root gives it to the unprivileged user under whom Electron runs. An existing folder changes
 * only if it is empty or already belongs to that user. The folders `within` are created only in an empty folder of the current user: in
 * another user's folder, that user could have put a link there.
 */
export function provideFolder(folder: string, within: readonly string[] = []): void {
  const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
  const isRoot = process.getuid?.() === 0;
  const wasHandedOver = isRoot && statSync(folder).uid === NOBODY;
  if (!isNew && !wasHandedOver && readdirSync(folder).length > 0) return;
  chmodSync(folder, 0o700);
  const isOurs = statSync(folder).uid === process.getuid?.() && readdirSync(folder).length === 0;
  for (const name of isOurs ? within : []) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  if (isRoot) handOver(folder, NOBODY);
}

function handOver(folder: string, uid: number): void {
  chownSync(folder, uid, uid);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, uid);
}

function settleIn(home: string, env: NodeJS.ProcessEnv, isRoot: boolean): void {
  // An X display may require a key. Electron reads the key from its own home, so the key is copied there.
  const key = env.XAUTHORITY ?? join(homedir(), '.Xauthority');
  if (env.DISPLAY && existsSync(key)) {
    const copy = join(home, '.Xauthority');
    copyFileSync(key, copy);
    if (isRoot) chownSync(copy, NOBODY, NOBODY);
    env.XAUTHORITY = copy;
  }
  env.HOME = home;
  for (const name of ['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR']) delete env[name];
}
