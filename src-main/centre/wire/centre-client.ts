import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName, pathOf } from '../../contract/centre/operations.ts';
import { REQUEST_ID_HEADER } from '../../contract/centre/request-id.ts';
import { TIME_HEADER } from '../../contract/centre/signing.ts';
import type { PublicKey } from '../../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SigningKey } from '../../signing/keys.ts';
import { type RequestToSign, signRequest, verifyAnswer } from '../../signing/signed-messages.ts';
import {
  type CallFault,
  faultOf,
  jsonOf,
  type RawAnswer,
  refusalOf,
  strangeAnswer,
  unreachable,
} from './call-fault.ts';
import { CertificateRefused, type ConnectionParts } from './connection.ts';
import { createExchange, type Exchange, type Limit, plain, readBody } from './exchange.ts';
import type { TrustedTime } from './trusted-time.ts';
import { readWakeUps } from './wake-up-stream.ts';

const GZIP_FROM_BYTES = 1_024;
/** Compresses a body off the event loop, because the event loop answers touches. */
const pack = promisify(gzip);
const NONCE_BYTES = 24;

/** The signing key of a request. With `count` the request is a read that the centre answers once. */
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
  /** The answer's body; `null`: unchanged since the sent `etag`, or the operation has none. */
  body: Body | null;
  etag: string | null;
  /** The centre's clock in the answer; only credible in an answer to an enrolled kiosk's signed request. */
  saidMs: number | null;
  /** Whether one of these keys signed the answer; for a kiosk that has only just received the centre's keys. */
  isSignedBy(keys: readonly PublicKey[]): Promise<boolean>;
}

/** Sends requests and verifies the signed answers. Never rejects. */
export interface CentreClient {
  /**
   * Asks once, and a second time only after the centre's time has corrected a wrong clock. An enrolled kiosk accepts only an answer that a
   * key of the centre signed for this request.
   */
  ask<N extends OperationName>(name: N, question: Question): Promise<Result<Reply<BodyOf<N>>, CallFault>>;
  /**
   * Follows the stream of the centre's wake-ups until it ends, breaks, or `signal` aborts it; calls `onOpen` once, and `onWakeUp` for each
   * wake-up.
   */
  follow(question: Question, signal: AbortSignal, onOpen: () => void, onWakeUp: () => void): Promise<CallFault>;
  close(): void;
}

export interface CentreClientParts extends Pick<ConnectionParts, 'authorities' | 'proxy'> {
  /** The centre's address without a path, such as `https://torn.exemple.cat`. */
  url: string;
  clock: Clock;
  time: TrustedTime;
  /** Keys whose signatures are accepted; empty until the kiosk is enrolled. */
  centreKeys: () => readonly PublicKey[];
  pin: () => string | null;
  keepPin: (pin: string) => void;
  onContact: () => void;
}

interface ClientContext extends CentreClientParts {
  exchange: Exchange;
}

export function createCentreClient(parts: CentreClientParts): CentreClient {
  const { url, clock, time, pin, keepPin, authorities = [], proxy = null } = parts;
  const exchange = createExchange(url.startsWith('https:'), clock, {
    known: () => ({ pin: pin(), trustedMs: time.nowMs() }),
    onVerified: (seen) => {
      if (seen !== pin()) keepPin(seen);
    },
    authorities,
    proxy,
  });
  const context: ClientContext = { ...parts, exchange };
  return {
    ask: (name, question) => ask(context, name, question),
    follow: (question, signal, onOpen, onWakeUp) => follow(context, question, signal, onOpen, onWakeUp),
    close: () => exchange.close(),
  };
}

