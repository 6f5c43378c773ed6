import { request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import { type KioskKey, pinOf, proveRequest } from './kiosk-proof.ts';

/** Of an answer: a page of numbers, each with all that was done with it. */
const MOST_ANSWER_BYTES = 8 * 1_024 * 1_024;
const CONNECT_MS = 3_000;

export interface KioskAddress {
  host: string;
  port: number;
}

/** `not-reached`: nobody answers, or not in time. `other-key`: whoever is there is not the one that was meant. */
export type CallFault = { kind: 'not-reached' | 'other-key' | 'no-answer'; detail: string };

/** Which key is at an address: as SPKI, DER. Nothing is said to whoever is there. */
export async function keyAt(address: KioskAddress, signal: AbortSignal): Promise<Result<Buffer, CallFault>> {
  const opened = await open(address, signal);
  if (!opened.ok) return opened;
  const key = keyOf(opened.value);
  opened.value.destroy();
  return key === null ? refuse({ kind: 'not-reached', detail: 'no certificate' }) : succeed(key);
}

export interface KioskCall {
  address: KioskAddress;
  /** Of whoever is meant: to anybody else nothing is sent. */
  pin: string;
  path: string;
  body: unknown;
  /** From the first byte to the last. */
  mostMs: number;
}

/** Asks another kiosk; `status` and what it answers, which nothing has checked yet. */
export async function callKiosk(
  key: KioskKey,
  { address, pin, path, body, mostMs }: KioskCall,
  signal: AbortSignal,
): Promise<Result<{ status: number; value: unknown }, CallFault>> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(mostMs)]);
  const opened = await open(address, until);
  if (!opened.ok) return opened;
  const socket = opened.value;
  const shown = keyOf(socket);
  if (shown === null || pinOf(shown) !== pin) {
    socket.destroy();
    return refuse({ kind: 'other-key', detail: shown === null ? 'no certificate' : pinOf(shown) });
  }
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = {
    ...proveRequest(key, pin, path, bytes),
    ...{ 'content-type': 'application/json', 'content-length': String(bytes.length), host: hostOf(address) },
  };
  try {
    return succeed(await exchange(socket, path, headers, bytes, until));
  } catch (error) {
    return refuse({ kind: 'no-answer', detail: messageOf(error) });
  } finally {
    socket.destroy();
  }
}

const hostOf = ({ host, port }: KioskAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Any certificate is taken: its key is what counts, and a person has compared that one. */
function open({ host, port }: KioskAddress, signal: AbortSignal): Promise<Result<TLSSocket, CallFault>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
    const until = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]);
    const fail = (detail: string): void => {
      until.removeEventListener('abort', late);
      socket.destroy();
      resolve(refuse({ kind: 'not-reached', detail }));
    };
    const late = (): void => fail('no answer in time');
    // What a socket says after that is nobody's concern, but must not end the program.
    socket.on('error', (error) => fail(messageOf(error)));
    socket.once('close', () => fail('closed'));
    socket.once('secureConnect', () => {
      until.removeEventListener('abort', late);
      resolve(succeed(socket));
    });
    if (until.aborted) late();
    else until.addEventListener('abort', late, { once: true });
  });
}

const keyOf = (socket: TLSSocket): Buffer | null =>
  socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' }) ?? null;

function exchange(
  socket: TLSSocket,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
  signal: AbortSignal,
): Promise<{ status: number; value: unknown }> {
  return new Promise((resolve, reject) => {
    const sending = request({ createConnection: () => socket, method: 'POST', path, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MOST_ANSWER_BYTES) sending.destroy(new Error('too large'));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        try {
          resolve({ status: response.statusCode ?? 0, value: text === '' ? null : JSON.parse(text) });
        } catch (error) {
          reject(error instanceof Error ? error : new Error('no JSON'));
        }
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
