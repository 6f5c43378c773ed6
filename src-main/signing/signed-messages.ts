import { createHash, randomBytes, sign, verify } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import {
  answerFields,
  REQUEST_COUNT_HEADER,
  requestFields,
  SIGNATURE_NAME,
  TAGS,
  TIME_HEADER,
} from '../contract/centre/signing.ts';
import type { PublicKey } from '../contract/shared/ids.ts';
import { publicKeyObject, type SigningKey } from './keys.ts';

type Headers = Record<string, string>;

/** The parts of a request that its signature covers; header names are lower case. */
export interface RequestToSign {
  method: string;
  /** Address with scheme and host. The signature covers the host, so a proxy must forward the host that the client requested. */
  url: string;
  headers: Headers;
  body: Buffer | null;
}

export interface AnswerToSign {
  status: number;
  headers: Headers;
  body: Buffer;
}

const NONCE_BYTES = 16;
const PARAMETERS = ['keyid', 'alg', 'nonce', 'tag'];
const NO_BODY = Buffer.alloc(0);

const CENTRE_PARAMETERS = new RegExp(`^;keyid="[^"]+";alg="ed25519";tag="${TAGS.centre}"$`);

const digestHeader = (body: Buffer): string => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

const signerOf = (key: SigningKey) => ({
  id: key.keyId,
  alg: 'ed25519',
  sign: async (data: Buffer) => sign(null, data, key.privateKey),
});

/**
 * Returns the request's headers with digest and signature. `count`: the number of a reading request (`Torn-Request`), which the kiosk
 * increases with each reading request and the centre accepts only once; `null` for all other requests.
 */
export async function signRequest(
  request: RequestToSign,
  key: SigningKey,
  tag: 'kiosk' | 'candidate' | 'alarm' | 'result' | 'text',
  count: number | null,
): Promise<Headers> {
  const { method, url, body } = request;
  const headers: Headers = {
    ...request.headers,
    ...(body ? { 'content-digest': digestHeader(body) } : {}),
    ...(count === null ? {} : { [REQUEST_COUNT_HEADER]: String(count) }),
  };
  const signed = await httpbis.signMessage(
    {
      key: signerOf(key),
      name: SIGNATURE_NAME,
      fields: requestFields(headers),
      params: PARAMETERS,
      paramValues: { nonce: randomBytes(NONCE_BYTES).toString('base64url'), tag: TAGS[tag] },
    },
    { method, url, headers },
  );
  return plain(signed.headers);
}

export interface SignatureClaims {
  keyId: string;
  nonce: string;
  tag: string;
}

/**
 * The unverified claims of a request's signature; `null` when the signature is missing, malformed, or does not cover exactly the required
 * fields.
 */
export function readSignature({ headers }: Pick<RequestToSign, 'headers'>): SignatureClaims | null {
  const { signature, 'signature-input': input } = headers;
  if (signature === undefined || input === undefined) return null;
  const start = coverage(requestFields(headers));
  if (!input.startsWith(start)) return null;
  const { keyId, nonce, tag } =
    /^;keyid="(?<keyId>[^"]+)";alg="ed25519";nonce="(?<nonce>[^"]+)";tag="(?<tag>[^"]+)"$/.exec(
      input.slice(start.length),
    )?.groups ?? {};
  return keyId && nonce && tag ? { keyId, nonce, tag } : null;
}

const coverage = (fields: readonly string[]): string =>
  `${SIGNATURE_NAME}=(${fields.map((field) => (field.startsWith('"') ? field : `"${field}"`)).join(' ')})`;

/** Whether this key signed the whole request, and the body matches the signed digest. Never throws. */
export const verifyRequest = async (request: RequestToSign, publicKey: PublicKey): Promise<boolean> =>
  isSignedBody(request) && (await verifyRequestHead(request, publicKey));

/** Verifies the head of a request, which contains the signed digest, before the body arrives. Never throws. */
export async function verifyRequestHead(request: Omit<RequestToSign, 'body'>, publicKey: PublicKey): Promise<boolean> {
  const { method, url, headers } = request;
  if (readSignature(request) === null) return false;
  return verified(() =>
    httpbis.verifyMessage({ keyLookup: async () => verifierOf(publicKey), all: true }, { method, url, headers }),
  );
}

/** Whether the body matches the digest in the request's head; a head without a digest requires that there is no body. */
export const isSignedBody = ({ headers, body }: Pick<RequestToSign, 'headers' | 'body'>): boolean =>
  headers['content-digest'] === undefined ? body === null : headers['content-digest'] === digestHeader(body ?? NO_BODY);

/**
 * The answer's headers with time, digest and signature. `request`: the request that is answered, with a verified signature; `null` for an
 * unsigned request.
 */
export async function signAnswer(
  answer: AnswerToSign,
  request: RequestToSign | null,
  key: SigningKey,
  nowMs: number,
): Promise<Headers> {
  const headers: Headers = {
    ...answer.headers,
    'content-digest': digestHeader(answer.body),
    [TIME_HEADER]: new Date(nowMs).toISOString(),
  };
  const config = {
    key: signerOf(key),
    name: SIGNATURE_NAME,
    fields: answerFields(headers, request?.headers ?? null),
    params: ['keyid', 'alg', 'tag'],
    paramValues: { tag: TAGS.centre },
  };
  const signed = await httpbis.signMessage(config, { status: answer.status, headers }, request ?? undefined);
  return plain(signed.headers);
}

/**
 * The centre's time (milliseconds since 1970) in an answer, if one of `centreKeys` signed the answer to this request; `null` otherwise.
 * Never throws.
 */
export async function verifyAnswer(
  answer: AnswerToSign,
  request: RequestToSign | null,
  centreKeys: readonly PublicKey[],
): Promise<number | null> {
  const { status, headers, body } = answer;
  if (headers['content-digest'] !== digestHeader(body)) return null;
  const input = headers['signature-input'] ?? '';
  const start = coverage(answerFields(headers, request?.headers ?? null));
  if (!input.startsWith(start) || !CENTRE_PARAMETERS.test(input.slice(start.length))) return null;
  const atMs = Date.parse(headers[TIME_HEADER] ?? '');
  if (!Number.isFinite(atMs)) return null;
  for (const publicKey of centreKeys) {
    const config = { keyLookup: async () => verifierOf(publicKey), all: true };
    if (await verified(() => httpbis.verifyMessage(config, { status, headers }, request ?? undefined))) return atMs;
  }
  return null;
}

const verifierOf = (publicKey: PublicKey) => {
  const key = publicKeyObject(publicKey);
  return { algs: ['ed25519'], verify: async (data: Buffer, signature: Buffer) => verify(null, data, key, signature) };
};

async function verified(check: () => Promise<boolean | null>): Promise<boolean> {
  try {
    return (await check()) === true;
  } catch {
    // `verifyMessage` throws if a header is malformed or a component is missing; the signature is then invalid.
    return false;
  }
}

const plain = (headers: Record<string, string | string[]>): Headers =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
