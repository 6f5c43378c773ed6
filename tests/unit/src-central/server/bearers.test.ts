import { describe, expect, test } from 'vitest';
import type { Queries } from '../../../../src-central/database/database.ts';
import { createBearers, type Entry, isBeyondOffices } from '../../../../src-central/server/bearers.ts';
import { CREDENTIALS, tokenHash } from '../../../../src-central/server/credentials.ts';
import type { TokenCaller } from '../../../../src-central/server/operation.ts';
import { CityId, OfficeId } from '../../../../src-main/contract/shared/ids.ts';
import { refuse, succeed } from '../../../../src-main/domain/result.ts';

const TOKEN = 'a-token-of-twenty-characters';
const CHANNEL_TOKEN = 'a-token-of-a-booking-system';
const CITY = CityId.parse('terrassa');
const [OURS, THEIRS] = [OfficeId.parse('oac-dido'), OfficeId.parse('oac-districte-2')];

/**
 * Bearers whose database has the token of a channel, and of a person with this role in one office or (`null`) in the whole city.
 */
function bearersOf(role: string, officeId: OfficeId | null = null) {
  const person = { tokenId: 't-1', name: 'Anna', role, officeId, withdrawn: false, expired: false };
  const channel = { tokenId: 't-2', name: 'Web', channelId: 'web', withdrawn: false, expired: false };
  const query = async (sql: string, [, hash]: readonly unknown[] = []): Promise<unknown[]> => {
    if (sql === CREDENTIALS.token && hash === tokenHash(TOKEN)) return [person];
    return sql === CREDENTIALS.channelToken && hash === tokenHash(CHANNEL_TOKEN) ? [channel] : [];
  };
  const recorded: unknown[] = [];
  const note = async (...what: unknown[]) => void recorded.push(what);
  const bearers = createBearers({
    // The cast is safe: signing in makes only these two queries.
    database: {
      query: query as Queries['query'],
      close: async () => undefined,
      transaction: () => Promise.reject(new Error('no transaction')),
    },
    auditing: { refused: note, refusedSignIn: note, turnedAway: note, audited: (_name, _request, work) => work() },
    gate: null,
  });
  const { withdrawn: _withdrawn, expired: _expired, officeId: _officeId, ...known } = person;
  const caller: TokenCaller = { ...known, officeIds: officeId && [officeId], cityId: CITY, address: '192.0.2.1' };
  return { bearers, recorded, caller };
}

const entry = (params: object = {}, change: Partial<Entry> = {}): Entry => ({
  method: 'GET',
  headers: { authorization: `Bearer ${TOKEN}` },
  cityId: CITY,
  remoteAddress: '192.0.2.1',
  nowMs: 0,
  readParams: () => succeed({ ...params }),
  ...change,
});

const wrongOffice = (pointer: string, detail = expect.any(String)) => ({
  ok: false,
  error: { kind: 'wrong-office', errors: [{ pointer, detail }] },
});

