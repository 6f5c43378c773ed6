import { z } from 'zod';
import { TROUBLE_CAUSES } from '../../../domain/print-job.ts';
import { MOST_PEOPLE } from '../../../domain/queue-state.ts';
import { CLOSURE_REASONS } from '../../../domain/service-closure.ts';
import { REACHES } from '../../../domain/waits.ts';
import { ServiceId, TicketId } from '../../shared/ids.ts';
import { Pictogram } from '../../shared/services.ts';
import { TimeOfDay } from '../../shared/times.ts';
import { VisitType } from '../../shared/visit-type.ts';
import { LocalMoment, TextPair } from './parts.ts';
import type { ScreenRow } from './row.ts';

/** Why a service takes no turns now, and until when. */
export const ClosureView = z.strictObject({
  reason: z.enum(CLOSURE_REASONS),
  /** The holiday's name, or what the profile says of the closure. */
  note: z.string().nullable(),
  /** When it takes turns again; `null` when nobody can say. */
  until: LocalMoment.nullable(),
});
export type ClosureView = z.infer<typeof ClosureView>;

/** How many people wait before a turn, and how long that takes; `null` while nobody knows: a wrong number is worse than none. */
export const QueueView = z.strictObject({
  waiting: z.int().min(0).max(MOST_PEOPLE),
  /** Whole minutes, `from` less than `to`. */
  minutes: z.strictObject({ from: z.int().min(0), to: z.int().positive() }).nullable(),
});
export type QueueView = z.infer<typeof QueueView>;

export const ServiceChoice = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('service'),
    serviceId: ServiceId,
    name: z.string(),
    subtitle: z.string().nullable(),
    pictogram: Pictogram,
    /** `null` while it takes turns. */
    closed: ClosureView.nullable(),
    queue: QueueView.nullable(),
    /** Who chooses it is asked first whether they want to wait for so long, by `askWait`. */
    asks: z.literal(true).optional(),
  }),
  z.strictObject({
    kind: z.literal('group'),
    groupId: z.string(),
    name: z.string(),
    subtitle: z.string().nullable(),
    pictogram: Pictogram,
    /** `null` while one of its services takes turns. */
    closed: ClosureView.nullable(),
  }),
]);
export type ServiceChoice = z.infer<typeof ServiceChoice>;

export const TicketView = z.strictObject({
  ticketId: TicketId,
  /** Series and number as called and printed, such as `A047`. */
  label: z.string(),
  serviceId: ServiceId,
  service: TextPair,
  visitType: VisitType,
  queue: QueueView.nullable(),
  /** Its number is neither shown nor called: a clerk comes for the person. */
  isFetched: z.literal(true).optional(),
  /** The address at which a phone follows the turn, as the QR code on the paper has it; `null` in an office without such a page. */
  follow: z.string().max(80).nullable(),
  /** Of an appointment that the person may be told of: its hour, and where its specialist waits. */
  appointment: z.strictObject({ time: TimeOfDay, waitAt: z.string().nullable() }).nullable(),
});
export type TicketView = z.infer<typeof TicketView>;

export const TroubleCause = z.enum(TROUBLE_CAUSES);
export type TroubleCause = z.infer<typeof TroubleCause>;

/** A paper that somebody waits for: on its way, out, or why not. */
export const SlipState = z.union([z.enum(['coming', 'out']), TroubleCause]);
export type SlipState = z.infer<typeof SlipState>;

/** From the choice of a service to the paper. */
export const TicketScreen = z.discriminatedUnion('screen', [
  /** First list, or the inside of a group. */
  z.strictObject({
    screen: z.literal('services'),
    visitType: VisitType,
    /** `check-in`: a choice is answered by `chooseCheckInService`, not by `takeTicket`. */
    purpose: z.enum(['ticket', 'check-in']),
    group: z.strictObject({ groupId: z.string(), name: z.string() }).nullable(),
    choices: z.array(ServiceChoice).max(6),
    /** How many of them take turns now: where that is one, or none, nothing is asked. */
    open: z.enum(['several', 'one', 'none']),
  }),
  /** Before a turn that takes long, or is perhaps not reached before the service ends today. */
  z.strictObject({
    screen: z.literal('long-wait'),
    serviceId: ServiceId,
    service: z.string(),
    queue: QueueView,
    /** Whether the person is reached before `endsAt`. */
    reach: z.enum(REACHES),
    endsAt: TimeOfDay.nullable(),
    /** When the office opens on its next day. */
    next: LocalMoment.nullable(),
    /** An office that is open now. */
    elsewhere: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    /** By which an appointment is asked for. */
    phone: z.string().nullable(),
    /** A keypad's key asked, and says yes when it is pressed again. */
    byKey: z.boolean(),
  }),
  /** The number is durable; paper is on its way. */
  z.strictObject({ screen: z.literal('printing'), ticket: TicketView, place: z.string().nullable() }),
  /** `place` is where the paper comes out when it is not here; `documents` is there when the service has a list. */
  z.strictObject({
    screen: z.literal('take-ticket'),
    ticket: TicketView,
    place: z.string().nullable(),
    documents: z.strictObject({ paper: SlipState.nullable() }).nullable(),
  }),
  /** The turn is valid without paper: the number is shown large. */
  z.strictObject({
    screen: z.literal('printer-trouble'),
    ticket: TicketView,
    cause: TroubleCause,
    /** The job is over, nobody knows of its paper, and a printer prints now: the person may say that none came. */
    canPrintAgain: z.boolean(),
  }),
]);

export const TICKET_ROWS = {
  /** A list inside the list, and one of a check-in, are left for what they were opened from. */
  services: { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'choices', heard: 'anybody' },
  'long-wait': { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'choices', heard: 'anybody' },
  /** Paper is on its way; the printer's own deadlines end this. */
  printing: { kind: 'step', back: null, code: null, time: null, loses: 'number', heard: 'anybody' },
  /** The turn is in the person's hand. */
  'take-ticket': { kind: 'step', back: null, code: 'after', time: 'ticket', loses: 'number', heard: 'anybody' },
  /** The number stands nowhere but on the screen. */
  'printer-trouble': { kind: 'step', back: null, code: null, time: 'number', loses: 'number', heard: 'anybody' },
} as const satisfies Record<z.infer<typeof TicketScreen>['screen'], ScreenRow>;
