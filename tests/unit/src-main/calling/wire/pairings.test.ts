import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAllowance } from '../../../../../src-main/calling/wire/allowance.ts';
import { createPairings } from '../../../../../src-main/calling/wire/pairings.ts';
import { tokenHashOf } from '../../../../../src-main/calling/wire/requests.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

function open(data = temporaryFolder(), clock = createManualClock(Date.parse('2026-11-24T09:00:00Z'))) {
  const { hubIdentities, close, opened } = openTestStore(data, clock);
  return { data, clock, identities: hubIdentities, pairings: createPairings(hubIdentities, clock), close, opened };
}
const unknown = { ok: false, error: { kind: 'unknown-request' } };

test('a browser is paired by the code that it shows, in the role it asked for, and may fetch its token again if an answer is lost', () => {
  const { pairings, identities } = open();
  const begun = pairings.begin('desk', 'a');
  if (begun === null) throw new Error('no code');
  const { code, claim } = begun;
  expect(code).toMatch(/^\d{6}$/);
  expect(pairings.claim(claim)).toEqual({ state: 'waiting' });
  expect(pairings.confirm(code, null, 'AB:CD')).toEqual(unknown);
  expect(pairings.confirm('000000' === code ? '000001' : '000000', 'taula-1', 'AB:CD')).toEqual(unknown);
  expect(pairings.confirm(code, 'taula-1', 'AB:CD')).toEqual({ ok: true, value: null });
  expect(pairings.confirm(code, 'taula-2', 'AB:CD')).toEqual(unknown);
  const [first, again] = [pairings.claim(claim), pairings.claim(claim)];
  if (first.state !== 'paired') throw new Error(first.state);
  expect(again).toEqual(first);
  expect(pairings.claim(code)).toEqual({ state: 'gone' });
  expect(identities.byToken(tokenHashOf(first.token))).toMatchObject({
    ok: true,
    value: { role: 'desk', deskId: 'taula-1' },
  });
  expect(identities.byToken(first.token)).toEqual({ ok: true, value: null });
});

test('a code expires after ten minutes, also a confirmed code that was never claimed; of thirteen waiting codes the oldest goes', () => {
  const { pairings, identities, clock } = open();
  const codes = Array.from({ length: 13 }, (_, at) => {
    clock.advance(1);
    return pairings.begin('hall', `10.0.0.${at}`);
  });
  expect(new Set(codes.map((one) => one?.code)).size).toBe(13);
  expect(pairings.waiting().map(({ code }) => code)).toEqual(codes.slice(1).map((one) => one?.code));
  expect(pairings.claim(codes[0]?.claim ?? '')).toEqual({ state: 'gone' });
  pairings.confirm(codes[12]?.code ?? '', null, 'AB:CD');
  expect(identities.all()).toMatchObject({ ok: true, value: [{ role: 'hall', deskId: null }] });
  clock.advance(10 * 60_000);
  expect(pairings.waiting()).toEqual([]);
  expect(pairings.claim(codes[12]?.claim ?? '')).toEqual({ state: 'gone' });
  expect(identities.all()).toEqual({ ok: true, value: [] });
});

test('a desk has one browser: pairing a second browser ends the first; an ended browser stays ended if the database is an older one', () => {
  const { data, clock, pairings, identities, close, opened } = open();
  const pair = () => {
    const begun = pairings.begin('desk', 'a');
    pairings.confirm(begun?.code ?? '', 'taula-1', 'AB:CD');
    const claimed = pairings.claim(begun?.claim ?? '');
    return claimed.state === 'paired' ? tokenHashOf(claimed.token) : '';
  };
  const before = pair();
  const after = pair();
  const old = join(temporaryFolder(), 'old.db');
  opened.database.exec(`VACUUM INTO '${old}'`);
  expect(identities.byToken(before)).toEqual({ ok: true, value: null });
  expect(identities.byToken(after)).toMatchObject({ value: { deskId: 'taula-1' } });
  const [identity] = (() => {
    const all = identities.all();
    return all.ok ? all.value : [];
  })();
  expect(identities.end(identity?.identityId ?? '')).toEqual({ ok: true, value: true });
  expect(identities.end(identity?.identityId ?? '')).toEqual({ ok: true, value: false });
  close();
  copyFileSync(old, join(data, 'torn.db'));
  const again = open(data, clock);
  expect(again.opened.finding).toMatchObject({ kind: 'journal-replayed' });
  expect(again.identities.byToken(after)).toEqual({ ok: true, value: null });
});

