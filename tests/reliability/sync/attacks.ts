import { createHash } from 'node:crypto';
import { COVERED_HEADERS } from '../../../src-main/contract/centre/signing.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { type AnswerToSign, type RequestToSign, signAnswer } from '../../../src-main/signing/signed-messages.ts';
import type { Random } from '../random.ts';

/** Changes that a machine without a key can make to a request and its answer. */
export const ATTACKS = [
  'path',
  'query',
  'header',
  'body',
  'method',
  /** The machine sends an earlier request to the centre and passes that request's answer to the kiosk. */
  'old-request',
  /** The centre gets the request twice, and the kiosk gets the second answer. */
  'twice',
  'status',
  'answer-header',
  'answer-body',
  /** The kiosk gets the centre's answer to a different request. */
  'swapped-answer',
  'previous-answer',
  /** The kiosk gets a harmful answer (`planted`), signed with the machine's own key. */
  'own-key',
] as const;
export type Attack = (typeof ATTACKS)[number];

export interface Exchanged {
  request: RequestToSign;
  answer: AnswerToSign;
}

const OTHER_ID = '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90';
const TOO_LARGE = Buffer.alloc(3 * 1_048_576, 0x2c);
const STATUSES = [200, 201, 204, 304, 400, 401, 403, 404, 409, 410, 413, 415, 429, 500, 503];
const ownKey = newSigningKey();

/** Alters the request; `null`: the request has nothing that this attack could alter. */
export function alterRequest(attack: Attack, request: RequestToSign, random: Random): RequestToSign | null {
  const { method, url, headers, body } = request;
  switch (attack) {
    case 'path':
      return { ...request, url: random.pick(otherPaths(url)) };
    case 'query':
      return {
        ...request,
        url: url.includes('?') ? random.pick([url.replace(/\?.*/, ''), `${url}0`]) : `${url}?cursor=1`,
      };
    case 'header':
      return { ...request, headers: alterHeaders(headers, random) };
    case 'body':
      // A request without a body is left alone, because a body added to it would be ignored.
      return body === null ? null : { ...request, body: alterBody(body, random) };
    case 'method': {
      const other = random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].filter((name) => name !== method));
      return { ...request, method: other };
    }
    default:
      return null;
  }
}

function otherPaths(url: string): string[] {
  const { pathname } = new URL(url);
  const last = pathname.slice(pathname.lastIndexOf('/'));
  return [
    url.replace(/[0-9a-f-]{36}/, OTHER_ID),
    url.replace(last, '/keys'),
    url.replace(last, last === '/changes' ? '/snapshot' : '/changes'),
    url.replace(pathname, `${pathname}/`),
    url.replace(pathname, `/x${pathname}`),
    url.replace('/cities/', '/cities/other-'),
  ];
}

function alterHeaders(headers: Record<string, string>, random: Random): Record<string, string> {
  const name = random.pick([...COVERED_HEADERS, 'signature', 'signature-input', 'host']);
  const { [name]: value, ...others } = headers;
  if (value === undefined) return { ...headers, [name]: random.pick(['gzip', '*', '1', 'text/csv']) };
  if (name !== 'host' && random.chance(0.3)) return others;
  const place = random.int(0, value.length - 1);
  const other = value[place] === '1' ? '2' : '1';
  return { ...headers, [name]: `${value.slice(0, place)}${other}${value.slice(place + 1)}` };
}

function alterBody(body: Buffer, random: Random): Buffer {
  const place = random.int(0, body.length - 1);
  const flipped = Buffer.from(body);
  flipped[place] = (flipped[place] ?? 0) ^ 1;
  return random.pick([flipped, body.subarray(0, place), Buffer.concat([body, Buffer.from(' ')]), TOO_LARGE]);
}

/** Alters the answer; `null`: the answer has nothing that this attack could alter. */
export async function alterAnswer(
  attack: Attack,
  { request, answer }: Exchanged,
  earlier: readonly Exchanged[],
  random: Random,
): Promise<AnswerToSign | null> {
  switch (attack) {
    case 'status':
      return { ...answer, status: random.pick(STATUSES.filter((status) => status !== answer.status)) };
    case 'answer-header':
      return { ...answer, headers: alterAnswerHeaders(answer.headers, random) };
    case 'answer-body':
      return { ...answer, ...planted(answer, request, random) };
    case 'swapped-answer':
      return earlier.length === 0 ? null : random.pick(earlier).answer;
    case 'previous-answer':
      return earlier.findLast((other) => other.request.url === request.url)?.answer ?? null;
    case 'own-key': {
      const { signature: _, 'signature-input': __, ...bare } = planted(answer, request, random).headers;
      const forged = { ...answer, ...planted(answer, request, random), headers: bare };
      return { ...forged, headers: await signAnswer(forged, request, ownKey, Date.now()) };
    }
    default:
      return null;
  }
}

function alterAnswerHeaders(headers: Record<string, string>, random: Random): Record<string, string> {
  const name = random.pick(['etag', 'torn-time', 'content-digest', 'signature', 'signature-input']);
  const { [name]: _, ...others } = headers;
  return random.pick([others, { ...others, [name]: name === 'torn-time' ? '2040-01-01T00:00:00.000Z' : '"another"' }]);
}

/**
 * Replaces the answer's body by a harmful one with a correct digest: a pause or a restart that was never ordered, a
 * rejected upload, or a revocation.
 */
function planted(
  { headers }: AnswerToSign,
  { url }: RequestToSign,
  random: Random,
): Pick<AnswerToSign, 'body' | 'headers'> {
  const [kioskId = OTHER_ID] = /(?<=\/kiosks\/)[0-9a-f-]{36}/.exec(url) ?? [];
  const until = '2099-01-01T00:00:00.000Z';
  const pause = { kind: 'service-paused', pause: { serviceId: 'empadronament', until } };
  const order = { orderId: OTHER_ID, kioskId, action: 'restart', deadline: until, until: null };
  const body = Buffer.from(
    JSON.stringify(
      random.pick([
        { changes: [pause], cursor: 'x', more: false, storeEpoch: OTHER_ID },
        { changes: [{ kind: 'kiosk-ordered', order }], cursor: 'x', more: false, storeEpoch: OTHER_ID },
        {
          items: [{ status: 'rejected', problem: { type: 'urn:torn:problem:malformed-request' } }],
          storeEpoch: OTHER_ID,
        },
        { type: 'urn:torn:problem:kiosk-revoked', title: 'Revoked', status: 401 },
      ]),
    ),
  );
  const digest = createHash('sha256').update(body).digest('base64');
  return { body, headers: { ...headers, 'content-digest': `sha-256=:${digest}:` } };
}
