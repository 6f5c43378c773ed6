import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  keyFromPem,
  keyIdOf,
  keyToPem,
  newSigningKey,
  pairingFingerprint,
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
