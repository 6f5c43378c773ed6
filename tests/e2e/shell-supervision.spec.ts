import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk, logOf } from '../support/electron.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';

let folder: string;
let kiosk: Kiosk;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torn-supervision-'));
});
test.afterEach(async () => {
  await kiosk.close();
  rmSync(folder, { recursive: true });
});

const screen = (name: string) => kiosk.page.locator(`[data-screen="${name}"]`);

async function launch(profile = demonstrationOffice): Promise<void> {
  kiosk = await launchKiosk({ dataDir: folder, profile });
}

function shellProcess(): number {
  const { pid } = kiosk.app.process();
  if (pid === undefined) throw new Error('the shell was not started');
  return pid;
}

function descendants(processId: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === processId)
    .map(Number);
  return [...children, ...children.flatMap(descendants)];
}

function parentOf(processId: number): number | null {
  try {
    // The name in brackets may contain any character; state and parent follow the last bracket.
    const [, parent] = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(parent);
  } catch {
    return null;
  }
}

function coreProcess(): number | null {
  const isCore = (id: number): boolean => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('core.js');
    } catch {
      return false;
    }
  };
  return descendants(shellProcess()).find(isCore) ?? null;
}

const isAlive = (processId: number): boolean => {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const pageProcess = () =>
  kiosk.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return { id: contents?.getOSProcessId() ?? 0, url: contents?.getURL(), loading: contents?.isLoading() };
  });

for (const [signal, what] of [
  ['SIGKILL', 'ends'],
  ['SIGSTOP', 'hangs'],
] as const)
  test(`a core that ${what} is shown on the screen, then another core works`, async () => {
    await launch();
    await screen('idle').waitFor();
    const before = coreProcess();
    const down = screen('core-down').waitFor();
    process.kill(before ?? Number.NaN, signal);
    await down;
    await screen('idle').waitFor();
    const after = coreProcess();
    expect(after).not.toBeNull();
    expect(after).not.toBe(before);
    expect(isAlive(before ?? 0)).toBe(false);
    const answer = await kiosk.page.evaluate(() => window.kiosk.call('getViewState', {}));
    expect(answer).toMatchObject({ ok: true, value: { view: { screen: 'idle' } } });
  });

test('the screen says why a core cannot start', async () => {
  const profiles = makeSharedFolder('profile');
  writeFileSync(join(profiles, 'office.json'), '{}');
  await launch(join(profiles, 'office.json'));
  await expect(screen('core-down')).toContainText('profile-invalid');
  const answer = await kiosk.page.evaluate(() => window.kiosk.call('getViewState', {}));
  expect(answer).toMatchObject({ ok: false, error: { kind: 'core-down' } });
  rmSync(profiles, { recursive: true });
});

/**
 * Expects that the reloaded page cannot open a file chooser. Playwright has lost the page with its crashed process, so the shell runs the
 * script in it.
 */
async function expectNoFileChooser(): Promise<void> {
  const log = logOf(kiosk);
  await kiosk.app.evaluate(({ BrowserWindow }): Promise<unknown> | undefined =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      "Object.assign(document.createElement('input'), { type: 'file' }).click()",
      true,
    ),
  );
  await expect.poll(log).toContain('"event":"file-chooser-refused"');
}

test('a crashed page is loaded again three times in five minutes; then the screen sends people to the staff', async () => {
  await launch();
  await screen('idle').waitFor();
  for (let death = 1; death <= 4; death++) {
    const before = await pageProcess();
    process.kill(before.id, 'SIGKILL');
    const url = death < 4 ? 'app://torn/index.html' : 'app://torn/staffed-help.html';
    await expect
      .poll(async () => {
        const now = await pageProcess();
        return { url: now.url, loading: now.loading, another: now.id !== before.id && now.id !== 0 };
      })
      .toEqual({ url, loading: false, another: true });
    const text = () =>
      kiosk.app.evaluate(
        ({ BrowserWindow }, script): Promise<unknown> | undefined =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
        death < 4 ? "document.querySelector('[data-screen]')?.dataset.screen" : 'document.body.innerText',
      );
    if (death === 1) await expectNoFileChooser();
    // The reloaded page shows the current state, although the core sent no change meanwhile.
    if (death < 4) await expect.poll(text).toBe('idle');
    else
      for (const words of ['Aneu al taulell', 'Vaya al mostrador', 'Go to the desk'])
        expect(await text()).toContain(words);
  }
});

test('a page that empties itself is loaded again', async () => {
  await launch();
  await screen('idle').waitFor();
  await kiosk.page.evaluate(() => {
    location.href = 'about:blank';
  });
  await screen('idle').waitFor();
  expect(await kiosk.page.evaluate(() => location.href)).toBe('app://torn/index.html');
});

test('a page that hangs is killed and loaded again', async () => {
  await launch();
  await screen('idle').waitFor();
  const before = await pageProcess();
  await kiosk.page.evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
  await expect.poll(async () => (await pageProcess()).id).not.toBe(before.id);
  await expect.poll(pageProcess).toMatchObject({ url: 'app://torn/index.html', loading: false });
});

for (const { signal, times } of [
  { signal: 'SIGTERM', times: 1 },
  // Ctrl-C reaches the shell twice: from the terminal, and from the script that started the shell and passes the signal on.
  { signal: 'SIGINT', times: 2 },
] as const)
  test(`${signal} ends every process, and the core ends by itself`, async () => {
    await launch();
    await screen('idle').waitFor();
    const shell = kiosk.app.process();
    let log = '';
    shell.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const family = descendants(shellProcess());
    const ended = new Promise((resolve) => shell.once('exit', (...how) => resolve(how)));
    const pid = shellProcess();
    for (let no = 0; no < times; no += 1) process.kill(pid, signal);
    // In its last milliseconds Electron has no signal handlers, so a second signal can end the shell. The core has ended by then.
    const endings = [[0, null], ...(times > 1 ? [[null, signal]] : [])];
    expect(endings).toContainEqual(await ended);
    await expect.poll(() => family.filter(isAlive)).toEqual([]);
    expect(log).toContain('"event":"core-ended","code":0');
    expect(log).not.toContain('core-killed');
  });

test('when the shell is killed, every other process ends', async () => {
  await launch();
  await screen('idle').waitFor();
  const family = descendants(shellProcess());
  expect(family).toContain(coreProcess());
  process.kill(shellProcess(), 'SIGKILL');
  await expect.poll(() => family.filter(isAlive)).toEqual([]);
});
