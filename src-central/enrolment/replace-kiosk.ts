import type { ReplacedKiosk } from '../../src-main/contract/centre/enrolment.ts';
import { KioskId, type OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import type { Keyring } from '../appointments/keyring.ts';
import { instantOf } from '../clock.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import { type Refusal, refuseMember } from '../server/operation.ts';
import { distrust } from './revocations.ts';
import { REVOKE_KIOSK } from './revoke-kiosk.ts';
import { slotOf } from './slot-of.ts';

export const REPLACE_KIOSK = {
  successor: `SELECT successor.kiosk_id AS "kioskId", contact.last_heard_at IS NOT NULL OR contact.request_count > 0 AS "wasHeard"
    FROM kiosk AS successor
    JOIN kiosk_contact AS contact ON contact.city_id = successor.city_id AND contact.kiosk_id = successor.kiosk_id
    WHERE successor.city_id = $1 AND successor.replaces = $2::uuid FOR UPDATE OF contact`,
  giveUp: 'UPDATE kiosk SET replaces = NULL WHERE city_id = $1 AND replaces = $2::uuid',
  putInPlace: 'UPDATE kiosk SET replaces = $3::uuid WHERE city_id = $1 AND kiosk_id = $2::uuid',
  kiosk: `SELECT old.kiosk_id AS "kioskId", ${slotOf('old')} AS slot, old.name, old.incarnation, contact.last_heard_at AS "lastHeardAt"
    FROM kiosk AS successor
    JOIN kiosk AS old ON old.city_id = successor.city_id AND old.kiosk_id = successor.replaces
    LEFT JOIN kiosk_contact AS contact ON contact.city_id = old.city_id AND contact.kiosk_id = old.kiosk_id
    WHERE successor.city_id = $1 AND successor.kiosk_id = $2::uuid`,
  acknowledged: `SELECT epoch, acknowledged AS seq FROM stream
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND incarnation = $3::uuid ORDER BY epoch`,
  /** Incarnations of this kiosk: the incarnation of its enrolment, and those with which it continued after it lost its data. */
  incarnation: `SELECT 1 FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid AND incarnation = $3::uuid
    UNION ALL SELECT 1 FROM stream WHERE city_id = $1 AND kiosk_id = $2::uuid AND incarnation = $3::uuid LIMIT 1`,
} as const;

const NO_SUCH_KIOSK = refuseMember('not-found', '/body/replaces', 'the office has no kiosk with this id');

/**
 * Whether a new kiosk may take the place of this one. A revoked kiosk may be replaced. A kiosk that already has a successor may be replaced
 * again only if this successor never connected, because it lost power before it stored its identity. The locks on the kiosk and its
 * successor wait for a running upload, and are held until the transaction ends.
 */
export async function mayTakePlaceOf(
  queries: Queries,
  { cityId, officeId }: OfficePlace,
  kioskId: KioskId,
): Promise<Result<null, Refusal>> {
  if ((await queries.query(REVOKE_KIOSK.lock, [cityId, kioskId])).length === 0) return NO_SUCH_KIOSK;
  const [old] = await queries.query<{ officeId: OfficeId }>(REVOKE_KIOSK.officeOf, [cityId, kioskId]);
  if (old?.officeId !== officeId) return NO_SUCH_KIOSK;
  const [successor] = await queries.query<{ wasHeard: boolean }>(REPLACE_KIOSK.successor, [cityId, kioskId]);
  return successor?.wasHeard ? refuseMember('already-replaced', '/body/replaces') : succeed(null);
}

/**
 * Gives the old kiosk's place to its successor, in the transaction that creates the successor. An earlier successor that never connected is
 * also revoked.
 */
export async function endReplaced(
  queries: Queries,
  keyring: Keyring,
  place: OfficePlace,
  oldKioskId: KioskId,
  kioskId: KioskId,
  nowMs: number,
): Promise<void> {
  const { cityId } = place;
  const [unheard] = await queries.query<{ kioskId: string }>(REPLACE_KIOSK.successor, [cityId, oldKioskId]);
  const all = [oldKioskId, ...(unheard ? [unheard.kioskId] : [])];
  for (const ended of all) await queries.query(REVOKE_KIOSK.revoke, [cityId, ended, instantOf(nowMs), 'replaced']);
  await queries.query(REPLACE_KIOSK.giveUp, [cityId, oldKioskId]);
  await queries.query(REPLACE_KIOSK.putInPlace, [cityId, kioskId, oldKioskId]);
  await distrust(queries, keyring, place, all, nowMs, false);
}

interface ReplacedRow extends Omit<ReplacedKiosk, 'acknowledged' | 'kioskId'> {
  kioskId: string;
}

export async function replacedBy(queries: Queries, cityId: string, kioskId: string): Promise<ReplacedKiosk | null> {
  const [old] = await queries.query<ReplacedRow>(REPLACE_KIOSK.kiosk, [cityId, kioskId]);
  if (!old) return null;
  const acknowledged = await queries.query<{ epoch: number; seq: number }>(REPLACE_KIOSK.acknowledged, [
    cityId,
    old.kioskId,
    old.incarnation,
  ]);
  return { ...old, kioskId: KioskId.parse(old.kioskId), acknowledged };
}

/** Whether the old kiosk ever had this incarnation. Events of any other incarnation are not accepted in its name. */
export const wasIncarnation = async (
  queries: Queries,
  { cityId, kioskId, incarnation }: { cityId: string; kioskId: string; incarnation: string },
): Promise<boolean> => (await queries.query(REPLACE_KIOSK.incarnation, [cityId, kioskId, incarnation])).length > 0;
