import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endSigningInput, SLOT_REST_MS, type WaitingEnrolment } from '../../../src-main/contract/centre/enrolment.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { CentreSetting } from '../../../src-main/contract/shared/office-profile.ts';
import { newSigningKey, pairingFingerprint, type SigningKey, signText } from '../../../src-main/signing/keys.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import {
  newEvents,
  OFFICE,
  startTestCentre,
  type TestCentre,
  type TestKiosk,
  terrassa,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const json = { 'content-type': 'application/json' };
const begin = async () => startTestCentre(await postgres.newDatabase());

async function candidate(centre: TestCentre, replaces?: string) {
  const key = newSigningKey();
  const asked = { incarnation: randomUUID(), slot: null, version: '0.1.0', build: 'official' };
  const opened = await centre.signed({
    key,
    as: 'candidate',
    method: 'POST',
    path: pathOf('openEnrolment', { cityId: terrassa }),
    headers: json,
    body: Buffer.from(JSON.stringify({ publicKey: key.publicKey, ...asked, ...(replaces && { replaces: true }) })),
  });
  const { code } = opened.body as { code: string };
  const fingerprint = pairingFingerprint(key.publicKey, centre.signingKey.publicKey);
  const offered = async (officeId: string = OFFICE) => {
    const { offices } = (await centre.order('findEnrolment', { code })).body as WaitingEnrolment;
    const { freeSlots, endedSlots } = offices.find((office) => office.officeId === officeId) ?? {};
    return { first: freeSlots?.slice(0, 2), endedSlots };
  };
  const confirm = (slot: number, officeId: string = OFFICE) =>
    centre.order(
      'confirmEnrolment',
      {},
      { code, fingerprint, officeId, slot, name: `quiosc ${slot}`, ...(replaces && { replaces }) },
    );
  return { offered, confirm };
}

interface End {
  journal?: { epoch: number; seq: number }[];
  key?: SigningKey;
  incarnation?: string;
}

const saysEnd = (
  centre: TestCentre,
  kiosk: TestKiosk,
  { journal = [{ epoch: 0, seq: 2 }], key = kiosk.key, incarnation = kiosk.incarnation }: End = {},
) => {
  const said = { incarnation, journal };
  const body = { ...said, signature: signText(endSigningInput(kiosk.kioskId, said), key) };
  return centre.signed({
    key: kiosk.key,
    as: 'kiosk',
    method: 'PUT',
    path: kiosk.path('endKiosk'),
    headers: json,
    body: Buffer.from(JSON.stringify(body)),
  });
};

async function withKiosk(centre: TestCentre) {
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  await kiosk.send([make.issued(1), make.issued(2)]);
  return { kiosk, make };
}

test('a short slot is free again once its replaced kiosk has signed its end, its whole journal has arrived and two days have passed', async () => {
  const centre = await begin();
  const { kiosk } = await withKiosk(centre);
  expect((await saysEnd(centre, kiosk)).problem, 'it is at work').toBe('not-found');
  expect((await (await candidate(centre, kiosk.kioskId)).confirm(2)).status).toBe(201);
  centre.clock.ms += SLOT_REST_MS;
  const next = await candidate(centre);
  expect(await next.offered(), 'it has not ended').toEqual({ first: [3, 4], endedSlots: [] });
  expect((await next.confirm(1)).problem).toBe('slot-taken');

  expect((await saysEnd(centre, kiosk, { key: newSigningKey() })).problem).toBe('bad-signature');
  expect((await saysEnd(centre, kiosk, { incarnation: randomUUID() })).problem).toBe('not-yours');
  expect((await saysEnd(centre, kiosk)).status).toBe(204);
  centre.clock.ms += SLOT_REST_MS - 1;
  const early = await candidate(centre);
  expect(await early.offered()).toEqual({ first: [3, 4], endedSlots: [] });
  expect((await early.confirm(1)).problem).toBe('slot-taken');
  centre.clock.ms += 1;
  // A repeated report of the end does not restart the time (`SLOT_REST_MS`) for which the slot is given to no kiosk.
  expect((await saysEnd(centre, kiosk)).status).toBe(204);
  expect(await early.offered()).toEqual({ first: [1, 3], endedSlots: [1] });
  const late = await candidate(centre);
  expect((await early.confirm(1)).status).toBe(201);
  expect((await late.confirm(1)).problem, 'it has a kiosk again').toBe('slot-taken');
  expect(await late.offered()).toEqual({ first: [3, 4], endedSlots: [] });
});

