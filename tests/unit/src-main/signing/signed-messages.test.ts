import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { TAGS } from '../../../../src-main/contract/centre/signing.ts';
import {
  keyFromPem,
  keyIdOf,
  keyToPem,
  newSigningKey,
  pairingFingerprint,
  type SigningKey,
  signText,
  verifyText,
} from '../../../../src-main/signing/keys.ts';
import {
  type AnswerToSign,
  type RequestToSign,
  readSignature,
  signAnswer,
  signRequest,
  verifyAnswer,
  verifyRequest,
} from '../../../../src-main/signing/signed-messages.ts';

const kiosk = newSigningKey();
const other = newSigningKey();
const centre = newSigningKey();
const NOW_MS = Date.parse('2026-11-25T11:00:00.123Z');

async function upload(): Promise<RequestToSign> {
  const request = {
    method: 'POST',
    url: 'https://torn.example/v1/cities/a/kiosks/b/events?x=1',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"events":[]}'),
  };
  return { ...request, headers: await signRequest(request, kiosk, 'kiosk', null) };
}

async function read(count: number): Promise<RequestToSign> {
  const request = { method: 'GET', url: 'https://torn.example/v1/snapshot', headers: {}, body: null };
  return { ...request, headers: await signRequest(request, kiosk, 'kiosk', count) };
}

async function answer(request: RequestToSign | null): Promise<AnswerToSign> {
  const plain = { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"items":[]}') };
  return { ...plain, headers: await signAnswer(plain, request, centre, NOW_MS) };
}

describe('a signed request', () => {
  test('names its key and is valid with that key alone', async () => {
    const request = await upload();
    expect(readSignature(request)).toMatchObject({ keyId: kiosk.keyId, tag: 'torn-kiosk' });
    expect(await verifyRequest(request, kiosk.publicKey)).toBe(true);
    expect(await verifyRequest(request, other.publicKey)).toBe(false);
  });

  test.each<[string, (request: RequestToSign) => RequestToSign]>([
    ['another method', (request) => ({ ...request, method: 'PUT' })],
    ['another host', (request) => ({ ...request, url: request.url.replace('torn.example', 'torn.elsewhere.example') })],
    ['another path', (request) => ({ ...request, url: request.url.replace('/b/', '/c/') })],
    ['another query', (request) => ({ ...request, url: request.url.replace('x=1', 'x=2') })],
    ['another body', (request) => ({ ...request, body: Buffer.from('{"events":[1]}') })],
    ['no body', (request) => ({ ...request, body: null })],
    [
      'another body with its own digest',
      (request) => ({
        ...request,
        body: Buffer.from(''),
        headers: {
          ...request.headers,
          'content-digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
        },
      }),
    ],
    ['a count it did not carry', (request) => ({ ...request, headers: { ...request.headers, 'torn-request': '9' } })],
    [
      'a body of another kind',
      (request) => ({ ...request, headers: { ...request.headers, 'content-type': 'text/csv' } }),
    ],
    [
      'a body said to be packed',
      (request) => ({ ...request, headers: { ...request.headers, 'content-encoding': 'gzip' } }),
    ],
    [
      'a condition it did not make',
      (request) => ({ ...request, headers: { ...request.headers, 'if-none-match': '"17"' } }),
    ],
    [
      'fewer things covered',
      (request) => ({
        ...request,
        headers: {
          ...request.headers,
          'signature-input': (request.headers['signature-input'] ?? '').replace(' "content-digest"', ''),
        },
      }),
    ],
    [
      'a second signature beside it',
      (request) => ({
        ...request,
        headers: { ...request.headers, 'signature-input': `${request.headers['signature-input']}, x=()` },
      }),
    ],
    [
      'a header that is none',
      (request) => ({ ...request, headers: { ...request.headers, signature: 'torn=:not base64' } }),
    ],
  ])('with %s is refused', async (_, change) => {
    expect(await verifyRequest(change(await upload()), kiosk.publicKey)).toBe(false);
  });

  test('that reads is valid with its own count alone', async () => {
    const request = await read(7);
    expect(await verifyRequest(request, kiosk.publicKey)).toBe(true);
    const later = { ...request, headers: { ...request.headers, 'torn-request': '8' } };
    expect(await verifyRequest(later, kiosk.publicKey)).toBe(false);
    const { 'torn-request': _, ...without } = request.headers;
    expect(await verifyRequest({ ...request, headers: without }, kiosk.publicKey)).toBe(false);
  });
});

