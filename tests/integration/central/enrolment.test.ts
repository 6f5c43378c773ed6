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
import { newSigningKey, pairingFingerprint, type SigningKey, signText } from '../../../src-main/security/keys.ts';
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
  const central = await startTestCentre(await postgres.newDatabase(), { environment });
  await central.makeOffice(OFFICE);
  return central;
}

const asking = (key: SigningKey, over: Record<string, unknown> = {}) => ({
  publicKey: key.publicKey,
  incarnation: randomUUID(),
  slot: null,
  version: '0.1.0',
  build: 'official',
  ...over,
});

const open = (central: TestCentre, key: SigningKey, body: unknown = asking(key)) =>
  central.signed({
    key,
    as: 'candidate',
    method: 'POST',
    path: pathOf('openEnrolment', { cityId: terrassa }),
    headers: json,
    body: Buffer.from(JSON.stringify(body)),
  });

const openIn = (central: TestCentre, city: string) => {
  const key = newSigningKey();
  return central.signed({
    ...{ key, as: 'candidate', method: 'POST', path: pathOf('openEnrolment', { cityId: city }), headers: json },
    body: Buffer.from(JSON.stringify(asking(key))),
  });
};

const read = (central: TestCentre, key: SigningKey, enrolmentId: string) =>
  central.signed({
    key,
    as: 'candidate',
    method: 'GET',
    path: pathOf('readEnrolment', { cityId: terrassa, enrolmentId }),
    count: 1,
  });

const confirm = (central: TestCentre, key: SigningKey, code: string, over: Record<string, unknown> = {}) =>
  central.order(
    'confirmEnrolment',
    {},
    {
      code,
      fingerprint: pairingFingerprint(key.publicKey, central.signingKey.publicKey),
      ...{ officeId: OFFICE, slot: 1, name: 'entrada' },
      ...over,
    },
  );

async function opened(central: TestCentre, key: SigningKey): Promise<EnrolmentOpened> {
  const answered = await open(central, key);
  expect(answered.status).toBe(201);
  return answered.body as EnrolmentOpened;
}

