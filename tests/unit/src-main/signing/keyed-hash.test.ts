import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { documentHashOf, keyedHash, slowHash } from '../../../../src-main/signing/keyed-hash.ts';
import { slowHashNow } from '../../../support/slow-hash.ts';

/** HMAC as RFC 2104 writes it. */
function hmac(key: Buffer, text: string): string {
  const padded = Buffer.concat([key, Buffer.alloc(64 - key.length)]);
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const inner = sha256(Buffer.from(padded.map((byte) => byte ^ 0x36)), Buffer.from(text));
  return sha256(Buffer.from(padded.map((byte) => byte ^ 0x5c)), inner).toString('base64url');
}

const key = Buffer.alloc(32, 7);

test('a keyed hash is HMAC-SHA-256 over its kind and the text, in base64url', () => {
  for (const what of ['document', 'locator', 'code'] as const)
    expect(keyedHash(key.toString('base64url'), what, '12345678Z')).toBe(hmac(key, `torn-${what}-v1\n12345678Z`));
});

test('a keyed hash differs by key and by kind', () => {
  const other = Buffer.alloc(32, 8).toString('base64url');
  const hashes = [key.toString('base64url'), other].flatMap((one) =>
    (['document', 'locator', 'code'] as const).map((what) => keyedHash(one, what, 'ABCD')),
  );
  expect(new Set(hashes).size).toBe(6);
});

test('the hash of a number is argon2id over its keyed hash, so that it can also be made from a stored keyed hash', async () => {
  const officeKey = key.toString('base64url');
  const expected = slowHashNow(officeKey, '12345678Z');
  expect(await documentHashOf(officeKey, '12345678Z')).toBe(expected);
  expect(await slowHash(officeKey, keyedHash(officeKey, 'document', '12345678Z'))).toBe(expected);
  const others = [
    documentHashOf(officeKey, '99999999R'),
    documentHashOf(Buffer.alloc(32, 8).toString('base64url'), '12345678Z'),
  ];
  expect(await Promise.all(others)).not.toContain(expected);
});

test('numbers are hashed without blocking the program, however many there are', async () => {
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const officeKey = key.toString('base64url');
  const hashes = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((number) => documentHashOf(officeKey, number)));
  clearImmediate(next);
  expect(turns).toBeGreaterThan(5);
  expect(new Set(hashes).size).toBe(5);
});
