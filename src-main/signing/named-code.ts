import { argon2, createHmac, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** Cost of argon2id: RFC 9106’s second choice (64 MiB, three passes), with one lane. */
const COST = { memory: 64 * 1_024, passes: 3 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

const derive = promisify(argon2);
const FORM = /^\$argon2id\$v=19\$m=(?<memory>\d+),t=(?<passes>\d+),p=1\$(?<salt>[\w-]+)\$(?<tag>[\w-]+)$/;

const write = (memory: number, passes: number, salt: string, tag: Buffer): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=1$${salt}$${tag.toString('base64url')}`;

const derived = (secret: string, salt: string, memory: number, passes: number): Promise<Buffer> =>
  derive('argon2id', {
    message: secret,
    nonce: Buffer.from(salt, 'base64url'),
    parallelism: 1,
    tagLength: TAG_BYTES,
    memory,
    passes,
  });

/** Makes the centre's hash of a new code's secret digits, in PHC form with base64url. */
export async function hashCode(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES).toString('base64url');
  return write(COST.memory, COST.passes, salt, await derived(secret, salt, COST.memory, COST.passes));
}

/** Replaces the tag, which is the output of argon2id in a PHC text, by `key(tag)`; `null` for malformed text. */
function bound(hash: string, key: (tag: Buffer) => Buffer): string | null {
  const { memory, passes, salt, tag } = FORM.exec(hash)?.groups ?? {};
  if (memory === undefined || passes === undefined || salt === undefined || tag === undefined) return null;
  return write(Number(memory), Number(passes), salt, key(Buffer.from(tag, 'base64url')));
}

/**
 * The hash that the centre sends to one kiosk; another kiosk cannot use it. The hashes of one code differ from kiosk to kiosk, but have the
 * same salt.
 */
export const namedHash = (hash: string, kioskId: string): string | null =>
  bound(hash, (tag) => createHmac('sha256', tag).update(`torn-named-code-v1\n${kioskId}`).digest());

/**
 * The hash as the kiosk stores it: HMAC of the tag of `namedHash` with a key of the machine. Without that key an attacker with a copy of
 * the database cannot check a guess. The slow hash alone is not enough: to try all codes of eight digits takes 400 days of one core.
 */
export const machineHash = (named: string, machineKey: Uint8Array): string | null =>
  bound(named, (tag) => createHmac('sha256', machineKey).update(tag).digest());

/**
 * Returns the `namedHash` of typed secret digits at this kiosk, with salt and cost of the stored hash `like`; `null` for malformed text.
 */
export async function hashLike(secret: string, like: string, kioskId: string): Promise<string | null> {
  const { memory, passes, salt } = FORM.exec(like)?.groups ?? {};
  if (memory === undefined || passes === undefined || salt === undefined) return null;
  const tag = await derived(secret, salt, Number(memory), Number(passes));
  return namedHash(write(Number(memory), Number(passes), salt, tag), kioskId);
}