test('one machine has at most three codes: a page that still asks keeps its code, a silent one makes room', () => {
  const { pairings, clock } = open();
  const begun = Array.from({ length: 3 }, () => pairings.begin('desk', 'a'));
  expect(pairings.begin('desk', 'a')).toBeNull();
  expect(pairings.begin('desk', 'b')).not.toBeNull();
  const [left, ...there] = begun;
  for (let asked = 0; asked < 6; asked += 1) {
    clock.advance(2_000);
    for (const one of there) expect(pairings.claim(one?.claim ?? '')).toEqual({ state: 'waiting' });
  }
  expect(pairings.begin('desk', 'a')).not.toBeNull();
  expect(pairings.claim(left?.claim ?? '')).toEqual({ state: 'gone' });
  expect(there.map((one) => pairings.claim(one?.claim ?? '').state)).toEqual(['waiting', 'waiting']);
});

test('a code outlives any number of codes of a different network; if all places are taken a closed page goes first, a confirmed page never', () => {
  const { pairings, clock } = open();
  const begin = (from: string) => pairings.begin('desk', from) ?? { code: '', claim: '' };
  const state = ({ claim }: { claim: string }) => pairings.claim(claim).state;
  const honest = begin('10.0.0.1');
  const strangers = Array.from({ length: 40 }, (_, at) => {
    clock.advance(100);
    return begin(`2001:db8:1:2::${(at + 1).toString(16)}`);
  });
  expect(state(honest)).toBe('waiting');
  expect(pairings.waiting()).toHaveLength(12);
  expect(strangers.map(state)).toEqual(strangers.map((_, at) => (at < 29 ? 'gone' : 'waiting')));
  pairings.confirm(honest.code, 'taula-1', 'AB:CD');
  // The strangers' pages keep asking, but the page of a clerk who went home does not.
  const closed = begin('10.0.0.2');
  for (let no = 0; no < 6; no += 1) {
    clock.advance(2_000);
    for (const one of strangers) state(one);
  }
  const another = begin('10.0.0.3');
  expect([state(closed), state(another), state(honest)]).toEqual(['gone', 'waiting', 'paired']);
  expect(pairings.waiting()).toHaveLength(12);
});

test('a code has its lifetime, is listed with its moment, and pairs no hall with a desk and no desk without one', () => {
  const { pairings, identities, clock } = open();
  const begin = (role: 'desk' | 'hall', from: string) =>
    pairings.begin(role, from) ?? { code: '', claim: '', expiresInS: 0 };
  const desk = begin('desk', '10.0.0.1');
  clock.advance(5_000);
  const hall = begin('hall', '10.0.0.2');
  expect([desk.expiresInS, hall.expiresInS]).toEqual([600, 600]);
  const sinceMs = clock.wallMs();
  expect(pairings.waiting()).toEqual([
    { code: desk.code, role: 'desk', sinceMs: sinceMs - 5_000 },
    { code: hall.code, role: 'hall', sinceMs },
  ]);
  expect(pairings.confirm(hall.code, 'taula-1', null)).toEqual(unknown);
  clock.advance(1_000);
  expect(pairings.confirm(hall.code, null, 'AB:CD')).toEqual({ ok: true, value: null });
  expect(pairings.waiting().map(({ code }) => code)).toEqual([desk.code]);
  expect(pairings.claim(hall.claim)).toMatchObject({ state: 'paired', role: 'hall' });
  expect(identities.all()).toMatchObject({
    value: [{ role: 'hall', deskId: null, pairedAtMs: sinceMs + 1_000, certificate: 'AB:CD' }],
  });
});

test('a code is valid to the last moment of its ten minutes, and a claimed token stays valid after them', () => {
  const { pairings, identities, clock } = open();
  const [taken, waiting] = [pairings.begin('desk', '10.0.0.1'), pairings.begin('desk', '10.0.0.2')];
  pairings.confirm(taken?.code ?? '', 'taula-1', 'AB:CD');
  expect(pairings.claim(taken?.claim ?? '')).toMatchObject({ state: 'paired' });
  clock.advance(10 * 60_000 - 1);
  expect(pairings.claim(waiting?.claim ?? '')).toEqual({ state: 'waiting' });
  clock.advance(1);
  expect(pairings.confirm(waiting?.code ?? '', 'taula-2', 'AB:CD')).toEqual(unknown);
  expect(pairings.claim(waiting?.claim ?? '')).toEqual({ state: 'gone' });
  expect(identities.all()).toMatchObject({ value: [{ deskId: 'taula-1' }] });
});

