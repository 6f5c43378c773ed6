import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../../src-central/database/database.ts';
import type { Auditing } from '../../../../src-central/server/auditing.ts';
import { CREDENTIALS } from '../../../../src-central/server/credentials.ts';
import { createOpening, type Extras, type Head, type Opening } from '../../../../src-central/server/open-request.ts';
import type { ProvedRequests } from '../../../../src-central/server/received-request.ts';
import { OPERATIONS, type Operation, type OperationName } from '../../../../src-main/contract/centre/operations.ts';
import { refuse, succeed } from '../../../../src-main/domain/result.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { type RequestToSign, signRequest } from '../../../../src-main/signing/signed-messages.ts';

const NOW_MS = Date.parse('2026-11-24T11:00:00Z');
const CITY = 'terrassa';
const KIOSK_ID = randomUUID();
const OFFICE = 'oac-dido';
const KEY = newSigningKey();
const CANDIDATE = newSigningKey();
const ENROLMENT_ID = randomUUID();
const TOKEN = { authorization: `Bearer torn_${'A'.repeat(43)}` };
const JSON_TYPE = { 'content-type': 'application/json' };
const KIOSK_PATH = { cityId: CITY, kioskId: KIOSK_ID };

const KIOSK_ROW = { kioskId: KIOSK_ID, publicKey: KEY.publicKey, officeId: OFFICE, slot: 1 };
const TOKEN_ROW = { tokenId: randomUUID(), name: 'Pere Prova', withdrawn: false, expired: false };
const STATEMENT = { asOf: '2026-11-24T11:00:00.000Z', tickets: [], services: [] };

interface Known {
  kiosk?: { revoked?: boolean; replaced?: boolean };
  token?: { role?: string; officeId?: string | null };
  isChannel?: boolean;
}

function opening({ kiosk = {}, token = {}, isChannel = false }: Known = {}) {
  const audited: unknown[][] = [];
  const rows = new Map<string, object[]>([
    [CREDENTIALS.kioskOfKey, [{ ...KIOSK_ROW, revoked: false, replaced: false, ...kiosk }]],
    [CREDENTIALS.countRead, [{}]],
    [CREDENTIALS.token, isChannel ? [] : [{ ...TOKEN_ROW, role: 'administrator', officeId: null, ...token }]],
    [CREDENTIALS.channelToken, isChannel ? [{ ...TOKEN_ROW, channelId: 'web' }] : []],
  ]);
  const query = (sql: string, values: readonly unknown[]) =>
    Promise.resolve(sql === CREDENTIALS.kioskOfKey && values[1] !== KEY.keyId ? [] : (rows.get(sql) ?? []));
  const auditing = {
    refused: (name: OperationName, _caller: unknown, params: object, kind: string) =>
      Promise.resolve(void audited.push([name, params, kind])),
    refusedSignIn: ({ what, result }: { what: string; result: string }) =>
      Promise.resolve(void audited.push([what, result])),
  };
  const proved: ProvedRequests = new WeakMap();
  const { openHead, openWhole } = createOpening({
    database: { query } as unknown as Database,
    clock: { nowMs: () => NOW_MS },
    auditing: auditing as unknown as Auditing,
    proved,
  });
  return { audited, openHead, openWhole, proved };
}

interface Sent {
  params: object;
  query?: object;
  headers?: Record<string, string>;
  body?: unknown;
  as?: 'kiosk' | 'candidate' | null;
  key?: typeof KEY;
  /** The received body, if it differs from the signed one. */
  arrives?: string;
}

