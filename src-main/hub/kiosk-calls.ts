import { request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { KIOSK_RUN_HEADER, KIOSK_SLOT_HEADER } from '../contract/hub/kiosks.ts';
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

/** A connection to the holder of one key that is kept between two questions: each new one costs both sides a handshake. */
export interface KioskLine {
  /** One that is open to the holder of this key; whoever takes it keeps it again, or ends it. */
  take(pin: string): TLSSocket | null;
  keep(socket: TLSSocket, pin: string): void;
  close(): void;
}

export function createKioskLine(): KioskLine {
  let kept: { socket: TLSSocket; pin: string } | null = null;
  function close(): void {
    kept?.socket.destroy();
    kept = null;
  }
  return {
    close,
    take(pin) {
      const found = kept;
      kept = null;
      if (found === null) return null;
      if (found.pin === pin && found.socket.readable && found.socket.writable) return found.socket;
      found.socket.destroy();
      return null;
    },
    keep(socket, pin) {
      close();
      kept = { socket, pin };
    },
  };
}

export interface KioskCall {
  address: KioskAddress;
  /** Kept for the next call; `null`: a connection of its own, so that none that was closed meanwhile is taken for no answer. */
  line: KioskLine | null;
  /** Of whoever is meant: to anybody else nothing is sent. */
  pin: string;
  path: string;
  body: unknown;
  /** From the first byte to the last. */
  mostMs: number;
}

/** `slot`, `run`: as its headers say; `null` of an older program. */
export interface KioskAnswer {
  status: number;
  value: unknown;
  slot: number | null;
  run: string | null;
}

/** Asks another kiosk; `status` and what it answers, which nothing has checked yet. */
export async function callKiosk(
  key: KioskKey,
  { address, line, pin, path, body, mostMs }: KioskCall,
  signal: AbortSignal,
): Promise<Result<KioskAnswer, CallFault>> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(mostMs)]);
  const kept = line?.take(pin) ?? null;
  const opened = kept === null ? await openTo(address, pin, until) : succeed(kept);
  if (!opened.ok) return opened;
  const socket = opened.value;
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = {
    ...proveRequest(key, pin, path, bytes),
    ...{ 'content-type': 'application/json', 'content-length': String(bytes.length), host: hostOf(address) },
    connection: line === null ? 'close' : 'keep-alive',
  };
  try {
    const answered = await exchange(socket, path, headers, bytes, until);
    if (line === null || signal.aborted) socket.destroy();
    else line.keep(socket, pin);
    return succeed(answered);
  } catch (error) {
    socket.destroy();
    return refuse({ kind: 'no-answer', detail: messageOf(error) });
  }
}

async function openTo(address: KioskAddress, pin: string, signal: AbortSignal): Promise<Result<TLSSocket, CallFault>> {
  const opened = await open(address, signal);
  if (!opened.ok) return opened;
  const shown = keyOf(opened.value);
  if (shown !== null && pinOf(shown) === pin) return opened;
  opened.value.destroy();
  return refuse({ kind: 'other-key', detail: shown === null ? 'no certificate' : pinOf(shown) });
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
): Promise<KioskAnswer> {
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
          const { [KIOSK_SLOT_HEADER]: slot, [KIOSK_RUN_HEADER]: run } = response.headers;
          resolve({
            ...{ status: response.statusCode ?? 0, value: text === '' ? null : JSON.parse(text) },
            slot: typeof slot === 'string' && /^[1-9]\d?$/.test(slot) ? Number(slot) : null,
            run: typeof run === 'string' ? run : null,
          });
        } catch (error) {
          reject(error instanceof Error ? error : new Error('no JSON'));
        }
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
