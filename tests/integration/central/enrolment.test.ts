import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type EnrolmentOpened,
  PAIRING_LIFETIME_MS,
  PAIRING_TRIES,
  ROTATION_OVERLAP_MS,
  rotationSigningInput,
} from '../../../src-main/contract/centre/enrolment.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import { newSigningKey, pairingFingerprint, type SigningKey, signText } from '../../../src-main/signing/keys.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import {
  ALL_TABLES,
  newEvents,
  OFFICE,
  startTestCentre,
  type TestCentre,
  type TestKiosk,
  tablesOf,
  terrassa,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const json = { 'content-type': 'application/json' };

async function begin(environment: 'production' | 'test' = 'test') {
  const centre = await startTestCentre(await postgres.newDatabase(), { environment });
  await centre.makeOffice(OFFICE);
  return centre;
}

const asking = (key: SigningKey, over: Record<string, unknown> = {}) => ({
  publicKey: key.publicKey,
  incarnation: randomUUID(),
  slot: null,
  version: '0.1.0',
  build: 'official',
  ...over,
});

const open = (centre: TestCentre, key: SigningKey, body: unknown = asking(key)) =>
  centre.signed({
    key,
    as: 'candidate',
    method: 'POST',
    path: pathOf('openEnrolment', { cityId: terrassa }),
    headers: json,
    body: Buffer.from(JSON.stringify(body)),
  });

const openIn = (centre: TestCentre, city: string) => {
  const key = newSigningKey();
  return centre.signed({
    key,
    as: 'candidate',
    method: 'POST',
    path: pathOf('openEnrolment', { cityId: city }),
    headers: json,
    body: Buffer.from(JSON.stringify(asking(key))),
  });
};

const read = (centre: TestCentre, key: SigningKey, enrolmentId: string) =>
  centre.signed({
    key,
    as: 'candidate',
    method: 'GET',
    path: pathOf('readEnrolment', { cityId: terrassa, enrolmentId }),
    count: 1,
  });

const confirm = (centre: TestCentre, key: SigningKey, code: string, over: Record<string, unknown> = {}) =>
  centre.order(
    'confirmEnrolment',
    {},
    {
      code,
      fingerprint: pairingFingerprint(key.publicKey, centre.signingKey.publicKey),
      officeId: OFFICE,
      slot: 1,
      name: 'entrada',
      ...over,
    },
  );

async function opened(centre: TestCentre, key: SigningKey): Promise<EnrolmentOpened> {
  const answered = await open(centre, key);
  expect(answered.status).toBe(201);
  return answered.body as EnrolmentOpened;
}

describe('an enrolment', () => {
  it('waits with a code until a person confirms it, and then names the kiosk', async () => {
    const centre = await begin();
    const key = newSigningKey();
    const body = asking(key);
    const first = await open(centre, key, body);
    const { enrolmentId, code, expiresAt } = first.body as EnrolmentOpened;
    expect(Date.parse(expiresAt)).toBe(centre.clock.ms + PAIRING_LIFETIME_MS);
    expect((await open(centre, key, body)).body, 'its answer was lost, it asks again').toEqual(first.body);
    expect((await read(centre, key, enrolmentId)).body).toEqual({ state: 'waiting', expiresAt });

    const confirmed = await confirm(centre, key, code, { slot: 12 });
    expect(confirmed.status).toBe(201);
    const state = await read(centre, key, enrolmentId);
    expect(state).toMatchObject({
      signedAtMs: centre.clock.ms,
      body: {
        state: 'confirmed',
        ...(confirmed.body as object),
        cityId: terrassa,
        officeId: OFFICE,
        slot: 12,
        environment: 'test',
        centreKeys: [centre.signingKey.publicKey],
      },
    });
    expect((await confirm(centre, key, code, { slot: 13 })).problem).toBe('code-spent');
    expect(await centre.database.query("SELECT what, result, detail ->> 'slot' AS slot FROM audit ORDER BY 2")).toEqual(
      [
        { what: 'confirmEnrolment', result: 'code-spent', slot: null },
        { what: 'confirmEnrolment', result: 'done', slot: '12' },
      ],
    );
  });

  it('is shown only to the key that opened it', async () => {
    const centre = await begin();
    const { enrolmentId } = await opened(centre, newSigningKey());
    expect((await read(centre, newSigningKey(), enrolmentId)).problem).toBe('not-yours');
    expect((await read(centre, newSigningKey(), randomUUID())).problem).toBe('not-found');
    const key = newSigningKey();
    expect((await open(centre, key, asking(newSigningKey()))).problem).toBe('bad-signature');
  });

  it('expires after ten minutes', async () => {
    const centre = await begin();
    const key = newSigningKey();
    const { enrolmentId, code } = await opened(centre, key);
    centre.clock.ms += PAIRING_LIFETIME_MS;
    expect((await confirm(centre, key, code)).problem).toBe('code-expired');
    expect((await read(centre, key, enrolmentId)).body).toEqual({ state: 'expired' });
  });

  it('is refused for good after five wrong fingerprints', async () => {
    const centre = await begin();
    const key = newSigningKey();
    const { enrolmentId, code } = await opened(centre, key);
    const wrong = { fingerprint: pairingFingerprint(newSigningKey().publicKey, centre.signingKey.publicKey) };
    for (let tries = 0; tries < PAIRING_TRIES; tries += 1)
      expect((await confirm(centre, key, code, wrong)).problem).toBe('fingerprint-differs');
    expect((await confirm(centre, key, code)).problem).toBe('code-spent');
    expect((await read(centre, key, enrolmentId)).body).toEqual({ state: 'refused' });
  });

  it('gets no slot that another kiosk has or had before it was revoked, and may be confirmed with another slot', async () => {
    const centre = await begin();
    const first = await centre.enrol(1);
    const key = newSigningKey();
    const { code } = await opened(centre, key);
    expect((await confirm(centre, key, code, { slot: 1 })).problem).toBe('slot-taken');
    await centre.order('revokeKiosk', { kioskId: first.kioskId }, { reason: 'robat' });
    expect((await confirm(centre, key, code, { slot: 1 })).problem).toBe('slot-taken');
    expect((await confirm(centre, key, code, { slot: 9 })).problem).toBe('malformed-request');
    expect((await confirm(centre, key, code, { officeId: 'enlloc' })).problem).toBe('not-found');
    expect((await confirm(centre, key, code, { slot: 2 })).status).toBe(201);
  });

  it('gives a slot to only one of several that are confirmed at once', async () => {
    const centre = await begin();
    const keys = [newSigningKey(), newSigningKey(), newSigningKey()];
    const codes = await Promise.all(keys.map((key) => opened(centre, key)));
    const answers = await Promise.all(keys.map((key, index) => confirm(centre, key, codes[index]?.code ?? '')));
    expect(answers.map(({ problem }) => problem).sort()).toEqual([null, 'slot-taken', 'slot-taken']);
  });

  it('is refused to a test build at a production centre', async () => {
    const centre = await begin('production');
    const key = newSigningKey();
    expect((await open(centre, key, asking(key, { build: 'test' }))).problem).toBe('test-build');
    expect((await open(centre, key)).status).toBe(201);
  });

  it('is limited in openings and guesses over all replicas', async () => {
    const url = await postgres.newDatabase();
    const replicas = [await startTestCentre(url), await startTestCentre(url)];
    const seen = new Map<string, number>();
    for (let index = 0; index < 45; index += 1) {
      const centre = replicas[index % 2] ?? expect.fail('there are two');
      const { problem } = await confirm(centre, newSigningKey(), 'BCDFGHJK');
      seen.set(`guess ${problem}`, (seen.get(`guess ${problem}`) ?? 0) + 1);
      const { status } = await open(centre, newSigningKey());
      seen.set(`open ${status}`, (seen.get(`open ${status}`) ?? 0) + 1);
    }
    // Each of the two replicas has its own token, and each token has twenty tries.
    expect(Object.fromEntries(seen)).toEqual({
      'guess unknown-code': 40,
      'guess too-many-tries': 5,
      'open 201': 30,
      'open 429': 15,
    });
  });
});

describe('an enrolment that replaces another kiosk', () => {
  it('cannot replace a kiosk of another office, which is not revoked', async () => {
    const centre = await begin();
    const elsewhere = await centre.enrol(1, 'altra-oficina');
    const key = newSigningKey();
    const { code } = (await open(centre, key, asking(key, { replaces: true }))).body as EnrolmentOpened;
    const refused = await confirm(centre, key, code, { replaces: elsewhere.kioskId });
    expect(refused).toMatchObject({ status: 404, problem: 'not-found' });
    expect(await centre.database.query('SELECT kiosk_id, revoked_at, replaces FROM kiosk')).toEqual([
      { kiosk_id: elsewhere.kioskId, revoked_at: null, replaces: null },
    ]);
    await elsewhere.send([newEvents().issued(1)]);
  });
});

describe('a refused enrolment', () => {
  it('of a key that already is a kiosk is spent for any slot, and makes no second kiosk', async () => {
    const centre = await begin();
    const key = newSigningKey();
    const { code } = await opened(centre, key);
    expect((await confirm(centre, key, code)).status).toBe(201);
    const again = await opened(centre, key);
    expect(again.code).not.toBe(code);
    const answered = await confirm(centre, key, again.code, { slot: 2 });
    expect([answered.status, answered.problem]).toEqual([409, 'code-spent']);
    expect(await centre.database.query('SELECT slot FROM kiosk')).toEqual([{ slot: 1 }]);
  });

  it('beyond the city’s limit is refused from every address until ten minutes are over', async () => {
    const centre = await begin();
    await opened(centre, newSigningKey());
    const ofCity = `action = 'open-enrolment-of-city'`;
    // This count simulates 999 tries from other addresses.
    await centre.database.query(`UPDATE rate_window SET count = 999 WHERE ${ofCity}`);
    await opened(centre, newSigningKey());
    const refused = await open(centre, newSigningKey());
    expect([refused.problem, refused.headers['retry-after']]).toEqual(['too-many-tries', '600']);
    centre.clock.ms += 10 * 60_000;
    await opened(centre, newSigningKey());
  });
});

describe('a stranger', () => {
  const windowsOf = async (centre: TestCentre) =>
    (await centre.database.query<{ subject: string }>(`SELECT subject FROM rate_window WHERE action LIKE '%-%'`))
      .length;

  it('leaves no row in the database by naming cities that do not exist', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const before = await tablesOf(centre.database, [...ALL_TABLES, 'rate_window']);
    for (const city of ['enlloc', 'enlloc-2']) {
      expect([(await openIn(centre, city)).problem, city]).toEqual(['not-found', city]);
      const asked = await centre.order('verifyAttendance', { cityId: city, code: 'NE4NAF7Q29KT' });
      expect([asked.status, asked.problem]).toEqual([404, 'not-found']);
    }
    expect(await tablesOf(centre.database, [...ALL_TABLES, 'rate_window'])).toEqual(before);
  });

  it('finds a city that has an office, a channel or only its first token', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    expect((await openIn(centre, terrassa)).status).toBe(201);
    await centre.makeOffice(OFFICE, CityId.parse('rubi'));
    await centre.database.query(
      `INSERT INTO channel (city_id, channel_id, name, formats, changed_at) VALUES ('matadepera', 'web', 'Web', '[]', now())`,
    );
    for (const city of ['rubi', 'matadepera']) expect((await openIn(centre, city)).status).toBe(201);
  });

  it('who only asks for proofs leaves no rows longer than an hour', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    const ask = () => centre.order('verifyAttendance', { code: 'NE4NAF7Q29KT' });
    await ask();
    await centre.database.query(
      `INSERT INTO rate_window (city_id, action, subject, began_at, count)
        SELECT $1, 'verify-attendance', subject::text, $2::timestamptz, 1 FROM generate_series(1, 50) AS subject`,
      [terrassa, new Date(centre.clock.ms).toISOString()],
    );
    expect(await windowsOf(centre)).toBe(51);
    centre.clock.ms += 3_600_001;
    expect((await ask()).status).toBe(200);
    expect(await windowsOf(centre)).toBe(1);
  });
});

