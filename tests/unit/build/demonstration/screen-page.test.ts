import { createServer, request } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import type { Frame, KioskPage } from '../../../../build/demonstration/kiosk-page.ts';
import { type ScreenPage, serveScreenPage } from '../../../../build/demonstration/screen-page.ts';

const FRAME: Frame = { jpeg: Buffer.from('a picture'), width: 1080, height: 1920 };

interface FakeKiosk extends KioskPage {
  touches: unknown[];
  isWatched: boolean;
}

function fakeKiosk(): FakeKiosk {
  const kiosk: FakeKiosk = {
    touches: [],
    isWatched: false,
    watch(onFrame) {
      kiosk.isWatched = true;
      onFrame(FRAME);
      return () => {
        kiosk.isWatched = false;
      };
    },
    touch: (...touch) => void kiosk.touches.push(touch),
    reload: () => undefined,
  };
  return kiosk;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function serve(printerPage: string | null = null): Promise<ScreenPage> {
  const page = await serveScreenPage(printerPage);
  open.push(page);
  return page;
}

/** Sends a request and returns the answer's status and text. `fetch` is not used, because it cannot send another name in `Host`. */
function ask(url: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

async function watch(page: ScreenPage, until: string): Promise<{ leave(): void }> {
  const control = new AbortController();
  const response = await fetch(`${page.url}events`, { signal: control.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = ''; !read.includes(until); ) read += (await reader?.read())?.value ?? until;
  return { leave: () => control.abort() };
}

it('the screen page shows the kiosk’s newest picture, and watches the kiosk only while a viewer is connected', async () => {
  const page = await serve();
  const kiosk = fakeKiosk();
  page.attach(kiosk);
  expect(kiosk.isWatched).toBe(false);
  expect((await ask(`${page.url}frame`)).status).toBe(404);
  const watcher = await watch(page, 'event: frame');
  expect(await ask(`${page.url}frame`)).toEqual({ status: 200, text: 'a picture' });
  watcher.leave();
  await expect.poll(() => kiosk.isWatched).toBe(false);
});

it('the screen page passes a touch on in pixels of the kiosk’s page, and refuses invalid touches', async () => {
  const page = await serve();
  const kiosk = fakeKiosk();
  page.attach(kiosk);
  await watch(page, 'event: frame');
  const touch = (body: string) => ask(`${page.url}touch`, { method: 'POST', body });
  expect((await touch('{"kind":"start","x":0.5,"y":0.25}')).status).toBe(204);
  for (const body of ['', '[]', '{"kind":"key","x":0,"y":0}', '{"kind":"start","x":2,"y":0}', 'x'.repeat(300)])
    expect((await touch(body)).status, body).toBeGreaterThanOrEqual(400);
  expect(kiosk.touches).toEqual([['start', 540, 480]]);
});

it('the screen page answers only with the secret of the run and an address of this machine', async () => {
  const page = await serve();
  const { origin, host } = new URL(page.url);
  expect((await ask(page.url)).status).toBe(200);
  for (const path of ['/', '/frame', '/events', '/touch', '/page.css'])
    expect((await ask(`${origin}${path}`)).status, path).toBe(404);
  const body = '{"kind":"start","x":0,"y":0}';
  const foreign = [
    { host: 'torn.example' },
    { host: `torn.example:${page.port}`, origin: `http://torn.example:${page.port}` },
    { host, origin: 'http://torn.example' },
    { host, origin: 'null' },
  ];
  for (const headers of foreign) {
    expect((await ask(page.url, { headers })).status, JSON.stringify(headers)).toBe(404);
    expect((await ask(`${page.url}touch`, { method: 'POST', headers, body })).status).toBe(404);
  }
});

it('the screen page serves the printer’s page under the same address, so that one tunnel carries both', async () => {
  const printer = createServer(({ method, url }, response) => void response.end(`${method} ${url}`)).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((resolve) => printer.once('listening', resolve));
  open.push({ close: () => new Promise((resolve) => void printer.close(() => resolve())) });
  const address = printer.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const page = await serve(`http://127.0.0.1:${address.port}/`);
  expect((await ask(`${page.url}printer/`)).text).toBe('GET /');
  expect((await ask(`${page.url}printer/paper/out`, { method: 'POST' })).text).toBe('POST /paper/out');
  expect((await ask(`${page.url}printer///torn.example/`)).text).toBe('GET ///torn.example/');
});
