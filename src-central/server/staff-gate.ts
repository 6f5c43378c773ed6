import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { Refusal, TokenCaller } from './operation.ts';

export interface SessionEntry {
  cookie: string | undefined;
  cityId: CityId;
  address: string;
  nowMs: number;
}

export interface StaffGate {
  /** The origin of the staff's pages in the form that browsers send: `https://torn.exemple.cat`. */
  origin: string;
  /** `null`: the cookie names no open session of this city. */
  authenticate(entry: SessionEntry): Promise<TokenCaller | null>;
  endedOf(callers: readonly TokenCaller[]): Promise<readonly TokenCaller[]>;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Refuses requests that a page of another site makes a signed-in browser send. Browsers name that page's origin in every request that is
 * not a plain read, and newer ones also in `Sec-Fetch-Site`.
 */
export function checkOrigin(origin: string, method: string, headers: Headers): Result<null, Refusal> {
  const site = headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && !(site === 'none' && SAFE.has(method));
  const isNamed = headers.origin === origin || (headers.origin === undefined && SAFE.has(method));
  return isForeign || !isNamed ? refuse({ kind: 'foreign-origin' }) : succeed(null);
}

const PREFIX = '__Host-';

/** Renames cookies for plain HTTP, which demonstrations use: browsers refuse a cookie named `__Host-…` there, so the prefix is left out. */
export const plainCookieNames = {
  received: (header: string): string => header.replace(/(^|;\s*)torn/g, `$1${PREFIX}torn`),
  sent: (line: string): string => (line.startsWith(PREFIX) ? line.slice(PREFIX.length) : line),
};

/**
 * The headers of every answer of the listener for staff. Its pages load files and scripts only from this site, and no page may show them in
 * a frame. `framed`: pages of this site may show this page in a frame.
 */
export const staffHeaders = (origin: string, framed = false): Readonly<Record<string, string>> => ({
  'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; frame-src 'self'; frame-ancestors ${framed ? "'self'" : "'none'"}; base-uri 'none'; form-action 'self'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': framed ? 'SAMEORIGIN' : 'DENY',
  // Without a referrer, browsers send no origin with a form, and every form would be refused.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  ...(origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
});
