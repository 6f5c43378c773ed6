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
      /** Of the office's profile the kiosk had from the centre; absent without one. */
      configVersion: z.int().positive().optional(),
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
  /** The centre will never take this fact; it stays at the kiosk for a person to look at. */
  z.strictObject({
    type: z.literal('upload-rejected'),
    v: z.literal(1),
    payload: z.strictObject({ eventId: z.uuid(), problem: z.string() }),
  }),
  /** A version of the office's profile took effect, or was refused (`refused` says why, the last good one stays). */
  z.strictObject({
    type: z.literal('profile-applied'),
    v: z.literal(1),
    payload: z.strictObject({ version: z.int().positive(), refused: z.string().nullable() }),
  }),
  z.strictObject({
    type: z.literal('printer-condition'),
    v: z.literal(1),
    payload: z.strictObject({ printer: z.string(), condition: z.string() }),
  }),
]);
export type KioskEvent = z.infer<typeof KioskEvent>;
