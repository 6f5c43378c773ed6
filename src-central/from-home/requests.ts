import type { TicketLanguage } from '../../config/languages.ts';
import { MOST_REQUESTS, REQUEST_LIVES_S } from '../../src-main/contract/centre/turns-from-home.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { NotGiven, TurnRequest } from '../../src-main/contract/shared/turns-from-home.ts';
import { quarterOf } from '../../src-main/domain/from-home.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { ADDRESSES_OF_NETWORK, networkOf } from '../booking/visitors.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, type OfficePlace, wakeOffice } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';
import { OFFERS_HOLD_MS, offersOf, TURN_OFFERS } from './offers.ts';

export const TURN_REQUESTS = {
  read: `SELECT office_id AS "officeId", asked_at AS "askedAt", follow_token AS "followToken", not_given AS "notGiven"
    FROM turn_request WHERE city_id = $1 AND request_id = $2::uuid`,
  ask: `INSERT INTO turn_request (city_id, request_id, office_id, kiosk_id, service_id, language, visitor, asked_at)
    VALUES ($1, $2::uuid, $3, $4::uuid, $5, $6, $7, $8::timestamptz) ON CONFLICT (city_id, request_id) DO NOTHING`,
  ofQuarter: `SELECT count(*)::int AS count FROM turn_request
    WHERE city_id = $1 AND office_id = $2 AND service_id = $3 AND asked_at >= $4::timestamptz AND not_given IS NULL`,
  ofVisitor: `SELECT count(*)::int AS count FROM turn_request
    WHERE city_id = $1 AND visitor = $2 AND not_given IS NULL`,
  /** Counts the requests of all visitors of an IPv6 network. A visitor's hash in `turn_request` begins with the hash of the network. */
  ofNetwork: `SELECT count(*)::int AS count FROM turn_request
    WHERE city_id = $1 AND starts_with(visitor, $2) AND not_given IS NULL`,
  open: `SELECT request_id AS "requestId", service_id AS "serviceId", language,
      asked_at < $3::timestamptz AS "isLate"
    FROM turn_request WHERE city_id = $1 AND kiosk_id = $2::uuid AND answered_at IS NULL
    ORDER BY asked_at, request_id LIMIT ${MOST_REQUESTS}`,
  answer: `UPDATE turn_request SET follow_token = $4, not_given = $5, answered_at = $6::timestamptz
    WHERE city_id = $1 AND request_id = $2::uuid AND kiosk_id = $3::uuid AND answered_at IS NULL`,
} as const;

const LIVES_MS = REQUEST_LIVES_S * 1_000;
const QUARTER_MS = 15 * 60_000;
/**
 * One network address may get this many numbers a day: more than one number, because several people may share an address, as in a library.
 */
const MOST_OF_VISITOR = 6;

export const stateTurns =
  ({ database, clock }: Centre): Handler<'stateTurns'> =>
  async ({ body: { asOf, offers, answers }, caller: { cityId, kioskId, officeId }, receivedAtMs }) => {
    // A time in the future is replaced by the present, so that a kiosk whose clock was ahead can replace its statement later.
    const asOfMs = Math.min(Date.parse(asOf), receivedAtMs);
    await database.query(TURN_OFFERS.keep, [
      cityId,
      kioskId,
      officeId,
      instantOf(asOfMs),
      JSON.stringify(offers),
      instantOf(receivedAtMs + OFFERS_HOLD_MS),
    ]);
    const nowMs = clock.nowMs();
    for (const { requestId, given, notGiven } of answers) {
      const answer = [given?.followToken ?? null, given === null ? (notGiven ?? 'no-number') : null, instantOf(nowMs)];
      await database.query(TURN_REQUESTS.answer, [cityId, requestId, kioskId, ...answer]);
    }
    const requests = await database.query<TurnRequest>(TURN_REQUESTS.open, [
      cityId,
      kioskId,
      instantOf(nowMs - LIVES_MS),
    ]);
    return succeed({ body: { requests } });
  };

export interface WantedTurn {
  /** The id derived from the form, so that a form sent twice requests one number. */
  requestId: string;
  serviceId: string;
  language: TicketLanguage;
  visitor: string;
}

export type AskedTurn = 'asked' | 'asked-before' | 'none-left' | 'not-offered' | 'too-many';

async function kioskFor(
  queries: Queries,
  place: OfficePlace,
  { requestId, serviceId, visitor }: WantedTurn,
  nowMs: number,
): Promise<{ kioskId: string } | Exclude<AskedTurn, 'asked'>> {
  const { cityId, officeId } = place;
  if ((await readRequest(queries, cityId, requestId)) !== null) return 'asked-before';
  const office = await offersOf(queries, place, nowMs);
  const service = office?.services.find(({ offer }) => offer.serviceId === serviceId);
  if (service === undefined) return 'not-offered';
  const count = async (sql: string, values: readonly unknown[]): Promise<number> =>
    (await queries.query<{ count: number }>(sql, [...values]))[0]?.count ?? 0;
  if ((await count(TURN_REQUESTS.ofVisitor, [cityId, visitor])) >= MOST_OF_VISITOR) return 'too-many';
  const network = networkOf(visitor);
  if (
    network !== null &&
    (await count(TURN_REQUESTS.ofNetwork, [cityId, network])) >= MOST_OF_VISITOR * ADDRESSES_OF_NETWORK
  )
    return 'too-many';
  const since = instantOf(quarterOf(nowMs) * QUARTER_MS);
  const used = await count(TURN_REQUESTS.ofQuarter, [cityId, officeId, serviceId, since]);
  return service.offer.left === 0 || used >= service.perQuarter ? 'none-left' : service;
}

/**
 * Requests a number from a kiosk of the office. A second request with the same id changes nothing. The office is locked only for a request
 * that can still succeed, because a robot may send one solved form endlessly.
 */
export async function askTurn(
  { database, clock }: Pick<Centre, 'database' | 'clock'>,
  place: OfficePlace,
  wanted: WantedTurn,
): Promise<AskedTurn> {
  const looked = await kioskFor(database, place, wanted, clock.nowMs());
  if (typeof looked === 'string') return looked;
  return database.transaction(async (queries) => {
    if (!(await lockOffice(queries, place))) return 'not-offered';
    const nowMs = clock.nowMs();
    const kiosk = await kioskFor(queries, place, wanted, nowMs);
    if (typeof kiosk === 'string') return kiosk;
    const { requestId, serviceId, language, visitor } = wanted;
    await queries.query(TURN_REQUESTS.ask, [
      place.cityId,
      requestId,
      place.officeId,
      kiosk.kioskId,
      serviceId,
      language,
      visitor,
      instantOf(nowMs),
    ]);
    await wakeOffice(queries, place, nowMs);
    return 'asked';
  });
}

export interface AskedRequest {
  officeId: string;
  followToken: string | null;
  notGiven: NotGiven | null;
  /** True if the request is too old: the kiosk gives no number for it any more, but may already have given one. */
  isLate: boolean;
}

export async function readRequest(
  queries: Queries,
  cityId: CityId,
  requestId: string,
  nowMs = 0,
): Promise<AskedRequest | null> {
  const [row] = await queries.query<Omit<AskedRequest, 'isLate'> & { askedAt: string }>(TURN_REQUESTS.read, [
    cityId,
    requestId,
  ]);
  if (row === undefined) return null;
  const { askedAt, ...request } = row;
  return { ...request, isLate: Date.parse(askedAt) < nowMs - LIVES_MS };
}