test('a slot is not given again while any event of its kiosk is missing', async () => {
  const centre = await begin();
  const { kiosk, make } = await withKiosk(centre);
  const unsent = make.issued(3);
  const successor = await candidate(centre, kiosk.kioskId);
  const { kioskId } = (await successor.confirm(2)).body as { kioskId: string };
  expect(
    (
      await saysEnd(centre, kiosk, {
        journal: [
          { epoch: 0, seq: 3 },
          { epoch: 1, seq: 1 },
        ],
      })
    ).status,
  ).toBe(204);
  centre.clock.ms += SLOT_REST_MS;
  expect(await (await candidate(centre)).offered()).toMatchObject({ endedSlots: [] });
  // A successor uploads the events from the old disk under the old kiosk's id.
  const stream = [terrassa, kiosk.kioskId, kiosk.incarnation];
  const keep = (epoch: number, seq: number) =>
    centre.database.query(
      `INSERT INTO stream (city_id, kiosk_id, incarnation, epoch, acknowledged) VALUES ($1, $2::uuid, $3::uuid, $4::bigint, $5::bigint)
        ON CONFLICT (city_id, kiosk_id, incarnation, epoch) DO UPDATE SET acknowledged = EXCLUDED.acknowledged`,
      [...stream, epoch, seq],
    );
  expect([kioskId, unsent.seq]).toEqual([expect.any(String), 3]);
  await keep(0, 3);
  expect(await (await candidate(centre)).offered()).toMatchObject({ endedSlots: [] });
  await keep(1, 1);
  expect(await (await candidate(centre)).offered()).toMatchObject({ endedSlots: [1] });
});

test('a slot is never given again after a person has revoked its kiosk, before a replacement or with the reason “replaced”', async () => {
  const centre = await begin();
  const { kiosk } = await withKiosk(centre);
  await centre.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'replaced' });
  expect((await saysEnd(centre, kiosk)).problem).toBe('kiosk-revoked');
  centre.clock.ms += 1;
  expect((await (await candidate(centre, kiosk.kioskId)).confirm(2)).status).toBe(201);
  expect((await saysEnd(centre, kiosk)).problem).toBe('not-found');
  centre.clock.ms += SLOT_REST_MS;
  const next = await candidate(centre);
  expect(await next.offered()).toEqual({ first: [3, 4], endedSlots: [] });
  expect((await next.confirm(1)).problem).toBe('slot-taken');
});

test('the end of a kiosk frees the slot of its own office only', async () => {
  const centre = await begin();
  const { kiosk } = await withKiosk(centre);
  const other = 'oac-districte-2';
  await centre.enrol(1, other);
  await (await candidate(centre, kiosk.kioskId)).confirm(2);
  await saysEnd(centre, kiosk);
  centre.clock.ms += SLOT_REST_MS;
  const next = await candidate(centre);
  expect(await next.offered(other)).toEqual({ first: [2, 3], endedSlots: [] });
  expect((await next.confirm(1, other)).problem).toBe('slot-taken');
  expect((await next.confirm(1)).status).toBe(201);
});

test('a replaced kiosk whose end the centre could not store sends it again after its next start, and then deletes its key', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const options = { deviceRoot: createDeviceTree().root };
  const { core, data } = await pairedCore(centre, options);
  const wanted = { serviceId: service('empadronament'), language: 'ca' } as const;
  // A kiosk without a journal cannot report its end, so the test takes the first ticket before the kiosk can hear that it
  // was replaced.
  expect(core.call('takeTicket', { ...wanted, requestId: newRequestId() }).ok).toBe(true);
  const { kioskId } = await centreWhen(core, ({ lastContactMs, unsent }) => lastContactMs !== null && unsent === 0);
  await centre.database.query('ALTER TABLE kiosk RENAME COLUMN end_signature TO end_signature_away');
  expect((await (await candidate(centre, kioskId ?? '')).confirm(2)).status).toBe(201);
  core.call('takeTicket', { ...wanted, requestId: newRequestId() });
  await centreWhen(core, ({ state }) => state === 'revoked');
  await core.close();
  const ended = () =>
    centre.database.query('SELECT 1 FROM kiosk WHERE kiosk_id = $1::uuid AND ended_at IS NOT NULL', [kioskId]);
  expect(await ended()).toEqual([]);
  expect(existsSync(join(data, 'torn-device-key.pem'))).toBe(true);
  await centre.database.query('ALTER TABLE kiosk RENAME COLUMN end_signature_away TO end_signature');
  const setting = CentreSetting.parse({ url: centre.url, cityId: terrassa });
  const next = startCoreInProcess({ data, ...options, centre: setting });
  await expect.poll(ended).toHaveLength(1);
  await expect.poll(() => existsSync(join(data, 'torn-device-key.pem'))).toBe(false);
  expect(next.status().centre).toMatchObject({ state: 'revoked', trouble: 'kiosk-replaced' });
});

