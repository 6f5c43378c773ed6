import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rewriteKeys } from '../../../src-central/appointments/encrypt-keys.ts';
import { createKeyring, encryptionKeyOf, type Keyring } from '../../../src-central/appointments/keyring.ts';
import type { Database } from '../../../src-central/database/database.ts';
import { DOCUMENT_HASH_SCHEME } from '../../../src-main/contract/centre/appointments.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { documentHashOf } from '../../../src-main/signing/keyed-hash.ts';
import { at, cacheOf, channelAt, DNI, HERE, NIE, startOffices, THERE } from '../../support/booking.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const newKey = () => encryptionKeyOf(randomBytes(32));

async function start(databaseUrl: string, keyring?: Keyring) {
  const centre = await startTestCentre(databaseUrl, keyring ? { keyring } : {});
  const { here } = await startOffices(centre, [HERE, THERE]);
  return { centre, here, web: await channelAt(centre, 'web', HERE) };
}

/** Every value of every table, as in a stolen backup. */
async function dumpOf(database: Database): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM ${name} t`),
    ),
  );
  return rows.flat().flatMap(({ row }) => Object.values(row).filter((value) => typeof value === 'string'));
}

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
/** The appointment's document number and its two neighbours. */
const RANGE = Array.from({ length: 3 }, (_, index) => {
  const digits = 12_345_677 + index;
  return `${digits}${LETTERS[digits % 23]}`;
});

/**
 * Hashes each document number of `RANGE` with every text of the dump that may be a key; a value with dots is first split
 * at the dots. Resolves to the numbers whose hash is in the dump.
 */
async function numbersFoundIn(dump: readonly string[]): Promise<string[]> {
  const keys = new Set(dump.flatMap((value) => value.split('.')).filter((part) => /^[A-Za-z0-9_-]{43,}$/.test(part)));
  const hashes = new Set(dump.filter((value) => value.startsWith(`${DOCUMENT_HASH_SCHEME}:`)));
  expect(hashes.size).toBe(1);
  const found = new Set<string>();
  for (const text of keys)
    for (const key of text.length === 43 ? [text] : [text.slice(0, 43), text.slice(-43)])
      for (const number of RANGE)
        if (hashes.has(`${DOCUMENT_HASH_SCHEME}:${await documentHashOf(key, number)}`)) found.add(number);
  return [...found];
}

describe('a stolen backup', () => {
  it('reveals no document number if office keys are encrypted, and reveals it if they are not', async () => {
    expect(RANGE).toContain(DNI);
    const clear = await start(await postgres.newDatabase());
    await clear.web.book('W-1', { documentNumber: DNI });
    expect(await numbersFoundIn(await dumpOf(clear.centre.database))).toEqual([DNI]);
    const sealed = await start(await postgres.newDatabase(), createKeyring(newKey()));
    await sealed.web.book('W-1', { documentNumber: DNI });
    expect(await numbersFoundIn(await dumpOf(sealed.centre.database))).toEqual([]);
  });

  it('of a centre whose encryption key was set later reveals no document number once its office keys are encrypted', async () => {
    const { centre, web, here } = await start(await postgres.newDatabase());
    await web.book('W-1', { documentNumber: DNI });
    const before = await cacheOf(centre, here);
    const keyring = createKeyring(newKey());
    expect(await rewriteKeys({ database: centre.database, keyring })).toEqual({ changed: 1, unreadable: 0 });
    expect(await numbersFoundIn(await dumpOf(centre.database))).toEqual([]);
    const [row] = await centre.database.query<{ sealed: string }>('SELECT sealed FROM office_key');
    expect(keyring.decrypt({ cityId: terrassa, officeId: OfficeId.parse(HERE) }, 1, row?.sealed ?? '')).toBe(
      before.keys()[0]?.key,
    );
  });
});

describe('a new key for office keys', () => {
  const sealersOf = async ({ database }: TestCentre): Promise<string[]> =>
    (await database.query<{ by: string }>(`SELECT split_part(sealed, '.', 2) AS by FROM office_key ORDER BY 1`)).map(
      ({ by }) => by,
    );

  it('takes over while replicas with the keys in both orders serve bookings and kiosks', async () => {
    const [old, next] = [newKey(), newKey()];
    const url = await postgres.newDatabase();
    const first = await start(url, createKeyring(old, next));
    await first.web.book('W-1', { documentNumber: DNI });
    const before = await cacheOf(first.centre, first.here);
    const keys = before.keys();

    const { signingKey, clock } = first.centre;
    const second = await startTestCentre(url, { keyring: createKeyring(next, old), signingKey, clock });
    const webThere = await channelAt(second, 'web-2', THERE);
    await webThere.book('W-2', { documentNumber: NIE });
    expect(await sealersOf(first.centre)).toEqual([old.keyId, next.keyId].toSorted());
    const webOfFirst = await channelAt(first.centre, 'web-3', THERE);
    await webOfFirst.book('W-3', { documentNumber: DNI });

    const [one, other] = await Promise.all([
      rewriteKeys({ database: second.database, keyring: createKeyring(next, old) }),
      rewriteKeys({ database: first.centre.database, keyring: createKeyring(next, old) }),
    ]);
    expect(one.changed + other.changed).toBe(1);
    expect(await sealersOf(first.centre)).toEqual([next.keyId, next.keyId]);
    expect((await cacheOf(first.centre, first.here, before.reader)).keys()).toEqual(keys);
    // The same request leads to the same hash, so the key is unchanged.
    const hashes = () => first.centre.database.query('SELECT slow_hash FROM appointment ORDER BY reference');
    const known = await hashes();
    await first.web.book('W-1', { documentNumber: DNI });
    expect(await hashes()).toEqual(known);

    const third = await startTestCentre(url, { keyring: createKeyring(next), signingKey, clock });
    expect((await cacheOf(third, first.here, before.reader)).keys()).toEqual(keys);
  });

  it('makes a replica that lacks it refuse bookings and snapshots, and store nothing; a kiosk can still be revoked there', async () => {
    const url = await postgres.newDatabase();
    const { centre, here, web } = await start(url, createKeyring(newKey()));
    await web.book('W-1', { documentNumber: DNI });
    const { signingKey, clock } = centre;
    const [kept] = await centre.database.query('SELECT to_jsonb(a) AS row FROM appointment a');
    for (const [channel, key] of [['web-no-key', null] as const, ['web-other-key', newKey()] as const]) {
      const lacking = await startTestCentre(url, { keyring: createKeyring(key), signingKey, clock });
      const there = await channelAt(lacking, channel, HERE);
      const answer = await there.put('W-9', { documentNumber: NIE });
      expect({ status: answer.status, problem: answer.problem }).toEqual({ status: 500, problem: 'internal-error' });
      expect(JSON.stringify(answer.body)).not.toMatch(/encrypted|key/);
      await expect(cacheOf(lacking, here)).rejects.toThrow();
    }
    expect(await centre.database.query('SELECT to_jsonb(a) AS row FROM appointment a')).toEqual([kept]);
    const lacking = await startTestCentre(url, { keyring: createKeyring(newKey()), signingKey, clock });
    expect((await lacking.order('revokeKiosk', { kioskId: here.kioskId }, { reason: 'prova' })).status).toBe(204);
    expect(await centre.database.query('SELECT key_no FROM office_key ORDER BY key_no')).toHaveLength(1);
  });

  it('leaves a replica of the previous release without a key to hash with, instead of a wrong key', async () => {
    const { centre, web } = await start(await postgres.newDatabase(), createKeyring(newKey()));
    await web.book('W-1', { documentNumber: DNI, start: at(60) });
    const ofThen =
      'SELECT key_no AS "keyNo", key FROM office_key WHERE city_id = $1 AND office_id = $2 ORDER BY key_no';
    const [row] = await centre.database.query<{ key: string }>(ofThen, [terrassa, HERE]);
    expect(row?.key).toBeNull();
    expect(() => documentHashOf(row?.key ?? (null as never), DNI)).toThrow(TypeError);
  });
});

it('office keys can be decrypted for a step back to a release that cannot read encrypted ones', async () => {
  const keyring = createKeyring(newKey());
  const { centre, here, web } = await start(await postgres.newDatabase(), keyring);
  await web.book('W-1', { documentNumber: DNI });
  const { database } = centre;
  const before = await cacheOf(centre, here);
  const lacking = { database, keyring: createKeyring(newKey()) };
  expect(await rewriteKeys(lacking, { inTheClear: true })).toEqual({ changed: 0, unreadable: 1 });
  expect(await rewriteKeys({ database, keyring }, { inTheClear: true })).toEqual({ changed: 1, unreadable: 0 });
  const [row] = await database.query<{ key: string }>('SELECT key FROM office_key');
  expect(row?.key).toBe(before.keys()[0]?.key);
});

describe('an encrypted office key', () => {
  const place = { cityId: terrassa, officeId: OfficeId.parse(HERE) };
  const other = { cityId: terrassa, officeId: OfficeId.parse(THERE) };

  it('can be decrypted for its own row only, and only unchanged', () => {
    const keyring = createKeyring(newKey());
    const key = randomBytes(32).toString('base64url');
    const sealed = keyring.encrypt(place, 1, key) ?? '';
    expect(keyring.decrypt(place, 1, sealed)).toBe(key);
    expect(keyring.encrypt(place, 1, key)).not.toBe(sealed);
    expect(sealed).not.toContain(key);
    expect(() => keyring.decrypt(other, 1, sealed)).toThrow('for another row');
    expect(() => keyring.decrypt(place, 2, sealed)).toThrow('for another row');
    const [version = '', keyId = '', body = ''] = sealed.split('.');
    for (const index of [0, 20, body.length - 2]) {
      const changed = `${body.slice(0, index)}${body[index] === 'A' ? 'B' : 'A'}${body.slice(index + 1)}`;
      expect(() => keyring.decrypt(place, 1, [version, keyId, changed].join('.')), `${index}`).toThrow('damaged');
    }
    for (const cut of ['', 'AAAA', body.slice(0, 20)])
      expect(() => keyring.decrypt(place, 1, [version, keyId, cut].join('.')), cut).toThrow('damaged');
    expect(() => createKeyring(newKey()).decrypt(place, 1, sealed)).toThrow('does not have');
  });
});
