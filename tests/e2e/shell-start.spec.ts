import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { electronCommand } from '../../build/electron-command.ts';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { launchKiosk } from '../support/electron.ts';
import { whyNoSandbox } from '../support/machine.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torn-start-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the built application as `npm start` does, without the rights of a test build, and waits for its end. */
async function startAndWait(args: readonly string[]): Promise<{ code: number | null; log: string }> {
  const {
    command,
    args: words,
    env,
  } = electronCommand({
    appPath: repositoryRoot,
    args,
    env: { ...process.env, TORN_TEST_BUILD: '' },
  });
  const child = spawn(command, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (env.HOME !== process.env.HOME && env.HOME !== undefined) rmSync(env.HOME, { recursive: true, force: true });
  return { code, log };
}

test('a second kiosk ends at once and does not disturb the first one', async () => {
  const kiosk = await launchKiosk({ dataDir: folder, profile: demonstrationOffice });
  try {
    const idle = kiosk.page.locator('[data-screen="idle"]');
    await idle.waitFor();
    let log = '';
    const { stderr } = kiosk.app.process();
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const home = await kiosk.app.evaluate(({ app }) => app.getPath('userData'));
    const second = await startAndWait([
      `--user-data-dir=${home}`,
      `--data=${folder}`,
      `--profile=${demonstrationOffice}`,
      `--core-node=${pinnedNode}`,
    ]);
    expect(second.code).toBe(0);
    expect(second.log).toContain('"event":"second-instance-ends"');
    expect(second.log).not.toContain('core-spawned');
    await expect.poll(() => log).toContain('"event":"second-instance-refused"');
    expect(log).not.toContain('core-ended');
    await expect(idle).toBeVisible();
  } finally {
    await kiosk.close();
  }
});

test.describe('a start that is refused', () => {
  for (const word of [
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--inspect=0',
    '--js-flags=--expose-gc',
    '--load-extension=/srv/extension',
    '--disable-web-security',
    `--no-${'sandbox'}`,
    '--a-switch-of-next-year',
  ])
    test(`is reported in one line and ends with 3: ${word}`, async () => {
      test.skip(word.includes('sandbox') && whyNoSandbox() !== null, whyNoSandbox() ?? '');
      const { code, log } = await startAndWait([word, `--data=${folder}`, `--profile=${demonstrationOffice}`]);
      expect(code).toBe(3);
      expect(log).toContain(`torn: will not start with ${word.replace(/^--/, '').split('=')[0]}\n`);
      expect(log).not.toContain('core-spawned');
    });

  test('names what is missing: no data folder', async () => {
    const { code, log } = await startAndWait([`--profile=${demonstrationOffice}`]);
    expect(code).toBe(3);
    expect(log).toContain('torn: --data=DIR is missing. Usage: torn --data=DIR');
  });
});
