import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';

export interface Answer {
  status: number;
  /** Lower case. */
  headers: Record<string, string>;
  body: Buffer;
  /** The one it answers, as it was signed. */
  request: RequestToSign;
}

/** The connection ended without an answer. */
class NoAnswer extends Error {}

const ANSWER_WITHIN_MS = 15_000;

/** Sends a request as it is, over a connection of its own. `url` may differ from the one that was signed. */
export async function exchange(request: RequestToSign, url = request.url): Promise<Answer> {
  const message = await begin(request, url);
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return { ...headOf(message), body: Buffer.concat(pieces), request };
}

const HEAD_ANSWERED_WITHIN_MS = 5_000;

/** Sends the head of a request and one byte of its body, and no more; the answer to that. */
export async function exchangeHead({ body, ...request }: RequestToSign): Promise<Answer> {
  const outgoing = open({ ...request, headers: { ...request.headers, 'content-length': '1000' } }, request.url);
  outgoing.write(body?.subarray(0, 1) ?? '{');
  try {
    const message = await answerOf(outgoing, HEAD_ANSWERED_WITHIN_MS);
    const pieces: Buffer[] = [];
    for await (const piece of message) pieces.push(piece);
    return { ...headOf(message), body: Buffer.concat(pieces), request: { ...request, body } };
  } finally {
    outgoing.destroy();
  }
}

/** So many connections on which a request stays half sent; settles when each has sent its half, or was closed. */
export async function holdHalf(request: RequestToSign, count: number): Promise<{ close(): void }> {
  const held = Array.from({ length: count }, () => {
    const outgoing = open({ ...request, headers: { ...request.headers, 'content-length': '1000' } }, request.url);
    const sent = new Promise<void>((resolve) => {
      outgoing.on('error', () => resolve()).write('{', () => resolve());
    });
    return { outgoing, sent };
  });
  await Promise.all(held.map(({ sent }) => sent));
  return {
    close() {
      for (const { outgoing } of held) outgoing.destroy();
    },
  };
}

export interface Stream {
  status: number;
  headers: Record<string, string>;
  /** The next line that begins so; refused when none comes in time. */
  line(beginning: string): Promise<string>;
  /** Settles when the other side has ended it. */
  readonly ended: Promise<void>;
  /** Whether it does so within the time of an answer. */
  endsInTime(): Promise<boolean>;
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
    endsInTime: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), HEAD_ANSWERED_WITHIN_MS);
        void ended.then(() => {
          clearTimeout(timer);
          resolve(true);
        });
      }),
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

function begin({ body, ...request }: RequestToSign, url: string): Promise<IncomingMessage> {
  const length = body ? { 'content-length': String(body.byteLength) } : {};
  const outgoing = open({ ...request, headers: { ...request.headers, ...length } }, url);
  const answer = answerOf(outgoing, ANSWER_WITHIN_MS);
  outgoing.end(body ?? undefined);
  return answer;
}

/** Over a connection of its own. */
function open({ method, headers }: Omit<RequestToSign, 'body'>, url: string): ClientRequest {
  const start = url.startsWith('https:') ? requestTls : requestPlain;
  return start(url, { method, headers, agent: false });
}

function answerOf(outgoing: ClientRequest, withinMs: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    // A centre may answer a body that is too large and close before it has read it: the answer counts, not what comes after.
    outgoing.on('error', (error) =>
      reject(new NoAnswer(`${outgoing.method} ${outgoing.path}: ${error.message}`, { cause: error })),
    );
    outgoing.setTimeout(withinMs, () => outgoing.destroy(new Error(`no answer within ${withinMs} ms`)));
  });
}

function headOf(message: IncomingMessage): { status: number; headers: Record<string, string> } {
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return { status: message.statusCode ?? 0, headers: Object.fromEntries(headers) };
}
