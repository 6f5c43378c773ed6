import { z } from 'zod';
import { ServiceId, Slug, TicketId } from '../../contract/shared/ids.ts';
import { Language, TicketLanguage } from '../../contract/shared/languages.ts';
import { LocalizedText } from '../../contract/shared/localized-text.ts';
import { QueueStateNow } from '../../contract/shared/queue-state.ts';
import { CALLING_CLASSES } from '../../domain/calling-order.ts';
import { DESK_PAUSES, LONGEST_PAUSE_MS, MOST_WORD, TRANSFER_NOTES } from '../../domain/desk.ts';
import { ORDERS_OF_TICKET, statesIn } from '../../domain/ticket-life.ts';

const TransferNote = z.enum(TRANSFER_NOTES);
const DeskPause = z.enum(DESK_PAUSES);

/** The desks to which a number is transferred: all desks of a service, or one desk. */
const TransferTarget = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('service'), serviceId: ServiceId }),
  z.strictObject({ of: z.literal('desk'), deskId: Slug }),
]);

const order = {
  /** The page makes this id when the clerk presses the key, and keeps it when it repeats the order. */
  orderId: z.uuid(),
  /** Time since the key was pressed, by the page's own clock, milliseconds. */
  ageMs: z.number().nonnegative().max(31_536_000_000).default(0),
} as const;

/** A command that a clerk gives at a desk. `call-next` without services means every service that the desk calls. */
export const DeskOrder = z.discriminatedUnion('kind', [
  z.strictObject({ ...order, kind: z.literal('call-next'), serviceIds: z.array(ServiceId).max(36).default([]) }),
  z.strictObject({ ...order, kind: z.enum(ORDERS_OF_TICKET), ticketId: TicketId }),
  z.strictObject({
    ...order,
    kind: z.literal('transfer'),
    ticketId: TicketId,
    to: TransferTarget,
    note: TransferNote.nullable().default(null),
    /** A few words for the next clerk; refused if they contain a document or telephone number. */
    word: z.string().trim().min(1).max(MOST_WORD).nullable().optional(),
  }),
  /** Undoes an order of the same desk. */
  z.strictObject({ ...order, kind: z.literal('undo'), undoes: z.uuid() }),
  z.strictObject({ ...order, kind: z.literal('give'), serviceId: ServiceId }),
  /** `lastsMs`: the pause ends by itself after this time; `null`: it ends when the clerk resumes, or with the day. */
  z.strictObject({
    ...order,
    kind: z.literal('pause'),
    reason: DeskPause,
    lastsMs: z.int().min(1).max(LONGEST_PAUSE_MS).nullable().optional(),
  }),
  z.strictObject({ ...order, kind: z.literal('resume') }),
  /** Chooses the services that this desk calls from now on, among those that the profile allows it; empty: all of them. */
  z.strictObject({ ...order, kind: z.literal('services'), serviceIds: z.array(ServiceId).max(36) }),
  /** Raises a silent alarm, because the clerk at this desk needs help. `orderId` becomes the alarm's id. */
  z.strictObject({ ...order, kind: z.literal('alarm') }),
  z.strictObject({ ...order, kind: z.literal('alarm-end'), alarmId: z.uuid() }),
  /** Announces that a clerk of this desk goes to the citizen who asks for help at a kiosk. */
  z.strictObject({ ...order, kind: z.literal('help'), helpId: z.uuid() }),
]);
export type DeskOrder = z.infer<typeof DeskOrder>;

const DeskRefusal = z.enum([
  'nobody-waits',
  'has-somebody',
  'not-yours',
  'not-waiting',
  'is-over',
  'unknown-ticket',
  'unknown-target',
  'undo-too-late',
  'order-too-old',
  'paused',
  'store-failed',
  'unknown-service',
  'no-number',
  'help-answered',
  'help-over',
  'personal-word',
  'other-services',
  'unknown-alarm',
]);
export type DeskRefusal = z.infer<typeof DeskRefusal>;

/** `ticketId` is `null` after an order that concerns no ticket, and after a repeated order on a ticket of an earlier day. */
export const DeskAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.object({ ticketId: TicketId.nullable(), number: z.string().nullable() }) }),
  z.object({ ok: z.literal(false), error: z.object({ kind: DeskRefusal }) }),
]);
export type DeskAnswer = z.infer<typeof DeskAnswer>;

