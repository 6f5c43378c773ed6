import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk, logOf } from '../support/electron.ts';
import { touch } from '../support/touch.ts';

const KIOSK_PAGE = 'app://torn/index.html';
const dataDir = mkdtempSync(join(tmpdir(), 'torn-lockdown-'));
let kiosk: Kiosk;
let page: Page;
let log: () => string;
let before = 0;

test.beforeAll(async () => {
  kiosk = await launchKiosk({ dataDir, profile: demonstrationOffice });
  log = logOf(kiosk);
  page = kiosk.page;
  await page.locator('[data-screen="idle"]').waitFor();
});
test.afterAll(async () => {
  await kiosk.close();
  rmSync(dataDir, { recursive: true });
});
test.beforeEach(() => {
  before = log().length;
});
test.afterEach(async () => {
  // Playwright loses the page for a moment when a frame in it is refused.
  const href = () => page.evaluate(() => location.href).catch(() => 'not to be asked');
  await expect.poll(href).toBe(KIOSK_PAGE);
  expect(await kiosk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

const logged = (event: string) => expect.poll(() => log().slice(before)).toContain(`"event":"${event}"`);

// The next test must come first, because after a refused navigation Playwright can no longer touch the page.
/** Adds a button to the page and touches it, because some calls need a person's touch. Resolves with the result of the call. */
async function touchToRun(act: string): Promise<string> {
  await page.evaluate((name) => {
    const button = document.createElement('button');
    button.id = 'attack';
    Object.assign(button.style, { position: 'fixed', inset: '0', zIndex: '2147483647' });
    const acts: Record<string, () => unknown> = {
      'input.click()': () => fileInput().click(),
      'input.showPicker()': () => fileInput().showPicker(),
      'a label of an input': () => {
        const label = document.createElement('label');
        label.append(fileInput());
        document.body.append(label);
        label.click();
        label.remove();
      },
      'a folder’s input': () => Object.assign(fileInput(), { webkitdirectory: true, multiple: true }).click(),
      'showOpenFilePicker()': () => picker('showOpenFilePicker'),
      'showSaveFilePicker()': () => picker('showSaveFilePicker'),
      'showDirectoryPicker()': () => picker('showDirectoryPicker'),
    };
    const fileInput = () => Object.assign(document.createElement('input'), { type: 'file' });
    const picker = (method: string) => (window as unknown as Record<string, () => Promise<unknown>>)[method]?.();
    Object.assign(window, { result: '' });
    button.onclick = async () => {
      const result = await Promise.resolve()
        .then(acts[name])
        .then(
          (found) => (found === undefined ? 'nothing' : 'a file'),
          (error: unknown) => String(error),
        );
      Object.assign(window, { result });
    };
    document.body.append(button);
  }, act);
  await touch(page.locator('#attack'));
  const result = () => page.evaluate(() => (window as unknown as { result: string }).result);
  await expect.poll(result).not.toBe('');
  await page.evaluate(() => document.querySelector('#attack')?.remove());
  return result();
}

const CHOOSERS = ['input.click()', 'input.showPicker()', 'a label of an input', 'a folder’s input'];
for (const act of CHOOSERS)
  test(`the page opens no chooser of files: ${act}`, async () => {
    expect(await touchToRun(act)).toBe('nothing');
    await logged('file-chooser-refused');
    expect(await page.evaluate(() => document.hasFocus())).toBe(true);
  });

test('the page has no pickers of files, folders or places to save', async () => {
  for (const act of ['showOpenFilePicker()', 'showSaveFilePicker()', 'showDirectoryPicker()'])
    expect(await touchToRun(act), act).toBe('nothing');
});

test('the window covers the primary display', async () => {
  const { window, display, visible } = await kiosk.app.evaluate(({ BrowserWindow, screen }) => ({
    window: BrowserWindow.getAllWindows()[0]?.getBounds(),
    display: screen.getPrimaryDisplay().bounds,
    visible: BrowserWindow.getAllWindows()[0]?.isVisible(),
  }));
  expect(window).toEqual(display);
  expect(visible).toBe(true);
});

test('the window cannot be closed or minimised', async () => {
  await kiosk.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
    BrowserWindow.getAllWindows()[0]?.minimize();
  });
  await expect
    .poll(() => kiosk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
});

test('the page runs in the sandbox of the kernel', async () => {
  test.skip(kiosk.sandbox === 'off', 'this machine allows no sandbox');
  const processId = await kiosk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
});

test('the page has nothing of Node or Electron except the preload’s calls', async () => {
  const found = await page.evaluate(() => ({
    names: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
    kiosk: Object.keys(window.kiosk),
  }));
  expect(found).toEqual({ names: [], kiosk: ['call', 'onView', 'onShell', 'onSound'] });
});

for (const address of [
  'https://example.org/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'chrome://version',
  'app://torn/staffed-help.html',
  'app://elsewhere/index.html',
])
  test(`the page stays when it is sent to ${address}`, async () => {
    await page.evaluate((to) => {
      location.href = to;
    }, address);
    // Chromium refuses some addresses without any event. When a later message arrives, the page has had time to navigate.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    expect(
      await kiosk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
    ).toBe(KIOSK_PAGE);
  });

test('a navigation by the page is refused and logged', async () => {
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await logged('navigation-refused');
});

test('a form, a link to a new window and window.open lead nowhere', async () => {
  const opened = await page.evaluate(() => {
    const form = document.createElement('form');
    form.action = 'https://example.org/';
    const link = document.createElement('a');
    link.href = 'https://example.org/';
    link.target = '_blank';
    document.body.append(form, link);
    form.submit();
    link.click();
    form.remove();
    link.remove();
    return [window.open('https://example.org/'), window.open('about:blank'), window.open('app://torn/index.html')];
  });
  expect(opened).toEqual([null, null, null]);
});

test('permissions and devices are refused', async () => {
  const answers = await page.evaluate(async () => {
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => 'granted',
        () => 'refused',
      );
    const query = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    return {
      location: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code === GeolocationPositionError.PERMISSION_DENIED ? 'refused' : `code ${code}`),
        ),
      ),
      notifications: await Notification.requestPermission(),
      microphone: await refusal(navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await refusal(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refusal(navigator.clipboard.readText()),
      queries: await Promise.all(['geolocation', 'camera', 'microphone', 'midi', 'notifications'].map(query)),
    };
  });
  expect(answers).toEqual({
    location: 'refused',
    notifications: 'denied',
    microphone: 'refused',
    screen: 'refused',
    clipboard: 'refused',
    queries: ['denied', 'denied', 'denied', 'denied', 'denied'],
  });
  await logged('permission-refused');
});

