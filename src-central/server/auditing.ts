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

/** A list that a program reads every second is a row a minute. */
const READS = { windowMs: 60_000, most: 1_000_000 };
/** A stranger who tries for days is a row in ten minutes, and beyond so many tries costs no write. */
const REFUSED_SIGN_INS = { windowMs: 10 * 60_000, most: 1_000 };
/** Rows of refused sign-ins in a city; what comes from still more addresses is counted together. */
const PLACES: Limit = { action: 'refused-sign-in', most: 1_000, windowMs: REFUSED_SIGN_INS.windowMs };

export interface RefusedSignIn {
  cityId: CityId;
  name: OperationName;
  kind: ProblemKind;
  /** Whose token it is or was; `null` for one that nobody has ever had. */
  bearer: AuditedBearer | null;
  remoteAddress: string;
}

/** The head of a request: of an administrative operation it is a token's. */
interface TurnedAway {
  caller: object | null;
  params: object;
}

/**
 * What the server itself writes down of operations by a token: reads, and whatever was refused. What changes something is recorded by its
 * handler, in the transaction that changes it. Nobody is answered before it is written.
 */
export function createAuditing({ database, clock }: { database: Database; clock: Clock }) {
  async function refusedSignIn({ cityId, name, kind, bearer, remoteAddress }: RefusedSignIn): Promise<void> {
    if (!(await isKnownCity(database, cityId))) return;
    const nowMs = clock.nowMs();
    const allowed = await checkTries(database, cityId, PLACES, '', nowMs);
    const row = {
      ...{ cityId, bearer, object: {}, result: kind },
      // A stranger chooses the operation too: it would be a row for each.
      what: bearer === null ? 'signIn' : name,
      address: allowed.ok ? addressSubject(remoteAddress) : '*',
    };
    // Result ignored: whether this was the last one that is written down is asked before the next, above.
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

  /** An operation that its token may not do, or whose request cannot be read. */
  const refused = (name: OperationName, caller: TokenCaller, params: object, kind: ProblemKind): Promise<void> =>
    write(name, caller, objectOf(params, null), kind);

  /** A request whose token is known, and which goes no further: there was no place for it, or its body was too large, too slow or cut off. */
  async function turnedAway(name: OperationName, { caller, params }: TurnedAway, kind: ProblemKind): Promise<void> {
    if (isAdministrative(name)) await refused(name, caller as TokenCaller, params, kind);
  }

  /** Does the work of an operation; of one by a token of the city it writes down what became of it. */
  async function audited<N extends OperationName, T>(
    name: N,
    request: OperationRequest<N>,
    work: () => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    if (!isAdministrative(name)) return work();
    // Whoever comes here by an administrative operation is a token's caller: `open` has read it so.
    const caller = request.caller as TokenCaller;
    const object = objectOf(request.params, request.query);
    let answered: Result<T, Refusal>;
    try {
      answered = await work();
    } catch (error) {
      // Where the database is what failed this fails too: then the log alone has it.
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

/** What was asked for, without the city, which every row has; the pages of a list are one. */
function objectOf(params: object, query: unknown): Record<string, unknown> {
  const { cityId: _, after: __, ...object }: Record<string, unknown> = { ...params, ...Object(query) };
  return object;
}
