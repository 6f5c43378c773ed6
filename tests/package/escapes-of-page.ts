import type { Page } from '@playwright/test';
import { panelOf } from '../support/touch.ts';

/**
 * Attempts of a page that an attacker controls. Each runs in the page and returns whether the attempt was refused.
 * `there` is the address of a listener outside the kiosk.
 */
export const PAGE_ESCAPES: Readonly<Record<string, (there: string) => boolean | Promise<boolean>>> = {
  'window.open to the web': () => window.open('https://example.org/') === null,
  'window.open of its own page': () => window.open('app://torn/index.html') === null,
  'window.open of nothing': () => window.open('about:blank') === null,
  'a fetch to the network': (there) =>
    fetch(there).then(
      () => false,
      () => true,
    ),
  'a fetch of a file': () =>
    fetch('file:///etc/passwd').then(
      () => false,
      () => true,
    ),
  'a fetch of its own files': () =>
    fetch('app://torn/index.html').then(
      () => false,
      () => true,
    ),
  // A beacon is queued before it is refused, so the listener reports whether it arrived.
  'a beacon': (there) => {
    navigator.sendBeacon(there, 'x');
    return true;
  },
  'a picture from outside': (there) =>
    new Promise((resolve) => {
      const picture = new Image();
      picture.onload = () => resolve(false);
      picture.onerror = () => resolve(true);
      picture.src = there;
    }),
  'a socket': (there) =>
    new Promise((resolve) => {
      const socket = new WebSocket(there.replace('http', 'ws'));
      socket.onopen = () => resolve(false);
      socket.onerror = () => resolve(true);
    }),
  'an inline script': () => {
    const script = document.createElement('script');
    script.textContent = 'window.escaped = true';
    document.body.append(script);
    script.remove();
    return !('escaped' in window);
  },
  'a frame': () =>
    new Promise((resolve) => {
      const frame = document.createElement('iframe');
      const done = () => {
        const text = frame.contentDocument?.body.textContent ?? '';
        frame.remove();
        resolve(text === '');
      };
      frame.onload = done;
      frame.onerror = done;
      frame.src = 'data:text/html,escaped';
      document.body.append(frame);
      setTimeout(done, 500);
    }),
  'a worker from data': () => {
    try {
      return new Promise((resolve) => {
        const worker = new Worker('data:text/javascript,postMessage(1)');
        worker.onmessage = () => resolve(false);
        worker.onerror = () => resolve(true);
      });
    } catch {
      return true;
    }
  },
  'a service worker': () =>
    navigator.serviceWorker
      ? navigator.serviceWorker.register('app://torn/sw.js').then(
          () => false,
          () => true,
        )
      : true,
  'the camera': () =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => false,
      () => true,
    ),
  'the microphone': () =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => false,
      () => true,
    ),
  'a picture of the screen': () =>
    navigator.mediaDevices.getDisplayMedia().then(
      () => false,
      () => true,
    ),
  'the clipboard': () =>
    navigator.clipboard.readText().then(
      () => false,
      () => true,
    ),
  notifications: async () => (await Notification.requestPermission()) !== 'granted',
  'where it stands': () =>
    new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve(false),
        () => resolve(true),
      ),
    ),
  'alert, confirm and print': () => {
    const answers = [window.alert('!'), window.confirm('?'), window.print()];
    return answers.every((answer) => !answer);
  },
  'names of Node or Electron': () =>
    !['require', 'process', 'module', 'Buffer', 'electron'].some((name) => name in globalThis),
};

/** Addresses to which an attacker's page tries to navigate. Afterwards the kiosk must show its own page. */
export const ADDRESSES = [
  'https://example.org/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'chrome://version',
  'chrome://gpu',
  'view-source:app://torn/index.html',
  'javascript:document.write(1)',
  'app://torn/staffed-help.html',
  'app://elsewhere/',
  'about:blank',
];

type Points = readonly { x: number; y: number; id: number }[];

async function gesture(page: Page, frames: readonly Points[]): Promise<void> {
  const panel = await panelOf(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Points) =>
    panel.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] });
  await send('touchStart', frames[0] ?? []);
  for (const points of frames.slice(1)) await send('touchMove', points);
  await send('touchEnd', []);
}

/** The points of a finger's straight path, in pixels on a screen of 1280 by 720. */
const line = (from: [number, number], to: [number, number], id = 0): Points[] =>
  [0, 0.25, 0.5, 0.75, 1].map((part) => [
    { x: from[0] + (to[0] - from[0]) * part, y: from[1] + (to[1] - from[1]) * part, id },
  ]);
const both = (a: Points[], b: Points[]): Points[] => a.map((points, index) => [...points, ...(b[index] ?? [])]);

export const GESTURES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'two fingers apart': (page) => gesture(page, both(line([600, 360], [100, 360]), line([680, 360], [1200, 360], 1))),
  'two fingers together': (page) => gesture(page, both(line([100, 360], [600, 360]), line([1200, 360], [680, 360], 1))),
  'in from the left edge': (page) => gesture(page, line([0, 360], [900, 360])),
  'in from the right edge': (page) => gesture(page, line([1279, 360], [300, 360])),
  'down from the top': (page) => gesture(page, line([640, 0], [640, 700])),
  'up from the bottom': (page) => gesture(page, line([640, 719], [640, 20])),
  'a long press': async (page) => {
    const panel = await panelOf(page);
    await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: 10, y: 300 }] });
    await page.waitForTimeout(1_200);
    await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  },
  'a file that is dropped': async (page) => {
    const panel = await panelOf(page);
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await panel.send('Input.dispatchDragEvent', { type, x: 10, y: 300, data });
  },
};
