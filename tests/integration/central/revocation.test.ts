import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EnrolmentOpened } from '../../../src-main/contract/centre/enrolment.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { type KioskRevocation, revocationSigningInput } from '../../../src-main/contract/shared/kiosk-revocation.ts';
import { keyedHash } from '../../../src-main/signing/keyed-hash.ts';
import { newSigningKey, pairingFingerprint, verifyText } from '../../../src-main/signing/keys.ts';
import { at, cacheOf, DAY_MINUTES, DNI, HERE, officeKeyOf, startBooking, THERE } from '../../support/booking.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { slowHashNow } from '../../support/slow-hash.ts';
import { type TestCentre, type TestKiosk, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const CODE = 'SE-5550001112';
const MOST_KEYS = 50;

async function start() {
  const place = await startBooking(await postgres.newDatabase());
  const stolen = await place.centre.enrol(2, HERE);
  return { ...place, stolen, cache: await cacheOf(place.centre, place.here) };
}

const revoke = (centre: TestCentre, { kioskId }: TestKiosk) =>
  centre.order('revokeKiosk', { kioskId }, { reason: 'stolen' });

const keyNosAt = async (centre: TestCentre, officeId: string): Promise<number[]> => {
  const rows = await centre.database.query<{ keyNo: number }>(
    'SELECT key_no AS "keyNo" FROM office_key WHERE city_id = $1 AND office_id = $2 ORDER BY key_no',
    [terrassa, officeId],
  );
  return rows.map(({ keyNo }) => keyNo);
};

const givesCodes = (centre: TestCentre) =>
  centre.order(
    'putChannel',
    { channelId: 'web' },
    { name: 'Web', formats: [{ prefix: 'SE-', length: 10, characters: 'digits' }] },
  );

describe('a revoked kiosk', () => {
  it('leaves the office with only a new key, and no appointment with a hash that a thief could compare', async () => {
    const { centre, cache, web, stolen } = await start();
    await givesCodes(centre);
    const { appointmentId, locator } = await web.book('W-1', { documentNumber: DNI, code: CODE });
    const old = await officeKeyOf(centre, HERE);
    await cache.poll();
    expect(cache.held.get(appointmentId)?.codeHash).toBe(keyedHash(old, 'code', CODE));
    expect((await revoke(centre, stolen)).status).toBe(204);
    expect(await keyNosAt(centre, HERE)).toEqual([2]);
    const fresh = await officeKeyOf(centre, HERE, 2);
    expect(fresh).not.toBe(old);
    expect(await centre.database.query('SELECT slow_hash, document_hash, code_hash, key_no FROM appointment')).toEqual([
      { slow_hash: null, document_hash: null, code_hash: null, key_no: 2 },
    ]);

    // The kiosk that was not stolen gets all changes in one poll, and still finds the appointment by its locator.
    expect(new Set(await cache.poll())).toEqual(
      new Set(['office-keys-changed', 'appointment-changed', 'kiosk-revoked']),
    );
    expect(cache.keys()).toEqual([{ keyNo: 2, key: fresh }]);
    expect(cache.held.get(appointmentId)).toMatchObject({
      keyNo: 2,
      document: null,
      codeHash: null,
      locatorHash: keyedHash(fresh, 'locator', locator ?? ''),
    });
    expect((await web.read('W-1')).body).toMatchObject({ knownBy: { document: false, code: false }, locator });

    // After the change of the office's keys, the channel sends the document number and the code again.
    await web.book('W-1', { documentNumber: DNI, code: CODE });
    await cache.poll();
    expect(cache.held.get(appointmentId)).toMatchObject({
      document: { hash: slowHashNow(fresh, DNI) },
      codeHash: keyedHash(fresh, 'code', CODE),
    });
  });

  it('changes nothing at another office, and nothing more here when revoked again', async () => {
    const { centre, there, stolen, web } = await start();
    const { appointmentId } = await web.book('W-1', { officeId: THERE, documentNumber: DNI });
    await web.book('W-2');
    const elsewhere = await cacheOf(centre, there);
    const before = elsewhere.held.get(appointmentId);
    await revoke(centre, stolen);
    expect(await elsewhere.poll()).toEqual([]);
    expect(elsewhere.held.get(appointmentId)).toEqual(before);
    expect(await keyNosAt(centre, THERE)).toEqual([1]);
    const cache = await cacheOf(centre, await centre.enrol(3, HERE));
    expect((await revoke(centre, stolen)).status).toBe(204);
    expect([await keyNosAt(centre, HERE), await cache.poll()]).toEqual([[2], []]);
  });

  it('removes the hashes of later days’ appointments too, which no kiosk has yet', async () => {
    const { centre, cache, web, stolen } = await start();
    await web.book('W-1', { start: at(20 * DAY_MINUTES), documentNumber: DNI });
    await cache.poll();
    await revoke(centre, stolen);
    expect((await cache.poll()).toSorted()).toEqual(['kiosk-revoked', 'office-keys-changed', 'office-keys-changed']);
    expect(await centre.database.query('SELECT slow_hash, key_no FROM appointment')).toEqual([
      { slow_hash: null, key_no: 2 },
    ]);
  });

  it('makes no key at an office that has none', async () => {
    const { centre, cache, stolen } = await start();
    await revoke(centre, stolen);
    expect(await keyNosAt(centre, HERE)).toEqual([]);
    expect(await cache.poll()).toEqual(['kiosk-revoked']);
  });

  it('is named to its office’s kiosks only, newest first, in words that the centre signed for that office', async () => {
    const { centre, cache, there, stolen } = await start();
    const earlier = await centre.enrol(3, HERE);
    await revoke(centre, earlier);
    centre.clock.ms += 60_000;
    await revoke(centre, stolen);
    const { revocations } = await cache.reader.snapshot(centre);
    expect(revocations?.map(({ kioskId }) => kioskId)).toEqual([stolen.kioskId, earlier.kioskId]);
    const holds = (said: KioskRevocation, officeId: string): boolean =>
      verifyText(
        revocationSigningInput({ cityId: terrassa, officeId }, said),
        said.signature,
        centre.signingKey.publicKey,
      );
    for (const said of revocations ?? []) {
      expect(said.keyId).toBe(centre.signingKey.keyId);
      expect([holds(said, HERE), holds(said, THERE)]).toEqual([true, false]);
      const other = revocations?.find((one) => one !== said);
      expect(holds({ ...said, kioskId: other?.kioskId ?? said.kioskId }, HERE)).toBe(false);
    }
    const other = await cacheOf(centre, there);
    expect((await other.reader.snapshot(centre)).revocations).toEqual([]);
  });
});

async function replace(centre: TestCentre, { kioskId }: TestKiosk): Promise<void> {
  const key = newSigningKey();
  const asked = { publicKey: key.publicKey, incarnation: randomUUID(), slot: null, replaces: true };
  const { body } = await centre.signed({
    key,
    as: 'candidate',
    method: 'POST',
    path: pathOf('openEnrolment', { cityId: terrassa }),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ ...asked, version: '0.1.0', build: 'official' })),
  });
  const { status } = await centre.order(
    'confirmEnrolment',
    {},
    {
      code: (body as EnrolmentOpened).code,
      officeId: HERE,
      slot: 4,
      name: 'quiosc nou',
      replaces: kioskId,
      fingerprint: pairingFingerprint(key.publicKey, centre.signingKey.publicKey),
    },
  );
  expect(status).toBe(201);
}