async function send<N extends OperationName>(
  at: ReturnType<typeof opening>,
  name: N,
  sent: Sent,
  extras: Extras<N> = {},
) {
  const { method, credential, body: schema }: Operation = OPERATIONS[name];
  const { params, query = {}, headers = {}, body, key = credential === 'kiosk' ? KEY : CANDIDATE } = sent;
  const { as = credential === 'kiosk' || credential === 'candidate' ? credential : null } = sent;
  const text = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const plain: RequestToSign = {
    method,
    url: 'http://centre/v1/try',
    body: text,
    headers: { ...(schema === undefined ? {} : { ...JSON_TYPE, 'content-length': '9' }), ...headers },
  };
  const isCounted = as === 'kiosk' && method === 'GET';
  const received: RequestToSign = {
    ...plain,
    headers: as === null ? plain.headers : await signRequest(plain, key, as, isCounted ? 7 : null),
    body: sent.arrives === undefined ? text : Buffer.from(sent.arrives),
  };
  const request = { params, query, ip: '10.0.0.1', id: 'request-1' } as unknown as Parameters<Opening['openHead']>[1];
  const head = await at.openHead(name, request, received, extras);
  const isProvedByHead = at.proved.has(request);
  const whole = (of: Head<N>) => at.openWhole(name, of, request, received, extras);
  return { head, isProvedByHead, isProved: () => at.proved.get(request) === received, whole };
}

async function sendWhole<N extends OperationName>(
  at: ReturnType<typeof opening>,
  name: N,
  sent: Sent,
  extras: Extras<N> = {},
) {
  const { head, whole, isProved } = await send(at, name, sent, extras);
  if (!head.ok) throw new Error(`the head is refused: ${head.error.kind}`);
  const opened = await whole(head.value);
  return { opened, isProved: isProved() };
}

const refused = (kind: string, more: object = {}) => ({ ok: false, error: { kind, ...more } });
const wrongIn = (pointer: string) => ({ ok: false, error: { kind: 'malformed-request', errors: [{ pointer }] } });

describe('a request without credentials', () => {
  test('has no caller, and is opened with all its parts', async () => {
    const nonce = 'A'.repeat(22);
    const sent = { params: {}, query: { nonce }, headers: { 'if-none-match': '"3"' } };
    const { head, isProvedByHead } = await send(opening(), 'readTime', sent);
    expect(head).toEqual({ ok: true, value: { params: {}, caller: null, candidate: null, revoked: null } });
    expect(isProvedByHead).toBe(false);
    const { opened, isProved } = await sendWhole(opening(), 'readTime', sent);
    expect(opened).toEqual({
      ok: true,
      value: {
        params: {},
        query: { nonce },
        body: null,
        caller: null,
        ifNoneMatch: '"3"',
        remoteAddress: '10.0.0.1',
        requestId: 'request-1',
        receivedAtMs: NOW_MS,
      },
    });
    expect(isProved).toBe(false);
  });

  test('is refused for a wrong query, with the place of the fault', async () => {
    const { opened } = await sendWhole(opening(), 'readTime', { params: {}, query: { nonce: 'A' } });
    expect(opened).toMatchObject(wrongIn('/query/nonce'));
  });
});

