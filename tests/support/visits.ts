import { randomUUID } from 'node:crypto';
import type { Database } from '../../src-central/database/database.ts';
import { at, startBooking } from './booking.ts';
import { SERVICE_ID } from './city-office.ts';
import { newEvents, PROJECTIONS, START_MS, type TestCentre, tablesOf } from './test-centre.ts';

const DAY_MS = 86_400_000;
export const daysLater = (days: number): number => START_MS + days * DAY_MS;

/** Traces of visits that must be deleted when their retention ends. */
export interface Traces {
  appointments: string[];
  references: string[];
  followTokens: string[];
  codes: string[];
  unread: string[];
}

/**
 * Two offices with the visits of a day: requests for attention, follow links, proofs of attendance (one code sent by two kiosks, and twice
 * by one), a copied disk, a move, a cancellation followed by an arrival, and unreadable events.
 */
export async function startVisits(databaseUrl: string) {
  const { centre, here, there, web } = await startBooking(databaseUrl);
  const traces: Traces = { appointments: [], references: [], followTokens: [], codes: [], unread: [] };
  const make = newEvents();
  let number = 0;

  async function book(reference: string, order: Record<string, unknown> = {}): Promise<string> {
    const { appointmentId } = await web.book(reference, order);
    traces.references.push(reference);
    traces.appointments.push(appointmentId);
    return appointmentId;
  }
  function arrive(appointmentId: string | null, over: Record<string, unknown> = {}, own = make) {
    number += 1;
    const followToken = `follow-${randomUUID()}`;
    traces.followTokens.push(followToken);
    const ticket = own.issued(number, { way: 'appointment', serviceId: SERVICE_ID, preferential: true, followToken });
    const { ticketId } = ticket.payload;
    const checkIn = own.next('appointment-checked-in', {
      appointmentId,
      ticketId,
      way: 'qr',
      trust: 'cache',
      arrivedInWindow: 'in-time',
      deskId: 'taula-3',
      preferential: true,
      comeAndFetch: true,
      appointmentStart: at(60),
      ...over,
    });
    return [ticket, checkIn, own.printed(ticket)];
  }
  const prove = (code: string, own = make) => {
    traces.codes.push(code);
    return own.next('attendance-proof-printed', { ticketId: randomUUID(), code, from: at(0), to: at(30) });
  };

  const moved = await book('VISIT-MOVED');
  const cancelled = await book('VISIT-CANCELLED');
  const plain = await book('VISIT-PLAIN');
  await book('VISIT-FAR', { start: at(40 * 24 * 60) });
  await web.put('VISIT-MOVED', { start: at(30 * 24 * 60) });
  await web.cancel('VISIT-CANCELLED');
  const own = `nobody reads ${randomUUID()}`;
  traces.unread.push(own);
  const sent = [
    ...arrive(plain),
    ...arrive(moved),
    ...arrive(cancelled),
    ...arrive(null, { way: 'none', trust: 'unverified' }),
    prove('AAAA11112222'),
    prove('AAAA11112222'),
    make.next('from-another-release', { own }),
    make.next('ticket-issued', { ticketId: randomUUID(), own }, { v: 2 }),
    // The appointment id is the only unreadable part of this event.
    make.next('appointment-checked-in', { ...arrive(plain)[1]?.payload, appointmentId: 'no id' }),
    make.next('printer-condition', { printer: 'main', condition: 'ready' }),
  ];
  // `make` numbers every event that it makes. Three of these events are not sent, so the centre never gets their sequence numbers, as after
  // an event that it rejected (a dead letter).
  await here.send(sent);
  const copy = newEvents();
  const forked = [...arrive(plain, {}, copy), prove('BBBB11112222', copy)];
  await here.send(forked);
  const elsewhere = newEvents();
  const sentThere = [...arrive(plain, {}, elsewhere), prove('AAAA11112222', elsewhere)];
  await there.send(sentThere);
  return { centre, here, there, web, make, traces, arrive, prove, book, sent, forked, sentThere };
}

export async function textOf(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  return JSON.stringify(
    await tablesOf(
      database,
      tables.map(({ name }) => name),
    ),
  );
}

export const projectionsOf = (centre: TestCentre) => tablesOf(centre.database, PROJECTIONS);
