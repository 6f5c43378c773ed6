import { CityId, KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, type OperationRequest, type Refusal, refuseMember } from '../server/operation.ts';
import { replacedBy } from './replace-kiosk.ts';
import { slotOf } from './slot-of.ts';

export const READ_ENROLMENT = {
  key: 'SELECT public_key AS "publicKey" FROM enrolment WHERE city_id = $1 AND enrolment_id = $2::uuid',
  state: `SELECT enrolment.state, enrolment.expires_at AS "expiresAt", kiosk.kiosk_id AS "kioskId",
      kiosk.office_id AS "officeId", ${slotOf('kiosk')} AS slot, centre.store_epoch AS "storeEpoch"
    FROM centre, enrolment
    LEFT JOIN kiosk ON kiosk.city_id = enrolment.city_id AND kiosk.kiosk_id = enrolment.kiosk_id
    WHERE enrolment.city_id = $1 AND enrolment.enrolment_id = $2::uuid AND centre.id = 1`,
} as const;

interface StateRow {
  state: 'waiting' | 'confirmed' | 'refused';
  expiresAt: string;
  kioskId: string | null;
  officeId: string | null;
  slot: number | null;
  storeEpoch: string;
}

/** Returns the public key with which the enrolment was opened. Only the owner of this key may read the enrolment. */
export async function keyOfEnrolment(
  { database }: Centre,
  { cityId, enrolmentId }: OperationRequest<'readEnrolment'>['params'],
): Promise<Result<string, Refusal>> {
  const [row] = await database.query<{ publicKey: string }>(READ_ENROLMENT.key, [cityId, enrolmentId]);
  return row ? succeed(row.publicKey) : refuseMember('not-found', '/path/enrolmentId', 'no enrolment has this id');
}

export const readEnrolment =
  ({ database, environment, centreKeys }: Centre): Handler<'readEnrolment'> =>
  async ({ params: { cityId, enrolmentId }, receivedAtMs }) => {
    const [row] = await database.query<StateRow>(READ_ENROLMENT.state, [cityId, enrolmentId]);
    if (!row) return refuseMember('not-found', '/path/enrolmentId', 'no enrolment has this id');
    const { state, expiresAt, kioskId, officeId, slot, storeEpoch } = row;
    if (state === 'waiting') {
      const isOver = Date.parse(expiresAt) <= receivedAtMs;
      return succeed({ body: isOver ? { state: 'expired' } : { state, expiresAt } });
    }
    if (state === 'refused' || kioskId === null || officeId === null || slot === null)
      return succeed({ body: { state: 'refused' } });
    const replaces = await replacedBy(database, cityId, kioskId);
    return succeed({
      body: {
        state,
        kioskId: KioskId.parse(kioskId),
        cityId: CityId.parse(cityId),
        officeId: OfficeId.parse(officeId),
        slot,
        environment,
        storeEpoch,
        centreKeys: [...centreKeys],
        ...(replaces && { replaces }),
      },
    });
  };
