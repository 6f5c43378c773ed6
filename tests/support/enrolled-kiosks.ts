import { randomUUID } from 'node:crypto';
import type { Database } from '../../src-central/database/database.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import type { SigningKey } from '../../src-main/signing/keys.ts';

export interface KioskToEnrol {
  kioskId: string;
  officeId: string;
  slot: number;
  key: SigningKey;
  incarnation?: string;
}

/** Writes kiosks of one city, and their offices, directly into the database, because pairing them would take hours. */
export async function enrolAll(database: Database, cityId: string, kiosks: readonly KioskToEnrol[]): Promise<void> {
  await database.query(
    `INSERT INTO office (city_id, office_id, changed_at) SELECT $1, office, now() FROM unnest($2::text[]) AS office
      ON CONFLICT (city_id, office_id) DO NOTHING`,
    [cityId, [...new Set(kiosks.map(({ officeId }) => officeId))]],
  );
  const columns = [
    kiosks.map(({ kioskId }) => kioskId),
    kiosks.map(({ officeId }) => officeId),
    kiosks.map(({ slot }) => slot),
    kiosks.map(({ incarnation = randomUUID() }) => incarnation),
    kiosks.map(({ key }) => key.keyId),
    kiosks.map(({ key }) => key.publicKey),
  ];
  await database.query(
    `WITH row AS (SELECT * FROM unnest($2::uuid[], $3::text[], $4::int[], $5::uuid[], $6::text[], $7::text[])
        AS row (id, office, slot, incarnation, key, public)),
      kiosks AS (INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
        SELECT $1, id, office, slot, 'quiosc', incarnation, '0', 'official', now(), 'test' FROM row),
      contacts AS (INSERT INTO kiosk_contact (city_id, kiosk_id) SELECT $1, id FROM row)
    INSERT INTO kiosk_key (city_id, key_id, kiosk_id, public_key, since) SELECT $1, key, id, public, now() FROM row`,
    [cityId, ...columns],
  );
}

/** Enrols as `enrolAll` does, over a connection of its own. */
export async function enrolAt(databaseUrl: string, cityId: string, kiosks: readonly KioskToEnrol[]): Promise<void> {
  const database = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
  await enrolAll(database, cityId, kiosks).finally(() => database.close());
}