test('a code that the disk refuses keeps waiting, and is confirmed once the disk accepts', () => {
  const { pairings, opened } = open();
  const begun = pairings.begin('desk', '10.0.0.1');
  opened.database.pragma('query_only = 1');
  expect(pairings.confirm(begun?.code ?? '', 'taula-1', 'AB:CD')).toMatchObject({
    ok: false,
    error: { kind: 'store-failed' },
  });
  expect(pairings.claim(begun?.claim ?? '')).toEqual({ state: 'waiting' });
  opened.database.pragma('query_only = 0');
  expect(pairings.confirm(begun?.code ?? '', 'taula-1', 'AB:CD')).toMatchObject({ ok: true });
});

test('every code has six digits, and no two waiting codes are the same', () => {
  const { pairings, clock } = open();
  for (let no = 0; no < 300; no += 1) {
    clock.advance(1);
    expect(pairings.begin('hall', `10.0.1.${no}`)?.code).toMatch(/^\d{6}$/);
  }
  const waiting = pairings.waiting().map(({ code }) => code);
  expect(new Set(waiting).size).toBe(12);
});

test('a page counts as closed after more than ten seconds of silence, in whatever form its address comes', () => {
  const { pairings, clock } = open();
  const begun = ['10.0.0.1', '::ffff:10.0.0.1', '10.0.0.1'].map((from) => pairings.begin('desk', from));
  clock.advance(10_000);
  expect(pairings.begin('desk', '10.0.0.1')).toBeNull();
  clock.advance(1);
  // All three pages of this address are closed, so a new page of the same address takes their places at once. A page of another address
  // removes no closed page while places are free.
  expect(pairings.begin('desk', '10.0.0.2')).not.toBeNull();
  expect(begun.map((one) => pairings.claim(one?.claim ?? '').state)).toEqual(['waiting', 'waiting', 'waiting']);
  clock.advance(10_001);
  expect(pairings.begin('desk', '::ffff:10.0.0.1')).not.toBeNull();
  expect(begun.map((one) => pairings.claim(one?.claim ?? '').state)).toEqual(['gone', 'gone', 'gone']);
  expect(pairings.waiting()).toHaveLength(2);
});

test('the end of an expired code does not remove a later code', () => {
  const { pairings, clock } = open();
  const first = pairings.begin('desk', '10.0.0.1');
  clock.advance(5 * 60_000);
  const second = pairings.begin('desk', '10.0.0.2');
  clock.advance(5 * 60_000);
  expect([first, second].map((one) => pairings.claim(one?.claim ?? '').state)).toEqual(['gone', 'waiting']);
});

test('a page that replaces closed ones of its machine replaces none of another machine', () => {
  const { pairings, clock } = open();
  const own = [1, 2, 3].map(() => pairings.begin('desk', '10.0.0.1'));
  const network = [1, 2, 3, 4].map((no) => pairings.begin('desk', `2001:db8:1:2::${no}`));
  clock.advance(10_001);
  for (let no = 0; no < 5; no += 1) pairings.begin('desk', `10.0.3.${no}`);
  expect(pairings.begin('desk', '10.0.0.1')).not.toBeNull();
  expect(network.map((one) => pairings.claim(one?.claim ?? '').state)).toEqual(network.map(() => 'waiting'));
  expect(own.map((one) => pairings.claim(one?.claim ?? '').state)).toEqual(own.map(() => 'gone'));
});

test('twelve pages wait beside any number of confirmed ones, and the thirteenth replaces one of them', () => {
  const { pairings, clock } = open();
  const begin = (no: number) => {
    clock.advance(1);
    return pairings.begin('hall', `10.0.2.${no}`);
  };
  const confirmed = [1, 2, 3].map((no) => begin(no));
  for (const one of confirmed) pairings.confirm(one?.code ?? '', null, 'AB:CD');
  const waiting = Array.from({ length: 12 }, (_, no) => begin(10 + no));
  const states = () => waiting.map((one) => pairings.claim(one?.claim ?? '').state);
  expect(new Set(states())).toEqual(new Set(['waiting']));
  begin(30);
  expect(states()).toEqual(['gone', ...Array.from({ length: 11 }, () => 'waiting')]);
  expect(confirmed.map((one) => pairings.claim(one?.claim ?? '').state)).toEqual(['paired', 'paired', 'paired']);
});

test('a caller above its allowance is refused until time has passed, and other callers are not affected', () => {
  const clock = createManualClock(0);
  const allow = createAllowance(2, 1_000, clock);
  expect([allow('a'), allow('a'), allow('a'), allow('b')]).toEqual([true, true, false, true]);
  clock.advance(999);
  expect(allow('a')).toBe(false);
  clock.advance(1);
  expect([allow('a'), allow('a')]).toEqual([true, false]);
});