describe('a kiosk’s request', () => {
  const state = { params: KIOSK_PATH, body: STATEMENT };
  const READ = { params: KIOSK_PATH };

  test('is refused for a wrong kiosk in the path before anything else is read', async () => {
    const { head } = await send(opening(), 'stateQueue', {
      ...state,
      params: { ...KIOSK_PATH, kioskId: 'x' },
      as: null,
    });
    expect(head).toMatchObject(wrongIn('/path/kioskId'));
  });

  test('must have a signed digest of its body', async () => {
    const { head } = await send(opening(), 'stateQueue', { params: KIOSK_PATH });
    expect(head).toEqual(refused('unsigned'));
    const { head: unsigned } = await send(opening(), 'stateQueue', { ...state, as: null });
    expect(unsigned).toEqual(refused('unsigned'));
  });

  test('is proved by its head if it is a read, and else by its whole body', async () => {
    const read = await send(opening(), 'readSnapshot', READ);
    expect(read.head).toMatchObject({ ok: true, value: { caller: { kioskId: KIOSK_ID, slot: 1 }, candidate: null } });
    expect([read.isProvedByHead, read.isProved()]).toEqual([true, true]);
    const stated = await send(opening(), 'stateQueue', state);
    expect(stated.head).toMatchObject({ ok: true, value: { caller: { officeId: OFFICE }, revoked: null } });
    expect(stated.isProvedByHead).toBe(false);
    const { opened, isProved } = await sendWhole(opening(), 'stateQueue', state);
    expect(opened).toMatchObject({
      ok: true,
      value: { caller: { kioskId: KIOSK_ID }, body: STATEMENT, ifNoneMatch: null },
    });
    expect(isProved).toBe(true);
  });

  test('is refused with a key unknown to the city, and with a body other than the signed one', async () => {
    const { head } = await send(opening(), 'stateQueue', { ...state, key: newSigningKey() });
    expect(head).toEqual(refused('unknown-key'));
    const { opened, isProved } = await sendWhole(opening(), 'stateQueue', { ...state, arrives: '{"tickets":[]}' });
    expect([opened, isProved]).toEqual([refused('bad-signature'), false]);
  });

  test('is proved even if its body is refused for its type or its content', async () => {
    const csv = await send(opening(), 'stateQueue', { ...state, headers: { 'content-type': 'text/csv' } });
    expect([csv.head, csv.isProvedByHead]).toEqual([refused('unsupported-media'), true]);
    const { opened, isProved } = await sendWhole(opening(), 'stateQueue', { ...state, body: { tickets: 1 } });
    expect([opened, isProved]).toMatchObject([refused('malformed-request'), true]);
  });

  test.each<[string, NonNullable<Known['kiosk']>, object]>([
    ['revoked', { revoked: true }, {}],
    ['replaced', { revoked: true, replaced: true }, { replaced: true }],
  ])('of a %s kiosk is kept, then refused as such, also with a wrong body', async (_what, kiosk, more) => {
    const ended = refused('kiosk-revoked', more);
    const kept: unknown[] = [];
    const extras: Extras<'stateQueue'> = {
      ofRevoked: ({ body }) => Promise.resolve(void kept.push(body)),
    };
    expect((await sendWhole(opening({ kiosk }), 'stateQueue', state, extras)).opened).toEqual(ended);
    expect(kept).toEqual([STATEMENT]);
    expect((await sendWhole(opening({ kiosk }), 'stateQueue', state)).opened).toEqual(ended);
    const wrong = await sendWhole(opening({ kiosk }), 'stateQueue', { ...state, body: { tickets: 1 } }, extras);
    expect(wrong.opened).toEqual(ended);
    const csv = { ...state, headers: { 'content-type': 'text/csv' } };
    expect((await send(opening({ kiosk }), 'stateQueue', csv, extras)).head).toEqual(ended);
    const query = { ...READ, query: { after: 'x'.repeat(9_999) } };
    expect((await sendWhole(opening({ kiosk }), 'readChanges', query)).opened).toEqual(ended);
    expect(kept).toHaveLength(1);
  });

  test('is not kept as a revoked kiosk’s if the kiosk is valid', async () => {
    const kept: unknown[] = [];
    const { opened } = await sendWhole(opening(), 'stateQueue', state, {
      ofRevoked: () => Promise.resolve(void kept.push(1)),
    });
    expect([opened.ok, kept]).toEqual([true, []]);
  });
});

