import { argon2, createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * The cost of one hash; `memory` is in KiB. RFC 9106 recommends this memory and this number of passes for a machine with little memory.
 * Each guess of an attacker costs as much.
 */
const COST = { memory: 65_536, passes: 3, parallelism: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Each hash needs 64 MiB, so a replica computes few at once. */
const MOST_AT_ONCE = 2;

const derive = promisify(argon2);

const waiting: (() => void)[] = [];
let running = 0;

/**
 * At most this many passwords wait to be hashed. On a small machine the last password waits for seconds. A longer queue would let many
 * guesses from different addresses delay everybody.
 */
const MOST_WAITING = 20;
export const isBusy = (): boolean => waiting.length >= MOST_WAITING;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Normalises a password before it is hashed, because browsers and keyboards encode the same letters differently. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update('torn password').update(bytes).digest();

interface Parameters {
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
}

/**
 * Derives two halves from a password. The first half proves that the password is right, the second encrypts the secret of the second
 * factor.
 */
async function deriveHalves(password: string, { salt, ...cost }: Parameters): Promise<{ proof: Buffer; key: Buffer }> {
  const parts = { message: bytesOf(password), nonce: salt, tagLength: 2 * KEY_BYTES, ...cost };
  const bytes = Buffer.from(await inTurn(() => derive('argon2id', parts)));
  return { proof: sha256(bytes.subarray(0, KEY_BYTES)), key: bytes.subarray(KEY_BYTES) };
}

const written = ({ memory, passes, parallelism, salt }: Parameters, proof: Buffer): string =>
  `argon2id$m=${memory},t=${passes},p=${parallelism}$${salt.toString('base64url')}$${proof.toString('base64url')}`;

function read(hash: string): (Parameters & { proof: Buffer }) | null {
  const found = /^argon2id\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([\w-]+)\$([\w-]+)$/.exec(hash);
  if (!found) return null;
  const [, memory, passes, parallelism, salt = '', proof = ''] = found;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64url'),
    proof: Buffer.from(proof, 'base64url'),
  };
}

/** Returns a password's hash for storage, and the key that only a person with the password can derive again. */
export async function hashPassword(password: string): Promise<{ hash: string; key: Buffer }> {
  const parameters = { ...COST, salt: randomBytes(SALT_BYTES) };
  const { proof, key } = await deriveHalves(password, parameters);
  return { hash: written(parameters, proof), key };
}

/**
 * Returns the key of a right password. `null`: the password is wrong, or there is no hash. Without a hash the same work is done, so that
 * the time does not show whether a person exists.
 */
export async function openPassword(password: string, hash: string | null): Promise<Buffer | null> {
  const stored = hash === null ? null : read(hash);
  const { proof: _, ...parameters } = stored ?? { ...COST, salt: Buffer.alloc(SALT_BYTES), proof: null };
  const { proof, key } = await deriveHalves(password, parameters);
  const isRight = timingSafeEqual(
    proof,
    stored?.proof.length === proof.length ? stored.proof : Buffer.alloc(proof.length),
  );
  return stored !== null && isRight ? key : null;
}

/**
 * Encrypts the secret of the second factor with the key derived from its owner's password, so that a copy of the database does not reveal
 * the secret.
 */
export function encryptSecret(secret: Buffer, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
}

/** `null`: the secret was not encrypted with this key. */
export function decryptSecret(encrypted: string, key: Buffer): Buffer | null {
  const bytes = Buffer.from(encrypted, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/**
 * Returns why a password is refused; `null`: it is accepted. Only length protects against guessing, so signs and digits are not required.
 */
export function faultOfPassword(password: string, name: string): 'short' | 'long' | 'plain' | null {
  const plain = password.normalize('NFKC').toLowerCase();
  const length = [...plain].length;
  if (length < 12) return 'short';
  if (length > 200) return 'long';
  const isName = plain.includes(name.normalize('NFKC').toLowerCase());
  return isName || new Set(plain).size < 5 ? 'plain' : null;
}
