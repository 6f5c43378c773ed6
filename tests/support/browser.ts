import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { electronCommand } from '../../build/electron-command.ts';

const MAIN = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1400, height: 1000, fullscreen: false }).loadURL('about:blank'));
`;

export interface Browser {
  page: Page;
  close(): Promise<void>;
}

export interface BrowserLaunch {
  /** Folder of an Electron app with one window, and its arguments. Default: a plain window. */
  app?: readonly [folder: string, ...args: string[]];
  switches?: readonly string[];
  env?: NodeJS.ProcessEnv;
}

export async function openBrowser(launch: BrowserLaunch = {}): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-browser-'));
  // Electron may run as another user, who must be able to read this folder.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'package.json'), '{ "name": "torn-test-browser", "main": "main.cjs" }');
  writeFileSync(join(folder, 'main.cjs'), MAIN);
  const { command, args, env, sandbox } = electronCommand({
    home: join(folder, 'home'),
    env: { ...process.env, ...launch.env },
  });
  // Playwright starts a single executable and puts its own switches first, so a script inserts the other arguments.
  const wrapper = join(folder, 'electron');
  const words = [command, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  writeFileSync(wrapper, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  for (const file of ['package.json', 'main.cjs', 'electron']) chmodSync(join(folder, file), 0o755);
  const app = await _electron.launch({
    executablePath: wrapper,
    // The test's own limit ends a start that hangs.
    timeout: 0,
    chromiumSandbox: sandbox === 'on',
    args: [...(launch.switches ?? []), ...(launch.app ?? [folder])],
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
  return {
    page: await app.firstWindow({ timeout: 0 }),
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
