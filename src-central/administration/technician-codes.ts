import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { NamedCode, TechnicianCode } from '../../src-main/contract/centre/technician-codes.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import {
  LONGEST_CODE_DAYS,
  LONGEST_CODE_MS,
  NAMED_CODE_DIGITS,
  NAMED_CODE_STARTS,
} from '../../src-main/domain/named-code.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import type { SigningKey } from '../../src-main/signing/keys.ts';
import { hashCode, namedHash } from '../../src-main/signing/named-code.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, type OfficePlace, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import { type Handler, type KioskCaller, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { recordAudit } from './audit.ts';

const VALID = 'withdrawn_at IS NULL AND until_at > $3::timestamptz';

export const TECHNICIAN_CODES = {
  /** Includes withdrawn codes, because a kiosk without a network still accepts them. */
  taken: `SELECT DISTINCT starts FROM technician_code
    WHERE city_id = $1 AND office_ids && $2::text[] AND until_at > $3::timestamptz`,
  insert: `INSERT INTO technician_code (city_id, code_id, name, role, office_ids, starts, sealed, made_at, until_at)
    VALUES ($1, $2::uuid, $3, $4, $5::text[], $6, $7, $8::timestamptz, $9::timestamptz)`,
  list: `SELECT code_id AS "codeId", nullif(name, '') AS name, role, office_ids AS "officeIds", starts, made_at AS "madeAt",
      until_at AS until, withdrawn_at AS "withdrawnAt" FROM technician_code
    WHERE city_id = $1 AND ($2::text[] IS NULL OR office_ids && $2::text[]) ORDER BY made_at DESC, code_id LIMIT 500`,
  find: `SELECT office_ids AS "officeIds" FROM technician_code WHERE city_id = $1 AND code_id = $2::uuid`,
  withdraw: `UPDATE technician_code SET withdrawn_at = $3::timestamptz, sealed = ''
    WHERE city_id = $1 AND code_id = $2::uuid AND ${VALID} RETURNING code_id`,
  withdrawOfOffice: `UPDATE technician_code SET withdrawn_at = $3::timestamptz, sealed = ''
    WHERE city_id = $1 AND $2 = ANY (office_ids) AND ${VALID} RETURNING office_ids AS "officeIds"`,
  valid: `SELECT code_id AS "codeId", role, starts, until_at AS until, sealed FROM technician_code
    WHERE city_id = $1 AND $2 = ANY (office_ids) AND ${VALID} ORDER BY code_id`,
} as const;

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Derives the key that encrypts the hashes of codes from the centre's signing key, which is not in the database: a stolen backup alone
 * reveals no code.
 */
const encryptionKey = ({ privateKey }: SigningKey): Uint8Array =>
  new Uint8Array(
    hkdfSync('sha256', privateKey.export({ format: 'der', type: 'pkcs8' }), '', 'torn-technician-code-v1', 32),
  );

