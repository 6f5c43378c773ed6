import { AUTHORIZATION, isAdministrative } from '../../src-main/contract/centre/authorization.ts';
import { OPERATIONS, type OperationName } from '../../src-main/contract/centre/operations.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { Database } from '../database/database.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import type { Auditing } from './auditing.ts';
import { authenticateChannel, authenticateToken } from './credentials.ts';
import { type ChannelCaller, type Refusal, refuseMember, type TokenCaller } from './operation.ts';
import { checkOrigin, type StaffGate } from './staff-gate.ts';

type Params = Readonly<Record<string, unknown>>;

export interface Entry {
  method: string;
  headers: Readonly<Record<string, string | undefined>>;
  cityId: CityId;
  /** Called after the credentials are checked, so that a stranger's parameters are not parsed and a token's refusals are recorded. */
  readParams: () => Result<Params, Refusal>;
  remoteAddress: string;
  nowMs: number;
}

type Denial = Refusal & { kind: 'wrong-role' | 'wrong-office' };

const wrongOffice = (pointer: `/${'path' | 'body'}/${string}`, detail?: string): Denial =>
  refuseMember('wrong-office', pointer, detail).error;

/** Returns why a token may not do this; `null`: it may. A role that this release does not know may do nothing. */
function denialOf(name: OperationName, { role, officeIds }: TokenCaller): Denial | null {
  if (!isAdministrative(name)) return null;
  const { roles, ofSomeOffices } = AUTHORIZATION[name];
  if (!roles.some((one) => one === role)) return { kind: 'wrong-role' };
  return officeIds !== null && ofSomeOffices === 'none'
    ? wrongOffice('/path/cityId', 'the operation is for the whole city, but the caller is limited to offices')
    : null;
}

/** Whether a caller restricted to some offices requests data of another office, or of the whole city. */
export const isBeyondOffices = ({ officeIds }: TokenCaller, office: unknown): boolean =>
  officeIds !== null && !officeIds.some((one) => one === office);

const isOfficeNamed = (name: OperationName): boolean =>
  isAdministrative(name) && AUTHORIZATION[name].ofSomeOffices === 'named';
const officeIn = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && 'officeId' in part ? part.officeId : undefined;

interface BearersContext {
  database: Database;
  auditing: Auditing;
  /** `null`: sessions are not valid, because only the listener for staff accepts them. */
  gate: StaffGate | null;
}

async function refuseAloud(
  { auditing }: BearersContext,
  name: OperationName,
  caller: TokenCaller,
  params: Params,
  denial: Denial,
): Promise<Result<never, Refusal>> {
  await auditing.refused(name, caller, params, denial.kind);
  return refuse(denial);
}

async function signIn(
  { database, auditing, gate }: BearersContext,
  name: OperationName,
  { method, headers, cityId, remoteAddress, nowMs }: Entry,
): Promise<Result<TokenCaller | ChannelCaller, Refusal>> {
  const isOfCity = OPERATIONS[name].credential === 'token';
  const { authorization, cookie } = headers;
  const signing = { authorization, cityId, address: addressSubject(remoteAddress), nowMs };
  if (gate !== null && isOfCity && authorization === undefined && cookie !== undefined) {
    const checked = checkOrigin(gate.origin, method, headers);
    const caller = checked.ok ? await gate.authenticate({ ...signing, cookie }) : null;
    if (caller !== null) return succeed(caller);
    const kind = checked.ok ? 'bad-token' : 'foreign-origin';
    await auditing.refusedSignIn({ cityId, what: name, result: kind, bearer: null, remoteAddress });
    return refuse({ kind });
  }
  const known = await (isOfCity ? authenticateToken : authenticateChannel)(signing, database);
  if (known.ok) return known;
  const { kind, bearer } = known.error;
  await auditing.refusedSignIn({ cityId, what: name, result: kind, bearer, remoteAddress });
  return refuse({ kind });
}

export function createBearers(context: BearersContext) {
  const { auditing } = context;
  return {
    async enter(name: OperationName, entry: Entry): Promise<Result<TokenCaller | ChannelCaller, Refusal>> {
      const known = await signIn(context, name, entry);
      if (!known.ok || !('role' in known.value)) return known;
      const params = entry.readParams();
      if (!params.ok) {
        await auditing.refused(name, known.value, {}, params.error.kind);
        return params;
      }
      const denial = denialOf(name, known.value);
      if (denial !== null) return refuseAloud(context, name, known.value, params.value, denial);
      const office = officeIn(params.value);
      return isOfficeNamed(name) && office !== undefined && isBeyondOffices(known.value, office)
        ? refuseAloud(context, name, known.value, params.value, wrongOffice('/path/officeId'))
        : known;
    },
    /** Completes the check of a token after the body was read, or could not be read, because the body may name an office. */
    async follow(
      name: OperationName,
      caller: unknown,
      params: Params,
      rest: Result<unknown, Refusal>,
    ): Promise<Result<null, Refusal>> {
      if (!isAdministrative(name)) return succeed(null);
      // The cast is safe, because `enter` made this caller.
      const token = caller as TokenCaller;
      if (!rest.ok) {
        await auditing.refused(name, token, params, rest.error.kind);
        return rest;
      }
      const named = officeIn(params);
      return isOfficeNamed(name) && isBeyondOffices(token, named ?? officeIn(rest.value))
        ? refuseAloud(
            context,
            name,
            token,
            params,
            wrongOffice(named === undefined ? '/body/officeId' : '/path/officeId'),
          )
        : succeed(null);
    },
  };
}

export type Bearers = ReturnType<typeof createBearers>;
