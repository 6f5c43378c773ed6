import { z } from 'zod';
import { PrintState, TicketId } from './kiosk-api.ts';
import { Language, ServiceId, Way } from './office-profile.ts';

/** Facts bound for the central service, kept in the outbox in the order they happened. Nothing personal is in them. */
export const KioskEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ticket-issued'),
    v: z.literal(1),
    payload: z.strictObject({
      ticketId: TicketId,
      series: z.string(),
      serviceDay: z.iso.date(),
      number: z.int().positive(),
      serviceId: ServiceId,
      way: Way,
      language: Language,
      followToken: z.string().nullable(),
    }),
  }),
  z.strictObject({
    type: z.literal('ticket-print-ended'),
    v: z.literal(1),
    payload: z.strictObject({
      ticketId: TicketId,
      state: PrintState,
      cause: z.string().nullable(),
      duplicate: z.boolean(),
    }),
  }),
  /** A person gave this kiosk its numbers; `evidence` is what stood there before. */
  z.strictObject({
    type: z.literal('slot-given'),
    v: z.literal(1),
    payload: z.strictObject({ slot: z.int().positive(), incarnation: z.uuid(), evidence: z.string() }),
  }),
  /** A start found the two copies apart, and made them agree. */
  z.strictObject({
    type: z.literal('store-recovered'),
    v: z.literal(1),
    payload: z.strictObject({ kind: z.string(), detail: z.string() }),
  }),
  z.strictObject({
    type: z.literal('printer-condition'),
    v: z.literal(1),
    payload: z.strictObject({ printer: z.string(), condition: z.string() }),
  }),
]);
export type KioskEvent = z.infer<typeof KioskEvent>;
