import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';

export interface Answer {
  status: number;
  /** The headers, with names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
  request: RequestToSign;
}

class NoAnswer extends Error {}

const ANSWER_WITHIN_MS = 15_000;

/** Sends a request unchanged over a new connection. `url` may differ from the signed URL. */
export async function exchange(request: RequestToSign, url = request.url): Promise<Answer> {
  const message = await begin(request, url);
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return { ...headOf(message), body: Buffer.concat(pieces), request };
}

const HEAD_ANSWERED_WITHIN_MS = 5_000;

/** Sends only the headers of a request and one byte of its body, and returns the answer. */
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

/** Opens `count` connections with a half-sent request on each; resolves when every half is sent or its connection is closed. */
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
  /** Resolves to the next line that begins with `beginning`; rejects if none comes in time. */
  line(beginning: string): Promise<string>;
  readonly ended: Promise<void>;
  /** True if the centre ends the stream within the time limit of an answer. */
  endsInTime(): Promise<boolean>;
  close(): void;
}

/** Opens an answer that does not end, such as a stream of events. */
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

function open({ method, headers }: Omit<RequestToSign, 'body'>, url: string): ClientRequest {
  const start = url.startsWith('https:') ? requestTls : requestPlain;
  return start(url, { method, headers, agent: false });
}

function answerOf(outgoing: ClientRequest, withinMs: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    // A centre may answer a body that is too large and close the connection before it has read all of it. The answer
    // counts, and the error that follows does not.
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