describe('an enrolment', { timeout: 60_000 }, () => {
  it('waits with a code until a person confirms it, and then says who the kiosk is', async () => {
    const central = await begin();
    const key = newSigningKey();
    const body = asking(key);
    const first = await open(central, key, body);
    const { enrolmentId, code, expiresAt } = first.body as EnrolmentOpened;
    expect(Date.parse(expiresAt)).toBe(central.clock.ms + PAIRING_LIFETIME_MS);
    expect((await open(central, key, body)).body, 'its answer was lost, it asks again').toEqual(first.body);
    expect((await read(central, key, enrolmentId)).body).toEqual({ state: 'waiting', expiresAt });

    const confirmed = await confirm(central, key, code, { slot: 12 });
    expect(confirmed.status).toBe(201);
    const state = await read(central, key, enrolmentId);
    expect(state).toMatchObject({
      signedAtMs: central.clock.ms,
      body: {
        state: 'confirmed',
        ...(confirmed.body as object),
        cityId: terrassa,
        officeId: OFFICE,
        slot: 12,
        environment: 'test',
        centreKeys: [central.signingKey.publicKey],
      },
    });
    expect((await confirm(central, key, code, { slot: 13 })).problem).toBe('code-spent');
    expect(
      await central.database.query("SELECT what, result, detail ->> 'slot' AS slot FROM audit ORDER BY 2"),
    ).toEqual([
      { what: 'confirmEnrolment', result: 'code-spent', slot: null },
      { what: 'confirmEnrolment', result: 'done', slot: '12' },
    ]);
  });

  it('is shown to nobody but the key that opened it', async () => {
    const central = await begin();
    const { enrolmentId } = await opened(central, newSigningKey());
    expect((await read(central, newSigningKey(), enrolmentId)).problem).toBe('not-yours');
    expect((await read(central, newSigningKey(), randomUUID())).problem).toBe('not-found');
    const key = newSigningKey();
    expect((await open(central, key, asking(newSigningKey()))).problem).toBe('bad-signature');
  });

  it('expires after ten minutes', async () => {
    const central = await begin();
    const key = newSigningKey();
    const { enrolmentId, code } = await opened(central, key);
    central.clock.ms += PAIRING_LIFETIME_MS;
    expect((await confirm(central, key, code)).problem).toBe('code-expired');
    expect((await read(central, key, enrolmentId)).body).toEqual({ state: 'expired' });
  });

  it('is refused for good after five wrong fingerprints', async () => {
    const central = await begin();
    const key = newSigningKey();
    const { enrolmentId, code } = await opened(central, key);
    const wrong = { fingerprint: pairingFingerprint(newSigningKey().publicKey, central.signingKey.publicKey) };
    for (let tries = 0; tries < PAIRING_TRIES; tries += 1)
      expect((await confirm(central, key, code, wrong)).problem).toBe('fingerprint-differs');
    expect((await confirm(central, key, code)).problem).toBe('code-spent');
    expect((await read(central, key, enrolmentId)).body).toEqual({ state: 'refused' });
  });

  it('gets no slot that another kiosk has, or had before it was revoked, and may be confirmed with another one', async () => {
    const central = await begin();
    const first = await central.enrol(1);
    const key = newSigningKey();
    const { code } = await opened(central, key);
    expect((await confirm(central, key, code, { slot: 1 })).problem).toBe('slot-taken');
    await central.order('revokeKiosk', { kioskId: first.kioskId }, { reason: 'robat' });
    expect((await confirm(central, key, code, { slot: 1 })).problem).toBe('slot-taken');
    expect((await confirm(central, key, code, { slot: 9 })).problem).toBe('malformed-request');
    expect((await confirm(central, key, code, { officeId: 'enlloc' })).problem).toBe('not-found');
    expect((await confirm(central, key, code, { slot: 2 })).status).toBe(201);
  });

  it('gives one slot to one of two that are confirmed at once', async () => {
    const central = await begin();
    const keys = [newSigningKey(), newSigningKey(), newSigningKey()];
    const codes = await Promise.all(keys.map((key) => opened(central, key)));
    const answers = await Promise.all(keys.map((key, index) => confirm(central, key, codes[index]?.code ?? '')));
    expect(answers.map(({ problem }) => problem).sort()).toEqual([null, 'slot-taken', 'slot-taken']);
  });

  it('is not for a test build at a production centre', async () => {
    const central = await begin('production');
    const key = newSigningKey();
    expect((await open(central, key, asking(key, { build: 'test' }))).problem).toBe('test-build');
    expect((await open(central, key)).status).toBe(201);
  });

  it('is neither opened nor guessed without end, whichever replica is asked', async () => {
    const url = await postgres.newDatabase();
    const replicas = [await startTestCentre(url), await startTestCentre(url)];
    const seen = new Map<string, number>();
    for (let index = 0; index < 45; index += 1) {
      const central = replicas[index % 2] ?? expect.fail('there are two');
      const { problem } = await confirm(central, newSigningKey(), 'BCDFGHJK');
      seen.set(`guess ${problem}`, (seen.get(`guess ${problem}`) ?? 0) + 1);
      const { status } = await open(central, newSigningKey());
      seen.set(`open ${status}`, (seen.get(`open ${status}`) ?? 0) + 1);
    }
    // Each replica of this test has a token of its own, with twenty tries.
    expect(Object.fromEntries(seen)).toEqual({
      'guess unknown-code': 40,
      'guess too-many-tries': 5,
      'open 201': 30,
      'open 429': 15,
    });
  });
});

describe('an enrolment that cannot be', { timeout: 60_000 }, () => {
  it('of a key that is a kiosk already is refused as spent, whatever slot it is given, and makes no second kiosk', async () => {
    const central = await begin();
    const key = newSigningKey();
    const { code } = await opened(central, key);
    expect((await confirm(central, key, code)).status).toBe(201);
    const again = await opened(central, key);
    expect(again.code).not.toBe(code);
    const answered = await confirm(central, key, again.code, { slot: 2 });
    expect([answered.status, answered.problem]).toEqual([409, 'code-spent']);
    expect(await central.database.query('SELECT slot FROM kiosk')).toEqual([{ slot: 1 }]);
  });

  it('is one too many in the city is refused from every address, until its ten minutes are over', async () => {
    const central = await begin();
    await opened(central, newSigningKey());
    const ofCity = `action = 'open-enrolment-of-city'`;
    // As if all the others had come from elsewhere.
    await central.database.query(`UPDATE rate_window SET count = 999 WHERE ${ofCity}`);
    await opened(central, newSigningKey());
    const refused = await open(central, newSigningKey());
    expect([refused.problem, refused.headers['retry-after']]).toEqual(['too-many-tries', '600']);
    central.clock.ms += 10 * 60_000;
    await opened(central, newSigningKey());
  });
});

