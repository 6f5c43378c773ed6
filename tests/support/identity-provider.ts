import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { onTestFinished } from 'vitest';
import { STAFF_ORIGIN } from './staff-visitor.ts';

const CLIENT = { clientId: 'torn', clientSecret: 'secret-de-prova-que-es-prou-llarg' };
const REDIRECT = `${STAFF_ORIGIN}/sign-in/directory/callback`;

export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The person who signs in, with the claims that the provider makes about this person. */
  person: { sub: string; [claim: string]: unknown };
  /** Follows the provider's pages from its authorization address. Returns the address to which it sends the browser back. */
  follow(location: string): Promise<string>;
  stop(): Promise<void>;
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void, port = 0) {
  const server: Server = createServer(answer);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  onTestFinished(stop);
  return { issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

/** Starts a real OpenID provider that signs `person` in without a question and puts all claims into the id token. */
export async function startIdentityProvider(claims: readonly string[]): Promise<IdentityProvider> {
  const own: { answer: (request: IncomingMessage, response: ServerResponse) => void } = { answer: () => {} };
  const { issuer, stop } = await listen((request, response) => own.answer(request, response));
  const place: IdentityProvider = {
    issuer,
    ...CLIENT,
    stop,
    person: { sub: 'u-1' },
    async follow(location) {
      const cookies = new Map<string, string>();
      let at = location;
      while (at.startsWith(issuer)) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
          cookies.set(name, value);
        }
        const next = response.headers.get('location');
        if (next === null) throw new Error(`the provider leads nowhere: ${response.status} ${await response.text()}`);
        at = new URL(next, at).href;
      }
      return at.slice(STAFF_ORIGIN.length);
    },
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [REDIRECT] }],
    claims: { openid: ['sub', ...claims] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['prova'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    jwks: { keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ ...place.person, sub }) }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    // The consent exists already, so the provider shows no page that asks for the consent.
    async loadExistingGrant({ oidc: { client, session } }) {
      const [clientId, accountId] = [client?.clientId ?? '', session?.accountId ?? ''];
      const grant = new provider.Grant({ clientId, accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  own.answer = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
    void provider.interactionFinished(request, response, { login: { accountId: place.person.sub } });
  };
  return place;
}

export interface ForgedTokens {
  issuer: string;
  clientId: string;
  clientSecret: string;
  forge: { idToken?: Record<string, unknown>; back?: Record<string, string>; unsigned?: boolean };
  /** Follows redirects as a browser does. Returns the path to which the provider sends it back. */
  follow(location: string): Promise<string>;
  exchanged: string[];
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Starts a provider of an attacker, which signs whatever claims a test sets. */
export async function startForger(): Promise<ForgedTokens> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const asked = new Map<string, { nonce: string; challenge: string }>();
  const { issuer } = await listen(async (request, response) => {
    const send = (body: object, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/.well-known/openid-configuration')
      return send({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      });
    if (request.url === '/jwks')
      return send({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] });
    const form = new URLSearchParams(await new Response(request as unknown as ReadableStream).text());
    const code = form.get('code') ?? '';
    const found = asked.get(code);
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    // A code is valid once, and only for the client that can prove that it asked for the code (PKCE).
    if (!found || place.exchanged.includes(code) || proof !== found.challenge)
      return send({ error: 'invalid_grant' }, 400);
    place.exchanged.push(code);
    const nowS = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: issuer,
      aud: CLIENT.clientId,
      sub: 'u-1',
      iat: nowS,
      exp: nowS + 300,
      nonce: found.nonce,
      name: 'Montserrat Prova',
      groups: ['torn-admin'],
      ...place.forge.idToken,
    };
    const head = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}`;
    const key = place.forge.unsigned ? other.privateKey : privateKey;
    const idToken = `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
    return send({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken });
  });
  const place: ForgedTokens = {
    issuer,
    ...CLIENT,
    forge: {},
    exchanged: [],
    follow(location) {
      const { searchParams } = new URL(location);
      const code = randomBytes(16).toString('base64url');
      asked.set(code, {
        nonce: searchParams.get('nonce') ?? '',
        challenge: searchParams.get('code_challenge') ?? '',
      });
      const back = { code, state: searchParams.get('state') ?? '', iss: issuer, ...place.forge.back };
      return Promise.resolve(`/sign-in/directory/callback?${new URLSearchParams(back)}`);
    },
  };
  return place;
}
