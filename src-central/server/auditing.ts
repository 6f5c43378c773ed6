import { isAdministrative } from '../../src-main/contract/centre/authorization.ts';
import { OPERATIONS, type OperationName } from '../../src-main/contract/centre/operations.ts';
import type { ProblemKind } from '../../src-main/contract/centre/problems.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Result } from '../../src-main/domain/result.ts';
import { type AuditedBearer, countAudit } from '../administration/audit.ts';
import { isKnownCity } from '../administration/known-city.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import { checkTries, countTry, type Limit } from '../enrolment/rate-limit.ts';
import { refusalOf } from './answers.ts';
import type { OperationRequest, Refusal, TokenCaller } from './operation.ts';

/** Repeated reads are counted in one row of the audit per minute, because a program may read a list every second. */
const READS = { windowMs: 60_000, most: 1_000_000 };
/**
 * Refused sign-ins that are alike are counted in one row of the audit per ten minutes, because a stranger may try for days. Tries beyond
 * `most` cost no write.
 */
const REFUSED_SIGN_INS = { windowMs: 10 * 60_000, most: 1_000 };
/** A city gets at most this many rows for refused sign-ins in a window. Refusals of further addresses share one row. */
const PLACES: Limit = { action: 'refused-sign-in', most: 1_000, windowMs: REFUSED_SIGN_INS.windowMs };

export interface RefusedSignIn {
  cityId: CityId;
  what: string;
  result: string;
  /** The token's owner, or the person who tried to sign in. `null`: unknown. */
  bearer: AuditedBearer | null;
  remoteAddress: string;
}

/** The parts of a request's head that `turnedAway` reads. For an administrative operation the caller always has a token. */
interface TurnedAway {
  caller: object | null;
  params: object;
}

/**
 * Records reads and refusals of token operations in the audit. Handlers record changes themselves, in the transaction of the change. An
 * answer waits until its row is written.
 */
export function createAuditing({ database, clock }: { database: Database; clock: Clock }) {
  async function refusedSignIn({ cityId, what, result, bearer, remoteAddress }: RefusedSignIn): Promise<void> {
    if (!(await isKnownCity(database, cityId))) return;
    const nowMs = clock.nowMs();
    const allowed = await checkTries(database, cityId, PLACES, '', nowMs);
    const row = {
      cityId,
      bearer,
      object: {},
      result,
      // The operation's name is left out for a stranger, who chooses the operation and could make a row with each name.
      what: bearer === null ? 'signIn' : what,
      address: allowed.ok ? addressSubject(remoteAddress) : '*',
    };
    // Result ignored: the limit is read before the next row, above.
    if (await countAudit(database, row, REFUSED_SIGN_INS, nowMs)) await countTry(database, cityId, PLACES, '', nowMs);
  }

  async function write(
    name: OperationName,
    { cityId, address, ...bearer }: TokenCaller,
    object: Readonly<Record<string, unknown>>,
    result: string,
  ): Promise<void> {
    const row = { cityId, bearer, what: name, object, result, address };
    await countAudit(database, row, READS, clock.nowMs());
  }

  const refused = (name: OperationName, caller: TokenCaller, params: object, kind: ProblemKind): Promise<void> =>
    write(name, caller, objectOf(params, null), kind);

  /** Records a request with a known token that ended early: there was no place for it, or its body was too large, too slow or cut off. */
  async function turnedAway(name: OperationName, { caller, params }: TurnedAway, kind: ProblemKind): Promise<void> {
    if (isAdministrative(name)) await refused(name, caller as TokenCaller, params, kind);
  }

  async function audited<N extends OperationName, T>(
    name: N,
    request: OperationRequest<N>,
    work: () => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    if (!isAdministrative(name)) return work();
    // The cast is safe, because `bearers.ts` requires a token for administrative operations.
    const caller = request.caller as TokenCaller;
    const object = objectOf(request.params, request.query);
    let answered: Result<T, Refusal>;
    try {
      answered = await work();
    } catch (error) {
      // If the database caused the failure, this write fails too, and only the log has it.
      await write(name, caller, object, refusalOf(error).kind).catch(() => undefined);
      throw error;
    }
    if (!answered.ok) await write(name, caller, object, answered.error.kind);
    else if (OPERATIONS[name].method === 'GET') await write(name, caller, object, 'done');
    return answered;
  }

  return { refusedSignIn, refused, turnedAway, audited };
}

export type Auditing = ReturnType<typeof createAuditing>;

/**
 * Returns the requested object without some members: the city, which every row has; the page, so that all pages of a list count as one
 * object; and the name of a person who was searched for.
 */
function objectOf(params: object, query: unknown): Record<string, unknown> {
  const { cityId: _, after: __, name: ___, ...object }: Record<string, unknown> = { ...params, ...Object(query) };
  return object;
}