async function prepare(url: string, name: OperationName, question: Question): Promise<RequestToSign> {
  const operation: Operation = OPERATIONS[name];
  const { params = {}, query, body, etag, signer } = question;
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  const json = body === undefined ? null : Buffer.from(JSON.stringify(body), 'utf8');
  const isTaken = operation.bounds?.unpacked !== undefined;
  const packed = isTaken && json !== null && json.length >= GZIP_FROM_BYTES;
  const request: RequestToSign = {
    method: operation.method,
    url: `${url}${pathOf(name, params)}${search}`,
    headers: {
      [REQUEST_ID_HEADER]: randomUUID(),
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

/** Asks the holder of the pinned key for the time, when only the kiosk's wrong clock prevents a connection. */
async function askTime({ url, exchange, time, centreKeys }: ClientContext): Promise<boolean> {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const request = await prepare(url, 'readTime', { query: { nonce } });
  try {
    const answer = await exchange.exchange(request, true);
    const signedMs = await verifyAnswer(answer, null, centreKeys());
    const body = OPERATIONS.readTime.answer.body.safeParse(jsonOf(answer.body));
    if (signedMs === null || answer.status !== 200 || !body.success || body.data.nonce !== nonce) return false;
    time.heard(Date.parse(body.data.time), answer.askedMs, answer.answeredMs);
    return true;
  } catch {
    return false;
  }
}

/** Runs `work`, and retries once after the centre's time has corrected a wrong clock. */
async function attempt<T>(context: ClientContext, work: () => Promise<T>): Promise<Result<T, CallFault>> {
  try {
    return succeed(await work());
  } catch (error) {
    if (error instanceof CertificateRefused && error.mayAskTime && (await askTime(context)))
      try {
        return succeed(await work());
      } catch (second) {
        return refuse(faultOf(second));
      }
    return refuse(faultOf(error));
  }
}

/** Whether one of the centre's keys signed the answer; if so, records the answer's time. */
async function isOurCentre(
  { centreKeys, time, onContact }: ClientContext,
  answer: RawAnswer,
  request: RequestToSign,
): Promise<boolean> {
  const atMs = await verifyAnswer(answer, request, centreKeys());
  if (atMs === null) return false;
  time.heard(atMs, answer.askedMs, answer.answeredMs);
  onContact();
  return true;
}

async function ask<N extends OperationName>(
  context: ClientContext,
  name: N,
  question: Question,
): Promise<Result<Reply<BodyOf<N>>, CallFault>> {
  const request = await prepare(context.url, name, question);
  const asked = await askBy(context, name, question, request);
  const requestId = request.headers[REQUEST_ID_HEADER];
  return asked.ok || requestId === undefined ? asked : refuse({ ...asked.error, requestId });
}

async function askBy<N extends OperationName>(
  context: ClientContext,
  name: N,
  question: Question,
  request: RequestToSign,
): Promise<Result<Reply<BodyOf<N>>, CallFault>> {
  const operation: Operation = OPERATIONS[name];
  const { signer } = question;
  const sent = await attempt(context, () => context.exchange.exchange(request, false));
  if (!sent.ok) return sent;
  const answer = sent.value;
  const isOfKiosk = signer?.tag === 'kiosk';
  const isOurs = isOfKiosk && (await isOurCentre(context, answer, request));
  const { status } = answer;
  // Only a kiosk that sent an etag can receive the status "unchanged".
  const isUnchanged = status === 304 && operation.conditional === true && Boolean(question.etag);
  const isGood = status === operation.answer.status || isUnchanged;
  if (!isGood) return refuse(refusalOf(answer, isOurs));
  if (isOfKiosk && !isOurs) return refuse(strangeAnswer(status, 'the answer is not signed by the centre'));
  const saidMs = Date.parse(answer.headers[TIME_HEADER] ?? '');
  const about = {
    etag: answer.headers.etag ?? null,
    saidMs: Number.isFinite(saidMs) ? saidMs : null,
    isSignedBy: async (keys: readonly PublicKey[]) =>
      (await verifyAnswer(answer, signer ? request : null, keys)) !== null,
  };
  if (status === 304 || operation.answer.body === null) return succeed({ body: null, ...about });
  const body = operation.answer.body.safeParse(jsonOf(answer.body));
  if (!body.success) return refuse(strangeAnswer(status, `the answer is not one of ${name}`));
  // The schema of `name` has just produced this value; TypeScript cannot follow the link through the record.
  return succeed({ body: body.data as BodyOf<N>, ...about });
}

async function follow(
  context: ClientContext,
  question: Question,
  signal: AbortSignal,
  onOpen: () => void,
  onWakeUp: () => void,
): Promise<CallFault> {
  const request = await prepare(context.url, 'followHints', question);
  const limit = context.exchange.limited();
  const within = { ...limit, signal: AbortSignal.any([limit.signal, signal]) };
  try {
    return await followWithin(context, request, within, onOpen, onWakeUp);
  } finally {
    limit.settled();
  }
}

async function followWithin(
  context: ClientContext,
  request: RequestToSign,
  limit: Limit,
  onOpen: () => void,
  onWakeUp: () => void,
): Promise<CallFault> {
  const { clock, centreKeys, exchange } = context;
  const opened = await attempt(context, () => exchange.send(request, false, limit.signal));
  if (!opened.ok) return opened.error;
  const stream = opened.value.incoming;
  const { statusCode: status = 0, headers } = stream;
  if (status !== 200 || !String(headers['content-type']).startsWith('text/event-stream')) {
    const body = await attempt(context, () => readBody(stream));
    if (!body.ok) return body.error;
    const answer = { status, headers: plain(headers), body: body.value, askedMs: 0, answeredMs: 0 };
    return refusalOf(answer, (await verifyAnswer(answer, request, centreKeys())) !== null);
  }
  limit.inTime();
  onOpen();
  await readWakeUps(stream, clock, onWakeUp);
  return unreachable('the stream of wake-ups has ended');
}
