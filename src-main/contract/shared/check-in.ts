import { z } from 'zod';
import { ServiceId } from './ids.ts';

/**
 * Methods of checking in for an appointment. The profile's `ways` names those that a kiosk offers; by default these are all except
 * `document`. `scan`: every kind of code that the scanner reads. `no-code`: the citizen states the appointment, and a clerk verifies it.
 */
export const CheckInMethod = z.enum(['scan', 'locator', 'document', 'no-code']);
export type CheckInMethod = z.infer<typeof CheckInMethod>;
export const TypedCheckIn = CheckInMethod.exclude(['scan']);
export type TypedCheckIn = z.infer<typeof TypedCheckIn>;

export const DocumentOffered = z.enum(['dni', 'nie', 'passport', 'nif']);
export type DocumentOffered = z.infer<typeof DocumentOffered>;

export const CheckInMinutes = z.strictObject({
  early: z.int().min(0).max(720).default(30),
  late: z.int().min(0).max(240).default(10),
});

const ScannedDocument = z.enum(['document-zone', 'midni']);

/** Check-in of citizens with an appointment. Without this setting they choose a service, and the clerk verifies the appointment. */
export const CheckInSetting = z
  .strictObject({
    /** The offered methods, in the sequence of the screen. */
    ways: z.array(CheckInMethod).min(1).default(['scan', 'locator', 'no-code']),
    /** Documents whose number may be typed, in the sequence of the screen. */
    documents: z.array(DocumentOffered).min(1).default(['dni', 'nie', 'passport', 'nif']),
    scannedDocuments: z.array(ScannedDocument).default([]),
    minutes: CheckInMinutes.prefault({}),
    /**
     * A service for citizens whose check-in gives no ticket and whose appointment's own service issues no numbers: one touch issues a
     * number of `firstAttention`, without the list of services. A citizen who is late for a specialist gets a number of `firstAttention`
     * even if the appointment's own service issues numbers.
     */
    firstAttention: ServiceId.optional(),
    /** Whether the kiosk prints a proof of attendance when a citizen shows the ticket's QR code on leaving. */
    attendanceProof: z.boolean().default(false),
  })
  .refine(({ ways }) => new Set(ways).size === ways.length, 'a check-in method is listed twice');
