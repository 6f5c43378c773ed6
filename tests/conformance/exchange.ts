import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { RequestToSign } from '../../src-main/security/signed-messages.ts';

export interface Answer {
  status: number;
  /** Lower case. */
  headers: Record<string, string>;
  body: Buffer;
  /** The one it answers, as it was signed. */
  request: RequestToSign;
}

/** The connection ended without an answer. */
export class NoAnswer extends Error {}

const ANSWER_WITHIN_MS = 15_000;

/** Sends a request as it is, over a connection of its own. `url` may differ from the one that was signed. */
export async function exchange(request: RequestToSign, url = request.url): Promise<Answer> {
  const message = await begin(request, url);
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return { ...headOf(message), body: Buffer.concat(pieces), request };
}

export interface Stream {
  status: number;
  headers: Record<string, string>;
  /** The next line that begins so; refused when none comes in time. */
  line(beginning: string): Promise<string>;
  /** Settles when the other side has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens an answer that does not end. */
export async function openStream(request: RequestToSign): Promise<Stream> {
  const message = await begin(request, request.url);
  message.setEncoding('utf8');
  let text = '';
  let heard = (): void => {};
  message.on('data', (piece: string) => {
    text += piece;
    heard();
  });
  const ended = new Promise<void>((resolve) => void message.once('close', resolve));
  return {
    ...headOf(message),
    ended,
    line: (beginning) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new NoAnswer(`no line ${beginning} came within ${ANSWER_WITHIN_MS} ms`)),
          ANSWER_WITHIN_MS,
        );
        heard = () => {
          const lines = text.split('\n');
          const at = lines.findIndex((line, index) => index < lines.length - 1 && line.startsWith(beginning));
          if (at < 0) return;
          text = lines.slice(at + 1).join('\n');
          clearTimeout(timer);
          resolve(lines[at] ?? '');
        };
        heard();
      }),
    close: () => message.destroy(),
  };
}

function begin({ method, headers, body }: RequestToSign, url: string): Promise<IncomingMessage> {
  const open = url.startsWith('https:') ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const outgoing = open(
      url,
      {
        method,
        headers: { ...headers, ...(body ? { 'content-length': String(body.byteLength) } : {}) },
        agent: false,
        timeout: ANSWER_WITHIN_MS,
      },
      resolve,
    );
    // A centre may answer a body that is too large and close before it has read it: the answer counts, not what comes after.
    outgoing.on('error', (error) => reject(new NoAnswer(`${method} ${url}: ${error.message}`, { cause: error })));
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
    outgoing.end(body ?? undefined);
  });
}

function headOf(message: IncomingMessage): { status: number; headers: Record<string, string> } {
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return { status: message.statusCode ?? 0, headers: Object.fromEntries(headers) };
}
