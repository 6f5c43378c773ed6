import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, test } from '@playwright/test';
import { demonstrationOffice } from '../support/core-process.ts';
import { launchKiosk } from '../support/electron.ts';

const started: ChildProcess[] = [];
const dataDir = mkdtempSync(join(tmpdir(), 'torn-window-'));
test.afterEach(async () => {
  for (const child of started.splice(0).reverse()) {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
  rmSync(dataDir, { recursive: true });
});

test('a window that does not cover the display covers it once a window manager runs, and logs that', async () => {
  // Without a window manager no window is enlarged to the whole screen.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1080x1920x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  started.push(server);
  const [number] = await once(server.stdio[3] as Readable, 'data');
  const env = { DISPLAY: `:${String(number).trim()}` };
  const kiosk = await launchKiosk({ dataDir, profile: demonstrationOffice, env });
  try {
    let log = '';
    const { stderr } = kiosk.app.process();
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const bounds = () =>
      kiosk.app.evaluate(({ BrowserWindow, screen }) => [
        BrowserWindow.getAllWindows()[0]?.getBounds(),
        screen.getPrimaryDisplay().bounds,
      ]);
    const [small, large] = await bounds();
    expect(small).not.toEqual(large);

    const manager = spawn('matchbox-window-manager', ['-use_titlebar', 'no'], {
      stdio: 'ignore',
      env: { ...process.env, ...env },
    });
    started.push(manager);
    await expect.poll(() => log).toContain('"event":"window-covers"');
    const [window, display] = await bounds();
    expect(window).toEqual(display);
  } finally {
    await kiosk.close();
  }
});
