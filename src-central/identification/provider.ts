import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Configuration } from 'openid-client';
import { z } from 'zod';
import { sayProblems } from '../../src-main/contract/shared/problems.ts';
import { messageOf, type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { readPrivateFile } from '../private-files.ts';
import type { BadSettings } from '../settings.ts';

/**
 * Reads a provider's description, and the secret, which only this service may be able to read.
 * @param setting the setting that names the description's file
 */
export function readProvider<T>(
  setting: string,
  files: { file: string; secret: string },
  schema: z.ZodType<T>,
): Result<{ file: T; secret: string }, BadSettings> {
  const secret = readPrivateFile(files.secret);
  if (!secret.ok) return secret;
  const wrong = (detail: string) =>
    refuse({ kind: 'bad-settings' as const, detail: `${setting} ${files.file}: ${detail}` });
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(files.file, 'utf8'));
  } catch (error) {
    return wrong(messageOf(error));
  }
  const read = schema.safeParse(text);
  return read.success
    ? succeed({ file: read.data, secret: secret.value.trim() })
    : wrong(sayProblems(read.error, 3, 'the file'));
}

/** The endpoints are found by discovery. */
export const OpenIdProvider = z.strictObject({
  issuer: z.url(),
  clientId: z.string().min(1),
  scope: z.string().default('openid profile'),
  /** True: claims are also read from the provider's userinfo endpoint, because some providers put roles only there. */
  userinfo: z.boolean().default(false),
  /** The provider must sign people in at this level, such as with a second factor. */
  acr: z.string().min(1).optional(),
});

const isLoopback = (url: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
/** Whether the provider is reached over plain HTTP. Only a provider on this machine may be, for tests and demonstrations. */
const isPlain = (url: URL): boolean => url.protocol === 'http:' && isLoopback(url);

/**
 * An address of the provider. It must have TLS, except on this machine, because over plain HTTP an attacker on the path could answer for
 * the provider.
 */
const Endpoint = z.url().refine((text) => {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || isPlain(url));
}, 'expected an https address');

/**
 * A provider of plain OAuth 2.0, such as VÀLid of the Consorci AOC: no id token, no discovery, and a separate request for a person's data.
 */
export const OAuthProvider = z.strictObject({
  authorizationEndpoint: Endpoint,
  tokenEndpoint: Endpoint,
  userinfoEndpoint: Endpoint,
  clientId: z.string().min(1),
  scope: z.string().min(1),
  /** The member of the query that carries the access token; VÀLid: `AccessToken`. Absent: the `Authorization` header carries it. */
  tokenMember: z.string().min(1).optional(),
});

export type ProviderDescription = z.infer<typeof OpenIdProvider> | z.infer<typeof OAuthProvider>;

export type ProviderFault = { kind: 'provider-down' | 'foreign-answer'; detail: string };

export interface Identified<Attempt> {
  attempt: Attempt;
  /** The issuer, or for plain OAuth the authorization endpoint. */
  issuer: string;
  /**
   * The claims. Readers check names with `Object.hasOwn`, because the names of claims come from a file and could be names of inherited
   * members.
   */
  claims: Readonly<Record<string, unknown>>;
}

export const ATTEMPT_LIVES_S = 600;
const SECRET_BYTES = 32;
const PATIENCE_S = 10;
const LONGEST_USERINFO = 100_000;

/**
 * Derives state, nonce and PKCE verifier from the browser's cookie, which contains a secret. An answer for another browser, or for a
 * changed cookie, fits none of them, so the centre need not store anything for strangers.
 */
function secretsOf(cookie: string) {
  const part = (name: string): string => createHmac('sha256', cookie).update(`torn ${name}`).digest('base64url');
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') };
}

function readCookie<Attempt extends { atMs: number }>(
  cookie: string | null,
  schema: z.ZodType<Attempt>,
  nowMs: number,
): Attempt | null {
  const [, text] = /^[\w-]{43}\.([\w-]{1,4000})$/.exec(cookie ?? '') ?? [];
  if (text === undefined) return null;
  try {
    const { data } = schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    const isYoung = data !== undefined && data.atMs <= nowMs && data.atMs > nowMs - ATTEMPT_LIVES_S * 1_000;
    return isYoung ? data : null;
  } catch {
    return null;
  }
}

/** The library is loaded on demand, because most centres have no provider. */
const openid = () => import('openid-client');

const foreign = (detail: string) => refuse({ kind: 'foreign-answer' as const, detail });
const isOpenId = (description: ProviderDescription): description is z.infer<typeof OpenIdProvider> =>
  'issuer' in description;

/**
 * Sends a browser to a provider and identifies the person who comes back: authorization code with PKCE and state, and for OpenID a nonce.
 * @param schema the data in the browser's cookie. The browser can choose them, so they are validated, and nothing relies on them.
 */
