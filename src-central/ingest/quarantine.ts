import { createHash } from 'node:crypto';
import { raiseAlarms } from '../administration/alarms.ts';
import { instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { UPLOAD, type Upload } from './upload.ts';

/**
 * Largest number of uploads, and of their bytes, that are stored for a revoked kiosk. A thief may send uploads endlessly, each of the
 * maximum size.
 */
export const MOST_QUARANTINED = 1_000;
export const MOST_QUARANTINED_BYTES = 16 * 1_048_576;

export const QUARANTINE = {
  insert: `INSERT INTO quarantine (city_id, kiosk_id, body_sha256, received_at, upload)
    SELECT $1, $2::uuid, $3, $4::timestamptz, $5::text
    WHERE (SELECT count(*) < ${MOST_QUARANTINED}
        AND coalesce(sum(octet_length(upload)), 0) + octet_length($5::text) <= ${MOST_QUARANTINED_BYTES}
      FROM quarantine WHERE city_id = $1 AND kiosk_id = $2::uuid)
    ON CONFLICT (city_id, kiosk_id, body_sha256) DO NOTHING`,
} as const;

/** Stores an upload of a revoked kiosk for a person to judge, and raises an alarm. Changes nothing else. */
export async function quarantine(database: Database, { kiosk, upload, receivedAtMs }: Upload): Promise<void> {
  const { cityId, kioskId } = kiosk;
  const text = JSON.stringify(upload);
  const digest = createHash('sha256')
    .update(JSON.stringify([upload.incarnation, upload.events]))
    .digest('base64url');
  await database.transaction(async (queries) => {
    // The lock makes a kiosk's uploads run one after another, because simultaneous uploads could pass the limit together.
    await queries.query(UPLOAD.lockKiosk, [cityId, kioskId]);
    await queries.query(QUARANTINE.insert, [cityId, kioskId, digest, instantOf(receivedAtMs), text]);
    const alarm = { kind: 'revoked-kiosk-speaks', subject: kioskId, kioskId, detail: kioskId } as const;
    await raiseAlarms(queries, cityId, [alarm], receivedAtMs);
  });
}
