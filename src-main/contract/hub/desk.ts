import { z } from 'zod';
import { CALLING_CLASSES } from '../../domain/calling-order.ts';
import { DESK_PAUSES, TRANSFER_NOTES } from '../../domain/desk.ts';
import { ServiceId, Slug, TicketId } from '../shared/ids.ts';
import { Language, TicketLanguage } from '../shared/languages.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { QueueStateNow } from '../shared/queue-state.ts';

const TransferNote = z.enum(TRANSFER_NOTES);
const DeskPause = z.enum(DESK_PAUSES);

/** Whoever calls a transferred number next: whoever serves a service, or one desk. */
const TransferTarget = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('service'), serviceId: ServiceId }),
  z.strictObject({ of: z.literal('desk'), deskId: Slug }),
]);

const order = {
  /** Made by the page when the key was pressed, the same however often it is sent. */
  orderId: z.uuid(),
  /** How long ago that was, by the page's own clock, milliseconds. */
  ageMs: z.number().nonnegative().max(31_536_000_000).default(0),
} as const;
const ofTicket = <Kind extends string>(kind: Kind) =>
  z.strictObject({ ...order, kind: z.literal(kind), ticketId: TicketId });

/** What a desk orders. `call-next` without services means every one. */
export const DeskOrder = z.discriminatedUnion('kind', [
  z.strictObject({ ...order, kind: z.literal('call-next'), serviceIds: z.array(ServiceId).max(36).default([]) }),
  ofTicket('call'),
  ofTicket('recall'),
  ofTicket('serve'),
  ofTicket('no-show'),
  ofTicket('finish'),
  ofTicket('leave'),
  z.strictObject({
    ...order,
    kind: z.literal('transfer'),
    ticketId: TicketId,
    to: TransferTarget,
    note: TransferNote.nullable().default(null),
  }),
  /** Takes back an order of the same desk. */
  z.strictObject({ ...order, kind: z.literal('undo'), undoes: z.uuid() }),
  /** A number for somebody who stands here. */
  z.strictObject({ ...order, kind: z.literal('give'), serviceId: ServiceId }),
  z.strictObject({ ...order, kind: z.literal('pause'), reason: DeskPause }),
  z.strictObject({ ...order, kind: z.literal('resume') }),
  /** Somebody from this desk goes to the person who asks for help at a kiosk. */
  z.strictObject({ ...order, kind: z.literal('help'), helpId: z.uuid() }),
]);
export type DeskOrder = z.infer<typeof DeskOrder>;

/** Why an order changed nothing. */
const DESK_REFUSALS = [
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
] as const;
const DeskRefusal = z.enum(DESK_REFUSALS);
export type DeskRefusal = z.infer<typeof DeskRefusal>;

/** `ticketId`: whom it was about; `null` of an order about the desk itself. */
export const DeskAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.object({ ticketId: TicketId.nullable(), number: z.string().nullable() }) }),
  z.object({ ok: z.literal(false), error: z.object({ kind: DeskRefusal }) }),
]);
export type DeskAnswer = z.infer<typeof DeskAnswer>;

