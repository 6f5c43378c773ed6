import { z } from 'zod';
import { RequestId } from './request-id.ts';

/**
 * Every problem document of the centre, as RFC 9457 `application/problem+json`. `type` is `urn:torn:problem:<kind>`; `title` is for
 * developers and logs; people read the sentence `operator:<kind>` of `config/locales` in their own language.
 */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request does not match its schema' },
  unsigned: { status: 401, title: 'The request is not signed' },
  'bad-signature': { status: 401, title: 'The signature does not fit the request' },
  'unknown-key': { status: 401, title: 'No kiosk has this key' },
  'kiosk-revoked': { status: 401, title: 'This kiosk has been revoked' },
  'bad-token': { status: 401, title: 'The token is missing, unknown or withdrawn' },
  'token-expired': { status: 401, title: 'The token has expired' },
  'wrong-token': { status: 403, title: 'This token is for other operations' },
  'wrong-role': { status: 403, title: 'The token’s role does not include this operation' },
  'wrong-office': { status: 403, title: 'The token is for another office' },
  'foreign-origin': { status: 403, title: 'A session’s request must come from the pages of this centre' },
  'not-yours': { status: 403, title: 'This belongs to another kiosk or another city' },
  'needs-another-person': {
    status: 403,
    title: 'Neither the proposer nor the person concerned can confirm it: another person must',
  },
  'test-build': { status: 403, title: 'A test build may not enrol with a production centre' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'unknown-code': { status: 404, title: 'No enrolment waits under this code' },
  'too-slow': { status: 408, title: 'The request did not arrive within its time limit' },
  'replayed-request': { status: 409, title: 'This request has been answered before' },
  'no-staff-pages': { status: 409, title: 'This centre has no pages for people: set STAFF_URL' },
  'name-taken': { status: 409, title: 'Another person of the city has this name' },
  'slot-taken': { status: 409, title: 'The slot belongs or belonged to another kiosk of this office' },
  'already-replaced': { status: 409, title: 'Another kiosk has already replaced this one' },
  'already-decided': { status: 409, title: 'It has already been decided, or its kiosk has sent a newer change since' },
  'changed-meanwhile': { status: 409, title: 'Another person has changed it since it was read' },
  'does-not-apply': { status: 409, title: 'The change does not fit the office’s newest profile any more' },
  'fingerprint-differs': { status: 409, title: 'The fingerprint is not the one of the waiting kiosk' },
  'code-spent': { status: 409, title: 'The enrolment has already been decided' },
  'already-checked-in': {
    status: 409,
    title: 'The holder has checked in, so the appointment can no longer be changed',
  },
  'bring-again': {
    status: 409,
    title: 'An appointment that moves to another office must send its document number and its code again, or null',
  },
  'too-many-keys': { status: 409, title: 'Too many keys of this office are still needed' },
  'too-many-codes': { status: 409, title: 'All codes of one of the offices are taken: wait until one ends' },
  'hour-gone': { status: 409, title: 'The hour is no longer free' },
  'already-booked': { status: 409, title: 'The held hour has become a booking, which is kept' },
  'cursor-gone': { status: 410, title: 'Changes since this cursor are no longer kept: take a snapshot' },
  'order-expired': { status: 410, title: 'The time to confirm it is over: propose it again' },
  'code-expired': { status: 410, title: 'The pairing code has expired' },
  'too-large': { status: 413, title: 'The request is larger than allowed' },
  'unsupported-media': { status: 415, title: 'The operation takes no body of this type or coding' },
  'invalid-profile': { status: 422, title: 'The office profile is not valid' },
  'invalid-plan': { status: 422, title: 'The plan of the hours to offer is not valid' },
  'invalid-appointment': { status: 422, title: 'The appointment does not fit the office' },
  'too-many-tries': { status: 429, title: 'Too many tries: wait' },
  'internal-error': { status: 500, title: 'The centre failed' },
  overloaded: { status: 503, title: 'The centre is overloaded: try again later' },
  draining: { status: 503, title: 'This replica is shutting down: try again' },
  'store-unreachable': { status: 503, title: 'The centre cannot reach its database: try again later' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemKind = keyof typeof PROBLEMS;

/**
 * Problems that are about the content of a request: the answer names the member of the request and the reason (`errors`). The answers to
 * all other problems have no `errors`.
 */
export const MEMBER_PROBLEMS = [
  'malformed-request',
  'wrong-office',
  'needs-another-person',
  'test-build',
  'not-found',
  'unknown-code',
  'name-taken',
  'slot-taken',
  'already-replaced',
  'already-decided',
  'changed-meanwhile',
  'does-not-apply',
  'fingerprint-differs',
  'code-spent',
  'already-checked-in',
  'bring-again',
  'too-many-keys',
  'too-many-codes',
  'hour-gone',
  'already-booked',
  'order-expired',
  'code-expired',
  'invalid-profile',
  'invalid-plan',
  'invalid-appointment',
] as const satisfies readonly ProblemKind[];
export type MemberProblem = (typeof MEMBER_PROBLEMS)[number];

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
const PREFIX = 'urn:torn:problem:';

/** A problem document (RFC 9457); its other members are ignored. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  requestId: RequestId.optional(),
  /** For `replayed-request`: the next count must be higher than this number. */
  above: z.int().nonnegative().optional(),
  /** For `kiosk-revoked`: present if another kiosk has replaced the revoked kiosk. */
  replaced: z.literal(true).optional(),
  /**
   * For `MEMBER_PROBLEMS`: the member of the request (a JSON pointer that begins with `/path`, `/query` or `/body`) and the reason, without
   * the member's value.
   */
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

export function problemOf(kind: ProblemKind, more: Omit<Problem, 'type' | 'title' | 'status'> = {}): Problem {
  const { status, title } = PROBLEMS[kind];
  return { type: `${PREFIX}${kind}`, title, status, ...more };
}

export const sayProblem = ({ title, detail, errors = [] }: Problem): string =>
  [
    title,
    ...(detail === undefined ? [] : [detail]),
    ...errors.map(({ pointer, detail: why }) => `${pointer}: ${why}`),
  ].join('\n  ');

/** Returns the kind of a problem document. `null`: the kind is unknown, because a proxy or a newer centre wrote the document. */
export function kindOf(problem: Problem): ProblemKind | null {
  const kind = problem.type.startsWith(PREFIX) ? problem.type.slice(PREFIX.length) : '';
  return Object.hasOwn(PROBLEMS, kind) ? (kind as ProblemKind) : null;
}
