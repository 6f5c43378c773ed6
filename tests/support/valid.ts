import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { CitizensProviderFile, createIdentification } from '../../src-central/identification/citizens.ts';

/**
 * Starts a provider that speaks plain OAuth 2.0 as VÀLid does: it gives no id token, reads the client's secret from the form, and takes the
 * access token in the query of the address for user data.
 */
export async function startValid(
  callback: string,
  person: object = { status: 'ok', identifier: '12345678z', identifierType: '1' },
) {
  const codes = new Map<string, string>();
  const asked: string[] = [];
  const provider = { person, isDown: false };
  const server = createServer((request, response): unknown => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    asked.push(url.pathname);
    if (provider.isDown) return response.writeHead(503).end();
    const json = (status: number, body: object): unknown =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/o/oauth2/auth') {
      codes.set('codi', url.searchParams.get('code_challenge') ?? '');
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.search = String(new URLSearchParams({ code: 'codi', state: url.searchParams.get('state') ?? '' }));
      return response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === '/serveis-rest/getUserInfo')
      return url.searchParams.get('AccessToken') === 'testimoni' ? json(200, provider.person) : json(200, {});
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const code = form.get('code') ?? '';
      const isRight =
        form.get('client_id') === 'torn' && form.get('client_secret') === 'secret' && codes.get(code) === verifier;
      codes.delete(code);
      return isRight
        ? json(200, { access_token: 'testimoni', token_type: 'Bearer', expires_in: 600 })
        : json(400, { error: 'invalid_grant' });
    });
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = CitizensProviderFile.parse({
    authorizationEndpoint: `${origin}/o/oauth2/auth`,
    tokenEndpoint: `${origin}/o/oauth2/token`,
    userinfoEndpoint: `${origin}/serveis-rest/getUserInfo`,
    tokenMember: 'AccessToken',
    clientId: 'torn',
    scope: 'autenticacio_usuari',
    cityId: 'terrassa',
    document: 'identifier',
  });
  return { provider, asked, identification: createIdentification({ file, secret: 'secret' }, callback) };
}
