import { request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { TLS_SUITES } from '../../contract/shared/tls-suites.ts';
import { messageOf, type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import { KIOSK_PATHS, KIOSK_RUN_HEADER, KIOSK_SLOT_HEADER } from '../contract/paths.ts';
import { type KioskKey, pinOf, proveRequest } from './kiosk-proof.ts';

/** Limit for an answer; the largest is a page of numbers, each with all its acts. */
const MOST_ANSWER_BYTES = 8 * 1_024 * 1_024;
const CONNECT_MS = 3_000;

export interface KioskAddress {
  host: string;
  port: number;
}

/**
 * `not-reached`: no connection could be opened. `other-key`: the address has another key, and nothing was sent. `no-answer`: the request
 * was sent, but the connection was cut or the answer is unusable. `late`: no answer in time.
 */
export type CallFault = { kind: 'not-reached' | 'other-key' | 'no-answer' | 'late'; detail: string };

/** Keeps a connection to a kiosk (the holder of a key) between two requests, because each new connection costs both sides a handshake. */
export interface KioskLine {
  /** Returns the kept connection to the kiosk with this pin and no longer keeps it; the caller keeps it again or closes it. */
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
  /**
   * The connection for the call, kept for the next call. If the connection was closed meanwhile, the call is sent again over a new one, so
   * the sibling may see the call twice.
   */
  line: KioskLine;
  /** Pin of the kiosk to which the call goes; nothing is sent to a kiosk with another key. */
  pin: string;
  path: string;
  body: unknown;
  /** Limit for the whole call, from the first byte to the last, in milliseconds. */
  mostMs: number;
}

/** A sibling's answer. `slot` and `run` come from the headers; `null` from an older program. */
export interface KioskAnswer {
  status: number;
  value: unknown;
  slot: number | null;
  run: string | null;
}

export interface KioskCalls {
  /** Reads the key at an address, as SPKI in DER; the kiosk there gets no request. */
  keyAt(address: KioskAddress): Promise<Result<Buffer, CallFault>>;
  /** Reads the slot and run that a kiosk states to any caller: the request is empty and unsigned, and reveals nothing about this kiosk. */
  slotAt(address: KioskAddress, pin: string): Promise<Result<Pick<KioskAnswer, 'slot' | 'run'>, CallFault>>;
  /** Sends a request; the answer's value is not validated yet. */
  call(call: KioskCall): Promise<Result<KioskAnswer, CallFault>>;
}

export function createKioskCalls(key: KioskKey, clock: Clock, signal: AbortSignal): KioskCalls {
  async function within<T>(
    mostMs: number,
    act: (until: AbortSignal) => Promise<Result<T, CallFault>>,
  ): Promise<Result<T, CallFault>> {
    const late = new AbortController();
    const callOff = clock.after(mostMs, () => late.abort());
    try {
      const done = await act(AbortSignal.any([signal, late.signal]));
      return !done.ok && late.signal.aborted ? refuse({ ...done.error, kind: 'late' }) : done;
    } finally {
      callOff();
    }
  }
  return {
    keyAt: (address) =>
      within(CONNECT_MS, async (until) => {
        const opened = await open(address, until);
        if (!opened.ok) return opened;
        const shown = keyOf(opened.value);
        opened.value.destroy();
        return shown === null ? refuse({ kind: 'not-reached', detail: 'no certificate' }) : succeed(shown);
      }),
    slotAt: (address, pin) =>
      within(CONNECT_MS, async (until) => {
        const opened = await openTo(address, pin, until);
        if (!opened.ok) return opened;
        const headers = { 'content-type': 'application/json', 'content-length': '0', host: hostOf(address) };
        try {
          return succeed(await exchange(opened.value, KIOSK_PATHS.changes, headers, Buffer.alloc(0), until));
        } catch (error) {
          return refuse({ kind: 'no-answer', detail: messageOf(error) });
        } finally {
          opened.value.destroy();
        }
      }),
    call: (call) =>
      within(call.mostMs, async (until) => {
        const kept = call.line.take(call.pin);
        const answered = kept === null ? null : await ask(key, call, kept, until);
        if (answered?.ok || (answered !== null && until.aborted)) return answered;
        const opened = await openTo(call.address, call.pin, until);
        return opened.ok ? ask(key, call, opened.value, until) : opened;
      }),
  };
}

async function ask(
  key: KioskKey,
  { address, line, pin, path, body }: KioskCall,
  socket: TLSSocket,
  until: AbortSignal,
): Promise<Result<KioskAnswer, CallFault>> {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = {
    ...proveRequest(key, pin, path, bytes),
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    host: hostOf(address),
    connection: 'keep-alive',
  };
  try {
    const answered = await exchange(socket, path, headers, bytes, until);
    if (until.aborted) socket.destroy();
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

export const hostOf = ({ host, port }: KioskAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/**
 * Opens a TLS connection and accepts any certificate. `keyAt` only reads the certificate's key; `openTo` compares the key with the expected
 * one (`pin`) before anything is sent.
 */
function open({ host, port }: KioskAddress, signal: AbortSignal): Promise<Result<TLSSocket, CallFault>> {
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      ciphers: TLS_SUITES,
    });
    const fail = (detail: string): void => {
      signal.removeEventListener('abort', late);
      socket.destroy();
      resolve(refuse({ kind: 'not-reached', detail }));
    };
    const late = (): void => fail('no answer in time');
    // A later error ends the call that uses the socket and must not end the program.
    socket.on('error', (error) => fail(messageOf(error)));
    socket.once('close', () => fail('closed'));
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', late);
      resolve(succeed(socket));
    });
    if (signal.aborted) late();
    else signal.addEventListener('abort', late, { once: true });
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
            status: response.statusCode ?? 0,
            value: text === '' ? null : JSON.parse(text),
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
