import { randomBytes, randomUUID } from 'node:crypto';
import { request as send } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { MOST_QUARANTINED, MOST_QUARANTINED_BYTES } from '../../../src-central/ingest/quarantine.ts';
import { ChannelId } from '../../../src-main/contract/centre/appointments.ts';
import { MAX_BATCH } from '../../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import { newSigningKey, pairingFingerprint } from '../../../src-main/signing/keys.ts';
import type { RequestToSign } from '../../../src-main/signing/signed-messages.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import {
  ALL_TABLES,
  type Answered,
  newEvents,
  OFFICE,
  startTestCentre,
  tablesOf,
  terrassa,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();

/** The tables that a refused request may not change: all except the audit, which records the refusal. */
const KEPT = ALL_TABLES.filter((table) => table !== 'audit');

async function begin() {
  const centre = await startTestCentre(await postgres.newDatabase());
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  await kiosk.send([make.issued(1)]);
  const before = await tablesOf(centre.database, KEPT);
  const expectUnchanged = async () => expect(await tablesOf(centre.database, KEPT)).toEqual(before);
  return { centre, kiosk, make, expectUnchanged };
}

const json = { 'content-type': 'application/json' };

describe('an invalid request', () => {
  it('is refused with the right problem, signed only after authentication, and changes nothing', async () => {
    const { centre, kiosk, make, expectUnchanged } = await begin();
    const events = [make.issued(2)];
    const without = (name: string) => (request: RequestToSign) => {
      const { [name]: _, ...headers } = request.headers;
      return { ...request, headers };
    };
    const tampered = (change: (body: Buffer) => Buffer) => (request: RequestToSign) => ({
      ...request,
      body: change(request.body ?? Buffer.alloc(0)),
    });
    const flip = (body: Buffer) => Buffer.from(body.map((byte, index) => (index === 40 ? byte ^ 1 : byte)));

    const refused = [
      ['unsigned', await kiosk.upload(events, { tamper: without('signature') })],
      ['unsigned', await kiosk.upload(events, { tamper: without('signature-input') })],
      ['unsigned', await kiosk.upload(events, { as: 'candidate' })],
      ['unknown-key', await kiosk.upload(events, { key: newSigningKey() })],
      ['bad-signature', await kiosk.upload(events, { tamper: tampered(flip) })],
      ['bad-signature', await kiosk.upload(events, { tamper: tampered((body) => body.subarray(0, 100)) })],
      [
        'bad-signature',
        await kiosk.upload(events, {
          tamper: (request) => ({ ...request, headers: { ...request.headers, 'content-digest': 'sha-256=:AAAA:' } }),
        }),
      ],
      ['malformed-request', await kiosk.upload(events, { body: gzipSync('{"half":') })],
      ['malformed-request', await kiosk.upload(events, { body: gzipSync(JSON.stringify({ events })).subarray(0, 60) })],
      ['malformed-request', await kiosk.upload(events, { body: Buffer.from('no gzip') })],
      ['malformed-request', await kiosk.upload([])],
      ['malformed-request', await kiosk.upload(Array.from({ length: MAX_BATCH + 1 }, () => make.issued(3)))],
      ['unsupported-media', await kiosk.upload(events, { headers: { 'content-type': 'text/plain' } })],
      ['unsupported-media', await kiosk.upload(events, { headers: { ...json, 'content-encoding': 'br' } })],
    ] as const;
    for (const [index, [problem, answered]] of refused.entries()) {
      expect(answered.problem, `case ${index}`).toBe(problem);
      expect(answered.headers['content-type'], `case ${index}`).toBe('application/problem+json');
      const isProved = !['unsigned', 'unknown-key', 'bad-signature'].includes(problem);
      expect(answered.signedAtMs, `case ${index}`).toBe(isProved ? centre.clock.ms : null);
      expect('signature' in answered.headers, `case ${index}`).toBe(isProved);
    }
    await expectUnchanged();
  });

  it('is malformed when it contains a text, a day or a number that PostgreSQL cannot hold', async () => {
    const { centre, kiosk } = await begin();
    const key = newSigningKey();
    const open = (version: string) =>
      centre.signed({
        key,
        as: 'candidate',
        method: 'POST',
        path: pathOf('openEnrolment', { cityId: terrassa }),
        headers: json,
        body: Buffer.from(
          JSON.stringify({
            publicKey: key.publicKey,
            incarnation: randomUUID(),
            slot: null,
            version,
            build: 'official',
          }),
        ),
      });
    const office = { officeId: OFFICE };
    const effectiveFrom = '2026-12-01';
    const confirmation = {
      code: 'BCDFGHJK',
      fingerprint: pairingFingerprint(key.publicKey, centre.signingKey.publicKey),
      ...office,
      slot: 2,
    };
    const channel = { channelId: 'web' };
    const web = ChannelId.parse('web');
    const channelToken = await makeToken(centre.database, terrassa, 'web', centre.clock.ms, web);
    const before = await tablesOf(centre.database, KEPT);
    const answers: Record<string, Answered> = {
      version: await open('0.1\0'),
      'half a pair': await open('0.1\ud800'),
      effectiveFrom: await centre.order('publishProfile', office, { copyOf: 1, effectiveFrom: '0000-01-01' }),
      copyOf: await centre.order('publishProfile', office, { copyOf: 3_000_000_000, effectiveFrom }),
      name: await centre.order('confirmEnrolment', {}, { ...confirmation, name: 'entra\0da' }),
      reason: await centre.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'roba\0t' }),
      channel: await centre.order('putChannel', channel, { name: 'We\0b' }),
      reference: await centre.order('readAppointment', { reference: 'W-\0' }, undefined, channelToken),
    };
    const ticketsOfYear0 = `${pathOf('listTickets', { cityId: terrassa, ...office })}?serviceDay=0000-01-01`;
    const listed = await fetch(`${centre.url}${ticketsOfYear0}`, {
      headers: { authorization: `Bearer ${centre.token}` },
    });
    expect(listed.status).toBe(400);
    for (const [member, { status, problem }] of Object.entries(answers))
      expect([member, status, problem]).toEqual([member, 400, 'malformed-request']);
    expect(await tablesOf(centre.database, KEPT)).toEqual(before);
  });

  it('is cut off at a limit of size, both on the wire and unpacked', async () => {
    const { centre, kiosk, expectUnchanged } = await begin();
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await kiosk.upload([], { body: bomb })).problem).toBe('too-large');
    expect((await kiosk.upload([], { body: randomBytes(1_048_577), headers: json })).problem).toBe('too-large');

    // An upload of 50 MB without a length or credentials: the answer comes before the end, or the connection is cut.
    const { promise, resolve } = Promise.withResolvers<string>();
    const request = send(
      `${centre.url}${kiosk.path('uploadEvents')}`,
      { method: 'POST', headers: json },
      (response) => {
        response.resume();
        resolve(String(response.statusCode));
      },
    );
    request.on('error', () => resolve('cut'));
    const chunk = Buffer.alloc(1_000_000, '1');
    for (let sent = 0; sent < 50 && !request.destroyed; sent += 1)
      if (!request.write(chunk)) await new Promise((done) => request.once('drain', done).once('close', done));
    request.end();
    expect(['401', 'cut']).toContain(await promise);
    await expectUnchanged();
  });

  it('does not reach another kiosk or another city', async () => {
    const { centre, kiosk, make } = await begin();
    const neighbour = await centre.enrol(2);
    const elsewhere = await centre.enrol(1, 'ajuntament', CityId.parse('rubi'));
    const before = await tablesOf(centre.database, KEPT);
    const events = [make.issued(2)];
    expect((await kiosk.upload(events, { path: neighbour.path('uploadEvents') })).problem).toBe('not-yours');
    expect((await kiosk.upload(events, { path: elsewhere.path('uploadEvents') })).problem).toBe('unknown-key');
    const inOtherCity = pathOf('uploadEvents', { cityId: 'rubi', kioskId: kiosk.kioskId });
    expect((await kiosk.upload(events, { path: inOtherCity })).problem).toBe('unknown-key');
    const revocation = await centre.order(
      'revokeKiosk',
      { cityId: 'rubi', kioskId: elsewhere.kioskId },
      { reason: 'x' },
    );
    expect(revocation.problem).toBe('bad-token');
    expect((await centre.order('revokeKiosk', { kioskId: elsewhere.kioskId }, { reason: 'x' })).problem).toBe(
      'not-found',
    );
    const moved = await kiosk.upload(events, {
      tamper: (request) => ({ ...request, url: request.url.replace(kiosk.kioskId, neighbour.kioskId) }),
    });
    expect(moved.problem).toBe('bad-signature');
    expect(await tablesOf(centre.database, KEPT)).toEqual(before);
  });

  it('has no token, a wrong one, or a withdrawn one', async () => {
    const { centre, kiosk } = await begin();
    const order = (token: string) => centre.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'x' }, token);
    expect((await order('')).problem).toBe('bad-token');
    expect((await order(`torn_${randomBytes(32).toString('base64url')}`)).problem).toBe('bad-token');
    await centre.database.query('UPDATE access_token SET withdrawn_at = now() WHERE city_id = $1', [terrassa]);
    expect((await order(centre.token)).problem).toBe('bad-token');
  });

  it('is not read beyond invalid credentials', async () => {
    const { centre, kiosk } = await begin();
    const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
      const { type } = (await (await fetch(`${centre.url}${path}`, { method, headers })).json()) as { type: string };
      return type.slice('urn:torn:problem:'.length);
    };
    const bearer = { authorization: `Bearer ${centre.token}` };
    const revocation = pathOf('revokeKiosk', { cityId: terrassa, kioskId: 'cap' });
    expect(await ask('PUT', revocation)).toBe('bad-token');
    expect(await ask('PUT', revocation, bearer)).toBe('malformed-request');
    const booking = pathOf('putAppointment', { cityId: terrassa, reference: '+'.repeat(300) });
    expect(await ask('PUT', booking)).toBe('bad-token');
    expect(await ask('PUT', booking, bearer)).toBe('wrong-token');
    // Credentials belong to a city, so they cannot be checked if the city's name is invalid.
    const nowhere = pathOf('revokeKiosk', { cityId: 'No Ciutat', kioskId: kiosk.kioskId });
    expect(await ask('PUT', nowhere, bearer)).toBe('malformed-request');
    const nobody = pathOf('readSnapshot', { cityId: terrassa, kioskId: 'cap' });
    expect(await ask('GET', nobody)).toBe('malformed-request');
  });

  it('is for a path that does not exist', async () => {
    const { centre } = await begin();
    const answered = await fetch(`${centre.url}/v1/nothing`);
    expect(answered.status).toBe(404);
    expect(await answered.json()).toMatchObject({ type: 'urn:torn:problem:not-found' });
    expect((await fetch(`${centre.url}/v1/time?nonce=short`)).status).toBe(400);
  });
});

