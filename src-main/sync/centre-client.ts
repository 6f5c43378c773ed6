import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName, pathOf } from '../contract/centre/operations.ts';
import { kindOf, Problem, type ProblemKind } from '../contract/centre/problems.ts';
import { TIME_HEADER } from '../contract/centre/signing.ts';
import type { CentreTrouble } from '../contract/kiosk/centre-status.ts';
import type { PublicKey } from '../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { SigningKey } from '../security/keys.ts';
import { type RequestToSign, signRequest, verifyAnswer } from '../security/signed-messages.ts';
import { CertificateRefused, type ConnectionParts, openConnections } from './connection.ts';
import type { TrustedTime } from './trusted-time.ts';

/** From the first byte sent to the last one read. */
const ANSWER_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 4 * 1_048_576;
const GZIP_FROM_BYTES = 1_024;
/** Beside the loop in which touches are answered. */
const pack = promisify(gzip);
/** A server that asks for more patience is asked again after this. */
const LONGEST_RETRY_AFTER_MS = 300_000;
const NONCE_BYTES = 24;

export interface CallFault {
  kind: Extract<
    CentreTrouble,
    | 'central-unreachable'
    | 'central-certificate'
    | 'central-answer'
    | 'central-busy'
    | 'central-refused'
    | 'kiosk-unknown'
    | 'kiosk-revoked'
  >;
  detail: string;
  /** What the centre named, when it did. */
  problem: Problem | null;
  problemKind: ProblemKind | null;
  /** 0 when there was no answer. */
  status: number;
  /** The centre itself signed this refusal; without that it may be a proxy's. */
  signed: boolean;
  retryAfterMs: number | null;
}

/** Who asks. `count` makes it a read that is answered once. */
export interface Signer {
  key: SigningKey;
  tag: 'kiosk' | 'candidate';
  count: number | null;
}

export interface Question {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  etag?: string | null;
  signer?: Signer;
}

type BodyOf<N extends OperationName> = (typeof OPERATIONS)[N]['answer']['body'] extends z.ZodType
  ? z.infer<(typeof OPERATIONS)[N]['answer']['body']>
  : null;

export interface Reply<Body> {
  /** `null`: what was asked for has not changed. */
  body: Body | null;
  etag: string | null;
  /** The centre's clock as the answer says it; to be believed only where a kiosk of the centre asked. */
  saidMs: number | null;
  /** Whether one of these keys signed it: for a kiosk that learns only now which the centre's are. */
  isSignedBy(keys: readonly PublicKey[]): Promise<boolean>;
}

export interface CentreClient {
  /** Asks once. An answer to a kiosk is believed only when one of the centre's keys signed it, to this very question. */
  ask<N extends OperationName>(name: N, question: Question): Promise<Result<Reply<BodyOf<N>>, CallFault>>;
  /** Follows the stream of hints until it ends, breaks, or `signal` ends it; `onHint` is called for each, `onOpen` once. */
  follow(question: Question, signal: AbortSignal, onOpen: () => void, onHint: () => void): Promise<CallFault>;
  /** Ends whatever is under way. */
  close(): void;
}

export interface CentreClientParts extends Pick<ConnectionParts, 'authorities'> {
  /** Without path: `https://torn.exemple.cat`. */
  url: string;
  clock: Clock;
  time: TrustedTime;
  /** Whose signatures are believed; empty while the kiosk is nobody. */
  centreKeys: () => readonly PublicKey[];
  pin: () => string | null;
  keepPin: (pin: string) => void;
  /** Called for every answer that a key of the centre signed. */
  onContact: () => void;
}

interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  askedMs: number;
  answeredMs: number;
}

interface Sent {
  incoming: IncomingMessage;
  askedMs: number;
}

/** How a request ended that never became an answer. */
class NoAnswer extends Error {}

/** The other side had closed a connection that was kept; nothing of an answer came over it. */
class ClosedWhileKept extends Error {
  readonly code: string;

