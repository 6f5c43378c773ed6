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
  z.strictObject({
    type: z.literal('printer-condition'),
    v: z.literal(1),
    payload: z.strictObject({ printer: z.string(), condition: z.string() }),
  }),
]);
export type KioskEvent = z.infer<typeof KioskEvent>;