describe('an upload that is replayed by an attacker', () => {
  it('is answered as a duplicate, and changes nothing', async () => {
    const { centre, kiosk, make } = await begin();
    const sent: RequestToSign[] = [];
    const taken = await kiosk.upload([make.issued(2)], {
      tamper: (request) => {
        sent.push(request);
        return request;
      },
    });
    expect(taken.status).toBe(200);
    const before = await tablesOf(centre.database, KEPT);
    centre.clock.ms += 3_600_000;
    const replayed = await kiosk.upload([], { tamper: () => sent[0] ?? expect.fail('nothing was sent') });
    expect(replayed.body).toMatchObject({ items: [{ status: 'duplicate' }] });
    expect(await tablesOf(centre.database, KEPT)).toEqual(before);
  });
});

describe('a revoked kiosk', () => {
  it('gets a signed refusal; its upload is quarantined once, with an alarm', async () => {
    const { centre, kiosk, make } = await begin();
    const revoke = () => centre.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'robat' });
    expect((await revoke()).status).toBe(204);
    const kept = ['event', 'ticket', 'ticket_print', 'stream', 'kiosk_health', 'kiosk_key', 'kiosk', 'boot_anchor'];
    const before = await tablesOf(centre.database, kept);

    const events = [make.issued(2)];
    const answers = [
      await kiosk.upload(events),
      await kiosk.upload(events),
      await kiosk.upload(events, { body: gzipSync('{}') }),
    ];
    expect(answers[0]).toMatchObject({ status: 401, problem: 'kiosk-revoked', signedAtMs: centre.clock.ms });
    expect(answers[1]?.problem).toBe('kiosk-revoked');
    expect(answers[2]?.problem).toBe('kiosk-revoked');
    expect(await tablesOf(centre.database, kept)).toEqual(before);
    expect(await centre.database.query("SELECT upload::json -> 'events' -> 0 ->> 'id' AS id FROM quarantine")).toEqual([
      { id: events[0]?.id },
    ]);
    expect(await centre.database.query('SELECT kind FROM alarm')).toEqual([{ kind: 'revoked-kiosk-speaks' }]);

    const rotation = { publicKey: newSigningKey().publicKey, proof: 'A'.repeat(86) };
    const rotated = await centre.signed({
      key: kiosk.key,
      as: 'kiosk',
      method: 'POST',
      path: kiosk.path('rotateKey'),
      headers: json,
      body: Buffer.from(JSON.stringify(rotation)),
    });
    expect(rotated.problem).toBe('kiosk-revoked');
    const since = await centre.database.query('SELECT revoked_at FROM kiosk');
    centre.clock.ms += 1_000;
    expect((await revoke()).status).toBe(204);
    expect(await centre.database.query('SELECT revoked_at FROM kiosk')).toEqual(since);
    expect((await centre.order('revokeKiosk', { kioskId: randomUUID() }, { reason: 'x' })).problem).toBe('not-found');
  });

  it('cannot fill a table: its quarantine is limited in uploads and bytes', async () => {
    const { centre, kiosk, make } = await begin();
    const other = await centre.enrol(2);
    for (const { kioskId } of [kiosk, other])
      expect((await centre.order('revokeKiosk', { kioskId }, { reason: 'robat' })).status).toBe(204);
    const keptOf = async ({ kioskId }: { kioskId: string }) =>
      (
        await centre.database.query<{ rows: number; bytes: number }>(
          'SELECT count(*) AS rows, coalesce(sum(octet_length(upload)), 0)::float8 AS bytes FROM quarantine WHERE kiosk_id = $1::uuid',
          [kioskId],
        )
      )[0];
    const fill = (rows: number, bytes: number) =>
      centre.database.query(
        `INSERT INTO quarantine (city_id, kiosk_id, body_sha256, received_at, upload)
          SELECT $1, $2::uuid, 'filled-' || row, now(), repeat('x', $4::int) FROM generate_series(1, $3::int) AS row`,
        [terrassa, kiosk.kioskId, rows, bytes],
      );
    const empty = () => centre.database.query('DELETE FROM quarantine WHERE kiosk_id = $1::uuid', [kiosk.kioskId]);

    await fill(MOST_QUARANTINED - 1, 1);
    const uploads = Array.from({ length: 4 }, () => kiosk.upload([make.issued(2)]));
    for (const { problem } of await Promise.all(uploads)) expect(problem).toBe('kiosk-revoked');
    expect(await keptOf(kiosk)).toMatchObject({ rows: MOST_QUARANTINED });

    await empty();
    await fill(4, MOST_QUARANTINED_BYTES / 4 - 1_000);
    const large = make.next('note', { says: 'x'.repeat(5_000) });
    expect((await kiosk.upload([large])).problem).toBe('kiosk-revoked');
    expect(await keptOf(kiosk)).toMatchObject({ rows: 4 });
    expect((await kiosk.upload([make.issued(3)])).problem).toBe('kiosk-revoked');
    expect(await keptOf(kiosk)).toMatchObject({ rows: 5 });

    expect((await other.upload([large])).problem).toBe('kiosk-revoked');
    expect(await keptOf(other)).toMatchObject({ rows: 1 });
  });
});

describe('a refusal', () => {
  it('names the member and the reason when a body may have one of two forms', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const publish = async (body: unknown) => {
      const { problem, body: answered } = await centre.order('publishProfile', { officeId: OFFICE }, body);
      return { problem, errors: (answered as { errors: { pointer: string; detail: string }[] }).errors };
    };
    expect(await publish({ profile: {} })).toEqual({
      problem: 'malformed-request',
      errors: [{ pointer: '/body/effectiveFrom', detail: 'expected a date YYYY-MM-DD' }],
    });
    const { problem, errors } = await publish({ profile: {}, effectiveFrom: '2026-11-01' });
    expect(problem).toBe('invalid-profile');
    expect(errors.map(({ pointer }) => pointer)).toContain('/profile/services');
    expect(await publish({ copyOf: 3, effectiveFrom: '2026-11-01' })).toMatchObject({
      errors: [{ pointer: '/path/officeId', detail: 'the city has no such office' }],
    });
  });
});
