import { request as send } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { kindOf, Problem, type ProblemKind } from '../../../src-main/contract/centre/problems.ts';
import type { RequestToSign } from '../../../src-main/signing/signed-messages.ts';
import type { Random } from '../random.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const ANSWER_TIMEOUT_MS = 15_000;

/** Sends a request over a new connection. `null`: no complete answer came. */
export function ask({ method, url, headers, body }: RequestToSign, giveUp?: AbortSignal): Promise<Answer | null> {
  const signals = [AbortSignal.timeout(ANSWER_TIMEOUT_MS), ...(giveUp ? [giveUp] : [])];
  return new Promise((resolve) => {
    const nothing = () => resolve(null);
    const outgoing = send(url, { method, headers, agent: false, signal: AbortSignal.any(signals) }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('error', nothing);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
          body: Buffer.concat(pieces),
        }),
      );
    });
    outgoing.on('error', nothing);
    outgoing.end(body ?? undefined);
  });
}

export const jsonOf = ({ body }: Answer): unknown => JSON.parse(body.toString('utf8'));

export function problemOfAnswer(answer: Answer): ProblemKind | null {
  const problem = Problem.safeParse(jsonOf(answer));
  return problem.success ? kindOf(problem.data) : null;
}

export const isBusy = ({ status }: Answer): boolean => status === 503;

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 200;

/** Waits a random time that grows with the consecutive failures, as the contract demands, but a hundred times as fast. */
export const backOff = (random: Random, failures: number): Promise<void> =>
  wait(random.int(1, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10))));
