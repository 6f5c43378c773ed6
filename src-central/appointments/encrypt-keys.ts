import type { FastifyBaseLogger } from 'fastify';
import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Database, StoreTrouble } from '../database/database.ts';
import { type Keyring, UnknownKey } from './keyring.ts';

export const ENCRYPT_KEYS = {
  cities: 'SELECT name FROM city ORDER BY name',
  /** Keys in the clear, and those that another key has sealed. */
  some: `SELECT office_id AS "officeId", key_no AS "keyNo", key, sealed FROM office_key
    WHERE city_id = $1 AND (sealed IS NULL OR NOT starts_with(sealed, $2))`,
  /** Changes nothing if another replica has sealed the row meanwhile. */
  seal: `UPDATE office_key SET key = NULL, sealed = $5
    WHERE city_id = $1 AND office_id = $2 AND key_no = $3::int AND sealed IS NOT DISTINCT FROM $4 RETURNING key_no`,
} as const;

interface Row {
  officeId: string;
  keyNo: number;
  key: string | null;
  sealed: string | null;
}

interface EncryptParts {
  database: Database;
  keyring: Keyring;
  logger: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
}

/**
 * Seals every office key with the keyring's first key, row by row, while replicas work: each reads both forms and both keys. Returns how
 * many were sealed, and how many no key of this replica opens.
 */
export async function encryptKeys({
  database,
  keyring,
}: Pick<EncryptParts, 'database' | 'keyring'>): Promise<{ sealed: number; unreadable: number }> {
  let sealed = 0;
  let unreadable = 0;
  if (keyring.encryptsWith === null) return { sealed, unreadable };
  for (const { name } of await database.query<{ name: string }>(ENCRYPT_KEYS.cities)) {
    const cityId = CityId.parse(name);
    for (const row of await database.query<Row>(ENCRYPT_KEYS.some, [cityId, `v1.${keyring.encryptsWith}.`])) {
      const place = { cityId, officeId: OfficeId.parse(row.officeId) };
      try {
        const key = row.sealed === null ? (row.key ?? '') : keyring.decrypt(place, row.keyNo, row.sealed);
        const anew = [cityId, row.officeId, row.keyNo, row.sealed, keyring.encrypt(place, row.keyNo, key)];
        sealed += (await database.query(ENCRYPT_KEYS.seal, anew)).length;
      } catch (error) {
        if (!(error instanceof UnknownKey)) throw error;
        unreadable += 1;
      }
    }
  }
  return { sealed, unreadable };
}

/** Also finds keys that a replica with the keys in the other order has made meanwhile. */
const AGAIN_AFTER_MS = 600_000;

/** Seals in the background, now and again. Never rejects: a failure is logged. */
export function startEncrypting(parts: EncryptParts): { look(): Promise<void>; stop(): Promise<void> } {
  let underWay: Promise<void> = Promise.resolve();
  async function lookNow(): Promise<void> {
    try {
      const done = await encryptKeys(parts);
      const words = { event: 'office-keys-sealed', keyId: parts.keyring.encryptsWith, ...done };
      if (done.unreadable > 0) parts.logger.error(words);
      else if (done.sealed > 0) parts.logger.info(words);
    } catch (error) {
      const details = { event: 'office-keys-not-sealed', err: error };
      if (error instanceof StoreTrouble) parts.logger.warn(details);
      else parts.logger.error(details);
    }
  }
  function look(): Promise<void> {
    underWay = underWay.then(lookNow);
    return underWay;
  }
  const timer = setInterval(() => void look(), AGAIN_AFTER_MS);
  timer.unref();
  return {
    look,
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
