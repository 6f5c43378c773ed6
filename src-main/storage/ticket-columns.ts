import type { IssuedTicket } from './journal-record.ts';

export interface TicketRow {
  ticketId: string;
  requestId: string;
  series: string;
  serviceDay: string;
  number: number;
  serviceId: string;
  visitType: string;
  language: string;
  followToken: string | null;
  issuedAtMs: number;
  configVersion: number | null;
  preferential: 1 | null;
  comeAndFetch: 1 | null;
  appointmentMs: number | null;
  deskId: string | null;
  withdrawnAtMs: number | null;
  /** Labels separated by spaces. */
  replaces: string | null;
  largePrint: 1 | null;
  askedPreferential: 0 | 1 | null;
  askedComeAndFetch: 0 | 1 | null;
  seenPreferential: 0 | 1 | null;
  seenComeAndFetch: 0 | 1 | null;
}

/** All reads and writes of a ticket's row use this list, so a column that is missing here does not compile. */
const COLUMNS: Readonly<Record<keyof TicketRow, string>> = {
  ticketId: 'ticket_id',
  requestId: 'request_id',
  series: 'series',
  serviceDay: 'service_day',
  number: 'number',
  serviceId: 'service_id',
  visitType: 'way',
  language: 'language',
  followToken: 'follow_token',
  issuedAtMs: 'issued_at_ms',
  configVersion: 'config_version',
  preferential: 'preferential',
  comeAndFetch: 'come_and_fetch',
  appointmentMs: 'appointment_ms',
  deskId: 'desk_id',
  withdrawnAtMs: 'withdrawn_at_ms',
  replaces: 'replaces',
  largePrint: 'large_print',
  askedPreferential: 'asked_preferential',
  askedComeAndFetch: 'asked_come_and_fetch',
  seenPreferential: 'seen_preferential',
  seenComeAndFetch: 'seen_come_and_fetch',
};

/** The rest of a statement with named values, after `INSERT` or `INSERT OR IGNORE`. */
export const INTO_TICKET = `INTO ticket (${Object.values(COLUMNS).join(', ')})
  VALUES (${Object.keys(COLUMNS)
    .map((name) => `@${name}`)
    .join(', ')})`;

/** Each column has its table's name, because a newer program may have given another table a column of the same name. */
export const TICKET_COLUMNS = Object.entries(COLUMNS)
  .map(([name, column]) => `ticket.${column} AS ${name}`)
  .join(', ');

/** The columns whose values are not in the ticket's event. */
export type BesidePayload = Pick<
  TicketRow,
  'requestId' | 'issuedAtMs' | 'appointmentMs' | 'deskId' | 'replaces' | 'largePrint'
>;

export function ticketRowOf(payload: IssuedTicket, beside: BesidePayload): TicketRow {
  const { way: visitType, configVersion = null, preferential, comeAndFetch, ...same } = payload;
  return {
    ...same,
    ...beside,
    visitType,
    configVersion,
    preferential: preferential ? 1 : null,
    comeAndFetch: comeAndFetch ? 1 : null,
    withdrawnAtMs: null,
    askedPreferential: null,
    askedComeAndFetch: null,
    seenPreferential: null,
    seenComeAndFetch: null,
  };
}

/** Returns the payload of the ticket's event, with the members in the sequence of the journaled event. */
export function ticketPayloadOf(row: TicketRow): IssuedTicket {
  const { ticketId, series, serviceDay, number, serviceId, visitType, language, followToken, configVersion } = row;
  return {
    ticketId,
    series,
    serviceDay,
    number,
    serviceId,
    way: visitType,
    language,
    followToken,
    ...(configVersion === null ? {} : { configVersion }),
    ...(row.preferential === null ? {} : { preferential: true }),
    ...(row.comeAndFetch === null ? {} : { comeAndFetch: true }),
  };
}