test('nothing is downloaded', async () => {
  await kiosk.app.evaluate(({ session }) => {
    session.fromPartition('torn').on('will-download', (event, item) => {
      if (!event.defaultPrevented) throw new Error(`${item.getFilename()} is let through`);
    });
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['hello']));
    link.download = 'hello.txt';
    document.body.append(link);
    link.click();
    link.remove();
  });
  // The page's policy allows a download that the shell starts; only the session refuses it.
  await kiosk.app.evaluate(({ session }) => session.fromPartition('torn').downloadURL('app://torn/index.html'));
  await logged('download-refused');
});

test('a file dropped on a field for files does not reach the page', async () => {
  await page.evaluate(() => {
    const field = Object.assign(document.createElement('input'), { type: 'file', id: 'field' });
    Object.assign(field.style, { position: 'fixed', inset: '0', zIndex: '2147483647' });
    Object.assign(window, { dropped: 0 });
    addEventListener(
      'drop',
      ({ dataTransfer }) => Object.assign(window, { dropped: dataTransfer?.files.length }),
      true,
    );
    document.body.append(field);
  });
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 900, data });
  await session.detach();
  const got = await page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('#field');
    field?.remove();
    return [field?.files?.length, (window as unknown as { dropped: number }).dropped];
  });
  expect(got).toEqual([0, 0]);
});