describe('a candidate’s request', () => {
  const order = {
    publicKey: CANDIDATE.publicKey,
    incarnation: randomUUID(),
    slot: 1,
    replaces: true,
    build: 'official',
    version: '1.0.0',
  };
  const open = { params: { cityId: CITY }, body: order };
  const READ = { params: { cityId: CITY, enrolmentId: ENROLMENT_ID } };
  const ofBody: Extras<'openEnrolment'> = { candidateKey: ({ body }) => Promise.resolve(succeed(body.publicKey)) };
  const asked: unknown[] = [];
  const ofPath: Extras<'readEnrolment'> = {
    candidateKey(request) {
      asked.push(request);
      return Promise.resolve(succeed(CANDIDATE.publicKey));
    },
  };
  const proof = { keyId: CANDIDATE.keyId, publicKey: CANDIDATE.publicKey };

  test('with a body is a stranger’s until the body has come, which then proves it', async () => {
    const sent = await send(opening(), 'openEnrolment', open, ofBody);
    expect(sent.head).toMatchObject({ ok: true, value: { caller: null, candidate: null, revoked: null } });
    expect(sent.isProvedByHead).toBe(false);
    const { opened, isProved } = await sendWhole(opening(), 'openEnrolment', open, ofBody);
    expect(opened).toMatchObject({ ok: true, value: { caller: proof, body: order } });
    expect(isProved).toBe(true);
  });

  test('without a body is proved by its head, with the key of the enrolment in its path', async () => {
    const sent = await send(opening(), 'readEnrolment', READ, ofPath);
    expect(sent.head).toMatchObject({ ok: true, value: { caller: null, candidate: proof, revoked: null } });
    expect(sent.isProvedByHead).toBe(true);
    expect(asked).toEqual([{ params: READ.params, body: null }]);
    const { opened } = await sendWhole(opening(), 'readEnrolment', READ, ofPath);
    expect(opened).toMatchObject({ ok: true, value: { caller: proof, params: READ.params } });
    // Head and body of the second request share one look-up of the key.
    expect(asked).toHaveLength(2);
  });

  test('is refused unsigned, with a kiosk’s signature, and without a digest of its body', async () => {
    const wrong: Sent[] = [{ ...open, as: null }, { ...open, as: 'kiosk' }, { params: open.params }];
    for (const sent of wrong)
      expect((await send(opening(), 'openEnrolment', sent, ofBody)).head).toEqual(refused('unsigned'));
    expect((await send(opening(), 'readEnrolment', { ...READ, as: null }, ofPath)).head).toEqual(refused('unsigned'));
  });

  test('is refused with a wrong path, with an unknown enrolment, and with another key', async () => {
    const nowhere = { params: { ...READ.params, enrolmentId: 'x' } };
    expect((await send(opening(), 'readEnrolment', nowhere, ofPath)).head).toMatchObject(wrongIn('/path/enrolmentId'));
    const missing = { kind: 'not-found' as const, errors: [{ pointer: '/path/enrolmentId', detail: 'none' }] };
    const unknown: Extras<'readEnrolment'> = { candidateKey: () => Promise.resolve(refuse(missing)) };
    expect((await send(opening(), 'readEnrolment', READ, unknown)).head).toEqual(refuse(missing));
    const other = await send(opening(), 'readEnrolment', { ...READ, key: newSigningKey() }, ofPath);
    expect([other.head, other.isProvedByHead]).toEqual([refused('not-yours'), false]);
    const whole = await sendWhole(opening(), 'openEnrolment', { ...open, key: newSigningKey() }, ofBody);
    expect([whole.opened, whole.isProved]).toEqual([refused('bad-signature'), false]);
  });

  test('is refused with a body other than the signed one, and with an invalid body before a key is looked up', async () => {
    const altered = await sendWhole(opening(), 'openEnrolment', { ...open, arrives: '{}' }, ofBody);
    expect([altered.opened, altered.isProved]).toEqual([refused('bad-signature'), false]);
    const wrong = await sendWhole(opening(), 'openEnrolment', { ...open, body: { ...order, slot: 'x' } }, ofBody);
    expect([wrong.opened, wrong.isProved]).toMatchObject([wrongIn('/body/slot'), false]);
  });

  test('throws if the operation does not say whose key it needs', async () => {
    await expect(send(opening(), 'readEnrolment', READ)).rejects.toThrow('readEnrolment does not say whose key');
  });
});

