import { readFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';

/** Connections that occupy a server without completing an exchange. */
export const HOLDS = ['idle', 'slow-head', 'half-body', 'slow-body', 'slow-reader'] as const;
export type Hold = (typeof HOLDS)[number];

const DRIP_EVERY_MS = 300;
const PIPELINED = 20;

export interface Crowd {
  held(): number;
  opened(): number;
  close(): void;
}

/** Returns the bytes that a connection sends first, and the bytes that it then repeats. `path` must accept a body. */
function wordsOf(hold: Hold, path: string): { first: string; drip: string } {
  const head = `POST ${path} HTTP/1.1\r\nhost: centre\r\ncontent-type: application/json\r\n`;
  switch (hold) {
    case 'idle':
      return { first: '', drip: '' };
    case 'slow-head':
      return { first: head, drip: 'x: y\r\n' };
    case 'half-body':
      return { first: `${head}content-length: 1000\r\n\r\n{"events":`, drip: '' };
    case 'slow-body':
      return { first: `${head}content-length: 100000\r\n\r\n{`, drip: ' ' };
    case 'slow-reader':
      return { first: 'GET /openapi.json HTTP/1.1\r\nhost: centre\r\n\r\n'.repeat(PIPELINED), drip: '' };
  }
}

/** Opens `count` connections from one address, of the given kinds in turn. A closed connection is opened again. */
export async function holdSockets(
  url: string,
  { count, holds, path, localAddress }: { count: number; holds: readonly Hold[]; path: string; localAddress: string },
): Promise<Crowd> {
  const { port, hostname } = new URL(url);
  const open = new Set<Socket>();
  const drips = new Map<Socket, string>();
  let isOver = false;
  let opened = 0;

  function hold(kind: Hold): Promise<void> {
    const { first, drip } = wordsOf(kind, path);
    const socket = connect({ port: Number(port), host: hostname, localAddress });
    open.add(socket);
    opened += 1;
    if (drip !== '') drips.set(socket, drip);
    if (kind === 'slow-reader') socket.pause();
    else socket.resume();
    return new Promise((resolve) => {
      socket.once('connect', () => {
        socket.write(first);
        resolve();
      });
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        drips.delete(socket);
        resolve();
        if (!isOver) setTimeout(() => isOver || void hold(kind), DRIP_EVERY_MS).unref();
      });
    });
  }

  const dripping = setInterval(() => {
    for (const [socket, drip] of drips) socket.write(drip);
  }, DRIP_EVERY_MS);
  dripping.unref();
  await Promise.all(Array.from({ length: count }, (_, index) => hold(holds[index % holds.length] ?? 'idle')));
  return {
    held: () => open.size,
    opened: () => opened,
    close() {
      isOver = true;
      clearInterval(dripping);
      for (const socket of open) socket.destroy();
    },
  };
}

export interface Answered {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export function exchangeFrom(localAddress: string, { method, url, headers, body }: RequestToSign): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const length = body ? { 'content-length': String(body.byteLength) } : {};
    const outgoing = ask(url, { method, headers: { ...headers, ...length }, localAddress, agent: false });
    outgoing.on('response', async (message) => {
      const pairs = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
      try {
        const text = (await buffer(message)).toString();
        resolve({ status: message.statusCode ?? 0, headers: Object.fromEntries(pairs), text });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

/** Sends the head of a request and the first byte of its body, and returns the answer. */
export function halfFrom(
  localAddress: string,
  {
    url,
    path,
    method = 'POST',
    headers = {},
  }: { url: string; path: string; method?: string; headers?: Record<string, string> },
): Promise<string> {
  const all = { host: 'centre', 'content-type': 'application/json', 'content-length': '1000', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const bytes = `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n{`;
  return sendBytes(url, bytes, (text) => text.includes('}'), localAddress);
}

/** Tells whether the server still has its end of a connection: a client may be gone long before the server knows. */
export function isHeldByServer(port: number, peerPort: number): boolean {
  const hex = (value: number) => `:${value.toString(16).toUpperCase().padStart(4, '0')}`;
  const timeWait = ' 06 ';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .some((line) => new RegExp(`${hex(port)} \\S+${hex(peerPort)} `).test(line) && !line.includes(timeWait));
}

/** Sends the bytes unchanged. Returns the answer's bytes once the server closes or `enough` returns true. */
export function sendBytes(
  url: string,
  bytes: string | Buffer,
  enough = (_text: string) => false,
  localAddress = '127.0.0.1',
): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: hostname, localAddress });
    let text = '';
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1');
      if (enough(text)) socket.destroy();
    });
    socket.on('error', reject);
    socket.once('close', () => resolve(text));
    socket.write(bytes);
  });
}
