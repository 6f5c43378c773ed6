import { z } from 'zod';
import { TimeOfDay } from '../../contract/shared/times.ts';
import { PRINTER_CONDITIONS } from '../../domain/device-conditions.ts';

/** A text in the citizen's language and in Catalan, so that a clerk can read what the citizen sees. */
export const TextPair = z.strictObject({ text: z.string(), catalan: z.string() });

export const LocalMoment = z.strictObject({ date: z.iso.date(), time: TimeOfDay });

/**
 * The part of the citizen's or technician's input that the session loses when it ends, as the warning names it. `choices`: the choices made
 * before a ticket. `check-in`: the choices, but the appointment stays valid. `settings`: language, settings and requests to staff. `start`:
 * nothing, the start screen returns. `number`: the screen with the number, but the ticket stays valid. `proof`: the screen of a printed
 * proof of attendance. `typed`: digits of a PIN. `page`: a technician's page.
 */
export const WarningAbout = z.enum(['choices', 'check-in', 'settings', 'start', 'number', 'proof', 'typed', 'page']);
export type WarningAbout = z.infer<typeof WarningAbout>;

export const PairingCode = z.strictObject({
  code: z.string(),
  fingerprint: z.string(),
  command: z.string(),
  endsInSeconds: z.int().nonnegative(),
  /** Whether the centre's operator must choose the kiosk that this one replaces. */
  replaces: z.boolean(),
});

/** The shown condition of a printer; `no-printer`: the main printer is not set up. */
export const ShownPrinterCondition = z.enum([...PRINTER_CONDITIONS, 'no-printer']);

/**
 * The two possible dates while the kiosk does not believe the machine's clock: the kiosk uses `believed`, the clock shows `clock`. A clock
 * that was never set is in doubt even if both are equal.
 */
export const DayInDoubtView = z.strictObject({ believed: z.iso.date(), clock: z.iso.date() });