test('a file dropped on the page opens nothing', async () => {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 900, data });
  await session.detach();
});

test('eval, inline scripts and scripts from data are refused', async () => {
  const ran = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const ran: string[] = [];
        Object.assign(window, { ran });
        const inline = document.createElement('script');
        inline.textContent = "window.ran.push('inline')";
        const data = document.createElement('script');
        data.src = "data:text/javascript,window.ran.push('data')";
        data.onerror = () => resolve(ran);
        document.body.append(inline, data);
        // The timer runs the code outside the debugger's evaluation, which may do more than a page may.
        setTimeout(() => {
          // biome-ignore lint/security/noGlobalEval: this proves that the page has none.
          const evaluations = [() => globalThis.eval('1'), () => new Function('return 1')()];
          for (const evaluate of evaluations)
            try {
              evaluate();
              ran.push('evaluated');
            } catch {
              // The page refuses the call, as expected.
            }
        });
      }),
  );
  expect(ran).toEqual([]);
});

test('dialogs and printing are refused silently', async () => {
  const answers = await page.evaluate(() => {
    const begun: string[] = [];
    const note = ({ type }: Event) => begun.push(type);
    for (const type of ['beforeprint', 'afterprint']) addEventListener(type, note);
    const answers = [window.confirm('?'), window.alert('!'), window.print()];
    for (const type of ['beforeprint', 'afterprint']) removeEventListener(type, note);
    return { answers, begun };
  });
  expect(answers).toEqual({ answers: [false, undefined, undefined], begun: [] });
});

test.describe('with a server beside it', () => {
  let server: Server;
  let seen: string[];
  let address: string;
  test.beforeAll(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end('hello');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  test.afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('the page reaches no network, no file, and not even its own files by fetch', async () => {
    const answers = await page.evaluate(async (base) => {
      const refusal = (promise: Promise<unknown>) =>
        promise.then(
          () => 'reached',
          () => 'refused',
        );
      const load = <K extends 'img' | 'script'>(tag: K) =>
        new Promise((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => resolve('reached');
          element.onerror = () => resolve('refused');
          element.src = `${base}/${tag}`;
          document.body.append(element);
        });
      return [
        await refusal(fetch(`${base}/fetch`)),
        await refusal(fetch(`${base}/no-cors`, { mode: 'no-cors' })),
        await refusal(fetch('file:///etc/passwd')),
        await refusal(fetch('app://torn/index.html')),
        navigator.sendBeacon(`${base}/beacon`),
        await load('img'),
        await load('script'),
        await new Promise((resolve) => {
          const socket = new WebSocket(base.replace('http', 'ws'));
          socket.onopen = () => resolve('reached');
          socket.onerror = () => resolve('refused');
        }),
      ];
    }, address);
    expect(answers.filter((answer) => typeof answer === 'string')).toEqual(Array(7).fill('refused'));
    expect(seen).toEqual([]);
  });

  test('even the browser behind the page reaches no network', async () => {
    const answers = await kiosk.app.evaluate(async ({ session }, base) => {
      const sessions = [session.fromPartition('torn'), session.defaultSession];
      return Promise.all(
        sessions.map((each) =>
          each.fetch(`${base}/browser`).then(
            () => 'reached',
            () => 'refused',
          ),
        ),
      );
    }, address);
    expect(answers).toEqual(['refused', 'refused']);
    expect(seen).toEqual([]);
    await logged('request-refused');
  });
});

test('files outside the page are not found, and only reading is answered', async () => {
  const answers = await kiosk.app.evaluate(async ({ session }) => {
    const ask = async (address: string, method = 'GET') =>
      (await session.fromPartition('torn').fetch(address, { method, bypassCustomProtocolHandlers: false })).status;
    return {
      page: await ask('app://torn/index.html'),
      missing: await ask('app://torn/missing.js'),
      parent: await ask('app://torn/%2e%2e/shell/main.cjs'),
      encoded: await ask('app://torn/..%2f..%2fpackage.json'),
      post: await ask('app://torn/index.html', 'POST'),
    };
  });
  expect(answers).toEqual({ page: 200, missing: 404, parent: 404, encoded: 404, post: 405 });
});

test('keys that are not for the page do not reach it', async () => {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    addEventListener('keydown', ({ key }) => heard.push(key), true);
  });
  // Keys are sent as by the window system, because keys from the debugger would go straight to the page.
  await kiosk.app.evaluate(({ BrowserWindow }) => {
    const press = (keyCode: string, ...modifiers: ('control' | 'alt' | 'shift')[]): void => {
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
    };
    press('F5');
    press('F11');
    press('F12');
    press('R', 'control');
    press('W', 'control');
    press('P', 'control');
    press('I', 'control', 'shift');
    press('F4', 'alt');
    press('Left', 'alt');
    press('A');
    press('Tab', 'shift');
    press('Down');
    press('Enter');
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(heard).toContain('Enter');
  expect(await heard()).toEqual(['a', 'Tab', 'ArrowDown', 'Enter']);
});

test('two fingers and the wheel do not zoom', async () => {
  const session = await page.context().newCDPSession(page);
  await session.send('Input.synthesizePinchGesture', { x: 500, y: 900, scaleFactor: 2, gestureSourceType: 'touch' });
  await session.send('Input.dispatchMouseEvent', {
    type: 'mouseWheel',
    x: 500,
    y: 900,
    deltaX: 0,
    deltaY: -240,
    modifiers: 2,
  });
  await session.detach();
  expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
  expect(
    await kiosk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor()),
  ).toBe(1);
});