test('a running kiosk that is replaced stops, and then reports where its journal ends', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const { core } = await pairedCore(centre, { deviceRoot: createDeviceTree().root });
  const wanted = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' } as const;
  expect(core.call('takeTicket', wanted).ok).toBe(true);
  const { kioskId } = await centreWhen(core, ({ lastContactMs, unsent }) => lastContactMs !== null && unsent === 0);
  expect((await (await candidate(centre, kioskId ?? '')).confirm(2)).status).toBe(201);
  core.call('takeTicket', { ...wanted, requestId: newRequestId() });
  await centreWhen(core, ({ state }) => state === 'revoked');
  expect(core.call('takeTicket', { ...wanted, requestId: newRequestId() })).toMatchObject({
    error: { kind: 'kiosk-revoked' },
  });
  const ended = () =>
    centre.database.query<{ journal: { epoch: number; seq: number }[] }>(
      'SELECT ended_journal AS journal FROM kiosk WHERE kiosk_id = $1::uuid AND ended_at IS NOT NULL',
      [kioskId],
    );
  await expect.poll(ended).toHaveLength(1);
  const [said] = await ended();
  expect(said?.journal.at(-1)?.seq).toBeGreaterThan(1);
});

/** The statement by which the release before migration 0022 enrols a kiosk. */
const ENROLS_AS_BEFORE = `INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
    VALUES ($1, $2::uuid, $3, $4::int, $5, $6::uuid, $7, $8, $9::timestamptz, $10)
    ON CONFLICT (city_id, office_id, slot) DO NOTHING RETURNING kiosk_id`;

test('a replica of the previous release enrols kiosks beside ours, and gives no slot that is taken', async () => {
  const centre = await begin();
  const { kiosk } = await withKiosk(centre);
  const enrolAsBefore = (slot: number) =>
    centre.database.query(ENROLS_AS_BEFORE, [
      terrassa,
      randomUUID(),
      OFFICE,
      slot,
      `quiosc ${slot}`,
      randomUUID(),
      '0.1.0',
      'official',
      new Date(centre.clock.ms).toISOString(),
      'token',
    ]);
  expect(await enrolAsBefore(1)).toEqual([]);
  expect(await enrolAsBefore(3)).toHaveLength(1);
  expect((await (await candidate(centre)).confirm(3)).problem).toBe('slot-taken');

  // Slot 1 then has an ended kiosk and a new kiosk. A replica of the previous release still gives the slot to no further kiosk.
  await (await candidate(centre, kiosk.kioskId)).confirm(2);
  await saysEnd(centre, kiosk);
  centre.clock.ms += SLOT_REST_MS;
  expect((await (await candidate(centre)).confirm(1)).status).toBe(201);
  expect(await enrolAsBefore(1)).toEqual([]);
  const { kiosks } = (await centre.order('listKiosks', {})).body as { kiosks: { slot: number }[] };
  expect(kiosks.map(({ slot }) => slot)).toEqual([1, 1, 2, 3]);
});

test('a slot is given again each time its kiosk has ended', async () => {
  const centre = await begin();
  const { kiosk } = await withKiosk(centre);
  const endAndGiveAgain = async (ended: TestKiosk, successor: number) => {
    expect((await (await candidate(centre, ended.kioskId)).confirm(successor)).status).toBe(201);
    expect((await saysEnd(centre, ended, { journal: [{ epoch: 0, seq: 0 }] })).status).toBe(204);
    centre.clock.ms += SLOT_REST_MS;
  };
  await endAndGiveAgain(kiosk, 2);
  const second = await centre.enrol(1);
  await second.send([newEvents().issued(1)]);
  await endAndGiveAgain(second, 3);
  expect(await (await candidate(centre)).offered()).toEqual({ first: [1, 4], endedSlots: [1] });
  expect((await (await candidate(centre)).confirm(1)).status).toBe(201);
});
