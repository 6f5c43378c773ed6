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
    }),
  }),
  z.strictObject({
    type: z.literal('ticket-print-ended'),
    v: z.literal(1),
    payload: z.strictObject({ ticketId: TicketId, state: PrintState, cause: z.string().nullable() }),
  }),
]);
export type KioskEvent = z.infer<typeof KioskEvent>;
