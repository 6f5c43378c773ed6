import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronCommand, provideFolder } from '../../build/electron-command.ts';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { WAITS_IN_VAIN_MS } from '../limits.ts';
import { giveSlotTo } from './slot.ts';

export interface KioskLaunch {
  /** The folder is created if missing and given to the user under which Electron runs. */
  dataDir: string;
  /** `null`: the kiosk starts without a profile, and a technician sets it up. */
  profile: string | null;
  /** `PROFILE_ID@tcp://HOST:PORT`. Default: the printer of the profile. */
  printer?: string;
  extraArgs?: readonly string[];
  /** The Node that runs the core. Default: the pinned one. */
  coreNode?: string;
  folders?: readonly string[];
  /** Added to the environment of this process. */
  env?: NodeJS.ProcessEnv;
  under?: readonly string[];
}

export interface Kiosk {
  app: ElectronApplication;
  page: Page;
  sandbox: 'on' | 'off';
  /** Ends the kiosk and removes Electron's files. A second call does nothing. */
  close(): Promise<void>;
}

/** Starts the built kiosk under Playwright, with Chromium's sandbox if it can work here, on the display that the environment names. */
export async function launchKiosk(launch: KioskLaunch): Promise<Kiosk> {
  const main = join(repositoryRoot, 'out', 'shell', 'main.cjs');
  if (!existsSync(main)) throw new Error('nothing is built yet: run `node build/vite.ts`');
  const home = mkdtempSync(join(tmpdir(), 'torn-home-'));
  const wrapperFolder = mkdtempSync(join(tmpdir(), 'torn-electron-'));
  provideFolder(launch.dataDir);
  if (launch.profile !== null) giveSlotTo(launch.dataDir);
  // Playwright starts a single executable and puts its own switches first, so a script inserts the other arguments.
  const { command, args, env, sandbox } = electronCommand({
    home,
    env: { ...process.env, ...launch.env, TORN_TEST_BUILD: '1' },
    reads: [
      join(repositoryRoot, 'package.json'),
      main,
      pinnedNode,
      ...(launch.profile === null ? [] : [launch.profile]),
    ],
    writes: [launch.dataDir, ...(launch.folders ?? [])],
  });
  const wrapper = join(wrapperFolder, 'electron');
  writeFileSync(wrapper, `#!/bin/sh\nexec ${[...(launch.under ?? []), command, ...args].map(quoted).join(' ')} "$@"\n`);
  chmodSync(wrapper, 0o755);
  const forget = (): void => {
    for (const folder of [home, wrapperFolder]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const app = await _electron.launch({
      executablePath: wrapper,
      // The test's own limit ends a start that hangs.
      timeout: 0,
      chromiumSandbox: true,
      args: [
        repositoryRoot,
        `--data=${launch.dataDir}`,
        ...(launch.profile === null ? [] : [`--profile=${launch.profile}`]),
        ...(launch.printer === undefined ? [] : [`--printer=${launch.printer}`]),
        `--core-node=${launch.coreNode ?? pinnedNode}`,
        ...(launch.extraArgs ?? []),
      ],
      env: definedOnly(env),
    });
    const page = await app.firstWindow({ timeout: 0 });
    page.setDefaultTimeout(WAITS_IN_VAIN_MS);
    await page.waitForLoadState('load');
    let closed: Promise<void> | null = null;
    const close = (): Promise<void> => {
      closed ??= app.close().then(forget);
      return closed;
    };
    return { app, page, sandbox, close };
  } catch (error) {
    forget();
    throw error;
  }
}

/** Returns what the kiosk's programs have logged since this call. */
export function logOf({ app }: Pick<Kiosk, 'app'>): () => string {
  let log = '';
  app
    .process()
    .stderr?.setEncoding('utf8')
    .on('data', (text: string) => {
      log += text;
    });
  return () => log;
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
