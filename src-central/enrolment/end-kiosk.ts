import { endSigningInput, SLOT_REST_MS } from '../../src-main/contract/centre/enrolment.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { verifyText } from '../../src-main/signing/keys.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, refuseMember } from '../server/operation.ts';
import { wasIncarnation } from './replace-kiosk.ts';
import { slotOf } from './slot-of.ts';

export const END_KIOSK = {
  key: 'SELECT public_key AS "publicKey" FROM kiosk_key WHERE city_id = $1 AND key_id = $2',
  /**
   * Stores the end of a kiosk's journal, only once. The kiosk's revocation must come from its replacement by a successor: a kiosk that a
   * person revoked may be in an attacker's hands.
   */
  end: `UPDATE kiosk SET ended_at = $3::timestamptz, ended_incarnation = $4::uuid, ended_journal = $5::jsonb, end_signature = $6
    WHERE kiosk.city_id = $1 AND kiosk.kiosk_id = $2::uuid AND kiosk.ended_at IS NULL AND kiosk.revoked_reason = 'replaced'
      AND EXISTS (SELECT 1 FROM kiosk AS successor WHERE successor.city_id = $1 AND successor.replaces = kiosk.kiosk_id
        AND successor.enrolled_at = kiosk.revoked_at)
    RETURNING kiosk.kiosk_id`,
  isEnded: 'SELECT 1 FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid AND ended_at IS NOT NULL',
  slots: `SELECT kiosk.slot FROM kiosk
    WHERE kiosk.city_id = $1 AND kiosk.office_id = $2 AND NOT kiosk.slot_given_again AND kiosk.ended_at <= $3::timestamptz
      AND NOT EXISTS (
        SELECT 1 FROM jsonb_to_recordset(kiosk.ended_journal) AS reached (epoch bigint, seq bigint)
        WHERE reached.seq > coalesce((SELECT stream.acknowledged FROM stream
          WHERE stream.city_id = $1 AND stream.kiosk_id = kiosk.kiosk_id AND stream.incarnation = kiosk.ended_incarnation
            AND stream.epoch = reached.epoch), 0))
    ORDER BY kiosk.slot`,
  timesGiven: `SELECT count(*)::int AS times FROM kiosk
    WHERE city_id = $1 AND office_id = $2 AND slot_given_again AND ${slotOf('kiosk')} = $3::int`,
  /**
   * Raises the slot column of the ended kiosk, so that its slot is free. `slotOf` still returns the slot that decided the kiosk's ticket
   * numbers.
   */
  giveAgain: `UPDATE kiosk SET slot_given_again = true, slot = slot + 100 * (1 + $4::int)
    WHERE city_id = $1 AND office_id = $2 AND slot = $3::int AND NOT slot_given_again`,
} as const;

/** Stores where the journal of a replaced kiosk ends. A repeated request changes nothing. */
export const endKiosk =
  ({ database }: Centre): Handler<'endKiosk'> =>
  async ({ caller: { cityId, kioskId, keyId }, body, receivedAtMs }) => {
    const [row] = await database.query<{ publicKey: string }>(END_KIOSK.key, [cityId, keyId]);
    if (!row || !verifyText(endSigningInput(kioskId, body), body.signature, PublicKey.parse(row.publicKey)))
      return refuse({ kind: 'bad-signature', detail: 'the end is not signed with the key of the kiosk' });
    if (!(await wasIncarnation(database, { cityId, kioskId, incarnation: body.incarnation })))
      return refuse({ kind: 'not-yours', detail: 'incarnation' });
    const said = [instantOf(receivedAtMs), body.incarnation, JSON.stringify(body.journal), body.signature];
    const ended = await database.query(END_KIOSK.end, [cityId, kioskId, ...said]);
    if (ended.length > 0 || (await database.query(END_KIOSK.isEnded, [cityId, kioskId])).length > 0)
      return succeed({ body: null });
    return refuseMember('not-found', '/path/kioskId', 'no other kiosk has replaced this one');
  };

/** Frees the slot of an ended kiosk for another kiosk. The caller holds the office's lock. */
export async function giveSlotAgain(
  queries: Queries,
  { cityId, officeId }: { cityId: CityId; officeId: OfficeId },
  slot: number,
): Promise<void> {
  const given = [cityId, officeId, slot];
  const [row] = await queries.query<{ times: number }>(END_KIOSK.timesGiven, given);
  await queries.query(END_KIOSK.giveAgain, [...given, row?.times ?? 0]);
}

export async function endedSlots(
  queries: Queries,
  { cityId, officeId }: { cityId: CityId; officeId: OfficeId },
  nowMs: number,
): Promise<number[]> {
  const until = instantOf(nowMs - SLOT_REST_MS);
  const rows = await queries.query<{ slot: number }>(END_KIOSK.slots, [cityId, officeId, until]);
  return rows.map(({ slot }) => slot);
}