/** A number as a desk sees it. */
export const DeskTicket = z.object({
  ticketId: TicketId,
  number: z.string(),
  serviceId: ServiceId,
  language: TicketLanguage,
  class: z.enum(CALLING_CLASSES),
  /** Its appointment's hour, milliseconds since 1970. */
  appointmentMs: z.number().nullable(),
  preferential: z.boolean(),
  /** Cannot see or hear the call: somebody goes and fetches them. */
  comeAndFetch: z.boolean(),
  /** Its service is sensitive: no screen shows its call and no voice says it, so the clerk goes and fetches the person. */
  isSilent: z.boolean(),
  sinceMs: z.number(),
  /** Nobody else calls it: its appointment is here, or it was handed to this desk. */
  isOwn: z.boolean(),
  /** It was handed over; for this very desk, or whoever serves the service. */
  handed: z.object({ of: z.enum(['service', 'desk']), note: TransferNote.nullable() }).nullable(),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

/** Somebody asks for help at a kiosk of the office; never who. */
export const DeskHelp = z.object({
  helpId: z.uuid(),
  /** Of the kiosk where the person is; `null` where the office has one kiosk. */
  slot: z.int().positive().nullable(),
  /** In which the screen speaks to the person. */
  language: Language,
  askedAtMs: z.number(),
  /** The screen was cleared because nobody touched it: the person may have left. */
  isLeft: z.boolean(),
  /** The person needs nobody any more; shown for a while to the desk that is on the way. */
  isOver: z.boolean(),
  /** Who goes; `desk` is `null` of somebody who answered at a kiosk or at the centre. */
  coming: z.object({ desk: LocalizedText.nullable(), isOwn: z.boolean() }).nullable(),
});
export type DeskHelp = z.infer<typeof DeskHelp>;

/** A desk's page says which calls for help it shows, so often that it is known to be there. */
export const DeskShows = z.strictObject({ helpIds: z.array(z.uuid()).max(100) });

/** One event `desk` of the feed: the whole, each time. */
export const DeskView = z.object({
  officeName: z.string(),
  deskId: Slug,
  deskName: LocalizedText,
  asOfMs: z.number(),
  staleAfterS: z.int().positive(),
  /** Whom this desk has called or serves, the last one first; more than one only after a split. */
  holds: z.array(
    DeskTicket.extend({
      state: z.enum(['called', 'recalled', 'serving']),
      times: z.int().nonnegative(),
      stateAtMs: z.number(),
      /** When this desk called it last. */
      calledAtMs: z.number(),
    }),
  ),
  /** Every service of the office. */
  waiting: z.array(
    z.object({
      serviceId: ServiceId,
      name: LocalizedText,
      count: z.int().nonnegative(),
      oldestAtMs: z.number().nullable(),
      /** Before whoever would take a number of it now, as the kiosk's row says it; `null` while nobody knows. */
      comer: QueueStateNow.nullable(),
    }),
  ),
  /** The next ones, as they would be called now; those for this very desk first. */
  next: z.array(DeskTicket),
  /** Who did not come when this desk called, the last one first. */
  noShows: z.array(z.object({ ticketId: TicketId, number: z.string(), atMs: z.number() })),
  /** How many this desk has served today. */
  servedToday: z.int().nonnegative(),
  /**
   * Numbers that two desks have called, so that both know. `isOwn`: this desk's call is the one that does not hold. `other`: the other desk;
   * `null` where the number's turn was over already.
   */
  lost: z.array(z.object({ id: z.string(), number: z.string(), isOwn: z.boolean(), other: LocalizedText.nullable() })),
  pause: z.object({ reason: DeskPause, sinceMs: z.number() }).nullable(),
  /** The desk's last order, while it can be taken back. */
  undo: z.object({ orderId: z.uuid(), kind: z.string(), number: z.string(), untilMs: z.number() }).nullable(),
  /** The others, to hand over to. */
  desks: z.array(z.object({ deskId: Slug, name: LocalizedText, isPaused: z.boolean() })),
  /** The kiosk shows another certificate than when this browser was let in: somebody compares it anew. */
  isCertificateNew: z.boolean(),
  /** Addresses of the office's other kiosks, to go on at when this one does not answer. */
  kiosks: z.array(z.string()),
  /** The two dates of a kiosk whose clock is not believed (`YYYY-MM-DD`): one twice where it was never set. Nothing older says it. */
  dayInDoubt: z.object({ believed: z.iso.date(), clock: z.iso.date() }).nullable().default(null),
  /** At all kiosks of the office, the oldest first. */
  help: z.array(DeskHelp),
});
export type DeskView = z.infer<typeof DeskView>;
/** The part of the view that every browser of a desk shares. */
export type DeskWork = Omit<DeskView, 'isCertificateNew'>;
