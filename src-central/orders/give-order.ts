import { randomUUID } from 'node:crypto';
import {
  type GivenOrder,
  LONGEST_ORDER_LIFE_MS,
  type OrderProposal,
  USUAL_ORDER_LIFE_MS,
} from '../../src-main/contract/centre/orders.ts';
import type { CityId, KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import {
  type Handler,
  NO_KIOSK,
  NO_OFFICE,
  type Refusal,
  refuseMember,
  type TokenCaller,
} from '../server/operation.ts';

const MOST_LISTED = 100;

export const ORDERS = {
  officeOf: `SELECT office_id AS "officeId" FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid`,
  give: `INSERT INTO kiosk_order (city_id, kiosk_id, order_id, office_id, action, until_at, ordered_at, deadline_at, ordered_by, token_id, role)
    VALUES ($1, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::timestamptz, $8::timestamptz, $9, $10::uuid, $11)`,
  list: `SELECT given.order_id AS "orderId", given.action, given.until_at AS until, given.ordered_at AS "orderedAt",
      given.deadline_at AS deadline, given.ordered_by AS "orderedBy", ended.result, ended.happened_at AS "endedAt"
    FROM kiosk_order AS given
    LEFT JOIN order_end AS ended ON ended.city_id = given.city_id AND ended.kiosk_id = given.kiosk_id
      AND ended.order_id = given.order_id
    WHERE given.city_id = $1 AND given.kiosk_id = $2::uuid
    ORDER BY given.ordered_at DESC, given.order_id LIMIT ${MOST_LISTED}`,
} as const;

export const ORDER_PROPOSALS = {
  propose: `INSERT INTO order_proposal (city_id, kiosk_id, order_id, office_id, action, proposed_at, deadline_at, proposed_by, token_id)
    VALUES ($1, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::timestamptz, $8, $9::uuid)`,
  find: `SELECT action, deadline_at AS deadline, proposed_by AS "proposedBy", token_id AS "tokenId", confirmed_by AS "confirmedBy"
    FROM order_proposal WHERE city_id = $1 AND kiosk_id = $2::uuid AND order_id = $3::uuid`,
  confirm: `UPDATE order_proposal SET confirmed_at = $4::timestamptz, confirmed_by = $5::uuid
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND order_id = $3::uuid AND confirmed_at IS NULL`,
  open: `SELECT order_id AS "orderId", action, proposed_at AS "proposedAt", proposed_by AS "proposedBy", deadline_at AS deadline
    FROM order_proposal WHERE city_id = $1 AND kiosk_id = $2::uuid AND confirmed_at IS NULL AND deadline_at > $3::timestamptz
    ORDER BY proposed_at DESC, order_id LIMIT ${MOST_LISTED}`,
} as const;

type OfKiosk = { params: { cityId: CityId; kioskId: KioskId }; caller: TokenCaller };

/** Returns the office of a kiosk, if this token may act there. A revoked kiosk is found too, although it receives no commands any more. */
export async function officeOfOrdered(
  queries: Queries,
  { params: { cityId, kioskId }, caller }: OfKiosk,
): Promise<Result<OfficeId, Refusal>> {
  const [kiosk] = await queries.query<{ officeId: OfficeId }>(ORDERS.officeOf, [cityId, kioskId]);
  if (!kiosk) return refuseMember('not-found', '/path/kioskId', NO_KIOSK);
  return isBeyondOffices(caller, kiosk.officeId)
    ? refuseMember('wrong-office', '/path/kioskId')
    : succeed(kiosk.officeId);
}

/** Gives a command to a kiosk. The kiosk receives it with its office's changes, and reports the result in its events. */
export const orderKiosk =
  ({ database, clock }: Centre): Handler<'orderKiosk'> =>
  async (request) => {
    const { params, body, caller } = request;
    const { cityId, kioskId } = params;
    return database.transaction(async (queries) => {
      const office = await officeOfOrdered(queries, request);
      if (!office.ok) return office;
      const place = { cityId, officeId: office.value };
      if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/kioskId', NO_OFFICE);
      const nowMs = clock.nowMs();
      const deadlineMs = body.deadline === undefined ? nowMs + USUAL_ORDER_LIFE_MS : Date.parse(body.deadline);
      const untilMs = body.until === undefined ? null : Date.parse(body.until);
      const errors = wrongTimes(nowMs, deadlineMs, untilMs);
      if (errors.length > 0) return refuse({ kind: 'malformed-request', errors });
      const orderId = randomUUID();
      const deadline = instantOf(deadlineMs);
      await queries.query(ORDERS.give, [
        cityId,
        kioskId,
        orderId,
        place.officeId,
        body.action,
        untilMs === null ? null : instantOf(untilMs),
        instantOf(nowMs),
        deadline,
        caller.name,
        caller.tokenId,
        caller.role,
      ]);
      await recordChange(queries, place, { kind: 'kiosk-ordered', content: { kioskId, orderId } }, nowMs);
      const order = { officeId: place.officeId, kioskId, orderId, action: body.action, deadline };
      await recordAudit(queries, caller, 'orderKiosk', order, nowMs);
      return succeed({ body: { orderId, deadline } });
    });
  };

export function wrongTimes(nowMs: number, deadlineMs: number, untilMs: number | null) {
  const isLate = deadlineMs <= nowMs || deadlineMs > nowMs + LONGEST_ORDER_LIFE_MS;
  return [
    ...(isLate ? [{ pointer: '/body/deadline', detail: 'expected a time within the next 24 hours' }] : []),
    ...(untilMs !== null && untilMs <= nowMs ? [{ pointer: '/body/until', detail: 'expected a future time' }] : []),
  ];
}

type Row = Omit<GivenOrder, 'end'> & { result: string | null; endedAt: string | null };

export const listOrders =
  ({ database, clock }: Centre): Handler<'listOrders'> =>
  async (request) => {
    const office = await officeOfOrdered(database, request);
    if (!office.ok) return office;
    const { cityId, kioskId } = request.params;
    const rows = await database.query<Row>(ORDERS.list, [cityId, kioskId]);
    const orders = rows.map(({ result, endedAt, ...order }) => ({
      ...order,
      end: result === null || endedAt === null ? null : { result, at: endedAt },
    }));
    const proposals = await database.query<OrderProposal>(ORDER_PROPOSALS.open, [
      cityId,
      kioskId,
      instantOf(clock.nowMs()),
    ]);
    return succeed({ body: { orders, proposals } });
  };
