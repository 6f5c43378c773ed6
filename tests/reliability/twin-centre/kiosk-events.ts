import { createHash } from 'node:crypto';
import type { LivedDay, TwinTicket } from '../../../src-central/twin/live-day.ts';
import { KioskEvent } from '../../../src-main/contract/shared/events.ts';

export type TimedEvent = KioskEvent & { readonly atMs: number };

const PRINTED_AFTER_MS = 2_000;

/**
 * Returns the events that an office's kiosks write on a simulated day, by the kiosk's slot and in sequence of time. Ids are derived from
 * `name`, so the same name gives the same ids.
 */
export function kioskEventsOf(name: string, { date, tickets }: LivedDay): ReadonlyMap<number, readonly TimedEvent[]> {
  const bySlot = new Map<number, TimedEvent[]>();
  for (const { ticket, visit } of tickets) {
    const events = bySlot.get(ticket.slot) ?? [];
    bySlot.set(ticket.slot, events);
    const idOf = (what: string): string => uuidOf(`${name} ${date} ${ticket.ticketId} ${what}`);
    const ticketId = idOf('ticket');
    const add = (type: KioskEvent['type'], atMs: number, payload: Record<string, unknown>): void =>
      void events.push({ ...KioskEvent.parse({ type, v: 1, payload }), atMs: Math.round(atMs) });
    add('ticket-issued', ticket.issuedMs, issuedOf(ticket, ticketId));
    if (ticket.appointmentMs !== null) add('appointment-checked-in', ticket.issuedMs, checkedInOf(ticket, ticketId));
    const printed = { ticketId, state: 'printed', cause: null, duplicate: false };
    add('ticket-print-ended', ticket.issuedMs + PRINTED_AFTER_MS, printed);
    if (visit === null) continue;
    const { calledMs, servedMs, endMs } = visit;
    const acts =
      servedMs === null ? { call: calledMs, 'no-show': endMs } : { call: calledMs, serve: servedMs, finish: endMs };
    for (const [at, [act, atMs]] of Object.entries(acts).entries())
      add('ticket-life', atMs, {
        lifeId: idOf(act),
        ticketId,
        rank: at + 1,
        deskId: visit.deskId,
        act,
        ageMs: 0,
      });
  }
  return new Map([...bySlot].map(([slot, events]) => [slot, events.toSorted((one, other) => one.atMs - other.atMs)]));
}

const issuedOf = (ticket: TwinTicket, ticketId: string): Record<string, unknown> => ({
  ticketId,
  series: ticket.series,
  serviceDay: ticket.serviceDay,
  number: ticket.number,
  serviceId: ticket.serviceId,
  way: ticket.appointmentMs === null ? 'walk-in' : 'appointment',
  language: 'ca',
  followToken: null,
  ...(ticket.preferential ? { preferential: true } : {}),
});

/** Makes the check-in of a citizen who states the appointment time without a code, because the twin has no booking system. */
const checkedInOf = ({ appointmentMs }: TwinTicket, ticketId: string): Record<string, unknown> => ({
  appointmentId: null,
  ticketId,
  way: 'none',
  trust: 'unverified',
  arrivedInWindow: 'in-time',
  deskId: null,
  preferential: false,
  comeAndFetch: false,
  appointmentStart: new Date(appointmentMs ?? 0).toISOString(),
});

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
