import type { Readable, Writable } from 'node:stream';

/** A connection that carries messages of Chromium's debugger protocol, each a JSON text. */
export interface Wire {
  send(text: string): void;
  onText(listener: (text: string) => void): void;
}

export interface Frame {
  jpeg: Buffer;
  /** In the page's own pixels. */
  width: number;
  height: number;
}

export type TouchKind = 'start' | 'move' | 'end';

export interface KioskPage {
  /**
   * Calls `onFrame` with a picture whenever the page changes; the first listener also gets a picture of the present page. Returns a
   * function that ends the calls.
   */
  watch(onFrame: (frame: Frame) => void): () => void;
  /** `x` and `y` are in the page's own pixels. */
  touch(kind: TouchKind, x: number, y: number): void;
  reload(): void;
}

interface Message {
  method?: string;
  sessionId?: string;
  params?: {
    sessionId?: string | number;
    targetInfo?: { type?: string };
    data?: string;
    metadata?: { deviceWidth?: number; deviceHeight?: number };
  };
}

/** The settings of the pictures: small enough for a slow connection and large enough to read. */
const SCREENCAST = { format: 'jpeg', quality: 85, maxWidth: 810, maxHeight: 1440 };
/**
 * The first picture is requested again if it does not come within this time. Chromium sends nothing if it could not take the picture, and
 * sends the next picture only after the page has changed.
 */
const ASK_AGAIN_MS = 1_000;

export function openKioskPage(wire: Wire): KioskPage {
  const listeners = new Set<(frame: Frame) => void>();
  let session: string | null = null;
  let lastId = 0;
  const send = (method: string, params: Record<string, unknown> = {}): void => {
    lastId += 1;
    wire.send(JSON.stringify({ id: lastId, method, params, ...(session === null ? {} : { sessionId: session }) }));
  };
  const toPage = (method: string, params?: Record<string, unknown>): void => {
    if (session !== null) send(method, params);
  };
  let askAgain: NodeJS.Timeout | undefined;
  function startScreencast(): void {
    clearInterval(askAgain);
    toPage('Page.startScreencast', SCREENCAST);
    askAgain = setInterval(() => {
      toPage('Page.stopScreencast');
      toPage('Page.startScreencast', SCREENCAST);
    }, ASK_AGAIN_MS);
    askAgain.unref();
  }

  wire.onText((text) => {
    const { method, sessionId, params = {} } = JSON.parse(text) as Message;
    if (method === 'Target.attachedToTarget' && session === null && params.targetInfo?.type === 'page') {
      session = String(params.sessionId);
      toPage('Page.enable');
      if (listeners.size > 0) startScreencast();
    }
    if (sessionId !== session) return;
    if (method === 'Page.screencastFrame') {
      clearInterval(askAgain);
      toPage('Page.screencastFrameAck', { sessionId: params.sessionId });
      const { deviceWidth: width = 0, deviceHeight: height = 0 } = params.metadata ?? {};
      const frame = { jpeg: Buffer.from(params.data ?? '', 'base64'), width, height };
      for (const listener of listeners) listener(frame);
    }
    if (method === 'Inspector.targetReloadedAfterCrash' && listeners.size > 0) startScreencast();
  });
  send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });

  return {
    watch(onFrame) {
      listeners.add(onFrame);
      if (listeners.size === 1) startScreencast();
      return () => {
        listeners.delete(onFrame);
        if (listeners.size > 0) return;
        clearInterval(askAgain);
        toPage('Page.stopScreencast');
      };
    },
    touch(kind, x, y) {
      const type = kind === 'start' ? 'touchStart' : kind === 'move' ? 'touchMove' : 'touchEnd';
      toPage('Input.dispatchTouchEvent', { type, touchPoints: kind === 'end' ? [] : [{ x, y }] });
    },
    reload: () => toPage('Page.reload', { ignoreCache: true }),
  };
}

/** Connects by Chromium's `--remote-debugging-pipe`, on which a zero byte ends each JSON text. */
export function pipeWire(toChromium: Writable, fromChromium: Readable): Wire {
  const listeners: ((text: string) => void)[] = [];
  let parts: Buffer[] = [];
  // The pipe breaks when Electron ends, which other code handles.
  for (const pipe of [toChromium, fromChromium]) pipe.on('error', () => undefined);
  fromChromium.on('data', (data: Buffer) => {
    let from = 0;
    for (let at = data.indexOf(0); at >= 0; at = data.indexOf(0, from)) {
      const text = Buffer.concat([...parts, data.subarray(from, at)]).toString('utf8');
      parts = [];
      from = at + 1;
      for (const listener of listeners) listener(text);
    }
    parts.push(data.subarray(from));
  });
  return {
    send: (text) => void toChromium.write(`${text}\0`),
    onText: (listener) => void listeners.push(listener),
  };
}

/** Connects by Chromium's `--remote-debugging-port`, at the address that Chromium prints on stderr. */
export async function socketWire(address: string): Promise<Wire> {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error(`no debugger answers at ${address}`)), { once: true });
  });
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    onText: (listener) => socket.addEventListener('message', ({ data }) => listener(String(data))),
  };
}
