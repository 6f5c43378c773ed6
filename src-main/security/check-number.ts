import { argon2, createHash } from 'node:crypto';
import { promisify } from 'node:util';

/** Cost of argon2id: two passes over 24 MiB, one lane, about 35 ms of one core. */
const COST = { memory: 24 * 1_024, passes: 2, parallelism: 1, tagLength: 16 } as const;
const NONCE = createHash('sha256').update('torn-check-number-v1').digest();
const DIGITS = 12;

const derive = promisify(argon2);

/**
 * Twelve digits derived from a file's SHA-256, which two people compare. The function is slow on purpose: an attacker needs about 10¹²
 * tries to find another file with the same digits, which takes minutes with a plain hash and more than a thousand core-years with argon2id.
 */
export async function checkNumberOf(bytes: Uint8Array): Promise<string> {
  const message = createHash('sha256').update(bytes).digest();
  const tag = await derive('argon2id', { message, nonce: NONCE, ...COST });
  return String(tag.readBigUInt64BE() % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
}
