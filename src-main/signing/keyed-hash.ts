import { argon2, createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { DOCUMENT_HASH_SCHEME } from '../contract/centre/appointments.ts';

/** The kind of the hashed text; equal texts of different kinds have different hashes. */
export type Hashed = 'document' | 'locator' | 'code';

/**
 * HMAC-SHA-256 (RFC 2104) with the office's key, base64url. Centre and kiosk compare texts by this hash, and neither stores the texts.
 * Document numbers (`domain/identity-document`), locators (`domain/locator`) and codes (`domain/channel-code`) are normalised first.
 *
 * The hash is strong enough for locators and codes, which are random and name no person. It is too weak for document numbers, because there
 * are only a hundred million DNI numbers, which an attacker with the key can all hash: `slowHash` is for these.
 * @param officeKey 32 bytes, base64url
 */
export const keyedHash = (officeKey: string, what: Hashed, text: string): string =>
  createHmac('sha256', Buffer.from(officeKey, 'base64url')).update(`torn-${what}-v1\n${text}`).digest('base64url');

/**
 * Cost of argon2id: two passes over 24 MiB, one lane; about 34 ms of one core with Node's argon2, 39 core-days for all DNI (`npm run bench
 * -- --only hash`). A higher cost would make a file of 2,000 appointments take over a minute on two cores. A changed cost needs a new
 * `DOCUMENT_HASH_SCHEME`.
 */
const COST = { memory: 24 * 1_024, passes: 2, parallelism: 1, tagLength: 32 } as const;
/** Largest number of hashes computed at once. Node's pool has four threads; the fourth stays free for file access and DNS. */
const AT_ONCE = 3;

const derive = promisify(argon2);
const waiting: (() => void)[] = [];
let underWay = 0;

/**
 * The hash of a document number: argon2id (RFC 9106) over its keyed hash, with the office's key as secret. The input is the keyed hash and
 * not the number, so that a centre that stored keyed hashes in an older release can compute the slow hashes from them. Runs off the main
 * thread; rejects when memory is insufficient.
 * @param officeKey 32 bytes, base64url
 */
export async function slowHash(officeKey: string, documentHash: string): Promise<string> {
  if (underWay >= AT_ONCE) await new Promise<void>((resolve) => void waiting.push(resolve));
  else underWay += 1;
  try {
    const secret = Buffer.from(officeKey, 'base64url');
    const message = Buffer.from(documentHash, 'base64url');
    // All rows of an office have the same salt, so that a document number has the same hash in each of them.
    const nonce = createHmac('sha256', secret).update(DOCUMENT_HASH_SCHEME).digest();
    const tag = await derive('argon2id', { message, nonce, secret, ...COST });
    return tag.toString('base64url');
  } finally {
    const next = waiting.shift();
    if (next) next();
    else underWay -= 1;
  }
}

export const documentHashOf = (officeKey: string, number: string): Promise<string> =>
  slowHash(officeKey, keyedHash(officeKey, 'document', number));