  constructor(code: string) {
    super('a connection that was kept has been closed');
    this.code = code;
  }
}

const isClosed = (error: Error): error is Error & { code: string } =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

export function createCentreClient(parts: CentreClientParts): CentreClient {
  const { url, clock, time, centreKeys, pin, keepPin, onContact, authorities = [] } = parts;
  const underWay = new Set<AbortController>();
  const isSecure = url.startsWith('https:');
  const connections = openConnections(isSecure, {
    known: () => ({ pin: pin(), trustedMs: time.nowMs() }),
    onVerified: (seen) => {
      if (seen !== pin()) keepPin(seen);
    },
    authorities,
  });

  async function prepare(operation: Operation, name: OperationName, question: Question): Promise<RequestToSign> {
    const { params = {}, query, body, etag, signer } = question;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const json = body === undefined ? null : Buffer.from(JSON.stringify(body), 'utf8');
    const packed = json !== null && json.length >= GZIP_FROM_BYTES;
    const request: RequestToSign = {
      method: operation.method,
      url: `${url}${pathOf(name, params)}${search}`,
      headers: {
        accept: operation.stream ? 'text/event-stream' : 'application/json',
        ...(etag ? { 'if-none-match': etag } : {}),
        ...(json === null ? {} : { 'content-type': 'application/json' }),
        ...(packed ? { 'content-encoding': 'gzip' } : {}),
      },
      body: json !== null && packed ? await pack(json) : json,
    };
    if (!signer) return request;
    return { ...request, headers: await signRequest(request, signer.key, signer.tag, signer.count) };
  }

  /**
   * Once more over a new connection when a kept one turns out to have been closed: the centre may end it just as we send. It is the
   * same signed request: an upload, a rotation and an enrolment are the same when they come twice, and a read that had been counted all the same is
   * refused as replayed, and asked anew above its count.
   */
  async function send(request: RequestToSign, lenient: boolean, signal: AbortSignal): Promise<Sent> {
    try {
      return await sendOnce(request, lenient, signal);
    } catch (error) {
      if (!(error instanceof ClosedWhileKept) || signal.aborted) throw error;
      connections.forgetIdle();
      return sendOnce(request, lenient, signal);
    }
  }

  function sendOnce(request: RequestToSign, lenient: boolean, signal: AbortSignal): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const askedMs = clock.monotonicMs();
      const start = isSecure ? httpsRequest : httpRequest;
      const outgoing = start(request.url, {
        method: request.method,
        agent: lenient ? connections.lenient : connections.strict,
        headers: { ...request.headers, ...(request.body ? { 'content-length': String(request.body.length) } : {}) },
        signal,
      });
      let readBefore = 0;
      outgoing.on('socket', (socket) => {
        readBefore = socket.bytesRead;
      });
      outgoing.on('response', (incoming) => resolve({ incoming, askedMs }));
      outgoing.on('error', (error) => {
        const isUnanswered = outgoing.reusedSocket && outgoing.socket?.bytesRead === readBefore;
        reject(isUnanswered && isClosed(error) ? new ClosedWhileKept(error.code) : error);
      });
      outgoing.end(request.body ?? undefined);
    });
  }

  /** Ended when it has taken too long, and when the client closes. */
  function limited(): { controller: AbortController; signal: AbortSignal; inTime: () => void; settled: () => void } {
    const controller = new AbortController();
    const inTime = clock.after(ANSWER_TIMEOUT_MS, () => controller.abort());
    underWay.add(controller);
    const settled = (): void => {
      inTime();
      underWay.delete(controller);
    };
    return { controller, signal: controller.signal, inTime, settled };
  }

  async function exchange(request: RequestToSign, lenient: boolean): Promise<RawAnswer> {
    const limit = limited();
    try {
      const { incoming, askedMs } = await send(request, lenient, limit.signal);
      // The time is of when the answer began to arrive.
      const answeredMs = clock.monotonicMs();
      const body = await readBody(incoming);
      return { status: incoming.statusCode ?? 0, headers: plain(incoming.headers), body, askedMs, answeredMs };
    } finally {
      limit.settled();
    }
  }

  /** The centre's time, asked of the key we know, where nothing but our clock stands between us. */
  async function askTime(): Promise<boolean> {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const request = await prepare(OPERATIONS.readTime, 'readTime', { query: { nonce } });
    try {
      const answer = await exchange(request, true);
      const signedMs = await verifyAnswer(answer, null, centreKeys());
      const body = OPERATIONS.readTime.answer.body.safeParse(jsonOf(answer.body));
      if (signedMs === null || answer.status !== 200 || !body.success || body.data.nonce !== nonce) return false;
      time.heard(Date.parse(body.data.time), answer.askedMs, answer.answeredMs);
      return true;
    } catch {
      return false;
    }
  }

  /** Tries, and once more when only a clock was wrong and the centre's time has put it right. */
  async function attempt<T>(work: () => Promise<T>): Promise<Result<T, CallFault>> {
    try {
      return succeed(await work());
    } catch (error) {
      if (error instanceof CertificateRefused && error.mayAskTime && (await askTime()))
        try {
          return succeed(await work());
        } catch (second) {
          return refuse(faultOf(second));
        }
      return refuse(faultOf(error));
    }
  }

  /** When one of the centre's keys signed the answer: milliseconds since 1970. */
  async function signedAt(answer: RawAnswer, request: RequestToSign, signer: Signer | undefined) {
    if (signer?.tag !== 'kiosk') return null;
    const atMs = await verifyAnswer(answer, request, centreKeys());
    if (atMs === null) return null;
    time.heard(atMs, answer.askedMs, answer.answeredMs);
    onContact();
    return atMs;
  }

  return {
    async ask(name, question) {
      const operation: Operation = OPERATIONS[name];
      const request = await prepare(operation, name, question);
      const sent = await attempt(() => exchange(request, false));
      if (!sent.ok) return sent;
      const answer = sent.value;
      const isOurs = (await signedAt(answer, request, question.signer)) !== null;
      const { status } = answer;
      // Unchanged since what? Only a kiosk that said what it has can be told so.
      const isUnchanged = status === 304 && operation.conditional === true && Boolean(question.etag);
      const isGood = status === operation.answer.status || isUnchanged;
      if (!isGood) return refuse(problemOf(answer, isOurs));
      if (question.signer?.tag === 'kiosk' && !isOurs)
        return refuse(strange(status, 'the answer is not signed by the centre'));
      const etag = answer.headers.etag ?? null;
      const saidMs = Date.parse(answer.headers[TIME_HEADER] ?? '');
      const about = {
        etag,
        saidMs: Number.isFinite(saidMs) ? saidMs : null,
        isSignedBy: async (keys: readonly PublicKey[]) =>
          (await verifyAnswer(answer, question.signer ? request : null, keys)) !== null,
      };
      if (status === 304 || operation.answer.body === null) return succeed({ body: null, ...about });
      const body = operation.answer.body.safeParse(jsonOf(answer.body));
      if (!body.success) return refuse(strange(status, `the answer is not one of ${name}`));
      // The schema of `name` has just produced this value; TypeScript cannot follow the link through the record.
      return succeed({ body: body.data as BodyOf<typeof name>, ...about });
    },
    async follow(question, signal, onOpen, onHint) {
      const request = await prepare(OPERATIONS.followHints, 'followHints', question);
      const limit = limited();
      signal.addEventListener('abort', () => limit.controller.abort(), { once: true });
      const opened = await attempt(() => send(request, false, limit.signal));
      if (!opened.ok) {
        limit.settled();
        return opened.error;
      }
      const stream = opened.value.incoming;
      const { statusCode: status = 0, headers } = stream;
      if (status !== 200 || !String(headers['content-type']).startsWith('text/event-stream')) {
        const body = await attempt(() => readBody(stream));
        limit.settled();
        if (!body.ok) return body.error;
        const answer = { status, headers: plain(headers), body: body.value, askedMs: 0, answeredMs: 0 };
        return problemOf(answer, (await verifyAnswer(answer, request, centreKeys())) !== null);
      }
      limit.inTime();
      onOpen();
      return followStream(stream, clock, onHint).finally(limit.settled);
    },
    close() {
      for (const controller of underWay) controller.abort();
      connections.close();
    },
  };
}