describe('a key that is replaced by another one', () => {
  const rotate = (centre: TestCentre, kiosk: TestKiosk, next: SigningKey, by: SigningKey = next) =>
    centre.signed({
      key: kiosk.key,
      as: 'kiosk',
      method: 'POST',
      path: kiosk.path('rotateKey'),
      headers: json,
      body: Buffer.from(
        JSON.stringify({
          publicKey: next.publicKey,
          proof: signText(rotationSigningInput(kiosk.kioskId, next.publicKey), by),
        }),
      ),
    });

  it('is accepted for fourteen more days beside the new one', async () => {
    const centre = await begin();
    const kiosk = await centre.enrol(1);
    const [old, next] = [kiosk.key, newSigningKey()];
    const make = newEvents();
    const answered = await rotate(centre, kiosk, next);
    const oldKeyUntil = new Date(centre.clock.ms + ROTATION_OVERLAP_MS).toISOString();
    expect(answered.body).toEqual({ oldKeyUntil });
    centre.clock.ms += 1_000;
    expect((await rotate(centre, kiosk, next)).body, 'its answer was lost, it asks again').toEqual({ oldKeyUntil });
    for (const key of [old, next]) expect((await kiosk.upload([make.issued(1)], { key })).status).toBe(200);
    centre.clock.ms += ROTATION_OVERLAP_MS;
    expect((await kiosk.upload([make.issued(2)], { key: old })).problem).toBe('unknown-key');
    expect((await kiosk.upload([make.issued(2)], { key: next })).status).toBe(200);
  });

  it('allows no second new key, and no new key without its own signature', async () => {
    const centre = await begin();
    const kiosk = await centre.enrol(1);
    expect((await rotate(centre, kiosk, newSigningKey(), newSigningKey())).problem).toBe('bad-signature');
    expect((await rotate(centre, kiosk, newSigningKey())).status).toBe(200);
    expect((await rotate(centre, kiosk, newSigningKey())).problem, 'a thief with the old key').toBe('unknown-key');
  });
});
