import type { FastifyReply } from 'fastify';
import { PROBLEM_MEDIA_TYPE, problemOf } from '../../src-main/contract/centre/problems.ts';
import type { SigningKey } from '../../src-main/signing/keys.ts';
import { signAnswer } from '../../src-main/signing/signed-messages.ts';
import type { Clock } from '../clock.ts';
import { StoreBusy, StoreUnreachable } from '../database/database.ts';
import type { Meter } from '../observation/meter.ts';
import { type Refusal, refuseMember } from './operation.ts';
import type { ProvedRequests } from './received-request.ts';

export interface SentAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  isTime?: boolean;
}

/**
 * The seconds that a client should wait after a 503. They are random, so that clients refused at the same time do not return at the same
 * time.
 */
const retryAfterS = (): number => 1 + Math.floor(Math.random() * 5);

export interface AnswersOptions {
  clock: Clock;
  signingKey: SigningKey;
  proved: ProvedRequests;
  meter: Meter;
  isEnding: () => boolean;
}

/** Creates the functions that send answers and refusals. A refusal is a problem document (`application/problem+json`). */
export function createAnswers({ clock, signingKey, proved, meter, isEnding }: AnswersOptions) {
  /**
   * Sends an answer. It is signed if the request's signature was verified, or if it is the centre's time (`isTime`). Other requests get an
   * unsigned answer, because an attacker may have altered these requests in transit.
   */
  async function send(
    reply: FastifyReply,
    { status, headers, body, isTime = false }: SentAnswer,
  ): Promise<FastifyReply> {
    const request = proved.get(reply.request) ?? null;
    const all =
      request !== null || isTime
        ? await signAnswer({ status, headers, body }, request, signingKey, clock.nowMs())
        : headers;
    reply.code(status).headers(all);
    if (isEnding()) reply.header('connection', 'close');
    return status === 204 || status === 304 ? reply.send() : reply.send(body);
  }

  function sendRefusal(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
    const { kind, retryAfterS: afterS, ...more } = refusal;
    meter.refused(kind);
    const problem = problemOf(kind, { ...more, requestId: reply.request.id });
    const wait = afterS ?? (problem.status === 503 ? retryAfterS() : undefined);
    return send(reply, {
      status: problem.status,
      headers: {
        'content-type': PROBLEM_MEDIA_TYPE,
        ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
      },
      body: Buffer.from(JSON.stringify(problem)),
    });
  }

  return { send, sendRefusal };
}

export type Answers = ReturnType<typeof createAnswers>;

export function refusalOf(error: unknown): Refusal {
  if (error instanceof StoreBusy) return { kind: 'overloaded' };
  if (error instanceof StoreUnreachable) return { kind: 'store-unreachable' };
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { kind: 'too-large' };
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  return status === 400 || status === 415
    ? refuseMember('malformed-request', '/body', 'the body cannot be read').error
    : { kind: 'internal-error' };
}
