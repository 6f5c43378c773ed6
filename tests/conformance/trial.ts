import { randomBytes, randomUUID } from 'node:crypto';
import type { CentreTicket } from '../../src-main/contract/centre/administration.ts';
import type { WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import { type Centre, callAsCity } from './centre.ts';
import { expectAnswer } from './expectations.ts';
import { enrol, type TestKiosk } from './kiosk.ts';

/** A new office at the centre with two kiosks, which a rule is tried on. */
export interface Trial {
  centre: Centre;
  officeId: string;
  kiosk: TestKiosk;
  second: TestKiosk;
  freshSlot(): number;
}

export interface Rule {
  /** The rule's permanent name, such as `ingest/duplicate-answers-duplicate`. */
  id: string;
  says: string;
  ofChannels?: true;
  ofViewers?: true;
  check(trial: Trial): Promise<void>;
}

export const SERVICE = { serviceId: 'tramits', externalId: 'EXT-TRAMITS', series: 'A' };
export const OTHER_SERVICE = { serviceId: 'consultes', series: 'B' };
export const OFFICE_EXTERNAL_ID = 'EXT-OFICINA';

export function profileOf(officeId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const day = [{ from: '00:00', to: '24:00' }];
  return {
    officeId,
    externalId: OFFICE_EXTERNAL_ID,
    name: 'Oficina de proves',
    city: 'Ajuntament de proves',
    municipality: 'Vila de proves',
    address: 'Carrer de proves, 1',
    zone: 'Europe/Madrid',
    calendarId: 'no-holidays',
    languages: ['ca'],
    hours: { week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day } },
    services: [
      { ...SERVICE, name: { ca: 'Tràmits' }, pictogram: 'stamp' },
      { ...OTHER_SERVICE, name: { ca: 'Consultes' }, pictogram: 'info' },
    ],
    ticket: { privacyPage: 'exemple.cat/privadesa' },
    ...more,
  };
}

export const freshOfficeId = (): string => `conformance-x${randomBytes(5).toString('hex')}`;

/** The date `days` from now, in UTC. Rules depend on today's profile and tickets, so a date some days away disturbs no other rule. */
export const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export async function publish(centre: Centre, officeId: string, effectiveFrom = dayFromNow(-1)): Promise<number> {
  const answer = await callAsCity(centre, 'publishProfile', {
    params: { officeId },
    body: { profile: profileOf(officeId), effectiveFrom },
  });
  return expectAnswer('publishProfile', answer).version;
}

export async function prepare(centre: Centre): Promise<Trial> {
  const officeId = freshOfficeId();
  await publish(centre, officeId);
  let slot = 2;
  const kiosk = await enrol(centre, officeId, 1);
  const second = await enrol(centre, officeId, 2);
  return {
    centre,
    officeId,
    kiosk,
    second,
    freshSlot: () => {
      // Slot 9 is reserved for desks.
      slot += slot === 8 ? 2 : 1;
      return slot;
    },
  };
}

/** Makes the event of an issued ticket, with a new number unless `payload` sets one. */
export function turn(
  kiosk: TestKiosk,
  payload: Record<string, unknown> = {},
  more: Partial<WireEvent> = {},
): WireEvent & { payload: { ticketId: string; number: number } } {
  const ticket = {
    ticketId: randomUUID(),
    series: SERVICE.series,
    serviceDay: dayFromNow(0),
    number: kiosk.number(),
    serviceId: SERVICE.serviceId,
    way: 'walk-in',
    language: 'ca',
    followToken: null,
    ...payload,
  };
  return { ...kiosk.event('ticket-issued', ticket, more), payload: ticket };
}

export const printEnded = (kiosk: TestKiosk, ticketId: string): WireEvent =>
  kiosk.event('ticket-print-ended', { ticketId, state: 'printed', cause: null, duplicate: false });

/** Makes an event of a type that no centre knows, which changes nothing. */
export const remark = (kiosk: TestKiosk, more: Partial<WireEvent> = {}): WireEvent =>
  kiosk.event('conformance-remark', { says: 'an event of a type nobody knows' }, more);

export async function ticketsOf({ centre, officeId }: Trial, serviceDay = dayFromNow(0)): Promise<CentreTicket[]> {
  const tickets: CentreTicket[] = [];
  let after: string | null = null;
  do {
    const answer = await callAsCity(centre, 'listTickets', {
      params: { officeId },
      query: { serviceDay, ...(after === null ? {} : { after }) },
    });
    const page: { tickets: CentreTicket[]; next: string | null } = expectAnswer('listTickets', answer);
    tickets.push(...page.tickets);
    after = page.next;
  } while (after !== null);
  return tickets;
}
