import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import type { KioskToEnrol } from '../support/enrolled-kiosks.ts';

export interface StreamKiosk extends KioskToEnrol {
  cityId: string;
}

/** The file descriptors that a process needs besides those of the streams. */
const SPARE_DESCRIPTORS = 200;
/** The number of streams that are opened at the same time. */
const OPENING = 100;

/**
 * Throws if the system allows too few descriptors for this many streams. The program need not raise its limit, because Node itself raises
 * it to the highest allowed limit.
 */
export function requireDescriptors(streams: number): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const most = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  if (most < streams + SPARE_DESCRIPTORS)
    throw new Error(`${streams} streams need as many descriptors, and ${most} are allowed: raise ulimit -n`);
}

export function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}

/** A process's processor time in milliseconds. Linux counts hundredths of a second. */
export function processorMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export interface Listener {
  socket: Socket;
  next(): Promise<number>;
}

export async function listenAll(url: string, kiosks: readonly StreamKiosk[]): Promise<Listener[]> {
  const listeners: Listener[] = [];
  for (let from = 0; from < kiosks.length; from += OPENING)
    listeners.push(...(await Promise.all(kiosks.slice(from, from + OPENING).map((kiosk) => listen(url, kiosk)))));
  return listeners;
}

/**
 * Opens a stream over a bare connection, because Node's HTTP client would cost this process more time than the stream
 * costs the centre.
 */
async function listen(url: string, { cityId, kioskId, key }: StreamKiosk): Promise<Listener> {
  const { hostname, port, host } = new URL(url);
  const path = pathOf('followHints', { cityId, kioskId });
  const request = { method: 'GET', url: `${url}${path}`, headers: {}, body: null };
  const headers = await signRequest(request, key, 'kiosk', 1);
  const lines = [`GET ${path} HTTP/1.1`, `host: ${host}`, ...Object.entries(headers).map((pair) => pair.join(': '))];
  const socket = connect(Number(port), hostname);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  socket.setEncoding('latin1');
  const opened = Promise.withResolvers<void>();
  let heard: (atMs: number) => void = () => {};
  let text = '';
  socket.on('data', (piece: string) => {
    text += piece;
    if (text.includes('event: hint')) {
      heard(performance.now());
      text = '';
    }
    // A stream is open once its first line, a comment, has arrived.
    if (/^HTTP\/1\.1 200 .*\r\n\r\n.*:\n\n/s.test(text)) {
      opened.resolve();
      text = '';
    }
  });
  socket.on('error', opened.reject);
  socket.on('end', () => opened.reject(new Error(`not followed: ${text.slice(0, 300)}`)));
  await opened.promise;
  return {
    socket,
    next: () =>
      new Promise((resolve) => {
        heard = resolve;
      }),
  };
}