describe('a kiosk that is replaced by another one', () => {
  it('is not lost: the office has a new key, and appointments keep the hashes of the old one', async () => {
    const { centre, cache, web, stolen } = await start();
    const { appointmentId } = await web.book('W-1', { documentNumber: DNI });
    await cache.poll();
    const before = cache.held.get(appointmentId);
    await replace(centre, stolen);
    expect(await keyNosAt(centre, HERE)).toEqual([1, 2]);
    expect(await cache.poll()).toEqual(['office-keys-changed', 'kiosk-revoked']);
    expect(cache.keys().map(({ keyNo }) => keyNo)).toEqual([1, 2]);
    const again = await cacheOf(centre, await centre.enrol(5, HERE));
    for (const { held } of [cache, again]) expect(held.get(appointmentId)).toEqual(before);
    expect(before?.document?.hash).toBe(slowHashNow(await officeKeyOf(centre, HERE), DNI));
  });

  it('makes no more keys than kiosks accept, but a revocation always makes one and removes the others', async () => {
    const { centre, web, stolen, here } = await start();
    const times = async (count: number, act: (no: number) => Promise<unknown>) => {
      for (let no = 1; no <= count; no += 1) await act(no);
    };
    await times(MOST_KEYS - 1, async (no) => {
      await web.book(`W-${no}`);
      await centre.order('rotateOfficeKey', { officeId: HERE });
    });
    expect(await keyNosAt(centre, HERE)).toHaveLength(MOST_KEYS);
    expect((await centre.order('rotateOfficeKey', { officeId: HERE })).problem).toBe('too-many-keys');
    await replace(centre, stolen);
    expect((await keyNosAt(centre, HERE)).at(-1)).toBe(MOST_KEYS);
    await revoke(centre, here);
    expect(await keyNosAt(centre, HERE)).toEqual([MOST_KEYS + 1]);
  });
});
