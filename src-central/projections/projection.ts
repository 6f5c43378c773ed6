import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Saying } from './facts.ts';

export const PROJECTION = {
  tickets: `INSERT INTO ticket (city_id, kiosk_id, office_id, ticket_id, series, service_day, number, service_id, way, language,
      config_version, issued_at, time_uncertain, epoch, seq, event_id)
    SELECT $1, $2::uuid, $3, *
    FROM unnest($4::uuid[], $5::text[], $6::date[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::bigint[],
      $12::timestamptz[], $13::boolean[], $14::bigint[], $15::bigint[], $16::uuid[])
    ON CONFLICT (city_id, ticket_id, kiosk_id) DO UPDATE SET
      (series, service_day, number, service_id, way, language, config_version, issued_at, time_uncertain, epoch, seq, event_id)
      = (EXCLUDED.series, EXCLUDED.service_day, EXCLUDED.number, EXCLUDED.service_id, EXCLUDED.way, EXCLUDED.language,
        EXCLUDED.config_version, EXCLUDED.issued_at, EXCLUDED.time_uncertain, EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id)
    WHERE (EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id) < (ticket.epoch, ticket.seq, ticket.event_id)`,
  prints: `INSERT INTO ticket_print (city_id, kiosk_id, ticket_id, state, epoch, seq, event_id)
    SELECT $1, $2::uuid, * FROM unnest($3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[])
    ON CONFLICT (city_id, kiosk_id, ticket_id) DO UPDATE SET
      (state, epoch, seq, event_id) = (EXCLUDED.state, EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id)
    WHERE (EXCLUDED.state = 'printed', EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id)
      > (ticket_print.state = 'printed', ticket_print.epoch, ticket_print.seq, ticket_print.event_id)`,
  checkIns: `INSERT INTO appointment_check_in (city_id, kiosk_id, office_id, ticket_id, appointment_id, way, trust, arrived, desk_id,
      preferential, come_and_fetch, start_at, happened_at, time_uncertain, received_at, epoch, seq, event_id)
    SELECT $1, $2::uuid, $3, *
    FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[], $11::boolean[],
      $12::timestamptz[], $13::timestamptz[], $14::boolean[], $15::timestamptz[], $16::bigint[], $17::bigint[], $18::uuid[])
    ON CONFLICT (city_id, kiosk_id, ticket_id) DO UPDATE SET
      (appointment_id, way, trust, arrived, desk_id, preferential, come_and_fetch, start_at, happened_at, time_uncertain,
        received_at, epoch, seq, event_id)
      = (EXCLUDED.appointment_id, EXCLUDED.way, EXCLUDED.trust, EXCLUDED.arrived, EXCLUDED.desk_id, EXCLUDED.preferential,
        EXCLUDED.come_and_fetch, EXCLUDED.start_at, EXCLUDED.happened_at, EXCLUDED.time_uncertain, EXCLUDED.received_at,
        EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id)
    WHERE (EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id)
      < (appointment_check_in.epoch, appointment_check_in.seq, appointment_check_in.event_id)`,
  proofs: `INSERT INTO attendance_proof (city_id, kiosk_id, office_id, code, from_at, to_at, epoch, seq, event_id)
    SELECT $1, $2::uuid, $3, *
    FROM unnest($4::text[], $5::timestamptz[], $6::timestamptz[], $7::bigint[], $8::bigint[], $9::uuid[])
    ON CONFLICT (city_id, kiosk_id, code) DO UPDATE SET
      (from_at, to_at, epoch, seq, event_id)
      = (EXCLUDED.from_at, EXCLUDED.to_at, EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id)
    WHERE (EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id)
      < (attendance_proof.epoch, attendance_proof.seq, attendance_proof.event_id)`,
  printers: `INSERT INTO kiosk_printer (city_id, kiosk_id, incarnation, printer, condition, epoch, seq, event_id, happened_at)
    SELECT $1, $2::uuid, *
    FROM unnest($3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::uuid[], $9::timestamptz[])
    ON CONFLICT (city_id, kiosk_id, incarnation, printer) DO UPDATE SET
      (condition, epoch, seq, event_id, happened_at)
      = (EXCLUDED.condition, EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id, EXCLUDED.happened_at)
    WHERE (EXCLUDED.epoch, EXCLUDED.seq, EXCLUDED.event_id) > (kiosk_printer.epoch, kiosk_printer.seq, kiosk_printer.event_id)`,
  /** Part of the audit: never changed, and not cleared to be made again. */
  technicians: `INSERT INTO technician_action (city_id, kiosk_id, office_id, event_id, visit_id, action, result, happened_at)
    SELECT $1, $2::uuid, $3, * FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[])
    ON CONFLICT (city_id, kiosk_id, event_id) DO NOTHING`,
  health: `INSERT INTO kiosk_health (city_id, kiosk_id, events, last_event_at) VALUES ($1, $2, $3, $4::timestamptz)
    ON CONFLICT (city_id, kiosk_id) DO UPDATE SET
      events = kiosk_health.events + EXCLUDED.events,
      last_event_at = GREATEST(kiosk_health.last_event_at, EXCLUDED.last_event_at)`,
} as const;

