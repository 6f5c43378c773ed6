import { slowHash } from '../../src-main/signing/keyed-hash.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import { lockOffice, type OfficePlace, recordChange } from '../configuration/office-changes.ts';
import type { Centre } from '../replica-context.ts';
import { heldDaysOf } from './held-days.ts';
import { columnOf } from './number-hash.ts';
import { keysOf } from './office-keys.ts';

export const HASH_ANEW = {
  some: `SELECT appointment_id AS "appointmentId", service_day AS "serviceDay", key_no AS "keyNo", document_hash AS "documentHash"
    FROM appointment WHERE city_id = $1 AND office_id = $2 AND document_hash IS NOT NULL AND key_no = ANY ($3::int[])
    ORDER BY service_day LIMIT 20`,
  /** Changes nothing if a channel has changed the appointment meanwhile. */
  set: `UPDATE appointment SET slow_hash = $5, slow_hash_at = changed_at, document_hash = NULL
    WHERE city_id = $1 AND office_id = $2 AND appointment_id = $3::uuid AND document_hash = $4 RETURNING appointment_id`,
} as const;

interface Row {
  appointmentId: string;
  serviceDay: string;
  keyNo: number;
  documentHash: string;
}

const underWay = new Set<string>();

/**
 * Computes slow hashes from the fast hashes of document numbers that an earlier release stored, 20 at a time, and tells the kiosks which
 * appointments have changed on the days that they store. Starts whenever a kiosk takes a snapshot; two replicas at once do no harm. Hashes
 * whose office key was deleted stay unchanged.
 */
export function hashAnew(centre: Pick<Centre, 'database' | 'clock' | 'logger' | 'keyring'>, place: OfficePlace): void {
  const name = `${place.cityId} ${place.officeId}`;
  if (underWay.has(name)) return;
  underWay.add(name);
  void hashAll(centre, place)
    .catch((error: unknown) => centre.logger.warn({ event: 'hash-anew', error: String(error) }))
    .finally(() => underWay.delete(name));
}

async function hashAll(
  { database, clock, keyring }: Pick<Centre, 'database' | 'clock' | 'keyring'>,
  place: OfficePlace,
): Promise<void> {
  const { cityId, officeId } = place;
  for (;;) {
    const keys = new Map((await keysOf(database, keyring, place)).map(({ keyNo, key }) => [keyNo, key]));
    const rows = await database.query<Row>(HASH_ANEW.some, [cityId, officeId, [...keys.keys()]]);
    if (rows.length === 0) return;
    const hashed = await Promise.all(
      rows.map(async (row) => ({ ...row, hash: await slowHash(keys.get(row.keyNo) ?? '', row.documentHash) })),
    );
    await database.transaction(async (queries) => {
      await lockOffice(queries, place);
      const nowMs = clock.nowMs();
      const office = await newestOffice(queries, place);
      const days = office === null ? [] : heldDaysOf(office, nowMs);
      for (const { appointmentId, serviceDay, documentHash, hash } of hashed) {
        const set = [cityId, officeId, appointmentId, documentHash, columnOf(hash)];
        const changed = await queries.query(HASH_ANEW.set, set);
        if (changed.length > 0 && days.includes(serviceDay))
          await recordChange(queries, place, { kind: 'appointment-changed', content: { appointmentId } }, nowMs);
      }
    });
  }
}
