import { z } from 'zod';
import { ServiceId, Slug } from '../../contract/shared/ids.ts';
import { TicketLanguage } from '../../contract/shared/languages.ts';
import { LocalizedText } from '../../contract/shared/localized-text.ts';
import { TimeOfDay } from '../../contract/shared/times.ts';

/** `deskId`: the desk of the specialist who receives the citizen at the appointment; `null`: any desk. */
const visit = { serviceId: ServiceId, deskId: Slug.nullable() };

/** A request of a clerk's page to book an appointment on another day for the citizen at the desk. No member names the citizen. */
export const ComeBackAsk = z.discriminatedUnion('ask', [
  /**
   * Asks for the first free appointment times from the day `from` on (`null`: today). If `visit` is `null`, the answer lists only services
   * and specialists.
   */
  z.strictObject({ ask: z.literal('hours'), visit: z.strictObject(visit).nullable(), from: z.iso.date().nullable() }),
  /**
   * Books an appointment and prints its paper. The page makes `bookingId` when the clerk chooses the time, and keeps it in a repeated call.
   * `again`: the page has sent this call before. If the kiosk then does not know the id, for instance after a restart, it asks the centre
   * whether the appointment is booked, and books it if not. `ownSecret` makes the secret for that question from the id.
   */
  z.strictObject({
    ask: z.literal('book'),
    bookingId: z.uuid(),
    visit: z.strictObject(visit),
    language: TicketLanguage,
    start: z.iso.datetime(),
    again: z.literal(true).optional(),
  }),
  z.strictObject({ ask: z.literal('print'), bookingId: z.uuid() }),
  /** Gives up an appointment whose booking is uncertain. */
  z.strictObject({ ask: z.literal('leave'), bookingId: z.uuid() }),
]);
export type ComeBackAsk = z.infer<typeof ComeBackAsk>;

const Hour = z.object({ start: z.iso.datetime(), date: z.iso.date(), time: TimeOfDay });

/**
 * `gone`: the time is not free any more, or its reservation has expired; in answer to `print`, this kiosk knows no completed booking with
 * this id. `unsure`: the centre has not answered whether the appointment is booked; the page repeats the call to find out. A repeated call
 * books no second appointment. After `gone`, `slow` and `offline` in answer to `book` no appointment is booked.
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
