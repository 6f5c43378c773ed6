import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { ChannelId } from '../../src-main/contract/centre/appointments.ts';
import type { OPERATIONS, OperationName } from '../../src-main/contract/centre/operations.ts';
import {
  type MemberProblem,
  PROBLEMS,
  type Problem,
  type ProblemKind,
} from '../../src-main/contract/centre/problems.ts';
import type { CityId, KeyId, KioskId, OfficeId, PublicKey } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';

/** `/v1/cities/{cityId}` becomes `/v1/cities/:cityId`. */
export const routePath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

export interface KioskCaller {
  cityId: CityId;
  kioskId: KioskId;
  officeId: OfficeId;
  slot: number;
  keyId: KeyId;
}

/** A kiosk that is not enrolled yet, authenticated by its signature. The key id is derived from its key. */
export interface CandidateCaller {
  keyId: KeyId;
  publicKey: PublicKey;
}

export interface Bearer {
  cityId: CityId;
  tokenId: string;
  name: string;
  /** The client's address in the form in which the audit stores it. */
  address: string;
}

export interface TokenCaller extends Bearer {
  /** A role of `ROLES`, or of a newer release. */
  role: string;
  /** `null`: every office of the city. */
  officeIds: OfficeId[] | null;
  /** The session of a person who uses the staff's pages. A program has none. For a person, `tokenId` is the person's id. */
  sessionId?: string;
}

export interface ChannelCaller extends Bearer {
  channelId: ChannelId;
}

interface Callers {
  none: null;
  kiosk: KioskCaller;
  candidate: CandidateCaller;
  token: TokenCaller;
  channel: ChannelCaller;
}

type Operations = typeof OPERATIONS;
type Parsed<Shape, Missing> = Shape extends z.ZodType ? z.output<Shape> : Missing;
type Of<N extends OperationName, Part extends string> = Part extends keyof Operations[N]
  ? Operations[N][Part]
  : undefined;

export interface OperationRequest<N extends OperationName> {
  params: Parsed<Operations[N]['params'], never>;
  query: Parsed<Of<N, 'query'>, null>;
  body: Parsed<Of<N, 'body'>, null>;
  caller: Callers[Operations[N]['credential']];
  ifNoneMatch: string | null;
  /** The address of the last proxy or of the client itself, for rate limits. */
  remoteAddress: string;
  requestId: string;
  /** The time at which the whole request was received, by this centre's clock. */
  receivedAtMs: number;
}

export type AnswerBody<N extends OperationName> = Operations[N]['answer']['body'] extends z.ZodType
  ? z.input<Operations[N]['answer']['body']>
  : null;

export interface OperationAnswer<N extends OperationName> {
  body: AnswerBody<N>;
  etag?: string;
}

interface RefusalParts extends Omit<Problem, 'type' | 'title' | 'status' | 'errors'> {
  /** `Retry-After` of the answer, in seconds. */
  retryAfterS?: number;
}

export interface MemberRefusal extends RefusalParts {
  kind: MemberProblem;
  errors: NonNullable<Problem['errors']>;
}

export type Refusal =
  | MemberRefusal
  | (RefusalParts & { kind: Exclude<ProblemKind, MemberProblem>; errors?: undefined });

/** Refuses because of one member of the request. `detail` is the problem's title unless a more exact one is given. */
export const refuseMember = <K extends MemberProblem>(
  kind: K,
  pointer: `/${'path' | 'query' | 'body' | 'profile'}${string}`,
  detail: string = PROBLEMS[kind].title,
) => refuse({ kind, errors: [{ pointer, detail }] });

/**
 * Returns three values for an SQL statement that replaces a stored state only if that state is still the state that the request names
 * (`seen`). The values are the time of the new state, always later than that of the named state, even if the clock was set back; whether
 * the request names a state at all (if not, the statement replaces any state); and the time of the named state (`null`: the request names
 * no state, or says that none was stored yet).
 */
export function seenValues(
  { seen }: { seen?: string | undefined },
  nowMs: number,
): [changedAt: string, isChecked: boolean, seenAt: string | null] {
  const seenAt = seen === undefined || seen === 'none' ? null : seen;
  const changedMs = seenAt === null ? nowMs : Math.max(nowMs, Date.parse(seenAt) + 1);
  return [instantOf(changedMs), seen !== undefined, seenAt];
}

export const NO_CITY = 'the centre has no such city';
export const NO_OFFICE = 'the city has no such office';
export const NO_KIOSK = 'the city has no kiosk with this id';
export const NO_APPOINTMENT = 'the channel has no appointment with this reference';

/** The handler of an operation. `'not-modified'` becomes status 304; only a `conditional` operation may return it. */
export type Handler<N extends OperationName> = (
  request: OperationRequest<N>,
) => Promise<Result<OperationAnswer<N> | 'not-modified', Refusal>>;

/** Handles all streams of an operation. There may be thousands, so it must store little per stream. */
export interface StreamHandler<N extends OperationName> {
  begin(caller: OperationRequest<N>['caller'], answer: ServerResponse): void;
  /** Called once, when the client has disconnected or the replica ends. */
  end(answer: ServerResponse): void;
}

export type StreamName = { [N in OperationName]: Operations[N] extends { stream: true } ? N : never }[OperationName];
export type PlainName = Exclude<OperationName, StreamName>;
