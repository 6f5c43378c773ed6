import { z } from 'zod';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { PrintState } from '../../src-main/contract/shared/print-state.ts';
import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { seen } from './payload-members.ts';

const ticketIssued = projectionOf({
  type: 'ticket-issued',
  v: 1,
  payload: seen(
    'ticket-issued',
    'ticketId',
    'series',
    'serviceDay',
    'number',
    'way',
    'language',
    'configVersion',
    'preferential',
    'comeAndFetch',
  ).extend({
    serviceId: ServiceId,
    // A kiosk before 0.2 sends no follow token.
    followToken: z.string().max(100).nullish(),
  }),
  table: 'ticket',
  class: 'turn',
  hasOffice: true,
  columns: {
    ticket_id: { type: 'uuid', of: ({ ticketId }) => ticketId },
    series: { type: 'text', of: ({ series }) => series },
    service_day: { type: 'date', of: ({ serviceDay }) => serviceDay },
    number: { type: 'bigint', of: ({ number }) => number },
    service_id: { type: 'text', of: ({ serviceId }) => serviceId },
    way: { type: 'text', of: ({ way }) => way },
    language: { type: 'text', of: ({ language }) => language },
    config_version: { type: 'bigint', of: ({ configVersion }) => configVersion ?? null },
    preferential: { type: 'boolean', of: ({ preferential }) => preferential ?? false, class: 'need' },
    come_and_fetch: { type: 'boolean', of: ({ comeAndFetch }) => comeAndFetch ?? false, class: 'need' },
    follow_token: { type: 'text', of: ({ followToken }) => followToken ?? null, class: 'need' },
    issued_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
    time_uncertain: { type: 'boolean', of: ({ timeUncertain }) => timeUncertain },
  },
  key: ['ticket_id'],
  keeps: 'first',
});
export type IssuedTicket = ReturnType<typeof ticketIssued.read>['rows'][number];

/** The end of a ticket's print job. If a ticket had several jobs, a printed job counts, otherwise the last job. */
const ticketPrintEnded = projectionOf({
  type: 'ticket-print-ended',
  v: 1,
  payload: seen('ticket-print-ended', 'ticketId').extend({ state: PrintState }),
  table: 'ticket_print',
  class: 'turn',
  hasOffice: false,
  columns: {
    ticket_id: { type: 'uuid', of: ({ ticketId }) => ticketId },
    state: { type: 'text', of: ({ state }) => state },
  },
  key: ['ticket_id'],
  keeps: 'last',
  before: { sql: (table) => `${table}.state = 'printed'`, of: ({ state }) => state === 'printed' },
});

const ticketWithdrawn = projectionOf({
  type: 'ticket-withdrawn',
  v: 1,
  payload: seen('ticket-withdrawn', 'ticketId'),
  table: 'ticket_withdrawal',
  class: 'turn',
  hasOffice: false,
  columns: {
    ticket_id: { type: 'uuid', of: ({ ticketId }) => ticketId },
    withdrawn_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['ticket_id'],
  keeps: 'first',
});
export type Withdrawal = ReturnType<typeof ticketWithdrawn.read>['rows'][number];

/** SQL for whether the ticket of this row (`kiosk_id`, `ticket_id`) was given up at its kiosk. `$1` of the statement must be the city. */
export const isWithdrawn = (row: string): string => `EXISTS (SELECT 1 FROM ticket_withdrawal AS given_up
          WHERE given_up.city_id = $1 AND given_up.kiosk_id = ${row}.kiosk_id AND given_up.ticket_id = ${row}.ticket_id)`;

export const TICKET_EVENTS = {
  'ticket-issued': ticketIssued,
  /** The event makes no row, because its ticket belongs to another kiosk. */
  'number-given': null,
  'ticket-print-ended': ticketPrintEnded,
  'ticket-withdrawn': ticketWithdrawn,
} as const;