describe('a bearer enters', () => {
  test('an operation of the token’s role', async () => {
    const { bearers, recorded, caller } = bearersOf('operator');
    expect(await bearers.enter('pauseService', entry({ officeId: OURS }))).toEqual(succeed(caller));
    expect(recorded).toEqual([]);
  });

  test.each(['viewer', 'a role of a newer release'])('no operation of other roles: %s', async (role) => {
    const { bearers, recorded, caller } = bearersOf(role);
    const params = { officeId: OURS };
    expect(await bearers.enter('pauseService', entry(params))).toEqual(refuse({ kind: 'wrong-role' }));
    expect(recorded).toEqual([['pauseService', caller, params, 'wrong-role']]);
  });

  test('an operation on the token’s own office only, or on every office with a token of the city', async () => {
    const ofOffice = bearersOf('viewer', OURS);
    expect(await ofOffice.bearers.enter('listTickets', entry({ officeId: OURS }))).toMatchObject({ ok: true });
    expect(await ofOffice.bearers.enter('listTickets', entry({ officeId: THEIRS }))).toEqual(
      wrongOffice('/path/officeId'),
    );
    expect(ofOffice.recorded).toEqual([['listTickets', ofOffice.caller, { officeId: THEIRS }, 'wrong-office']]);
    const ofCity = bearersOf('viewer');
    expect(await ofCity.bearers.enter('listTickets', entry({ officeId: THEIRS }))).toMatchObject({ ok: true });
  });

  test('an operation that looks its office up, or whose body names the office, before the office is known', async () => {
    const { bearers, recorded } = bearersOf('technician', OURS);
    for (const params of [{}, { officeId: THEIRS }])
      expect(await bearers.enter('orderKiosk', entry(params))).toMatchObject({ ok: true });
    expect(await bearers.enter('confirmEnrolment', entry())).toMatchObject({ ok: true });
    expect(recorded).toEqual([]);
  });

  test('an operation on the whole city only with a token of the city', async () => {
    const ofOffice = bearersOf('administrator', OURS);
    expect(await ofOffice.bearers.enter('listAudit', entry())).toEqual(
      wrongOffice('/path/cityId', 'the operation is for the whole city, but the caller is limited to offices'),
    );
    expect(ofOffice.recorded).toEqual([['listAudit', ofOffice.caller, {}, 'wrong-office']]);
    expect(await bearersOf('administrator').bearers.enter('listAudit', entry())).toMatchObject({ ok: true });
  });

  test('no operation whose parameters cannot be read', async () => {
    const { bearers, recorded, caller } = bearersOf('viewer');
    const unread = refuse({ kind: 'malformed-request' as const, errors: [] });
    const entered = await bearers.enter('pauseService', entry({}, { readParams: () => unread }));
    expect(entered).toEqual(unread);
    expect(recorded).toEqual([['pauseService', caller, {}, 'malformed-request']]);
  });

  test('nothing without a token, and its parameters are not read', async () => {
    const { bearers, recorded } = bearersOf('administrator');
    const readParams = () => {
      throw new Error('read');
    };
    const entered = await bearers.enter('listAudit', entry({}, { headers: {}, readParams }));
    expect(entered).toEqual(refuse({ kind: 'bad-token' }));
    expect(recorded).toEqual([
      [{ cityId: CITY, what: 'listAudit', result: 'bad-token', bearer: null, remoteAddress: '192.0.2.1' }],
    ]);
  });

  test('a booking system’s operation with a channel’s token only, and a person’s operation with a person’s token only', async () => {
    const { bearers, recorded } = bearersOf('administrator');
    const ofChannel = { headers: { authorization: `Bearer ${CHANNEL_TOKEN}` } };
    expect(await bearers.enter('putAppointment', entry({}, ofChannel))).toEqual(
      succeed({ tokenId: 't-2', name: 'Web', channelId: 'web', cityId: CITY, address: '192.0.2.1' }),
    );
    const wrong = refuse({ kind: 'wrong-token' });
    expect(await bearers.enter('putAppointment', entry())).toEqual(wrong);
    expect(await bearers.enter('listAudit', entry({}, ofChannel))).toEqual(wrong);
    expect(recorded).toMatchObject([
      [{ what: 'putAppointment', result: 'wrong-token', bearer: { name: 'Anna' } }],
      [{ what: 'listAudit', result: 'wrong-token', bearer: { name: 'Web' } }],
    ]);
  });
});

describe('once the body is there, a bearer passes', () => {
  test('with an office in the body that is the token’s own', async () => {
    const { bearers, recorded, caller } = bearersOf('technician', OURS);
    const follow = (body: unknown) => bearers.follow('confirmEnrolment', caller, {}, succeed(body));
    expect(await follow({ officeId: OURS })).toEqual(succeed(null));
    expect(recorded).toEqual([]);
    for (const body of [{ officeId: THEIRS }, {}, null, 'text'])
      expect(await follow(body)).toEqual(wrongOffice('/body/officeId'));
    expect(recorded).toHaveLength(4);
    expect(recorded[0]).toEqual(['confirmEnrolment', caller, {}, 'wrong-office']);
  });

  test('with the token’s office in the path, whatever office the body names', async () => {
    const { bearers, caller } = bearersOf('operator', OURS);
    const follow = (officeId: string) =>
      bearers.follow('pauseService', caller, { officeId }, succeed({ officeId: officeId === OURS ? THEIRS : OURS }));
    expect(await follow(OURS)).toEqual(succeed(null));
    expect(await follow(THEIRS)).toEqual(wrongOffice('/path/officeId'));
  });

  test('for every office with a token of the city, or in an operation that looks the office up', async () => {
    const ofCity = bearersOf('technician');
    const body = succeed({ officeId: THEIRS });
    expect(await ofCity.bearers.follow('confirmEnrolment', ofCity.caller, {}, body)).toEqual(succeed(null));
    const ofOffice = bearersOf('technician', OURS);
    expect(await ofOffice.bearers.follow('orderKiosk', ofOffice.caller, {}, body)).toEqual(succeed(null));
  });

  test('not with a body that cannot be read, and the refusal is recorded', async () => {
    const { bearers, recorded, caller } = bearersOf('operator', OURS);
    const unread = refuse({ kind: 'malformed-request' as const, errors: [] });
    const params = { officeId: OURS };
    expect(await bearers.follow('pauseService', caller, params, unread)).toEqual(unread);
    expect(recorded).toEqual([['pauseService', caller, params, 'malformed-request']]);
  });

  test('without a record if the caller has no token of a person', async () => {
    const { bearers, recorded } = bearersOf('operator');
    const unread = refuse({ kind: 'malformed-request' as const, errors: [] });
    expect(await bearers.follow('putAppointment', null, {}, unread)).toEqual(succeed(null));
    expect(recorded).toEqual([]);
  });
});

test('a token of an office reaches that office only, a token of the city every office and the whole city', () => {
  const [ofOffice, ofCity] = [bearersOf('viewer', OURS).caller, bearersOf('viewer').caller];
  expect([OURS, THEIRS, undefined].map((office) => isBeyondOffices(ofOffice, office))).toEqual([false, true, true]);
  expect([OURS, THEIRS, undefined].map((office) => isBeyondOffices(ofCity, office))).toEqual([false, false, false]);
});
