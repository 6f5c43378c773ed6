import { argon2Sync, createHmac } from 'node:crypto';

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const known = new Map<string, string>();

/** Computes the slow hash of a document number. It is synchronous and cached, and shares nothing with the product's code. */
export function slowHashNow(officeKey: string, number: string): string {
  const name = `${officeKey} ${number}`;
  const hash = known.get(name) ?? compute(officeKey, number);
  known.set(name, hash);
  return hash;
}

function compute(officeKey: string, number: string): string {
  const secret = Buffer.from(officeKey, 'base64url');
  return argon2Sync('argon2id', {
    message: hmac(secret, `torn-document-v1\n${number}`),
    nonce: hmac(secret, 'argon2id-24m-2'),
    secret,
    memory: 24_576,
    passes: 2,
    parallelism: 1,
    tagLength: 32,
  }).toString('base64url');
}
