import type { Environment } from '../../src-main/contract/shared/environment.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import type { Queries } from '../database/database.ts';
import { type Refusal, refuseMember } from '../server/operation.ts';
import { checkTries, countTry, type Limit } from './rate-limit.ts';

export const WAITING_ENROLMENT = {
  find: `SELECT enrolment_id AS "enrolmentId", key_id AS "keyId", public_key AS "publicKey", incarnation, wanted_slot AS "wantedSlot",
      version, build, expires_at AS "expiresAt", wrong_tries AS "wrongTries", state, replaces
    FROM enrolment WHERE city_id = $1 AND code = $2 FOR UPDATE`,
} as const;

export interface Waiting {
  enrolmentId: string;
  keyId: string;
  publicKey: string;
  incarnation: string;
  wantedSlot: number | null;
  version: string;
  build: 'official' | 'test';
  expiresAt: string;
  wrongTries: number;
  state: string;
  replaces: boolean;
}

const WRONG_CODES: Limit = { action: 'wrong-code', most: 20, windowMs: 10 * 60_000 };

interface Asked {
  cityId: string;
  code: string;
  pointer: '/path/code' | '/body/code';
  environment: Environment;
  tokenId: string;
}

/** Finds the enrolment that waits under a code, and locks it until the transaction ends. A wrong code counts against the token's limit. */
export async function waitingUnder(
  queries: Queries,
  { cityId, code, pointer, environment, tokenId }: Asked,
  nowMs: number,
): Promise<Result<Waiting, Refusal>> {
  const allowed = await checkTries(queries, cityId, WRONG_CODES, tokenId, nowMs);
  if (!allowed.ok) return allowed;
  const [waiting] = await queries.query<Waiting>(WAITING_ENROLMENT.find, [cityId, code]);
  if (!waiting) {
    // Once the limit is reached, `checkTries` above refuses the next request.
    // Result ignored: this request is refused for its wrong code anyway.
    await countTry(queries, cityId, WRONG_CODES, tokenId, nowMs);
    return refuseMember('unknown-code', pointer);
  }
  if (waiting.state !== 'waiting') return refuseMember('code-spent', pointer);
  if (Date.parse(waiting.expiresAt) <= nowMs) return refuseMember('code-expired', pointer);
  if (environment === 'production' && waiting.build === 'test') return refuseMember('test-build', pointer);
  return succeed(waiting);
}