/** The server comments every 25 s: longer silence is a connection that nobody has told us is gone. */
const SILENCE_MS = 70_000;

/** Settles when the stream ends; a hint is any event, whatever it says. */
function followStream(stream: IncomingMessage, clock: Clock, onHint: () => void): Promise<CallFault> {
  return new Promise((resolve) => {
    let cancel = () => {};
    let rest = '';
    const listen = (): void => {
      cancel();
      cancel = clock.after(SILENCE_MS, () => stream.destroy());
    };
    listen();
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      listen();
      const blocks = `${rest}${text}`.replaceAll('\r\n', '\n').split('\n\n');
      // Nothing that we need is long.
      rest = (blocks.pop() ?? '').slice(-1_024);
      if (blocks.some((block) => /^(event|data):/m.test(block))) onHint();
    });
    stream.on('error', () => {
      // 'close' follows.
    });
    stream.on('close', () => {
      cancel();
      resolve(unreachable('the stream of hints has ended'));
    });
  });
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      incoming.destroy();
      throw new NoAnswer('the answer is too large');
    }
    chunks.push(chunk);
  }
  if (!incoming.complete) throw new NoAnswer('the answer was cut off');
  return Buffer.concat(chunks);
}

const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const nothing = { problem: null, problemKind: null, status: 0, signed: false, retryAfterMs: null } as const;
const unreachable = (detail: string): CallFault => ({ kind: 'central-unreachable', detail, ...nothing });
const strange = (status: number, detail: string): CallFault => ({ kind: 'central-answer', detail, ...nothing, status });