export const DeskTicket = z.object({
  ticketId: TicketId,
  number: z.string(),
  serviceId: ServiceId,
  language: TicketLanguage,
  class: z.enum(CALLING_CLASSES),
  appointmentMs: z.number().nullable(),
  preferential: z.boolean(),
  /** True if the citizen cannot see or hear the call, so that a clerk fetches them. */
  comeAndFetch: z.boolean(),
  /** True if a service of the visit is sensitive: no screen shows the call and no voice speaks it, so the clerk fetches the citizen. */
  isSilent: z.boolean(),
  sinceMs: z.number(),
  isOwn: z.boolean(),
  /** The transfer that brought the ticket to this desk or to the desks of its service; `null` if it was not transferred. */
  handed: z
    .object({ of: z.enum(['service', 'desk']), note: TransferNote.nullable(), word: z.string().nullable() })
    .nullable(),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

/** A citizen's call for help at a kiosk of the office; it never says who calls. */
export const DeskHelp = z.object({
  helpId: z.uuid(),
  /** Slot (the kiosk's place in its office, 1 to 99) of the kiosk at which the citizen called; `null` if the office has one kiosk. */
  slot: z.int().positive().nullable(),
  language: Language,
  askedAtMs: z.number(),
  /** True once the kiosk cleared its screen for lack of touches: the citizen may have left. */
  isLeft: z.boolean(),
  /** True once the citizen has withdrawn the call. The desk whose clerk is on the way still sees it for a while. */
  isOver: z.boolean(),
  /** The clerk who comes; `desk` is `null` if a kiosk or the centre gave the answer. */
  coming: z.object({ desk: LocalizedText.nullable(), isOwn: z.boolean() }).nullable(),
});
export type DeskHelp = z.infer<typeof DeskHelp>;

/** A clerk's silent alarm. Only desks and the staff's view show it. */
const DeskAlarm = z.object({
  alarmId: z.uuid(),
  desk: LocalizedText,
  isOwn: z.boolean(),
  atMs: z.number(),
  seenBy: z.array(LocalizedText),
  isWithStaff: z.boolean(),
  /** The end of the alarm, which is shown for a while. `by`: the desk that ended it; `null`: the staff's view. */
  end: z.object({ by: LocalizedText.nullable(), atMs: z.number() }).nullable(),
});

/** A desk's page reports which calls for help and alarms it shows, often enough to prove that it is still open. */
export const DeskShows = z.strictObject({
  helpIds: z.array(z.uuid()).max(100),
  alarmIds: z.array(z.uuid()).max(100).optional(),
});
export type DeskShows = z.infer<typeof DeskShows>;

/** The data of an event `desk` in a desk's feed; it is always the whole view. */
export const DeskView = z.object({
  officeName: z.string(),
  deskId: Slug,
  deskName: LocalizedText,
  asOfMs: z.number(),
  staleAfterS: z.int().positive(),
  /** The tickets at this desk, the latest first. There is more than one only after kiosks were disconnected from each other. */
  holds: z.array(
    DeskTicket.extend({
      state: z.enum(statesIn('at-desk')),
      times: z.int().nonnegative(),
      stateAtMs: z.number(),
      calledAtMs: z.number(),
      /** The usual length of the service's visits, milliseconds; `null` while too few were measured. An older program does not send it. */
      usualVisitMs: z.number().nullable().default(null),
      /** Number of errands in this visit, including the first. */
      errands: z.int().positive().default(1),
    }),
  ),
  /**
   * Numbers that a desk parked, and numbers that were sent to a desk, if this desk may call them (`mayCallAside`), the oldest first.
   * Numbers sent to this desk are only in `next`.
   */
  parked: z
    .array(DeskTicket.extend({ atMs: z.number(), isParked: z.boolean(), desk: LocalizedText, isOfOther: z.boolean() }))
    .default([]),
  waiting: z.array(
    z.object({
      serviceId: ServiceId,
      name: LocalizedText,
      count: z.int().nonnegative(),
      oldestAtMs: z.number().nullable(),
      /** Number of tickets that citizens took at home and whose holders have not arrived. An older program does not send it. */
      coming: z.int().nonnegative().default(0),
      /** The queue ahead of a number that is issued now, as the kiosk's list of services shows it; `null` while unknown. */
      comer: QueueStateNow.nullable(),
      /** `isAllowed`: the profile allows this desk to call the service. `isServed`: the desk's staff have chosen to call it. */
      isAllowed: z.boolean().default(true),
      isServed: z.boolean().default(true),
    }),
  ),
  /**
   * The next tickets, in the sequence in which they will be called: tickets for this desk alone, and tickets of the services that it calls.
   */
  next: z.array(DeskTicket),
  noShows: z.array(z.object({ ticketId: TicketId, number: z.string(), atMs: z.number() })),
  servedToday: z.int().nonnegative(),
  /**
   * Numbers that two desks have called, shown to both desks. `isOwn`: this desk's call is the call that does not count. `other`: the other
   * desk; `null` if the number's ticket had ended already.
   */
  lost: z.array(z.object({ id: z.string(), number: z.string(), isOwn: z.boolean(), other: LocalizedText.nullable() })),
  /** `isAfterVisit`: the desk still has a ticket, and the pause begins when that visit ends. An older program does not send it. */
  pause: z
    .object({
      reason: DeskPause,
      sinceMs: z.number(),
      isAfterVisit: z.boolean().default(false),
      /** The moment at which the pause ends by itself; `null`: it ends when the clerk resumes. */
      untilMs: z.number().nullable().default(null),
    })
    .nullable(),
  undo: z.object({ orderId: z.uuid(), kind: z.string(), number: z.string(), untilMs: z.number() }).nullable(),
  desks: z.array(
    z.object({
      deskId: Slug,
      name: LocalizedText,
      isPaused: z.boolean(),
      /** `null`: the pause has no set end, or the desk is not paused. */
      untilMs: z.number().nullable().default(null),
    }),
  ),
  /** Present if a clerk may book an appointment on another day at this desk, by `ComeBackAsk`. An older program does not send it. */
  comesBack: z.literal(true).optional(),
  /** True if the kiosk's certificate has changed since this browser was paired, so that it must be compared again. */
  isCertificateNew: z.boolean(),
  /** Addresses of the office's other kiosks that answer this kiosk now; the page tries them if this kiosk does not answer. */
  kiosks: z.array(z.string()),
  /**
   * `null` while the date is certain. Otherwise the service day that the kiosk keeps (`believed`) and the date of its clock, `YYYY-MM-DD`;
   * they are equal if the clock was never set. An older program does not send it.
   */
  dayInDoubt: z.object({ believed: z.iso.date(), clock: z.iso.date() }).nullable().default(null),
  help: z.array(DeskHelp),
  /** The open alarms, and the alarms that ended a moment ago, the newest first. */
  alarms: z.array(DeskAlarm).default([]),
});
export type DeskView = z.infer<typeof DeskView>;
/** The part of the view that is the same in every browser of a desk. */
export type DeskWork = Omit<DeskView, 'isCertificateNew'>;