test('messages outside the contract get a typed refusal', async () => {
  const ask = (method: string, params: unknown): Promise<unknown> =>
    page.evaluate(([name, value]) => window.kiosk.call(name as never, value as never), [method, params] as const);
  const refused = (detail: string) => ({ ok: false, error: { kind: 'bad-message', detail } });
  expect(await ask('getStatus', {})).toEqual(refused('method'));
  expect(await ask('__proto__', {})).toEqual(refused('method'));
  expect(await ask('openEntry', { visitType: 'walk-in' })).toEqual(refused('stamp'));
  expect(await ask('getViewState', { extra: 1 })).toEqual(refused('params'));
  expect(await ask('getViewState', { extra: 'x'.repeat(5_000) })).toEqual(refused('size'));
  expect(await ask('getViewState', {})).toMatchObject({ ok: true, value: { view: { screen: 'idle' } } });
});

test('another window with the same preload gets a refusal', async () => {
  const answer = await kiosk.app.evaluate(
    async ({ BrowserWindow, session }, preload) => {
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, session: session.fromPartition('torn') },
      });
      await stranger.loadURL('app://torn/staffed-help.html');
      const answer: unknown = await stranger.webContents.executeJavaScript("window.kiosk.call('getViewState', {})");
      stranger.destroy();
      return answer;
    },
    join(repositoryRoot, 'out', 'shell', 'preload.cjs'),
  );
  expect(answer).toEqual({ ok: false, error: { kind: 'bad-message', detail: 'sender' } });
});

// With a second debugger attached, Playwright loses a page in which a frame was refused. So this test comes last, and the shell, not
// Playwright, runs its script in the page.
test('a frame inside the page stays empty', async () => {
  const text = await kiosk.app.evaluate(({ BrowserWindow }): Promise<unknown> | undefined =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = 'app://torn/staffed-help.html';
        frame.onload = () => {
          resolve(frame.contentDocument?.body.textContent ?? '');
          frame.remove();
        };
        document.body.append(frame);
      })`),
  );
  expect(text).toBe('');
});