describe('a request with a token', () => {
  const params = { ...KIOSK_PATH };
  const revoke = { params, headers: TOKEN, body: { reason: 'robat' } };

  test('belongs to the token’s bearer', async () => {
    const at = opening();
    const { opened, isProved } = await sendWhole(at, 'revokeKiosk', revoke);
    expect(opened).toMatchObject({
      value: { caller: { name: 'Pere Prova', role: 'administrator', address: '10.0.0.1' }, body: { reason: 'robat' } },
    });
    expect([at.audited, isProved]).toEqual([[], false]);
  });

  test('is refused without a token, or without a city', async () => {
    const at = opening();
    expect((await send(at, 'revokeKiosk', { ...revoke, headers: {} })).head).toEqual(refused('bad-token'));
    expect(at.audited).toEqual([['revokeKiosk', 'bad-token']]);
    const nowhere = { ...revoke, params: { ...params, cityId: '' } };
    expect((await send(at, 'revokeKiosk', nowhere)).head).toMatchObject(wrongIn('/path/cityId'));
  });

  test('is audited if it is refused for its path, its role, its body’s type or its body', async () => {
    const at = opening({ token: { role: 'technician' } });
    expect((await send(at, 'revokeKiosk', { ...revoke, params: { ...params, kioskId: 'x' } })).head).toMatchObject(
      wrongIn('/path/kioskId'),
    );
    expect((await send(at, 'allowVersion', { ...revoke, params: { cityId: CITY } })).head).toEqual(
      refused('wrong-role'),
    );
    const csv = { ...revoke, headers: { ...TOKEN, 'content-type': 'text/csv' } };
    expect((await send(at, 'revokeKiosk', csv)).head).toEqual(refused('unsupported-media'));
    expect((await sendWhole(at, 'revokeKiosk', { ...revoke, body: {} })).opened).toMatchObject(wrongIn('/body/reason'));
    expect(at.audited).toEqual([
      ['revokeKiosk', {}, 'malformed-request'],
      ['allowVersion', { cityId: CITY }, 'wrong-role'],
      ['revokeKiosk', params, 'unsupported-media'],
      ['revokeKiosk', params, 'malformed-request'],
    ]);
  });

  test('is refused and audited if its body names another office, or if its query is wrong', async () => {
    const at = opening({ token: { officeId: OFFICE } });
    const body = (officeId: string) => ({
      code: '22222222',
      fingerprint: '0'.repeat(25),
      officeId,
      slot: 3,
      name: 'entrada',
    });
    const confirm = (officeId: string) => ({ params: { cityId: CITY }, headers: TOKEN, body: body(officeId) });
    expect((await sendWhole(at, 'confirmEnrolment', confirm(OFFICE))).opened).toMatchObject({ ok: true });
    expect((await sendWhole(at, 'confirmEnrolment', confirm('oac-2'))).opened).toMatchObject({
      error: { kind: 'wrong-office', errors: [{ pointer: '/body/officeId' }] },
    });
    const list = { params: { cityId: CITY, officeId: OFFICE }, headers: TOKEN, query: { serviceDay: 'x' } };
    expect((await sendWhole(at, 'listTickets', list)).opened).toMatchObject(wrongIn('/query/serviceDay'));
    expect(at.audited).toEqual([
      ['confirmEnrolment', { cityId: CITY }, 'wrong-office'],
      ['listTickets', list.params, 'malformed-request'],
    ]);
  });

  test('of a channel belongs to that channel, and is refused for the city’s operations', async () => {
    const at = opening({ isChannel: true });
    const read = { params: { cityId: CITY, reference: 'W-1' }, headers: TOKEN };
    expect((await sendWhole(at, 'readAppointment', read)).opened).toMatchObject({
      value: { caller: { channelId: 'web' }, params: read.params },
    });
    expect((await send(at, 'revokeKiosk', revoke)).head).toEqual(refused('wrong-token'));
  });
});
