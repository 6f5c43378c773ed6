import { kindOf, Problem, type ProblemKind } from '../../contract/centre/problems.ts';
import type { CentreTrouble } from '../contract/centre-status.ts';
import { CertificateRefused, type UnknownAuthority } from './connection.ts';

const LONGEST_RETRY_AFTER_MS = 300_000;

export interface CallFault {
  kind: Extract<
    CentreTrouble,
    | 'central-unreachable'
    | 'central-certificate'
    | 'central-answer'
    | 'central-busy'
    | 'central-refused'
    | 'kiosk-unknown'
    | 'kiosk-revoked'
  >;
  detail: string;
  problem: Problem | null;
  problemKind: ProblemKind | null;
  /** HTTP status of the answer; 0 without an answer. */
  status: number;
  /** Whether the centre itself signed this refusal; otherwise a proxy may have sent it. */
  signed: boolean;
  retryAfterMs: number | null;
  requestId?: string;
  /** The authority of the refused certificate, if the refusal was because no known authority has signed it. */
  authority?: UnknownAuthority;
}

export const fieldsOf = ({ detail, requestId }: CallFault): Record<string, string> =>
  requestId === undefined ? { detail } : { detail, requestId };

/** An answer before any check. Times are monotonic. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  askedMs: number;
  answeredMs: number;
}

export class NoAnswer extends Error {}

const nothing = { problem: null, problemKind: null, status: 0, signed: false, retryAfterMs: null } as const;

export const unreachable = (detail: string): CallFault => ({ kind: 'central-unreachable', detail, ...nothing });

export const strangeAnswer = (status: number, detail: string, signed = false): CallFault => ({
  kind: 'central-answer',
  detail,
  ...nothing,
  status,
  signed,
});

export function faultOf(error: unknown): CallFault {
  if (error instanceof CertificateRefused) {
    const fault = { kind: 'central-certificate', detail: error.message, ...nothing } as const;
    return error.authority === null ? fault : { ...fault, authority: error.authority };
  }
  if (error instanceof NoAnswer) return unreachable(error.message);
  if (error instanceof Error) return unreachable('code' in error ? String(error.code) : error.message);
  return unreachable(String(error));
}

/** Interprets a refusal. Only a refusal that the centre signed can revoke the kiosk, because an unsigned one may come from a proxy. */
export function refusalOf({ status, headers, body }: RawAnswer, signed: boolean): CallFault {
  const parsed = Problem.safeParse(jsonOf(body));
  const problem = parsed.success ? parsed.data : null;
  const problemKind = problem === null ? null : kindOf(problem);
  const retryAfterMs = retryAfterOf(headers['retry-after']);
  const about = { problem, problemKind, status, signed, retryAfterMs };
  const detail = `${status} ${problem?.type ?? ''}`.trim();
  if (problemKind === 'kiosk-revoked' && signed) return { kind: 'kiosk-revoked', detail, ...about };
  if (status === 408 || status === 429 || status >= 500) return { kind: 'central-busy', detail, ...about };
  if (problemKind === 'unknown-key') return { kind: 'kiosk-unknown', detail, ...about };
  if (problemKind !== null) return { kind: 'central-refused', detail, ...about };
  return { kind: 'central-answer', detail, ...about };
}

export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The wait that a `Retry-After` header requests, in milliseconds. A date is ignored, because it would require a trusted clock. */
function retryAfterOf(header: string | undefined): number | null {
  if (header === undefined || !/^\d{1,6}$/.test(header)) return null;
  return Math.min(LONGEST_RETRY_AFTER_MS, Number(header) * 1_000);
}