export function createProvider<Attempt extends { atMs: number }>(
  description: ProviderDescription & { clientSecret: string },
  { redirect, schema }: { redirect: string; schema: z.ZodType<Attempt> },
) {
  let found: Promise<Configuration> | null = null;

  async function prepare(): Promise<Configuration> {
    const { allowInsecureRequests, Configuration, discovery, enableNonRepudiationChecks, ClientSecretPost } =
      await openid();
    const { clientId, clientSecret } = description;
    if (isOpenId(description)) {
      const issuer = new URL(description.issuer);
      // The standard accepts TLS alone as evidence that an id token is genuine. A proxy of the city may end TLS, so the token's signature
      // is verified too.
      const execute = [enableNonRepudiationChecks, ...(isPlain(issuer) ? [allowInsecureRequests] : [])];
      return discovery(issuer, clientId, clientSecret, undefined, { execute, timeout: PATIENCE_S });
    }
    const { authorizationEndpoint, tokenEndpoint } = description;
    const server = {
      issuer: new URL(authorizationEndpoint).origin,
      authorization_endpoint: authorizationEndpoint,
      token_endpoint: tokenEndpoint,
    };
    const made = new Configuration(server, clientId, clientSecret, ClientSecretPost(clientSecret));
    made.timeout = PATIENCE_S;
    if (isPlain(new URL(tokenEndpoint))) allowInsecureRequests(made);
    return made;
  }

  async function configuration(): Promise<Result<Configuration, ProviderFault>> {
    found ??= prepare();
    try {
      return succeed(await found);
    } catch (error) {
      found = null;
      return refuse({ kind: 'provider-down', detail: messageOf(error) });
    }
  }

  return {
    async begin(attempt: Attempt): Promise<Result<{ location: string; cookie: string }, ProviderFault>> {
      const config = await configuration();
      if (!config.ok) return config;
      const text = Buffer.from(JSON.stringify(attempt)).toString('base64url');
      const cookie = `${randomBytes(SECRET_BYTES).toString('base64url')}.${text}`;
      const { state, nonce, verifier } = secretsOf(cookie);
      const { buildAuthorizationUrl } = await openid();
      const location = buildAuthorizationUrl(config.value, {
        redirect_uri: redirect,
        scope: description.scope,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...(isOpenId(description) ? { nonce } : {}),
        ...(isOpenId(description) && description.acr !== undefined ? { acr_values: description.acr } : {}),
      });
      return succeed({ location: location.href, cookie });
    },
    /** @param url the request's address, at the public origin */
    async finish(url: URL, cookie: string | null, nowMs: number): Promise<Result<Identified<Attempt>, ProviderFault>> {
      const attempt = readCookie(cookie, schema, nowMs);
      if (attempt === null || cookie === null) return foreign('this browser has not begun a sign-in, or too long ago');
      const { state, nonce, verifier } = secretsOf(cookie);
      const config = await configuration();
      if (!config.ok) return config;
      const { authorizationCodeGrant, fetchUserInfo } = await openid();
      try {
        if (!isOpenId(description)) {
          const checks = { pkceCodeVerifier: verifier, expectedState: state };
          const { access_token } = await authorizationCodeGrant(config.value, url, checks);
          const claims = await readPerson(description, access_token);
          return succeed({ attempt, issuer: description.authorizationEndpoint, claims });
        }
        const tokens = await authorizationCodeGrant(config.value, url, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const idToken = tokens.claims();
        if (idToken === undefined) return foreign('the answer has no id token');
        if (description.acr !== undefined && idToken.acr !== description.acr)
          return foreign('the person signed in at another level of assurance');
        const more = description.userinfo ? await fetchUserInfo(config.value, tokens.access_token, idToken.sub) : {};
        return succeed({ attempt, issuer: idToken.iss, claims: { ...more, ...idToken } });
      } catch (error) {
        const isDown = error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
        return refuse({ kind: isDown ? 'provider-down' : 'foreign-answer', detail: messageOf(error) });
      }
    },
  };
}

const Person = z.record(z.string(), z.unknown());

/** @throws if the answer is missing, too long, or no object */
async function readPerson(
  { userinfoEndpoint, tokenMember }: z.infer<typeof OAuthProvider>,
  accessToken: string,
): Promise<Record<string, unknown>> {
  const url = new URL(userinfoEndpoint);
  if (tokenMember !== undefined) url.searchParams.set(tokenMember, accessToken);
  const answer = await fetch(url, {
    headers: tokenMember === undefined ? { authorization: `Bearer ${accessToken}` } : {},
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_S * 1_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the provider answers HTTP ${answer.status} for the person's data`);
  if (text.length > LONGEST_USERINFO)
    throw new Error(`the person's data have more than ${LONGEST_USERINFO} characters`);
  return Person.parse(JSON.parse(text));
}
