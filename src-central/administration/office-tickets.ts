import { succeed } from '../../src-main/domain/result.ts';
import { newestServices } from '../configuration/newest-office.ts';
import { OFFICE_CHANGES } from '../configuration/office-changes.ts';
import { listTickets } from '../projections/ticket-list.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';

const PAGE = 500;

/** Lists tickets with the external id of their service, as the newest profile has it. */
export const listOfficeTickets =
  ({ database }: Centre): Handler<'listTickets'> =>
  async ({ params, query: { serviceDay, after = null } }) => {
    if ((await database.query(OFFICE_CHANGES.last, [params.cityId, params.officeId])).length === 0)
      return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    const services = new Map((await newestServices(database, params)).map((one) => [one.serviceId, one.externalId]));
    const tickets = await listTickets(database, { ...params, serviceDay, after, most: PAGE });
    return succeed({
      body: {
        tickets: tickets.map((ticket) => {
          const serviceExternalId = services.get(ticket.serviceId);
          return serviceExternalId === undefined ? ticket : { ...ticket, serviceExternalId };
        }),
        next: tickets.length < PAGE ? null : (tickets.at(-1)?.ticketId ?? null),
      },
    });
  };
