import { describe, expect, it } from 'vitest';
import { startValid } from '../../support/valid.ts';

const NOW_MS = Date.parse('2026-11-25T10:00:00Z');
const CALLBACK = 'https://cita.exemple.cat/c/terrassa/identified';
const NEXT = '/c/terrassa?hold=abc&lang=ca';

type Identification = Awaited<ReturnType<typeof startValid>>['identification'];

async function begin(identification: Identification) {
  const begun = await identification.begin(NEXT, NOW_MS);
  if (!begun.ok) throw new Error(begun.error.detail);
  const { location, cookie } = begun.value;
  const sent = await fetch(location, { redirect: 'manual' });
  return { cookie, location, back: new URL(sent.headers.get('location') ?? '') };
}

describe('a citizen whom VÀLid identifies', () => {
  it('returns to the page they came from, with their document number', async () => {
    const { identification } = await startValid(CALLBACK);
    const { back, cookie, location } = await begin(identification);
    expect(new URL(location).searchParams.get('scope')).toBe('autenticacio_usuari');
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect(await identification.finish(back, cookie, NOW_MS + 60_000)).toEqual({
      ok: true,
      value: { next: NEXT, documentNumber: '12345678Z' },
    });
    // The provider accepts an authorization code once.
    expect(await identification.finish(back, cookie, NOW_MS + 60_000)).toMatchObject({
      error: { kind: 'foreign-answer' },
    });
  });

  it('is not identified by an answer for another browser, by a forged state, or after ten minutes', async () => {
    const { identification, asked } = await startValid(CALLBACK);
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
    expect(asked).toHaveLength(before);
  });

  it.each([
    ['no document', { status: 'ok' }],
    ['a mistyped one', { identifier: '12345678A' }],
    ['an object', { identifier: { number: '12345678Z' } }],
    ['an empty answer', {}],
  ])('is not identified by %s', async (_name, person) => {
    const { identification } = await startValid(CALLBACK, person);
    const { back, cookie } = await begin(identification);
    expect(await identification.finish(back, cookie, NOW_MS)).toMatchObject({ error: { kind: 'no-document' } });
  });

  it('is not identified while the provider is down', async () => {
    const { provider, identification } = await startValid(CALLBACK);
    const { back, cookie } = await begin(identification);
    provider.isDown = true;
    expect((await identification.finish(back, cookie, NOW_MS)).ok).toBe(false);
  });
});