function encrypt(hash: string, codeId: string, key: SigningKey): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(key), iv).setAAD(Buffer.from(codeId));
  return Buffer.concat([iv, cipher.update(hash, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/**
 * Returns the hash of a code. `null`: the centre's signing key was changed; kiosks keep the code that they already have until it expires.
 */
function decrypt(sealed: string, codeId: string, key: SigningKey): string | null {
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', encryptionKey(key), bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(codeId))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const digits = (count: number): string => String(randomInt(10 ** count)).padStart(count, '0');

/**
 * Chooses at random the first digits of a new code, which no other code of these offices has. A kiosk recognises a code by these digits,
 * and counts the wrong tries of each code separately. `null`: all are taken.
 */
async function freeStarts(
  queries: Queries,
  cityId: string,
  officeIds: readonly string[],
  nowMs: number,
): Promise<string | null> {
  const rows = await queries.query<{ starts: string }>(TECHNICIAN_CODES.taken, [cityId, officeIds, instantOf(nowMs)]);
  const taken = new Set(rows.map(({ starts }) => starts));
  const free = Array.from({ length: 10 ** NAMED_CODE_STARTS }, (_, no) => String(no).padStart(NAMED_CODE_STARTS, '0'));
  const left = free.filter((starts) => !taken.has(starts));
  return left[randomInt(Math.max(1, left.length))] ?? null;
}

/** Makes a technician's code. Only the answer has the code; the audit has the id, the role, the offices and the end, and no name. */
export const makeTechnicianCode =
  ({ database, clock, signingKey }: Centre): Handler<'makeTechnicianCode'> =>
  async ({ params: { cityId }, body, caller }) => {
    const { name, role } = body;
    const officeIds = body.officeIds.toSorted();
    const beyond = body.officeIds.findIndex((officeId) => isBeyondOffices(caller, officeId));
    if (beyond >= 0) return refuseMember('wrong-office', `/body/officeIds/${beyond}`);
    const untilMs = Date.parse(body.until);
    const wrong = whyNoEnd(untilMs, clock.nowMs());
    if (wrong !== null)
      return refuse({ kind: 'malformed-request', errors: [{ pointer: '/body/until', detail: wrong }] });
    const secret = digits(NAMED_CODE_DIGITS - NAMED_CODE_STARTS);
    // The hash is slow on purpose, so it is computed before the offices are locked.
    const hash = await hashCode(secret);
    return database.transaction(async (queries) => {
      for (const officeId of officeIds)
        if (!(await lockOffice(queries, { cityId, officeId })))
          return refuseMember('not-found', `/body/officeIds/${body.officeIds.indexOf(officeId)}`, NO_OFFICE);
      const nowMs = clock.nowMs();
      const starts = await freeStarts(queries, cityId, officeIds, nowMs);
      if (starts === null) return refuseMember('too-many-codes', '/body/officeIds');
      const codeId = randomUUID();
      const until = instantOf(untilMs);
      await queries.query(TECHNICIAN_CODES.insert, [
        cityId,
        codeId,
        name,
        role,
        officeIds,
        starts,
        encrypt(hash, codeId, signingKey),
        instantOf(nowMs),
        until,
      ]);
      await tellCodes(queries, cityId, officeIds, nowMs);
      await recordAudit(queries, caller, 'makeTechnicianCode', { codeId, role, officeIds, until }, nowMs);
      return succeed({ body: { codeId, code: `${starts}${secret}`, until } });
    });
  };

function whyNoEnd(untilMs: number, nowMs: number): string | null {
  if (untilMs <= nowMs) return 'expected a future time';
  return untilMs > nowMs + LONGEST_CODE_MS ? `expected a time within ${LONGEST_CODE_DAYS} days` : null;
}

export const listTechnicianCodes =
  ({ database }: Centre): Handler<'listTechnicianCodes'> =>
  async ({ params: { cityId }, caller }) =>
    succeed({
      body: { codes: await database.query<TechnicianCode>(TECHNICIAN_CODES.list, [cityId, caller.officeIds]) },
    });

/** Withdraws a technician's code. A code that has already ended stays unchanged. */
export const withdrawTechnicianCode =
  ({ database, clock }: Centre): Handler<'withdrawTechnicianCode'> =>
  async ({ params: { cityId, codeId }, caller }) => {
    return database.transaction(async (queries) => {
      const [found] = await queries.query<{ officeIds: OfficeId[] }>(TECHNICIAN_CODES.find, [cityId, codeId]);
      if (!found) return refuseMember('not-found', '/path/codeId', 'the city has no code with this id');
      const { officeIds } = found;
      if (officeIds.some((officeId) => isBeyondOffices(caller, officeId)))
        return refuseMember('wrong-office', '/path/codeId');
      for (const officeId of officeIds.toSorted()) await lockOffice(queries, { cityId, officeId });
      const nowMs = clock.nowMs();
      const withdrawn = await queries.query(TECHNICIAN_CODES.withdraw, [cityId, codeId, instantOf(nowMs)]);
      if (withdrawn.length > 0) await tellCodes(queries, cityId, officeIds, nowMs);
      await recordAudit(queries, caller, 'withdrawTechnicianCode', { codeId, officeIds }, nowMs);
      return succeed({ body: null });
    });
  };

/**
 * Withdraws an office's codes after the theft of a kiosk. A thief with the kiosk's disk and its key can find the codes by trying all of
 * them. The caller holds the office's lock.
 */
export async function withdrawCodesOf(
  queries: Queries,
  { cityId, officeId }: OfficePlace,
  nowMs: number,
): Promise<void> {
  const rows = await queries.query<{ officeIds: OfficeId[] }>(TECHNICIAN_CODES.withdrawOfOffice, [
    cityId,
    officeId,
    instantOf(nowMs),
  ]);
  await tellCodes(queries, cityId, [...new Set(rows.flatMap(({ officeIds }) => officeIds))].sort(), nowMs);
}

async function tellCodes(
  queries: Queries,
  cityId: CityId,
  officeIds: readonly OfficeId[],
  nowMs: number,
): Promise<void> {
  for (const officeId of officeIds)
    await recordChange(queries, { cityId, officeId }, { kind: 'technician-codes-changed', content: {} }, nowMs);
}

/**
 * The valid codes of a kiosk's office, each with a hash that is different at every kiosk. `hash` is `null` if the centre's signing key was
 * changed.
 */
export async function namedCodesFor(
  { database, clock, signingKey }: Pick<Centre, 'database' | 'clock' | 'signingKey'>,
  { cityId, officeId, kioskId }: KioskCaller,
): Promise<NamedCode[]> {
  const rows = await database.query<Omit<NamedCode, 'hash'> & { sealed: string }>(TECHNICIAN_CODES.valid, [
    cityId,
    officeId,
    instantOf(clock.nowMs()),
  ]);
  return rows.map(({ sealed, ...code }) => {
    const hash = decrypt(sealed, code.codeId, signingKey);
    return { ...code, hash: hash === null ? null : namedHash(hash, kioskId) };
  });
}