describe('a signed answer', () => {
  test('gives the centre’s time to the sender of the request', async () => {
    const request = await upload();
    expect(await verifyAnswer(await answer(request), request, [other.publicKey, centre.publicKey])).toBe(NOW_MS);
  });

  test('gives no time to another request, or with another key', async () => {
    const request = await upload();
    const signed = await answer(request);
    expect(await verifyAnswer(signed, await upload(), [centre.publicKey])).toBeNull();
    expect(await verifyAnswer(signed, null, [centre.publicKey])).toBeNull();
    expect(await verifyAnswer(signed, request, [other.publicKey])).toBeNull();
    expect(await verifyAnswer(signed, request, [])).toBeNull();
  });

  test('gives no time with another status, body or time', async () => {
    const request = await upload();
    const signed = await answer(request);
    const time = { ...signed.headers, 'torn-time': '2030-01-01T00:00:00.000Z' };
    expect(await verifyAnswer({ ...signed, status: 204 }, request, [centre.publicKey])).toBeNull();
    expect(await verifyAnswer({ ...signed, body: Buffer.from('{}') }, request, [centre.publicKey])).toBeNull();
    expect(await verifyAnswer({ ...signed, headers: time }, request, [centre.publicKey])).toBeNull();
  });

  test('to the open request for the time is valid by itself', async () => {
    expect(await verifyAnswer(await answer(null), null, [centre.publicKey])).toBe(NOW_MS);
  });
});

describe('a key', () => {
  test('is stored as PEM and read back unchanged', () => {
    expect(keyFromPem(keyToPem(kiosk))?.keyId).toBe(kiosk.keyId);
    expect(keyFromPem('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')).toBeNull();
  });

  test.each([
    ['Ed448', () => generateKeyPairSync('ed448')],
    ['X25519, which encrypts', () => generateKeyPairSync('x25519')],
    ['of another curve', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2_048 })],
  ])('of another kind is refused: %s', (_, generate) => {
    const { privateKey, publicKey } = generate();
    expect(keyFromPem(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toBeNull();
    expect(keyFromPem(publicKey.export({ format: 'pem', type: 'spki' }).toString())).toBeNull();
  });

  test('has an id of its own', () => {
    expect(keyIdOf(kiosk.publicKey)).toBe(kiosk.keyId);
  });

  test('has a fingerprint with the key it is paired with: another key on either side gives another fingerprint', () => {
    const fingerprint = pairingFingerprint(kiosk.publicKey, centre.publicKey);
    expect(fingerprint).toMatch(/^[0-9A-HJKMNP-TV-Z]{25}$/);
    expect(pairingFingerprint(kiosk.publicKey, centre.publicKey)).toBe(fingerprint);
    expect(pairingFingerprint(other.publicKey, centre.publicKey)).not.toBe(fingerprint);
    expect(pairingFingerprint(kiosk.publicKey, other.publicKey)).not.toBe(fingerprint);
    expect(pairingFingerprint(centre.publicKey, kiosk.publicKey)).not.toBe(fingerprint);
  });

  test('signs text that only its public half verifies', () => {
    const signature = signText('torn', kiosk);
    expect(verifyText('torn', signature, kiosk.publicKey)).toBe(true);
    expect(verifyText('tarn', signature, kiosk.publicKey)).toBe(false);
    expect(verifyText('torn', signature, other.publicKey)).toBe(false);
  });
});

type Message = { headers: Record<string, string> } & ({ method: string; url: string } | { status: number });

/** A component's line in the signature base of RFC 9421, section 2.5. */
function lineOf(component: string, message: Message, request: RequestToSign | null): string {
  const name = /^"(?<name>[^"]+)"/.exec(component)?.groups?.name ?? '';
  const from: Message | null = component.includes(';req') ? request : message;
  if (from === null) throw new Error(`${component}: there is no request`);
  const derived: Record<string, () => string> = {
    '@status': () => ('status' in from ? String(from.status) : ''),
    '@method': () => ('method' in from ? from.method : ''),
    '@path': () => ('url' in from ? new URL(from.url).pathname : ''),
    '@query': () => ('url' in from ? new URL(from.url).search || '?' : ''),
    '@authority': () => ('url' in from ? new URL(from.url).host : ''),
  };
  const header = from.headers[name];
  const value = derived[name]?.() ?? (component.includes(';key="torn"') ? header?.replace(/^torn=/, '') : header);
  if (value === undefined || value === '') throw new Error(`${component}: not in the message`);
  return `${component}: ${value}`;
}

