import { z } from 'zod';
import { REACHES } from '../../calling/rules/waits.ts';
import { ServiceId, TicketId } from '../../contract/shared/ids.ts';
import { Pictogram } from '../../contract/shared/services.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';
import { VisitType } from '../../contract/shared/visit-type.ts';
import { TROUBLE_CAUSES } from '../../domain/print-job.ts';
import { MOST_PEOPLE } from '../../domain/queue-state.ts';
import { CLOSURE_REASONS } from '../../office/rules/service-closure.ts';
import { LocalMoment, TextPair } from '../../session/contract/parts.ts';
import type { ScreenRow } from '../../session/contract/row.ts';

/** The reason why a service issues no tickets now, and the time at which it issues them again. */
export const ClosureView = z.strictObject({
  reason: z.enum(CLOSURE_REASONS),
  /** The holiday's name, or the reason that the office's profile gives for the closure. */
  note: z.string().nullable(),
  /** Moment at which the service issues tickets again; `null` if unknown. */
  until: LocalMoment.nullable(),
});
export type ClosureView = z.infer<typeof ClosureView>;

/** The queue ahead of a turn; `null` while unknown, because a wrong number is worse than none. */
export const QueueView = z.strictObject({
  waiting: z.int().min(0).max(MOST_PEOPLE),
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
    /** `null` while the service issues tickets. */
    closed: ClosureView.nullable(),
    queue: QueueView.nullable(),
    /** Present if a touch on the service sends `askWait`, which first asks whether the citizen accepts the long wait. */
    asks: z.literal(true).optional(),
  }),
  z.strictObject({
    kind: z.literal('group'),
    groupId: z.string(),
    name: z.string(),
    subtitle: z.string().nullable(),
    pictogram: Pictogram,
    /** `null` while one of the group's services issues tickets. */
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
  /** Present if the ticket's number is neither shown nor called: a clerk fetches the citizen. */
  isFetched: z.literal(true).optional(),
  /**
   * The address to follow the turn by phone, as in the QR code on paper; `null` if the office has no such page, or the service is
   * sensitive.
   */
  follow: z.string().max(80).nullable(),
  /**
   * `time`: the appointment's time. `waitAt`: the desk at which a citizen with a specialist's appointment waits. `null` if the citizen may
   * not see the appointment, or has none.
   */
  appointment: z.strictObject({ time: TimeOfDay, waitAt: z.string().nullable() }).nullable(),
});
export type TicketView = z.infer<typeof TicketView>;

export const TroubleCause = z.enum(TROUBLE_CAUSES);
export type TroubleCause = z.infer<typeof TroubleCause>;

/** State of a paper that a citizen waits for: on its way, printed, or the cause why it did not come. */
export const SlipState = z.union([z.enum(['coming', 'out']), TroubleCause]);
export type SlipState = z.infer<typeof SlipState>;

export const TicketScreen = z.discriminatedUnion('screen', [
  z.strictObject({
    screen: z.literal('services'),
    visitType: VisitType,
    /** `check-in`: a touch on a choice sends `chooseCheckInService` and not `takeTicket`. */
    purpose: z.enum(['ticket', 'check-in']),
    group: z.strictObject({ groupId: z.string(), name: z.string() }).nullable(),
    choices: z.array(ServiceChoice).max(6),
    /** Number of choices that a citizen can take now. With one or none the title asks no question. */
    open: z.enum(['several', 'one', 'none']),
    /** Present while citizens can book an appointment on another day (`openBooking`). */
    books: z.literal(true).optional(),
  }),
  /** The question before a ticket is issued if the wait is long, or the turn may not come before the service ends today. */
  z.strictObject({
    screen: z.literal('long-wait'),
    serviceId: ServiceId,
    service: z.string(),
    queue: QueueView,
    reach: z.enum(REACHES),
    endsAt: TimeOfDay.nullable(),
    next: LocalMoment.nullable(),
    elsewhere: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    phone: z.string().nullable(),
    /** True if a key of the keypad opened the question; the same key confirms it. */
    byKey: z.boolean(),
  }),
  /** The number is on disk; its paper is on the way. */
  z.strictObject({ screen: z.literal('printing'), ticket: TicketView, place: z.string().nullable() }),
  /** `place`: where the paper comes out if not at this kiosk. `documents` is set if the service has a list of documents. */
  z.strictObject({
    screen: z.literal('take-ticket'),
    ticket: TicketView,
    place: z.string().nullable(),
    documents: z.strictObject({ paper: SlipState.nullable() }).nullable(),
  }),
  /** The ticket is valid without paper: the number is shown large. */
  z.strictObject({
    screen: z.literal('printer-trouble'),
    ticket: TicketView,
    cause: TroubleCause,
    /**
     * True once the print job has ended without the printer's confirmation of a paper and a printer works again; the citizen may then
     * report that no paper came out.
     */
    canPrintAgain: z.boolean(),
  }),
]);

export const TICKET_ROWS = {
  /** From a group, or from a list that a check-in opened, "back" leads to the screen from which the list was opened. */
  services: { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'choices', heard: 'anybody' },
  'long-wait': { kind: 'step', back: 'leave', code: 'anybody', time: 'step', loses: 'choices', heard: 'anybody' },
  /** This screen has no time limit, because the print job ends by deadlines of the printer. */
  printing: { kind: 'step', back: null, code: null, time: null, loses: 'number', heard: 'anybody' },
  /** The citizen has the ticket, so a code scanned on this screen belongs to the next visit. */
  'take-ticket': { kind: 'step', back: null, code: 'after', time: 'ticket', loses: 'number', heard: 'anybody' },
  /** The number is only on the screen, so the citizen gets more time to write it down. */
  'printer-trouble': { kind: 'step', back: null, code: null, time: 'number', loses: 'number', heard: 'anybody' },
} as const satisfies Record<z.infer<typeof TicketScreen>['screen'], ScreenRow>;
