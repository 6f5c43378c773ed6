import { z } from 'zod';
import { ServiceId } from './ids.ts';

/** Identification methods, each allowed per office; `scan` covers every code the scanner reads. */
export const CheckInMethod = z.enum(['scan', 'locator', 'document', 'no-code']);
export type CheckInMethod = z.infer<typeof CheckInMethod>;
export const TypedCheckIn = CheckInMethod.exclude(['scan']);
export type TypedCheckIn = z.infer<typeof TypedCheckIn>;

export const DocumentOffered = z.enum(['dni', 'nie', 'passport', 'nif']);
export type DocumentOffered = z.infer<typeof DocumentOffered>;

/** How long before and after its start an appointment is accepted. */
export const CheckInMinutes = z.strictObject({
  early: z.int().min(0).max(720).default(30),
  late: z.int().min(0).max(240).default(10),
});

/** Document codes the scanner accepts besides appointment codes. */
const ScannedDocument = z.enum(['document-zone', 'midni']);

/** Check-in of citizens with an appointment. Without it they choose a service and the clerk verifies them. */
export const CheckInSetting = z
  .strictObject({
    /** The offered methods, in the order of the screen. */
    ways: z.array(CheckInMethod).min(1).default(['scan', 'locator', 'no-code']),
    /** Documents whose number may be typed, in order of display. */
    documents: z.array(DocumentOffered).min(1).default(['dni', 'nie', 'passport', 'nif']),
    scannedDocuments: z.array(ScannedDocument).default([]),
    minutes: CheckInMinutes.prefault({}),
    /** Service that a citizen gets by one touch, without a list, if they cannot get the service of their appointment. */
    firstAttention: ServiceId.optional(),
    /** Whether the kiosk prints a proof of attendance for a ticket whose QR code is shown when leaving. */
    attendanceProof: z.boolean().default(false),
  })
  .refine(({ ways }) => new Set(ways).size === ways.length, 'a check-in method is listed twice');
export type CheckInSetting = z.infer<typeof CheckInSetting>;
