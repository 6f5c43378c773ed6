import { randomUUID } from 'node:crypto';
import { type OrderProposal, USUAL_ORDER_LIFE_MS } from '../../src-main/contract/centre/orders.ts';
import type { OrderAction } from '../../src-main/contract/shared/orders.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, recordChange } from '../configuration/office-changes.ts';
import { areTwoPeople } from '../people/independence.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { ORDER_PROPOSALS, ORDERS, officeOfOrdered, wrongTimes } from './give-order.ts';

interface Proposal extends Pick<OrderProposal, 'proposedBy' | 'deadline'> {
  action: OrderAction;
  tokenId: string;
  confirmedBy: string | null;
}

/** Proposes a command that the kiosk receives only after a second person has confirmed it. */
export const proposeOrder =
  ({ database, clock }: Centre): Handler<'proposeOrder'> =>
  async (request) => {
    const { params, body, caller } = request;
    const { cityId, kioskId } = params;
    return database.transaction(async (queries) => {
      const office = await officeOfOrdered(queries, request);
      if (!office.ok) return office;
      const nowMs = clock.nowMs();
      const deadlineMs = body.deadline === undefined ? nowMs + USUAL_ORDER_LIFE_MS : Date.parse(body.deadline);
      const errors = wrongTimes(nowMs, deadlineMs, null);
      if (errors.length > 0) return refuse({ kind: 'malformed-request', errors });
      const [orderId, deadline] = [randomUUID(), instantOf(deadlineMs)];
      await queries.query(ORDER_PROPOSALS.propose, [
        cityId,
        kioskId,
        orderId,
        office.value,
        body.action,
        instantOf(nowMs),
        deadline,
        caller.name,
        caller.tokenId,
      ]);
      const proposed = { officeId: office.value, kioskId, orderId, action: body.action, deadline };
      await recordAudit(queries, caller, 'proposeOrder', proposed, nowMs);
      return succeed({ body: { orderId, deadline } });
    });
  };

/**
 * Sends a proposed command to the kiosk, which receives it like any other command. The caller must be a second person: an account that the
 * proposer might also control is refused. A repeated confirmation changes nothing.
 */
export const confirmOrder =
  ({ database, clock }: Centre): Handler<'confirmOrder'> =>
  async (request) => {
    const { params, caller } = request;
    const { cityId, kioskId, orderId } = params;
    return database.transaction(async (queries) => {
      const office = await officeOfOrdered(queries, request);
      if (!office.ok) return office;
      const place = { cityId, officeId: office.value };
      if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/kioskId', NO_OFFICE);
      const [found] = await queries.query<Proposal>(ORDER_PROPOSALS.find, [cityId, kioskId, orderId]);
      if (!found) return refuseMember('not-found', '/path/orderId', 'no such order waits for a second person');
      const { action, deadline, proposedBy } = found;
      const given = { orderId, deadline };
      const [proposer, second] = [
        { id: found.tokenId, name: proposedBy },
        { id: caller.tokenId, name: caller.name },
      ];
      if (!(await areTwoPeople(queries, cityId, proposer, second)))
        return refuseMember('needs-another-person', '/path/orderId');
      if (found.confirmedBy === caller.tokenId) return succeed({ body: given });
      if (found.confirmedBy !== null) return refuseMember('already-decided', '/path/orderId');
      const nowMs = clock.nowMs();
      if (Date.parse(deadline) <= nowMs) return refuseMember('order-expired', '/path/orderId');
      await queries.query(ORDER_PROPOSALS.confirm, [cityId, kioskId, orderId, instantOf(nowMs), caller.tokenId]);
      await queries.query(ORDERS.give, [
        cityId,
        kioskId,
        orderId,
        place.officeId,
        action,
        null,
        instantOf(nowMs),
        deadline,
        `${proposedBy} + ${caller.name}`,
        caller.tokenId,
        caller.role,
      ]);
      await recordChange(queries, place, { kind: 'kiosk-ordered', content: { kioskId, orderId } }, nowMs);
      const confirmed = { officeId: place.officeId, kioskId, ...given, action, proposedBy: found.tokenId };
      await recordAudit(queries, caller, 'confirmOrder', confirmed, nowMs);
      return succeed({ body: given });
    });
  };
