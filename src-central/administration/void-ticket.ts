import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, recordChange } from '../configuration/office-changes.ts';
import { HOLDER } from '../phone/find-turn.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import { type Handler, refuseMember } from '../server/operation.ts';
import { recordAudit } from './audit.ts';

export const VOID_TICKET = {
  officeOf: `SELECT office_id AS "officeId" FROM ticket
    WHERE city_id = $1 AND ticket_id = $2 AND issued_at IS NOT NULL ORDER BY issued_at, kiosk_id LIMIT 1`,
  insert: `INSERT INTO ticket_void (city_id, ticket_id, office_id, voided_at, voided_by)
    VALUES ($1, $2, $3, $4::timestamptz, $5) ON CONFLICT (city_id, ticket_id) DO NOTHING RETURNING ticket_id`,
} as const;

/** Marks a ticket as void in the table `ticket_void`, beside the ticket's events. Voiding a void ticket changes nothing. */
export const voidTicket =
  ({ database, clock }: Centre): Handler<'voidTicket'> =>
  async ({ params: { cityId, ticketId }, caller }) => {
    return database.transaction(async (queries) => {
      const [ticket] = await queries.query<{ officeId: OfficeId }>(VOID_TICKET.officeOf, [cityId, ticketId]);
      const place = ticket && { cityId, officeId: ticket.officeId };
      if (place && isBeyondOffices(caller, place.officeId)) return refuseMember('wrong-office', '/path/ticketId');
      if (!place || !(await lockOffice(queries, place)))
        return refuseMember('not-found', '/path/ticketId', 'no ticket of the city has this id');
      const nowMs = clock.nowMs();
      // A token with the name `HOLDER` is recorded by its id, because this name would mean that the ticket's holder gave the ticket up.
      const voidedBy = caller.name === HOLDER ? caller.tokenId : caller.name;
      const voided = [cityId, ticketId, place.officeId, instantOf(nowMs), voidedBy];
      const isNew = (await queries.query(VOID_TICKET.insert, voided)).length > 0;
      if (isNew) await recordChange(queries, place, { kind: 'ticket-voided', content: { ticketId } }, nowMs);
      await recordAudit(queries, caller, 'voidTicket', { officeId: place.officeId, ticketId }, nowMs);
      return succeed({ body: null });
    });
  };
