import { argon2, createHash } from 'node:crypto';
import { promisify } from 'node:util';

/** Two passes over 24 MiB, one lane: some 35 ms of one core. */
const COST = { memory: 24 * 1_024, passes: 2, parallelism: 1, tagLength: 16 } as const;
const NONCE = createHash('sha256').update('torn-check-number-v1').digest();
const DIGITS = 12;

const derive = promisify(argon2);

/**
 * Twelve digits out of the SHA-256 of a file, for two people to compare. Slow on purpose: whoever wants another file with the same number
 * has to try some 10¹² of them, which a plain hash would give away in minutes and this one does not in a thousand core-years.
 */
export async function checkNumberOf(bytes: Uint8Array): Promise<string> {
  const message = createHash('sha256').update(bytes).digest();
  const tag = await derive('argon2id', { message, nonce: NONCE, ...COST });
  return String(tag.readBigUInt64BE() % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
}