describe('a stranger', { timeout: 60_000 }, () => {
  const windowsOf = async (central: TestCentre) =>
    (await central.database.query<{ subject: string }>(`SELECT subject FROM rate_window WHERE action LIKE '%-%'`))
      .length;

  it('leaves no row in the database by cities that do not exist', async () => {
    const central = await startTestCentre(await postgres.newDatabase());
    const before = await tablesOf(central.database, [...ALL_TABLES, 'rate_window']);
    for (const city of ['enlloc', 'enlloc-2']) {
      expect([(await openIn(central, city)).problem, city]).toEqual(['not-found', city]);
      const asked = await central.order('verifyAttendance', { cityId: city, code: 'NE4NAF7Q29KT' });
      expect([asked.status, asked.problem]).toEqual([404, 'not-found']);
    }
    expect(await tablesOf(central.database, [...ALL_TABLES, 'rate_window'])).toEqual(before);
  });

  it('finds a city that has an office, a channel or only its first token', async () => {
    const central = await startTestCentre(await postgres.newDatabase());
    expect((await openIn(central, terrassa)).status).toBe(201);
    await central.makeOffice(OFFICE, CityId.parse('rubi'));
    await central.database.query(
      `INSERT INTO channel (city_id, channel_id, name, formats, changed_at) VALUES ('matadepera', 'web', 'Web', '[]', now())`,
    );
    for (const city of ['rubi', 'matadepera']) expect((await openIn(central, city)).status).toBe(201);
  });

  it('who only asks for proofs leaves nothing that an hour does not take away', async () => {
    const central = await startTestCentre(await postgres.newDatabase());
    const ask = () => central.order('verifyAttendance', { code: 'NE4NAF7Q29KT' });
    await ask();
    await central.database.query(
      `INSERT INTO rate_window (city_id, action, subject, began_at, count)
        SELECT $1, 'verify-attendance', subject::text, $2::timestamptz, 1 FROM generate_series(1, 50) AS subject`,
      [terrassa, new Date(central.clock.ms).toISOString()],
    );
    expect(await windowsOf(central)).toBe(51);
    central.clock.ms += 3_600_001;
    expect((await ask()).status).toBe(200);
    expect(await windowsOf(central)).toBe(1);
  });
});

describe('a key that is followed by another one', { timeout: 60_000 }, () => {
  const rotate = (central: TestCentre, kiosk: TestKiosk, next: SigningKey, by: SigningKey = next) =>
    central.signed({
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

  it('is taken for fourteen days more, beside the new one, and then no longer', async () => {
    const central = await begin();
    const kiosk = await central.enrol(1);
    const [old, next] = [kiosk.key, newSigningKey()];
    const facts = newEvents();
    const answered = await rotate(central, kiosk, next);
    const oldKeyUntil = new Date(central.clock.ms + ROTATION_OVERLAP_MS).toISOString();
    expect(answered.body).toEqual({ oldKeyUntil });
    central.clock.ms += 1_000;
    expect((await rotate(central, kiosk, next)).body, 'its answer was lost, it asks again').toEqual({ oldKeyUntil });
    for (const key of [old, next]) expect((await kiosk.upload([facts.issued(1)], { key })).status).toBe(200);
    central.clock.ms += ROTATION_OVERLAP_MS;
    expect((await kiosk.upload([facts.issued(2)], { key: old })).problem).toBe('unknown-key');
    expect((await kiosk.upload([facts.issued(2)], { key: next })).status).toBe(200);
  });

  it('brings no second one, and none that has not signed itself', async () => {
    const central = await begin();
    const kiosk = await central.enrol(1);
    expect((await rotate(central, kiosk, newSigningKey(), newSigningKey())).problem).toBe('bad-signature');
    expect((await rotate(central, kiosk, newSigningKey())).status).toBe(200);
    expect((await rotate(central, kiosk, newSigningKey())).problem, 'a thief with the old key').toBe('unknown-key');
  });
});
