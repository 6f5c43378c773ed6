import { argon2, createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { DOCUMENT_HASH_SCHEME } from '../contract/centre/appointments.ts';

/** What is hashed; the same characters as another thing have another hash. */
export type Hashed = 'document' | 'locator' | 'code';

/**
 * How a centre and a kiosk compare what nobody keeps: HMAC-SHA-256 (RFC 2104) under a key of the office, base64url. A document's
 * number is normal (`domain/identity-document`), so is a locator (`domain/locator`) and a code (`domain/channel-code`).
 *
 * Enough for locators and codes, which are drawn from so many that few can be tried, and name nobody. For the hundred million numbers of
 * a DNI it is not: see `slowHash`.
 * @param officeKey 32 bytes, base64url
 */
export const keyedHash = (officeKey: string, what: Hashed, text: string): string =>
  createHmac('sha256', Buffer.from(officeKey, 'base64url')).update(`torn-${what}-v1\n${text}`).digest('base64url');

/**
 * Two passes over 24 MiB, one lane: some 34 ms of one core with Node's own argon2, 39 core-days for all DNI (`npm run bench -- --only hash`).
 * More would keep a file of 2,000 appointments longer than a minute on two cores. Part of `DOCUMENT_HASH_SCHEME`.
 */
const COST = { memory: 24 * 1_024, passes: 2, parallelism: 1, tagLength: 32 } as const;
/** Of Node's four threads one stays free for files and names. */
const AT_ONCE = 3;

const derive = promisify(argon2);
const waiting: (() => void)[] = [];
let underWay = 0;

/**
 * The hash of a document's number: argon2id (RFC 9106) over its keyed hash, the office's key as secret. It is made of the keyed hash, and
 * not of the number, so that a centre that kept those of an older release can make it too. Off the main thread; rejects when there is no
 * memory for it.
 * @param officeKey 32 bytes, base64url
 */
export async function slowHash(officeKey: string, documentHash: string): Promise<string> {
  if (underWay >= AT_ONCE) await new Promise<void>((resolve) => void waiting.push(resolve));
  else underWay += 1;
  try {
    const secret = Buffer.from(officeKey, 'base64url');
    const message = Buffer.from(documentHash, 'base64url');
    // The same number must have the same hash in all rows of an office: its salt is the office's, not the row's.
    const nonce = createHmac('sha256', secret).update(DOCUMENT_HASH_SCHEME).digest();
    const tag = await derive('argon2id', { message, nonce, secret, ...COST });
    return tag.toString('base64url');
  } finally {
    const next = waiting.shift();
    if (next) next();
    else underWay -= 1;
  }
}

/** The slow hash of a normal document number. */
export const documentHashOf = (officeKey: string, number: string): Promise<string> =>
  slowHash(officeKey, keyedHash(officeKey, 'document', number));
