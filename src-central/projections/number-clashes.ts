import type { AlarmToRaise } from '../administration/alarms.ts';
import type { Queries } from '../database/database.ts';
import type { IssuedTicket } from './ticket-events.ts';

export const NUMBER_CLASHES = {
  /** The lock makes an office's uploads with tickets run one after another, so that the later of two clashing uploads sees the earlier. */
  lockOffice: 'SELECT 1 FROM office WHERE city_id = $1 AND office_id = $2 FOR NO KEY UPDATE',
  /** LIMIT keeps this to one index look-up per number, however many tickets the office has. */
  find: `SELECT DISTINCT item.series, item.service_day AS "serviceDay", item.number
    FROM unnest($4::uuid[], $5::text[], $6::date[], $7::bigint[]) AS item (ticket_id, series, service_day, number)
    CROSS JOIN LATERAL (SELECT 1 FROM ticket
      WHERE ticket.city_id = $1 AND ticket.office_id = $2 AND ticket.service_day = item.service_day
        AND ticket.series = item.series AND ticket.number = item.number
        AND (ticket.ticket_id, ticket.kiosk_id) <> (item.ticket_id, $3::uuid) LIMIT 1) AS other`,
} as const;

/** Finds the numbers of these tickets that another ticket has too. The caller holds the office's lock, and has stored the tickets. */
export async function findClashes(
  queries: Queries,
  { cityId, kioskId, officeId }: { cityId: string; kioskId: string; officeId: string },
  tickets: readonly IssuedTicket[],
): Promise<AlarmToRaise[]> {
  const clashes = await queries.query<{ series: string; serviceDay: string; number: number }>(NUMBER_CLASHES.find, [
    cityId,
    officeId,
    kioskId,
    tickets.map((ticket) => ticket.ticketId),
    tickets.map((ticket) => ticket.series),
    tickets.map((ticket) => ticket.serviceDay),
    tickets.map((ticket) => ticket.number),
  ]);
  return clashes.map(({ series, serviceDay, number }) => {
    const subject = [officeId, serviceDay, series, number].join(' ');
    return { kind: 'number-clash', subject, kioskId, detail: subject };
  });
}
