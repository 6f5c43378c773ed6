import { z } from 'zod';
import { ServiceId, Slug } from '../../contract/shared/ids.ts';
import { TicketLanguage } from '../../contract/shared/languages.ts';
import { LocalizedText } from '../../contract/shared/localized-text.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';

/** `deskId`: a specialist's own hours; `null`: the line's. */
const visit = { serviceId: ServiceId, deskId: Slug.nullable() };

/** A clerk sends a citizen back on another day. No member names the citizen. */
export const ComeBackAsk = z.discriminatedUnion('ask', [
  /** The first free hours from a day on; without `visit` only the services and specialists. */
  z.strictObject({ ask: z.literal('hours'), visit: z.strictObject(visit).nullable(), from: z.iso.date().nullable() }),
  /**
   * Books and prints. `bookingId` is made by the page when the hour is chosen, and unchanged in a repeated call. `again`: the page has sent
   * it before, so a kiosk that does not know the id has forgotten it, as after a restart, and must not book.
   */
  z.strictObject({
    ...{ ask: z.literal('book'), bookingId: z.uuid(), visit: z.strictObject(visit), language: TicketLanguage },
    ...{ start: z.iso.datetime(), again: z.literal(true).optional() },
  }),
  /** Prints the same hour again. */
  z.strictObject({ ask: z.literal('print'), bookingId: z.uuid() }),
  /** The clerk gives up an hour of which it is not known whether it is booked. */
  z.strictObject({ ask: z.literal('leave'), bookingId: z.uuid() }),
]);
export type ComeBackAsk = z.infer<typeof ComeBackAsk>;

const Hour = z.object({ start: z.iso.datetime(), date: z.iso.date(), time: TimeOfDay });

/**
 * `gone`: another person was quicker. `unsure`: the centre did not answer whether it is booked, and the same call again tells; or the kiosk
 * has forgotten the booking. It books no second hour.
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
