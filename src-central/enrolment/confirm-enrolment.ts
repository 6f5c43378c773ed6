import { randomUUID } from 'node:crypto';
import { PAIRING_TRIES } from '../../src-main/contract/centre/enrolment.ts';
import { KioskId, PublicKey } from '../../src-main/contract/shared/ids.ts';
import { isKioskSlot } from '../../src-main/domain/numbering.ts';
import { type Result, succeed } from '../../src-main/domain/result.ts';
import { pairingFingerprint } from '../../src-main/signing/keys.ts';
import { recordAudit } from '../administration/audit.ts';
import type { Keyring } from '../appointments/keyring.ts';
import { instantOf } from '../clock.ts';
import { lockOffice } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, type OperationRequest, type Refusal, refuseMember } from '../server/operation.ts';
import { endedSlots, giveSlotAgain } from './end-kiosk.ts';
import { endReplaced, mayTakePlaceOf } from './replace-kiosk.ts';
import { type Waiting, waitingUnder } from './waiting-enrolment.ts';

export const CONFIRM_ENROLMENT = {
  wrongTry: `UPDATE enrolment SET wrong_tries = wrong_tries + 1, state = CASE WHEN wrong_tries + 1 >= $3::int THEN 'refused' ELSE state END
    WHERE city_id = $1 AND enrolment_id = $2::uuid`,
  office: 'SELECT 1 FROM office WHERE city_id = $1 AND office_id = $2',
  insertKiosk: `INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
    VALUES ($1, $2::uuid, $3, $4::int, $5, $6::uuid, $7, $8, $9::timestamptz, $10)
    ON CONFLICT (city_id, office_id, slot) DO NOTHING RETURNING kiosk_id`,
  insertKey:
    'INSERT INTO kiosk_key (city_id, key_id, kiosk_id, public_key, since) VALUES ($1, $2, $3::uuid, $4, $5::timestamptz)',
  knownKey: 'SELECT 1 FROM kiosk_key WHERE city_id = $1 AND key_id = $2',
  insertContact: 'INSERT INTO kiosk_contact (city_id, kiosk_id) VALUES ($1, $2::uuid)',
  confirm: `UPDATE enrolment SET state = 'confirmed', kiosk_id = $3::uuid WHERE city_id = $1 AND enrolment_id = $2::uuid`,
} as const;

type Request = OperationRequest<'confirmEnrolment'>;

/** Turns a waiting enrolment into a kiosk. After a refusal that the person can correct, the enrolment still waits. */
export const confirmEnrolment =
  ({ database, environment, signingKey, keyring }: Centre): Handler<'confirmEnrolment'> =>
  async (request) => {
    const { body, caller, receivedAtMs: nowMs } = request;
    const { cityId } = request.params;
    return database.transaction(async (queries) => {
      const asked = { cityId, code: body.code, pointer: '/body/code', environment, tokenId: caller.tokenId } as const;
      const found = await waitingUnder(queries, asked, nowMs);
      if (!found.ok) return found;
      const waiting = found.value;
      // The fingerprint is computed from the actual keys, because a replica with another key of the centre may have written the row.
      const fingerprint = pairingFingerprint(PublicKey.parse(waiting.publicKey), signingKey.publicKey);
      if (fingerprint !== body.fingerprint) {
        await queries.query(CONFIRM_ENROLMENT.wrongTry, [cityId, waiting.enrolmentId, PAIRING_TRIES]);
        return refuseMember('fingerprint-differs', '/body/fingerprint');
      }
      return enrol(queries, keyring, request, waiting);
    });
  };

async function enrol(
  queries: Queries,
  keyring: Keyring,
  { params: { cityId }, body, caller, receivedAtMs: nowMs }: Request,
  { enrolmentId, keyId, publicKey, incarnation, version, build, replaces }: Waiting,
): Promise<Result<{ body: { kioskId: KioskId } }, Refusal>> {
  if (!isKioskSlot(body.slot)) return malformed('/body/slot', 'expected a slot of a kiosk: 1 to 8 or 10 to 99');
  if (replaces !== (body.replaces !== undefined))
    return malformed(
      '/body/replaces',
      replaces ? 'expected the kiosk that it replaces' : 'the kiosk has not asked to replace another',
    );
  if ((await queries.query(CONFIRM_ENROLMENT.office, [cityId, body.officeId])).length === 0)
    return refuseMember('not-found', '/body/officeId', NO_OFFICE);
  if ((await queries.query(CONFIRM_ENROLMENT.knownKey, [cityId, keyId])).length > 0)
    return refuseMember(
      'code-spent',
      '/body/code',
      'this key already belongs to a kiosk: another enrolment needs another key',
    );
  const kioskId = KioskId.parse(randomUUID());
  const place = { cityId, officeId: body.officeId };
  const mayReplace = body.replaces === undefined ? succeed(null) : await mayTakePlaceOf(queries, place, body.replaces);
  if (!mayReplace.ok) return mayReplace;
  await lockOffice(queries, place);
  if ((await endedSlots(queries, place, nowMs)).includes(body.slot)) await giveSlotAgain(queries, place, body.slot);
  const inserted = await queries.query(CONFIRM_ENROLMENT.insertKiosk, [
    cityId,
    kioskId,
    body.officeId,
    body.slot,
    body.name,
    incarnation,
    version,
    build,
    instantOf(nowMs),
    caller.name,
  ]);
  if (inserted.length === 0) return refuseMember('slot-taken', '/body/slot');
  await queries.query(CONFIRM_ENROLMENT.insertKey, [cityId, keyId, kioskId, publicKey, instantOf(nowMs)]);
  await queries.query(CONFIRM_ENROLMENT.insertContact, [cityId, kioskId]);
  await queries.query(CONFIRM_ENROLMENT.confirm, [cityId, enrolmentId, kioskId]);
  if (body.replaces !== undefined) await endReplaced(queries, keyring, place, body.replaces, kioskId, nowMs);
  const replaced = body.replaces === undefined ? {} : { replaces: body.replaces };
  const detail = { kioskId, officeId: body.officeId, slot: body.slot, ...replaced };
  await recordAudit(queries, caller, 'confirmEnrolment', detail, nowMs);
  return succeed({ body: { kioskId } });
}

const malformed = (pointer: `/body/${string}`, detail: string) => refuseMember('malformed-request', pointer, detail);
