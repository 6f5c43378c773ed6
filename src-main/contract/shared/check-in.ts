import { z } from 'zod';
import { ServiceId } from './ids.ts';

/** The methods by which citizens identify themselves; a profile allows each one. `scan` covers every code that the scanner reads. */
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
     * The service whose number a citizen gets by one touch, without the list of services, if the check-in gives no ticket and the
     * appointment's own service issues no numbers. A citizen who is late for a specialist gets it rather than a number of the appointment's
     * service.
     */
    firstAttention: ServiceId.optional(),
    /** Whether the kiosk prints a proof of attendance when a citizen shows the ticket's QR code on leaving. */
    attendanceProof: z.boolean().default(false),
  })
  .refine(({ ways }) => new Set(ways).size === ways.length, 'a check-in method is listed twice');