function faultOf(error: unknown): CallFault {
  if (error instanceof CertificateRefused) return { kind: 'central-certificate', detail: error.message, ...nothing };
  if (error instanceof NoAnswer) return unreachable(error.message);
  if (error instanceof Error) return unreachable('code' in error ? String(error.code) : error.message);
  return unreachable(String(error));
}

/** What a refusal means. Only the centre itself can revoke; anybody on the way can say that it is busy. */
function problemOf({ status, headers, body }: RawAnswer, signed: boolean): CallFault {
  const parsed = Problem.safeParse(jsonOf(body));
  const problem = parsed.success ? parsed.data : null;
  const problemKind = problem === null ? null : kindOf(problem);
  const retryAfterMs = retryAfterOf(headers['retry-after']);
  const about = { problem, problemKind, status, signed, retryAfterMs };
  const detail = `${status} ${problem?.type ?? ''}`.trim();
  if (problemKind === 'kiosk-revoked' && signed) return { kind: 'kiosk-revoked', detail, ...about };
  if (status === 408 || status === 429 || status >= 500) return { kind: 'central-busy', detail, ...about };
  if (problemKind === 'unknown-key') return { kind: 'kiosk-unknown', detail, ...about };
  if (problemKind !== null) return { kind: 'central-refused', detail, ...about };
  return { kind: 'central-answer', detail, ...about };
}

/** Seconds; a date would need a clock that can be trusted. */
function retryAfterOf(header: string | undefined): number | null {
  if (header === undefined || !/^\d{1,6}$/.test(header)) return null;
  return Math.min(LONGEST_RETRY_AFTER_MS, Number(header) * 1_000);
}