/** The message signed again with the same key, after `reword` changed the signature's components and parameters. */
function signedOtherwise<M extends Message>(
  message: M,
  request: RequestToSign | null,
  key: SigningKey,
  reword: (components: string[], parameters: string) => [components: string[], parameters: string],
): M {
  const input = message.headers['signature-input'] ?? '';
  const { inside = '', parameters = '' } = /^torn=\((?<inside>[^)]*)\)(?<parameters>.*)$/.exec(input)?.groups ?? {};
  const [components, more] = reword(inside.split(' '), parameters);
  const said = `(${components.join(' ')})${more}`;
  const base = [...components.map((one) => lineOf(one, message, request)), `"@signature-params": ${said}`].join('\n');
  const signature = `torn=:${sign(null, Buffer.from(base), key.privateKey).toString('base64')}:`;
  return { ...message, headers: { ...message.headers, 'signature-input': `torn=${said}`, signature } };
}

const inOtherOrder = (components: string[], parameters: string): [string[], string] => [
  components.toReversed(),
  parameters,
];
const withoutOne =
  (name: string) =>
  (components: string[], parameters: string): [string[], string] => [
    components.filter((one) => !one.startsWith(`"${name}"`)),
    parameters,
  ];
const withTag =
  (tag: string) =>
  (components: string[], parameters: string): [string[], string] => [
    components,
    parameters.replace(/tag="[^"]*"/, `tag="${tag}"`),
  ];
const unchanged = (components: string[], parameters: string): [string[], string] => [components, parameters];

describe('a request that the right key has signed for another purpose', () => {
  test('is accepted if nothing is changed', async () => {
    expect(await verifyRequest(signedOtherwise(await upload(), null, kiosk, unchanged), kiosk.publicKey)).toBe(true);
  });

  test.each([
    ['what is covered stands in another order', inOtherOrder],
    ['its method is not covered', withoutOne('@method')],
    ['its host is not covered', withoutOne('@authority')],
    ['its path is not covered', withoutOne('@path')],
    ['its query is not covered', withoutOne('@query')],
    ['its body is not covered', withoutOne('content-digest')],
  ])('is refused: %s', async (_, reword) => {
    expect(await verifyRequest(signedOtherwise(await upload(), null, kiosk, reword), kiosk.publicKey)).toBe(false);
  });
});

describe('an answer that the centre’s key has signed for another purpose', () => {
  test('is accepted if nothing is changed', async () => {
    const request = await upload();
    const signed = signedOtherwise(await answer(request), request, centre, unchanged);
    expect(await verifyAnswer(signed, request, [centre.publicKey])).toBe(NOW_MS);
  });

  test.each([
    ['it bears the tag of a kiosk', withTag(TAGS.kiosk)],
    ['it bears the tag of a candidate', withTag(TAGS.candidate)],
    ['it bears a tag that ends like the right one', withTag(`x${TAGS.centre}`)],
    ['what is covered stands in another order', inOtherOrder],
    ['its status is not covered', withoutOne('@status')],
    ['its body is not covered', withoutOne('content-digest')],
    ['its time is not covered', withoutOne('torn-time')],
    ['the request’s method is not covered', withoutOne('@method')],
    ['the request’s host is not covered', withoutOne('@authority')],
    ['the request’s path is not covered', withoutOne('@path')],
    ['the request’s query is not covered', withoutOne('@query')],
    ['the request’s signature is not covered', withoutOne('signature')],
  ])('gives no time: %s', async (_, reword) => {
    const request = await upload();
    const signed = signedOtherwise(await answer(request), request, centre, reword);
    expect(await verifyAnswer(signed, request, [centre.publicKey])).toBeNull();
  });

  test('gives no time with a body digest of another algorithm', async () => {
    const request = await upload();
    const answered = await answer(request);
    const digest = `sha-512=:${createHash('sha512').update(answered.body).digest('base64')}:`;
    const other = { ...answered, headers: { ...answered.headers, 'content-digest': digest } };
    expect(await verifyAnswer(signedOtherwise(other, request, centre, unchanged), request, [centre.publicKey])).toBe(
      null,
    );
  });
});
