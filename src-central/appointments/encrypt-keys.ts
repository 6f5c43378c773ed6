import type { FastifyBaseLogger } from 'fastify';
import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { Database } from '../database/database.ts';
import { ROUNDS, type Rounds, trying } from '../rounds.ts';
import { type Keyring, UnknownKey } from './keyring.ts';

export const ENCRYPT_KEYS = {
  unlike: `SELECT office_id AS "officeId", key_no AS "keyNo", key, sealed FROM office_key
    WHERE city_id = $1 AND (sealed IS NULL OR NOT starts_with(sealed, $2))`,
  encrypted: `SELECT office_id AS "officeId", key_no AS "keyNo", key, sealed FROM office_key
    WHERE city_id = $1 AND sealed IS NOT NULL`,
  /** Changes nothing if another replica has changed the row meanwhile. */
  put: `UPDATE office_key SET key = $5, sealed = $6
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

interface Rewritten {
  changed: number;
  unreadable: number;
}

/**
 * Encrypts every office key with the keyring's first key. With `inTheClear` it decrypts the office keys, for a return to a release that
 * cannot read encrypted keys. Works row by row while replicas run, because each replica reads both forms, and keys encrypted with any key
 * of its keyring. A key that this replica cannot decrypt is counted in `unreadable`.
 */
export async function rewriteKeys(
  { database, keyring }: Pick<EncryptParts, 'database' | 'keyring'>,
  { inTheClear = false } = {},
): Promise<Rewritten> {
  const done = { changed: 0, unreadable: 0 };
  if (keyring.encryptsWith === null && !inTheClear) return done;
  for (const { name } of await database.query<{ name: string }>(ROUNDS.cities)) {
    const cityId = CityId.parse(name);
    const rows = inTheClear
      ? await database.query<Row>(ENCRYPT_KEYS.encrypted, [cityId])
      : await database.query<Row>(ENCRYPT_KEYS.unlike, [cityId, `v1.${keyring.encryptsWith}.`]);
    for (const { officeId, keyNo, key, sealed } of rows) {
      const place = { cityId, officeId: OfficeId.parse(officeId) };
      try {
        const clear = sealed === null ? (key ?? '') : keyring.decrypt(place, keyNo, sealed);
        const anew = inTheClear ? [clear, null] : [null, keyring.encrypt(place, keyNo, clear)];
        done.changed += (await database.query(ENCRYPT_KEYS.put, [cityId, officeId, keyNo, sealed, ...anew])).length;
      } catch (error) {
        if (!(error instanceof UnknownKey)) throw error;
        done.unreadable += 1;
      }
    }
  }
  return done;
}

/**
 * Milliseconds between two runs. Another replica may have the same encryption keys in another sequence, and then encrypts new office keys
 * with another key. A later run encrypts these office keys again.
 */
const AGAIN_AFTER_MS = 600_000;

/** Encrypts office keys in the background every ten minutes. Never rejects: a failure is logged. */
export function startEncrypting({ database, keyring, logger }: EncryptParts): Rounds {
  let underWay: Promise<void> = Promise.resolve();
  const lookNow = () =>
    trying({ logger, event: 'office-keys-not-encrypted' }, {}, async () => {
      const done = await rewriteKeys({ database, keyring });
      const words = { event: 'office-keys-encrypted', keyId: keyring.encryptsWith, ...done };
      if (done.unreadable > 0) logger.error(words);
      else if (done.changed > 0) logger.info(words);
    });
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
