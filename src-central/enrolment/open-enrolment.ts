import { randomInt, randomUUID } from 'node:crypto';
import {
  type EnrolmentOpened,
  PAIRING_ALPHABET,
  PAIRING_CODE_LENGTH,
  PAIRING_LIFETIME_MS,
} from '../../src-main/contract/centre/enrolment.ts';
import type { PublicKey } from '../../src-main/contract/shared/ids.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { pairingFingerprint } from '../../src-main/signing/keys.ts';
import { isKnownCity } from '../administration/known-city.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_CITY, type OperationRequest, refuseMember } from '../server/operation.ts';
import { addressSubject } from './address-subject.ts';
import { countTry, type Limit } from './rate-limit.ts';

export const OPEN_ENROLMENT = {
  sweep: `DELETE FROM enrolment WHERE city_id = $1 AND state <> 'confirmed' AND expires_at < $2::timestamptz`,
  repeated: `SELECT enrolment_id AS "enrolmentId", code, expires_at AS "expiresAt" FROM enrolment
    WHERE city_id = $1 AND key_id = $2 AND incarnation = $3::uuid AND wanted_slot IS NOT DISTINCT FROM $4::int AND replaces = $6::boolean
      AND (state = 'confirmed' OR (state = 'waiting' AND expires_at > $5::timestamptz))
    ORDER BY opened_at DESC LIMIT 1`,
  insert: `INSERT INTO enrolment (city_id, enrolment_id, code, key_id, public_key, fingerprint, incarnation, wanted_slot,
      version, build, opened_at, expires_at, state, replaces)
    VALUES ($1, $2::uuid, $3, $4, $5, $6, $7::uuid, $8::int, $9, $10, $11::timestamptz, $12::timestamptz, 'waiting', $13::boolean)
    ON CONFLICT (city_id, code) DO NOTHING
    RETURNING enrolment_id AS "enrolmentId", code, expires_at AS "expiresAt"`,
} as const;

type Opened = Omit<EnrolmentOpened, 'centreKey'>;

const TEN_MINUTES_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** The limits of enrolments. A technician who sets up an office needs no more, and a stranger cannot fill the table with so few. */
const OF_ADDRESS: Limit = { action: 'open-enrolment', most: 30, windowMs: TEN_MINUTES_MS };
const OF_CITY: Limit = { action: 'open-enrolment-of-city', most: 1_000, windowMs: TEN_MINUTES_MS };

const newCode = (): string =>
  Array.from({ length: PAIRING_CODE_LENGTH }, () => PAIRING_ALPHABET.charAt(randomInt(PAIRING_ALPHABET.length))).join(
    '',
  );

/**
 * Opens a waiting enrolment with its code. A kiosk that asks again gets the same enrolment, because the first answer may have been lost.
 */
export const openEnrolment =
  ({ database, environment, signingKey }: Centre): Handler<'openEnrolment'> =>
  async ({ params: { cityId }, body, caller, remoteAddress, receivedAtMs: nowMs }) => {
    if (environment === 'production' && body.build === 'test') return refuseMember('test-build', '/body/build');
    return database.transaction(async (queries) => {
      if (!(await isKnownCity(queries, cityId))) return refuseMember('not-found', '/path/cityId', NO_CITY);
      for (const [limit, subject] of [
        [OF_ADDRESS, addressSubject(remoteAddress)],
        [OF_CITY, ''],
      ] as const) {
        const counted = await countTry(queries, cityId, limit, subject, nowMs);
        if (!counted.ok) return counted;
      }
      await queries.query(OPEN_ENROLMENT.sweep, [cityId, instantOf(nowMs - DAY_MS)]);
      const [repeated] = await queries.query<Opened>(OPEN_ENROLMENT.repeated, [
        cityId,
        caller.keyId,
        body.incarnation,
        body.slot,
        instantOf(nowMs),
        body.replaces ?? false,
      ]);
      const centreKey = signingKey.publicKey;
      const opened = repeated ?? (await insert(queries, cityId, { ...body, ...caller }, centreKey, nowMs));
      return succeed({ body: { ...opened, centreKey } });
    });
  };

async function insert(
  queries: Queries,
  cityId: string,
  asked: OperationRequest<'openEnrolment'>['body'] & OperationRequest<'openEnrolment'>['caller'],
  centreKey: PublicKey,
  nowMs: number,
): Promise<Opened> {
  for (;;) {
    const [opened] = await queries.query<Opened>(OPEN_ENROLMENT.insert, [
      cityId,
      randomUUID(),
      newCode(),
      asked.keyId,
      asked.publicKey,
      pairingFingerprint(asked.publicKey, centreKey),
      asked.incarnation,
      asked.slot,
      asked.version,
      asked.build,
      instantOf(nowMs),
      instantOf(nowMs + PAIRING_LIFETIME_MS),
      asked.replaces ?? false,
    ]);
    // Without a row the random code was already in use, which happens once in 10^11.
    if (opened) return opened;
  }
}
