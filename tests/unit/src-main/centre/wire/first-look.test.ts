import { describe, expect, test } from 'vitest';
import { type CallFault, unreachable } from '../../../../../src-main/centre/wire/call-fault.ts';
import type { CentreClient } from '../../../../../src-main/centre/wire/centre-client.ts';
import { createFirstLook, shownAuthority } from '../../../../../src-main/centre/wire/first-look.ts';
import { createStanding } from '../../../../../src-main/centre/wire/standing.ts';
import { type Result, refuse, succeed } from '../../../../../src-main/domain/result.ts';

type Answer = Result<{ body: { nonce: string } | null }, CallFault>;

const AUTHORITY = { name: 'CA of the city', fingerprint: 'ab'.repeat(32), pem: 'PEM' };
const OF_UNKNOWN_AUTHORITY = refuse({
  ...unreachable('unknown authority'),
  kind: 'central-certificate' as const,
  authority: AUTHORITY,
});
const NO_ANSWER = refuse(unreachable('no answer'));

/**
 * The kiosk's first contact with a centre, which answers when the test says so. `believes`: the kiosk trusts the unknown authority, because
 * its note about the centre names that authority.
 */
function lookAtCentre({ believes = false } = {}) {
  const standing = createStanding();
  const seen = {
    changes: 0,
    believed: [] as unknown[],
    logged: [] as unknown[],
    asked: [] as string[],
    isClosed: false,
  };
  standing.onChange(() => {
    seen.changes += 1;
  });
  const waiting: { nonce: string; resolve: (answer: Answer) => void }[] = [];
  const ask = (name: string, { query }: { query: { nonce: string } }) => {
    seen.asked.push(name);
    return new Promise<Answer>((resolve) => waiting.push({ nonce: query.nonce, resolve }));
  };
  const look = createFirstLook({
    // The cast is safe, because the first contact asks for the time only.
    client: { ask: ask as unknown as CentreClient['ask'] },
    standing,
    isClosed: () => seen.isClosed,
    log: { event: (kind, fields) => void seen.logged.push({ kind, ...fields }) },
    believe(authority) {
      seen.believed.push(authority);
      return believes;
    },
  });
  return {
    look,
    standing,
    seen,
    async answer(answer: Answer | ((nonce: string) => Answer) = (nonce) => succeed({ body: { nonce } })) {
      for (const { nonce, resolve } of waiting.splice(0))
        resolve(typeof answer === 'function' ? answer(nonce) : answer);
      await new Promise(setImmediate);
    },
  };
}

const shown = ({ look, standing }: ReturnType<typeof lookAtCentre>) => ({
  seen: look.seen(),
  isAsked: look.isAsked(),
  authority: look.authority(),
  trouble: standing.trouble(),
});

describe('the first look at the centre', () => {
  test('asks the time once, and notifies its listeners at the beginning and at the end', async () => {
    const centre = lookAtCentre();
    expect(shown(centre)).toEqual({ seen: false, isAsked: false, authority: null, trouble: null });
    centre.look.look();
    centre.look.look();
    expect([centre.seen.asked, centre.seen.changes]).toEqual([['readTime'], 1]);
    expect(shown(centre)).toMatchObject({ seen: false, isAsked: true });
    await centre.answer();
    expect(shown(centre)).toEqual({ seen: true, isAsked: false, authority: null, trouble: null });
    expect([centre.seen.changes, centre.seen.logged]).toEqual([2, []]);
  });

  test('has a nonce of its own each time, which the answer must have', async () => {
    const centre = lookAtCentre();
    const nonces: string[] = [];
    for (let no = 0; no < 2; no += 1) {
      centre.look.look();
      await centre.answer((nonce) => {
        nonces.push(nonce);
        return succeed({ body: { nonce: nonces[0] ?? '' } });
      });
    }
    expect(new Set(nonces.map((nonce) => nonce.length))).toEqual(new Set([32]));
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(shown(centre)).toMatchObject({ seen: false, trouble: 'central-answer' });
    centre.look.look();
    await centre.answer(succeed({ body: null }));
    expect(shown(centre)).toMatchObject({ seen: false, trouble: 'central-answer' });
  });

  test('without an answer is logged, and the trouble goes with the next answer', async () => {
    const centre = lookAtCentre();
    centre.look.look();
    await centre.answer(NO_ANSWER);
    expect(shown(centre)).toMatchObject({ seen: false, isAsked: false, trouble: 'central-unreachable' });
    expect(centre.seen).toMatchObject({
      believed: [],
      logged: [{ kind: 'central-unreachable', detail: 'no answer' }],
    });
    centre.look.look();
    await centre.answer();
    expect(shown(centre)).toMatchObject({ seen: true, trouble: null });
  });

  test('shows an authority that the kiosk does not know', async () => {
    const centre = lookAtCentre();
    centre.look.look();
    await centre.answer(OF_UNKNOWN_AUTHORITY);
    expect(centre.seen.believed).toEqual([AUTHORITY]);
    expect(shown(centre)).toMatchObject({ isAsked: false, authority: AUTHORITY, trouble: 'central-certificate' });
    expect(shownAuthority(centre.look.authority())).toEqual({
      name: AUTHORITY.name,
      fingerprint: AUTHORITY.fingerprint,
    });
    expect(shownAuthority(null)).toBeNull();
  });

  test('asks again over an authority that a note about the centre names', async () => {
    const centre = lookAtCentre({ believes: true });
    centre.look.look();
    await centre.answer(OF_UNKNOWN_AUTHORITY);
    expect(shown(centre)).toMatchObject({ isAsked: true, trouble: null });
    await centre.answer();
    expect(shown(centre)).toMatchObject({ seen: true, isAsked: false, authority: null });
    expect([centre.seen.asked.length, centre.seen.logged]).toEqual([2, []]);
  });

  test('that is answered after the end of the program changes nothing', async () => {
    const centre = lookAtCentre();
    centre.look.look();
    centre.seen.isClosed = true;
    await centre.answer(NO_ANSWER);
    expect([centre.standing.trouble(), centre.seen.changes, centre.seen.logged]).toEqual([null, 1, []]);
  });

  test('keeps the trouble that a pairing reports if the pairing began during the look', async () => {
    const centre = lookAtCentre();
    centre.look.look();
    centre.look.leaveTrouble();
    centre.standing.setTrouble('pairing-test-build');
    await centre.answer();
    expect(shown(centre)).toMatchObject({ seen: true, isAsked: false, trouble: 'pairing-test-build' });
    centre.look.look();
    await centre.answer();
    expect(centre.standing.trouble()).toBeNull();
  });
});
