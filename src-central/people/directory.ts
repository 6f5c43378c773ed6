import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Configuration } from 'openid-client';
import { z } from 'zod';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { messageOf, type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { ClaimGrant } from './claims.ts';

/** The city's own provider (OpenID Connect), in the file that `OIDC_FILE` names. */
export const DirectoryFile = z.strictObject({
  issuer: z.url(),
  clientId: z.string().min(1),
  scope: z.string().default('openid profile'),
  /** The claim that the audit names the person by. */
  name: z.string().min(1).default('name'),
  /** Asks for claims at the provider's userinfo endpoint too: some providers put roles there alone. */
  userinfo: z.boolean().default(false),
  /** The provider must have signed the person in at this level, such as with a second factor. */
  acr: z.string().min(1).optional(),
  /** Whether people with a local account may sign in too. Those for emergencies always may. */
  localAccounts: z.boolean().default(false),
  grants: z.array(ClaimGrant).min(1),
});
export type DirectoryFile = z.infer<typeof DirectoryFile>;

export interface DirectoryOptions extends DirectoryFile {
  clientSecret: string;
}

/** A sign-in that is under way at the provider, as its browser's cookie has it. */
const Attempt = z.strictObject({ cityId: CityId, next: z.string().max(2_000), atMs: z.int() });
type Attempt = z.infer<typeof Attempt>;

export interface Known {
  cityId: CityId;
  next: string;
  issuer: string;
  subject: string;
  name: string;
  claims: Readonly<Record<string, unknown>>;
}

export type DirectoryFault = { kind: 'provider-down' | 'foreign-answer'; detail: string };

export interface Directory {
  readonly file: DirectoryFile;
  /** The address to send the browser to, and the value of its cookie. */
  begin(attempt: Attempt): Promise<Result<{ location: string; cookie: string }, DirectoryFault>>;
  /** Who came back. @param url of the request, at the public origin */
  finish(url: URL, cookie: string | null, nowMs: number): Promise<Result<Known, DirectoryFault>>;
}

export const ATTEMPT_COOKIE = '__Host-torn-sign-in';
export const ATTEMPT_LIVES_S = 600;
const SECRET_BYTES = 32;
export const CALLBACK_PATH = '/sign-in/directory/callback';

/**
 * State, nonce and PKCE verifier are derived from a secret that only the browser's cookie has, and bound to what the cookie says: an answer
 * for another browser, or for a changed cookie, fits none of them. So nothing is stored for strangers.
 */
function secretsOf(cookie: string) {
  const part = (name: string): string => createHmac('sha256', cookie).update(`torn ${name}`).digest('base64url');
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') };
}

function readCookie(cookie: string | null, nowMs: number): Attempt | null {
  const [, text] = /^[\w-]{43}\.([\w-]{1,4000})$/.exec(cookie ?? '') ?? [];
  if (text === undefined) return null;
  try {
    const { data } = Attempt.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    const isYoung = data !== undefined && data.atMs <= nowMs && data.atMs > nowMs - ATTEMPT_LIVES_S * 1_000;
    return isYoung ? data : null;
  } catch {
    return null;
  }
}

/** Loaded on demand: most centres have no provider. */
const openid = () => import('openid-client');

const isLoopback = (url: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);

/** As names of invited people are: no control or invisible characters, which would make two names look like one. */
const plainName = (name: unknown): string =>
  typeof name === 'string'
    ? name
        .normalize('NFC')
        .replace(/\s+/g, ' ')
        .replace(/[\p{C}<>]/gu, '')
        .trim()
        .slice(0, 80)
    : '';

const foreign = (detail: string) => refuse({ kind: 'foreign-answer' as const, detail });

export function createDirectory({ clientSecret, ...file }: DirectoryOptions, origin: string): Directory {
  const issuer = new URL(file.issuer);
  // A provider in the clear is for tests and demonstrations on this machine.
  const isPlain = issuer.protocol === 'http:' && isLoopback(issuer);
  const redirect = `${origin}${CALLBACK_PATH}`;
  let found: Promise<Configuration> | null = null;
  async function discover(): Promise<Configuration> {
    const { allowInsecureRequests, discovery, enableNonRepudiationChecks } = await openid();
    // By the standard TLS alone would prove an id token; a proxy of the city may end TLS, so its signature is verified too.
    const execute = [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])];
    return discovery(issuer, file.clientId, clientSecret, undefined, { execute, timeout: 10 });
  }
  async function configuration(): Promise<Result<Configuration, DirectoryFault>> {
    found ??= discover();
    try {
      return succeed(await found);
    } catch (error) {
      // Asked again at the next sign-in.
      found = null;
      return refuse({ kind: 'provider-down', detail: messageOf(error) });
    }
  }
  return {
    file,
    async begin(attempt) {
      const config = await configuration();
      if (!config.ok) return config;
      const text = Buffer.from(JSON.stringify(attempt)).toString('base64url');
      const cookie = `${randomBytes(SECRET_BYTES).toString('base64url')}.${text}`;
      const { state, nonce, verifier } = secretsOf(cookie);
      const { buildAuthorizationUrl } = await openid();
      const location = buildAuthorizationUrl(config.value, {
        ...{ redirect_uri: redirect, scope: file.scope, state, nonce },
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...(file.acr === undefined ? {} : { acr_values: file.acr }),
      });
      return succeed({ location: location.href, cookie });
    },
    async finish(url, cookie, nowMs) {
      const attempt = readCookie(cookie, nowMs);
      if (attempt === null || cookie === null) return foreign('the browser has begun no sign-in, or too long ago');
      const { state, nonce, verifier } = secretsOf(cookie);
      const config = await configuration();
      if (!config.ok) return config;
      const { authorizationCodeGrant, fetchUserInfo } = await openid();
      try {
        const tokens = await authorizationCodeGrant(config.value, url, {
          ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
        });
        const idToken = tokens.claims();
        if (idToken === undefined) return foreign('there is no id token');
        if (file.acr !== undefined && idToken.acr !== file.acr) return foreign('signed in at another level');
        const more = file.userinfo ? await fetchUserInfo(config.value, tokens.access_token, idToken.sub) : {};
        const claims: Record<string, unknown> = { ...more, ...idToken };
        const names = [claims[file.name], claims.preferred_username, idToken.sub].map(plainName);
        return succeed({
          ...{ cityId: attempt.cityId, next: attempt.next, issuer: idToken.iss, subject: idToken.sub, claims },
          name: names.find((name) => name !== '') ?? idToken.iss,
        });
      } catch (error) {
        const isDown = error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
        return refuse({ kind: isDown ? 'provider-down' : 'foreign-answer', detail: messageOf(error) });
      }
    },
  };
}
