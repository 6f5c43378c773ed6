import { z } from 'zod';
import { ServiceId } from './ids.ts';

/** Ways to say who one is, each allowed per office; `scan` is every code that the reader reads. */
export const CheckInMethod = z.enum(['scan', 'locator', 'document', 'no-code']);
export type CheckInMethod = z.infer<typeof CheckInMethod>;
export const TypedCheckIn = CheckInMethod.exclude(['scan']);
export type TypedCheckIn = z.infer<typeof TypedCheckIn>;

/** Documents whose number may be typed. */
export const DocumentOffered = z.enum(['dni', 'nie', 'passport', 'nif']);
export type DocumentOffered = z.infer<typeof DocumentOffered>;

/** How long before and after its start an appointment is taken. */
export const CheckInMinutes = z.strictObject({
  early: z.int().min(0).max(720).default(30),
  late: z.int().min(0).max(240).default(10),
});

/** What the reader of codes takes besides appointments' codes. */
const ScannedDocument = z.enum(['document-zone', 'midni']);

/** How people who say to have an appointment are met. Without it they choose a service and the clerk verifies them. */
export const CheckInSetting = z
  .strictObject({
    /** In the order of the screen. */
    ways: z.array(CheckInMethod).min(1).default(['scan', 'locator', 'no-code']),
    /** Whose number may be typed, the first one first. */
    documents: z.array(DocumentOffered).min(1).default(['dni', 'nie', 'passport', 'nif']),
    scannedDocuments: z.array(ScannedDocument).default([]),
    minutes: CheckInMinutes.prefault({}),
    /** Who cannot be given their own service is given a turn of this one: one touch, no list. */
    firstAttention: ServiceId.optional(),
    /** Who shows their ticket's QR code on leaving is given a proof of attendance. */
    attendanceProof: z.boolean().default(false),
  })
  .refine(({ ways }) => new Set(ways).size === ways.length, 'a way is listed twice');
export type CheckInSetting = z.infer<typeof CheckInSetting>;
