import type { WaitingEnrolment } from '../../src-main/contract/centre/enrolment.ts';
import { type CityId, KioskId, OfficeId, PublicKey } from '../../src-main/contract/shared/ids.ts';
import { HIGHEST_SLOT, isKioskSlot } from '../../src-main/domain/numbering.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { pairingFingerprint } from '../../src-main/signing/keys.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';
import { endedSlots } from './end-kiosk.ts';
import { slotOf } from './slot-of.ts';
import { waitingUnder } from './waiting-enrolment.ts';

export const FIND_ENROLMENT = {
  offices: `SELECT office_id AS "officeId" FROM office
    WHERE city_id = $1 AND ($2::text[] IS NULL OR office_id = ANY ($2::text[])) ORDER BY office_id`,
  kiosks: `SELECT kiosk.kiosk_id AS "kioskId", kiosk.office_id AS "officeId", ${slotOf('kiosk')} AS slot, kiosk.name, EXISTS (
      SELECT 1 FROM kiosk AS successor
      JOIN kiosk_contact AS contact ON contact.city_id = successor.city_id AND contact.kiosk_id = successor.kiosk_id
      WHERE successor.city_id = $1 AND contact.city_id = $1 AND successor.replaces = kiosk.kiosk_id
        AND (contact.last_heard_at IS NOT NULL OR contact.request_count > 0)) AS "hasSuccessor"
    FROM kiosk WHERE kiosk.city_id = $1 AND ($2::text[] IS NULL OR kiosk.office_id = ANY ($2::text[])) ORDER BY ${slotOf('kiosk')}`,
} as const;

interface KioskRow {
  kioskId: string;
  officeId: string;
  slot: number;
  name: string;
  hasSuccessor: boolean;
}

const SLOTS = Array.from({ length: HIGHEST_SLOT }, (_, index) => index + 1).filter(isKioskSlot);

/**
 * Finds a waiting enrolment by its code. The answer's fingerprint is computed from the kiosk's key and this replica's key, because a
 * replica with another key of the centre may have written the row.
 */
export const findEnrolment =
  ({ database, environment, signingKey }: Centre): Handler<'findEnrolment'> =>
  ({ params: { cityId, code }, caller, receivedAtMs }) =>
    database.transaction(async (queries) => {
      const asked = { cityId, code, pointer: '/path/code', environment, tokenId: caller.tokenId } as const;
      const waiting = await waitingUnder(queries, asked, receivedAtMs);
      if (!waiting.ok) return waiting;
      const { publicKey, expiresAt, version, build, wantedSlot, replaces } = waiting.value;
      const fingerprint = pairingFingerprint(PublicKey.parse(publicKey), signingKey.publicKey);
      const offices = await officesWith(queries, cityId, caller.officeIds, receivedAtMs);
      return succeed({ body: { fingerprint, expiresAt, version, build, wantedSlot, replaces, offices } });
    });

async function officesWith(
  queries: Queries,
  cityId: CityId,
  reach: readonly string[] | null,
  nowMs: number,
): Promise<WaitingEnrolment['offices']> {
  const offices = await queries.query<{ officeId: string }>(FIND_ENROLMENT.offices, [cityId, reach]);
  const kiosks = await queries.query<KioskRow>(FIND_ENROLMENT.kiosks, [cityId, reach]);
  const found: WaitingEnrolment['offices'] = [];
  for (const { officeId } of offices) {
    const ours = kiosks.filter((kiosk) => kiosk.officeId === officeId);
    const had = new Set(ours.map(({ slot }) => slot));
    const place = { cityId, officeId: OfficeId.parse(officeId) };
    const ended = await endedSlots(queries, place, nowMs);
    found.push({
      officeId: place.officeId,
      name: (await newestOffice(queries, place))?.name ?? null,
      freeSlots: SLOTS.filter((slot) => !had.has(slot) || ended.includes(slot)),
      endedSlots: ended,
      kiosks: ours
        .filter(({ hasSuccessor }) => !hasSuccessor)
        .map(({ kioskId, slot, name }) => ({ kioskId: KioskId.parse(kioskId), slot, name })),
    });
  }
  return found;
}
