import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CitizensProviderFile, createIdentification } from '../../../src-central/identification/citizens.ts';

const NOW_MS = Date.parse('2026-11-25T10:00:00Z');
const CALLBACK = 'https://cita.exemple.cat/c/terrassa/identified';
const NEXT = '/c/terrassa?hold=abc&lang=ca';

/** A provider that speaks plain OAuth 2.0 as VÀLid does: no id token, a secret in the form, and the token in the query of its data. */
async function startValid(person: object = { status: 'ok', identifier: '12345678z', identifierType: '1' }) {
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
    ...{ authorizationEndpoint: `${origin}/o/oauth2/auth`, tokenEndpoint: `${origin}/o/oauth2/token` },
    ...{ userinfoEndpoint: `${origin}/serveis-rest/getUserInfo`, tokenMember: 'AccessToken' },
    ...{ clientId: 'torn', scope: 'autenticacio_usuari', cityId: 'terrassa', document: 'identifier' },
  });
  return { provider, asked, identification: createIdentification({ file, secret: 'secret' }, CALLBACK) };
}

type Identification = Awaited<ReturnType<typeof startValid>>['identification'];

async function begin(identification: Identification) {
  const begun = await identification.begin(NEXT, NOW_MS);
  if (!begun.ok) throw new Error(begun.error.detail);
  const { location, cookie } = begun.value;
  const sent = await fetch(location, { redirect: 'manual' });
  return { cookie, location, back: new URL(sent.headers.get('location') ?? '') };
}

describe('a citizen whom VÀLid identifies', () => {
  it('comes back to where they were, with the number of their document', async () => {
    const { identification } = await startValid();
    const { back, cookie, location } = await begin(identification);
    expect(new URL(location).searchParams.get('scope')).toBe('autenticacio_usuari');
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect(await identification.finish(back, cookie, NOW_MS + 60_000)).toEqual({
      ok: true,
      value: { next: NEXT, documentNumber: '12345678Z' },
    });
    // The code is spent.
    expect(await identification.finish(back, cookie, NOW_MS + 60_000)).toMatchObject({
      error: { kind: 'foreign-answer' },
    });
  });

  it('is not taken from an answer for another browser, a forged state, or after ten minutes', async () => {
    const { identification, asked } = await startValid();
    const { back, cookie } = await begin(identification);
    const other = await begin(identification);
    const forged = new URL(back);
    forged.searchParams.set('state', 'forjat');
    const before = asked.length;
    for (const answer of [
      await identification.finish(back, other.cookie, NOW_MS),
      await identification.finish(forged, cookie, NOW_MS),
      await identification.finish(back, null, NOW_MS),
      await identification.finish(back, `${cookie}x`, NOW_MS),
      await identification.finish(back, cookie, NOW_MS + 600_000),
      await identification.finish(back, cookie, NOW_MS - 1),
    ])
      expect(answer).toMatchObject({ error: { kind: 'foreign-answer' } });
    // The provider was asked for none of them.
    expect(asked).toHaveLength(before);
  });

  it.each([
    ['no document', { status: 'ok' }],
    ['a mistyped one', { identifier: '12345678A' }],
    ['an object', { identifier: { number: '12345678Z' } }],
    ['an empty answer', {}],
  ])('is not identified by %s', async (_name, person) => {
    const { identification } = await startValid(person);
    const { back, cookie } = await begin(identification);
    expect(await identification.finish(back, cookie, NOW_MS)).toMatchObject({ error: { kind: 'no-document' } });
  });

  it('can go on without it while the provider is down', async () => {
    const { provider, identification } = await startValid();
    const { back, cookie } = await begin(identification);
    provider.isDown = true;
    expect((await identification.finish(back, cookie, NOW_MS)).ok).toBe(false);
  });
});
