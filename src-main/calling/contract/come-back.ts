import { z } from 'zod';
import { ServiceId, Slug } from '../../contract/shared/ids.ts';
import { TicketLanguage } from '../../contract/shared/languages.ts';
import { LocalizedText } from '../../contract/shared/localized-text.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';

/** `deskId`: the specialist whose own hours are meant; `null`: the hours of any desk. */
const visit = { serviceId: ServiceId, deskId: Slug.nullable() };

/** A clerk sends a citizen back on another day. No member names the citizen. */
export const ComeBackAsk = z.discriminatedUnion('ask', [
  /** The first free hours from a day on; without `visit` only the services and specialists. */
  z.strictObject({ ask: z.literal('hours'), visit: z.strictObject(visit).nullable(), from: z.iso.date().nullable() }),
  /**
   * Books and prints. The page makes `bookingId` when the clerk chooses the hour, and keeps it in a repeated call. `again`: the page has
   * sent this call before. A kiosk that does not know the id, for instance after a restart, then asks the centre, by a secret made of the
   * id, whether the hour is booked, and books it if not.
   */
  z.strictObject({
    ...{ ask: z.literal('book'), bookingId: z.uuid(), visit: z.strictObject(visit), language: TicketLanguage },
    ...{ start: z.iso.datetime(), again: z.literal(true).optional() },
  }),
  /** Prints the same hour again. */
  z.strictObject({ ask: z.literal('print'), bookingId: z.uuid() }),
  /** The clerk gives up an hour whose booking is uncertain. */
  z.strictObject({ ask: z.literal('leave'), bookingId: z.uuid() }),
]);
export type ComeBackAsk = z.infer<typeof ComeBackAsk>;

const Hour = z.object({ start: z.iso.datetime(), date: z.iso.date(), time: TimeOfDay });

/**
 * `gone`: another person was quicker. `unsure`: the centre did not answer whether the hour is booked, and the same call again finds out. A
 * repeated call books no second hour, and after `gone`, `slow` and `offline` none is booked.
 */
export const ComeBackAnswer = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('hours'),
    services: z.array(z.object({ serviceId: ServiceId, name: LocalizedText })),
    desks: z.array(z.object({ deskId: Slug, name: LocalizedText, serviceIds: z.array(z.string()) })),
    days: z.array(z.object({ date: z.iso.date(), hours: z.array(Hour) })),
  }),
  z.object({ is: z.literal('booked'), hour: Hour, locator: z.string() }),
  z.object({ is: z.enum(['printed', 'left', 'gone', 'offline', 'slow', 'unsure']) }),
]);
export type ComeBackAnswer = z.infer<typeof ComeBackAnswer>;
