import { z } from 'zod';
import { BLANKED_CODE } from '../../src-main/contract/shared/blanked-event.ts';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { PrintState } from '../../src-main/contract/shared/print-state.ts';
import { Day } from '../../src-main/contract/shared/times.ts';
import { ATTENDANCE_CODE } from '../../src-main/domain/attendance-code.ts';
import { instantOf } from '../clock.ts';
import { isStorableInstant } from '../database/storable.ts';
import type { ProjectedEvent } from '../ingest/stored-event.ts';

/** As PostgreSQL writes it, so that one id is one key here too. */
const Id = z.uuid().toLowerCase();
const Text = z.string().min(1).max(100);

/**
 * Facts as projections read them: looser than the kiosk's own schema, since a newer kiosk may say more, or know a way and a language
 * that we do not. What does not fit is kept as a fact and left out here.
 */
const TicketIssued = z.object({
  ticketId: Id,
  series: Text,
  serviceDay: Day,
  number: z.int().positive(),
  serviceId: ServiceId,
  way: Text,
  language: Text,
  configVersion: z.int().positive().optional(),
});
const TicketPrintEnded = z.object({ ticketId: Id, state: PrintState });
/** Written anew: PostgreSQL reads neither every offset nor as many decimals. */
const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => isStorableInstant(Date.parse(text)))
  .transform((text) => instantOf(Date.parse(text)));
const AppointmentCheckedIn = z.object({
  appointmentId: Id.nullable(),
  ticketId: Id,
  way: Text,
  trust: Text,
  arrivedInWindow: Text,
  deskId: Text.nullable(),
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
  appointmentStart: Instant.nullable(),
});
/** A code that retention has taken out is none. */
const ProofCode = z
  .string()
  .regex(ATTENDANCE_CODE)
  .refine((code) => code !== BLANKED_CODE);
const AttendanceProofPrinted = z.object({ code: ProofCode, from: Instant, to: Instant });
const PrinterCondition = z.object({ printer: Text, condition: Text });
const TechnicianActed = z.object({ visitId: Id, action: Text, result: Text });

/** Orders the facts of a kiosk; `eventId` decides between two of a fork. */
export interface Place {
  epoch: number;
  seq: number;
  eventId: string;
}
export interface IssuedTicket extends Place, z.infer<typeof TicketIssued> {
  issuedAtMs: number;
  timeUncertain: boolean;
}
export interface EndedPrint extends Place, z.infer<typeof TicketPrintEnded> {}
export interface CheckIn extends Place, z.infer<typeof AppointmentCheckedIn> {
  happenedAtMs: number;
  timeUncertain: boolean;
  receivedAtMs: number;
}
export interface Proof extends Place, z.infer<typeof AttendanceProofPrinted> {}
export interface PrinterWord extends Place, z.infer<typeof PrinterCondition> {
  incarnation: string;
  happenedAtMs: number;
}

export interface TechnicianAction extends z.infer<typeof TechnicianActed> {
  eventId: string;
  happenedAtMs: number;
}

/** What some facts of one kiosk say together: each ticket, paper, check-in, proof and printer once. */
export interface Saying {
  tickets: IssuedTicket[];
  prints: EndedPrint[];
  checkIns: CheckIn[];
  proofs: Proof[];
  printers: PrinterWord[];
  /** Every one. */
  technicians: TechnicianAction[];
  events: number;
  lastEventAtMs: number;
}

const isBefore = (a: Place, b: Place): boolean =>
  a.epoch !== b.epoch ? a.epoch < b.epoch : a.seq !== b.seq ? a.seq < b.seq : a.eventId < b.eventId;

const isStronger = (a: EndedPrint, b: EndedPrint): boolean =>
  (a.state === 'printed') === (b.state === 'printed') ? isBefore(b, a) : a.state === 'printed';

/** Puts `value` under `key` unless a better one is there. */
function keepBest<T>(map: Map<string, T>, key: string, value: T, isBetter: (a: T, b: T) => boolean): void {
  const held = map.get(key);
  if (held === undefined || isBetter(value, held)) map.set(key, value);
}

/** The same rules stand in the SQL that puts this beside what is already there: `projection.ts`. */
export function readFacts(events: readonly ProjectedEvent[]): Saying {
  const tickets = new Map<string, IssuedTicket>();
  const prints = new Map<string, EndedPrint>();
  const checkIns = new Map<string, CheckIn>();
  const proofs = new Map<string, Proof>();
  const printers = new Map<string, PrinterWord>();
  const technicians = new Map<string, TechnicianAction>();
  for (const event of events) {
    const { type, v, payload, epoch, seq, eventId, incarnation, happenedAtMs, timeUncertain, receivedAtMs } = event;
    if (v !== 1) continue;
    const place = { epoch, seq, eventId };
    if (type === 'ticket-issued') {
      const issued = TicketIssued.safeParse(payload);
      if (!issued.success) continue;
      const ticket = { ...issued.data, ...place, issuedAtMs: happenedAtMs, timeUncertain };
      keepBest(tickets, ticket.ticketId, ticket, isBefore);
    } else if (type === 'ticket-print-ended') {
      const ended = TicketPrintEnded.safeParse(payload);
      if (ended.success) keepBest(prints, ended.data.ticketId, { ...ended.data, ...place }, isStronger);
    } else if (type === 'appointment-checked-in') {
      const said = AppointmentCheckedIn.safeParse(payload);
      if (!said.success) continue;
      const checkIn = { ...said.data, ...place, happenedAtMs, timeUncertain, receivedAtMs };
      keepBest(checkIns, checkIn.ticketId, checkIn, isBefore);
    } else if (type === 'attendance-proof-printed') {
      const printed = AttendanceProofPrinted.safeParse(payload);
      if (printed.success) keepBest(proofs, printed.data.code, { ...printed.data, ...place }, isBefore);
    } else if (type === 'printer-condition') {
      const said = PrinterCondition.safeParse(payload);
      if (!said.success) continue;
      const word = { ...said.data, ...place, incarnation, happenedAtMs };
      keepBest(printers, `${incarnation} ${word.printer}`, word, (a, b) => isBefore(b, a));
    } else if (type === 'technician-acted') {
      const said = TechnicianActed.safeParse(payload);
      if (said.success) technicians.set(eventId, { ...said.data, eventId, happenedAtMs });
    }
  }
  return {
    tickets: [...tickets.values()],
    prints: [...prints.values()],
    checkIns: [...checkIns.values()],
    proofs: [...proofs.values()],
    printers: [...printers.values()],
    technicians: [...technicians.values()],
    events: events.length,
    lastEventAtMs: events.reduce((latest, { happenedAtMs }) => Math.max(latest, happenedAtMs), -Infinity),
  };
}
