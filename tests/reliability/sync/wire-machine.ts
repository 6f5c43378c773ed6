import { Agent, createServer, type IncomingMessage, request as open, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import type { PublicKey } from '../../../src-main/contract/shared/ids.ts';
import { type AnswerToSign, type RequestToSign, verifyAnswer } from '../../../src-main/signing/signed-messages.ts';
import type { Random } from '../random.ts';
import { ATTACKS, type Attack, alterAnswer, alterRequest, type Exchanged } from './attacks.ts';
import { plainHeaders } from './plain-headers.ts';

const ATTACKED_SHARE = 0.7;
/** The largest number of exchanges that the attacker keeps to send again. */
const MOST_KEPT = 200;

/**
 * An attacker between a kiosk and its centre. The kiosk trusts the attacker's TLS certificate, but the attacker has no signing key of
 * either.
 */
export interface WireMachine {
  url: string;
  /** The number of times that each attack was tried; `passed`: forwarded unchanged. */
  tried: ReadonlyMap<Attack | 'passed', number>;
  exchanges(): number;
  /**
   * The attacked exchanges whose answer the kiosk has to believe, because the centre's key signed that answer for the
   * kiosk's request.
   */
  readonly believed: readonly string[];
  /** Begins (`true`) or ends attacks. Without attacks the machine passes everything on and records it. */
  attack(on: boolean): void;
  close(): Promise<void>;
}

export interface WireMachineParts {
  to: string;
  centreKey: PublicKey;
  random: Random;
}

export async function startWireMachine({ to, centreKey, random }: WireMachineParts): Promise<WireMachine> {
  const agent = new Agent({ keepAlive: true });
  const tried = new Map<Attack | 'passed', number>();
  const seen: Exchanged[] = [];
  const believed: string[] = [];
  let exchanges = 0;
  let attacking = false;

  async function ask({ method, url, headers, body }: RequestToSign): Promise<AnswerToSign> {
    const { pathname, search } = new URL(url);
    const sent = { ...headers, ...(body === null ? {} : { 'content-length': String(body.length) }) };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      open(`${to}${pathname}${search}`, { method, headers: sent, agent })
        .once('response', resolve)
        .once('error', reject)
        .end(body ?? undefined);
    });
    return { status: response.statusCode ?? 0, headers: plainHeaders(response.headers), body: await buffer(response) };
  }

  function keep(exchanged: Exchanged): void {
    if (seen.length < MOST_KEPT) seen.push(exchanged);
    else seen[random.int(0, MOST_KEPT - 1)] = exchanged;
  }

  async function exchange(request: RequestToSign): Promise<AnswerToSign> {
    const attack = attacking && random.chance(ATTACKED_SHARE) ? random.pick(ATTACKS) : 'passed';
    tried.set(attack, (tried.get(attack) ?? 0) + 1);
    if (attack === 'passed') {
      const answer = await ask(request);
      keep({ request, answer });
      return answer;
    }
    const { answer, isAttacked } = await carryOut(attack, request);
    if (isAttacked && (await verifyAnswer(answer, request, [centreKey])) !== null)
      believed.push(`${attack}: ${request.method} ${request.url} is answered ${answer.status}`);
    return answer;
  }

  async function carryOut(
    attack: Attack,
    request: RequestToSign,
  ): Promise<{ answer: AnswerToSign; isAttacked: boolean }> {
    if (attack === 'twice') {
      await ask(request);
      return { answer: await ask(request), isAttacked: false };
    }
    if (attack === 'old-request') {
      const old = seen.length === 0 ? request : random.pick(seen).request;
      return { answer: await ask(old), isAttacked: old !== request };
    }
    const altered = alterRequest(attack, request, random);
    if (altered !== null) return { answer: await ask(altered), isAttacked: !isDeepStrictEqual(altered, request) };
    const answer = await ask(request);
    const changed = await alterAnswer(attack, { request, answer }, seen, random);
    keep({ request, answer });
    return { answer: changed ?? answer, isAttacked: changed !== null && !isDeepStrictEqual(changed, answer) };
  }

  /** Passes wake-ups on as they come, because they have no content that could be attacked. */
  function follow(request: RequestToSign, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url);
    const outgoing = open(`${to}${pathname}${search}`, { method: request.method, headers: request.headers, agent });
    outgoing.once('error', () => response.destroy());
    outgoing.once('response', (incoming) => {
      response.writeHead(incoming.statusCode ?? 0, incoming.headers);
      response.flushHeaders();
      incoming.once('error', () => response.destroy());
      incoming.pipe(response);
    });
    response.once('close', () => outgoing.destroy());
    outgoing.end();
  }

  const server = createServer(async (incoming, response) => {
    try {
      const body = await buffer(incoming);
      const { 'content-length': _, connection: __, ...headers } = plainHeaders(incoming.headers);
      const url = `http://${incoming.headers.host}${incoming.url}`;
      const request = { method: incoming.method ?? 'GET', url, headers, body: body.length > 0 ? body : null };
      if (headers.accept === 'text/event-stream') return follow(request, response);
      exchanges += 1;
      const answer = await exchange(request);
      const { 'content-length': ___, 'transfer-encoding': ____, connection: _____, ...kept } = answer.headers;
      const hasBody = answer.status !== 204 && answer.status !== 304;
      response.writeHead(answer.status, hasBody ? { ...kept, 'content-length': answer.body.length } : kept);
      response.end(hasBody ? answer.body : undefined);
    } catch {
      // The kiosk or the centre closed the connection or stopped reading.
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tried,
    exchanges: () => exchanges,
    believed,
    attack(on) {
      attacking = on;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}