/**
 * Puts what facts say beside what is already known. Whatever the order and the batches in which facts come, the rows end the same.
 * The caller holds the kiosk's lock (`kiosk_contact`), and has stored the facts in this transaction.
 */
export async function project(
  queries: Queries,
  { cityId, kioskId, officeId }: { cityId: string; kioskId: string; officeId: string },
  { tickets, prints, checkIns, proofs, printers, technicians, events, lastEventAtMs }: Saying,
): Promise<void> {
  if (events === 0) return;
  const kiosk = [cityId, kioskId];
  if (tickets.length > 0)
    await queries.query(PROJECTION.tickets, [
      ...kiosk,
      officeId,
      tickets.map((ticket) => ticket.ticketId),
      tickets.map((ticket) => ticket.series),
      tickets.map((ticket) => ticket.serviceDay),
      tickets.map((ticket) => ticket.number),
      tickets.map((ticket) => ticket.serviceId),
      tickets.map((ticket) => ticket.way),
      tickets.map((ticket) => ticket.language),
      tickets.map((ticket) => ticket.configVersion ?? null),
      tickets.map((ticket) => instantOf(ticket.issuedAtMs)),
      tickets.map((ticket) => ticket.timeUncertain),
      ...places(tickets),
    ]);
  if (prints.length > 0)
    await queries.query(PROJECTION.prints, [
      ...kiosk,
      prints.map((print) => print.ticketId),
      prints.map((print) => print.state),
      ...places(prints),
    ]);
  if (checkIns.length > 0)
    await queries.query(PROJECTION.checkIns, [
      ...kiosk,
      officeId,
      checkIns.map((checkIn) => checkIn.ticketId),
      checkIns.map((checkIn) => checkIn.appointmentId),
      checkIns.map((checkIn) => checkIn.way),
      checkIns.map((checkIn) => checkIn.trust),
      checkIns.map((checkIn) => checkIn.arrivedInWindow),
      checkIns.map((checkIn) => checkIn.deskId),
      checkIns.map((checkIn) => checkIn.preferential),
      checkIns.map((checkIn) => checkIn.comeAndFetch),
      checkIns.map((checkIn) => checkIn.appointmentStart),
      checkIns.map((checkIn) => instantOf(checkIn.happenedAtMs)),
      checkIns.map((checkIn) => checkIn.timeUncertain),
      checkIns.map((checkIn) => instantOf(checkIn.receivedAtMs)),
      ...places(checkIns),
    ]);
  await projectProofs(queries, { cityId, kioskId, officeId }, proofs);
  if (printers.length > 0)
    await queries.query(PROJECTION.printers, [
      ...kiosk,
      printers.map((word) => word.incarnation),
      printers.map((word) => word.printer),
      printers.map((word) => word.condition),
      ...places(printers),
      printers.map((word) => instantOf(word.happenedAtMs)),
    ]);
  if (technicians.length > 0)
    await queries.query(PROJECTION.technicians, [
      ...kiosk,
      officeId,
      technicians.map((one) => one.eventId),
      technicians.map((one) => one.visitId),
      technicians.map((one) => one.action),
      technicians.map((one) => one.result),
      technicians.map((one) => instantOf(one.happenedAtMs)),
    ]);
  await queries.query(PROJECTION.health, [...kiosk, events, instantOf(lastEventAtMs)]);
}

/** Proofs alone; the caller holds the kiosk's lock. */
export async function projectProofs(
  queries: Queries,
  { cityId, kioskId, officeId }: { cityId: string; kioskId: string; officeId: string },
  proofs: Saying['proofs'],
): Promise<void> {
  if (proofs.length === 0) return;
  await queries.query(PROJECTION.proofs, [
    ...[cityId, kioskId, officeId],
    proofs.map((proof) => proof.code),
    proofs.map((proof) => proof.from),
    proofs.map((proof) => proof.to),
    ...places(proofs),
  ]);
}

const places = (list: readonly { epoch: number; seq: number; eventId: string }[]) => [
  list.map(({ epoch }) => epoch),
  list.map(({ seq }) => seq),
  list.map(({ eventId }) => eventId),
];
