import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certify, newAuthority, newServerKey, pemOf } from './certificates.ts';

/** The sender of a push message. `claims`: the claims that the sender signed (RFC 8292). */
export interface Sender {
  key: string;
  claims: { aud: string; exp: number; sub: string };
  isSigned: boolean;
}

export interface Received {
  path: string;
  headers: Record<string, string>;
  sender: Sender;
  word: unknown;
}

export interface PushService {
  /** `localhost:PORT`. */
  host: string;
  authority: string;
  received: Received[];
  /** `silent`: the service does not answer. */
  answer: { status: number | 'silent'; location?: string };
  drop(): void;
  stop(): void;
  browser(): { endpoint: string; p256dh: string; auth: string };
}

export async function startPushService(): Promise<PushService> {
  const authority = newAuthority(`Autoritat ${randomBytes(6).toString('hex')}`);
  const key = newServerKey();
  const years = { fromMs: Date.UTC(2020, 0), toMs: Date.UTC(2040, 0) };
  const browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>();
  const received: Received[] = [];
  const answer: PushService['answer'] = { status: 201 };
  const server = createServer({ key: pemOf(key), cert: certify(authority, key, { host: 'localhost', ...years }) });
  server.on('request', async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const browser = browsers.get(path);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const word =
      browser === undefined ? null : (JSON.parse(decrypted(Buffer.concat(chunks), browser).toString()) as unknown);
    received.push({ path, headers, word, sender: senderIn(headers.authorization ?? '') });
    if (answer.status !== 'silent')
      reply.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    authority: authority.certificate,
    received,
    answer,
    drop: () => server.closeAllConnections(),
    stop() {
      server.closeAllConnections();
      server.close();
    },
    browser() {
      const ecdh = createECDH('prime256v1');
      const auth = randomBytes(16);
      const path = `/push/${randomBytes(9).toString('base64url')}`;
      const p256dh = ecdh.generateKeys('base64url');
      browsers.set(path, { ecdh, auth });
      return { endpoint: `https://${host}${path}`, p256dh, auth: auth.toString('base64url') };
    },
  };
}

/**
 * Decrypts a push message (RFC 8291, in one record of RFC 8188). It is written from the RFCs and shares nothing with the product's code.
 */
function decrypted(body: Buffer, { ecdh, auth }: { ecdh: ReturnType<typeof createECDH>; auth: Buffer }): Buffer {
  const salt = body.subarray(0, 16);
  const keyLength = body[20] ?? 0;
  const theirs = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const derived = (secret: Buffer, saltOf: Buffer, info: Buffer, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, saltOf, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
  const shared = derived(ecdh.computeSecret(theirs), auth, info, 32);
  const key = derived(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derived(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const opening = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()]);
  // The text ends with a byte 2 and padding.
  return padded.subarray(0, padded.lastIndexOf(2));
}

function senderIn(authorization: string): Sender {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x = '', y = ''] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const isSigned = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Sender['claims'], isSigned };
}
