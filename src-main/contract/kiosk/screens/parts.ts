import { z } from 'zod';
import { PRINTER_CONDITIONS } from '../../../domain/device-conditions.ts';
import { TimeOfDay } from '../../shared/times.ts';

/** Names in both languages, so that a clerk can read what a citizen sees. */
export const TextPair = z.strictObject({ text: z.string(), catalan: z.string() });

/** A moment of the office's wall clock, to the minute. */
export const LocalMoment = z.strictObject({ date: z.iso.date(), time: TimeOfDay });

/**
 * What a warning says is about to go, and what stays. `choices`: on the way to a turn. `check-in`: the same, and an appointment stays.
 * `settings`: language, settings and what was asked of the staff. `start`: nothing, the screen goes back. `number`: the turn stays valid.
 * `proof`: of attendance. `typed`: digits of a PIN. `page`: the technician's.
 */
export const WarningAbout = z.enum(['choices', 'check-in', 'settings', 'start', 'number', 'proof', 'typed', 'page']);
export type WarningAbout = z.infer<typeof WarningAbout>;

/** What two people compare when a kiosk is paired. */
export const PairingCode = z.strictObject({
  code: z.string(),
  fingerprint: z.string(),
  /** What the person at the centre types. */
  command: z.string(),
  endsInSeconds: z.int().nonnegative(),
  /** The person at the centre is to say whose place it takes. */
  replaces: z.boolean(),
});

/** Of the first printer while none is set too. */
export const ShownPrinterCondition = z.enum([...PRINTER_CONDITIONS, 'no-printer']);

/** The two dates of a clock that is not believed: the kiosk goes by `believed`, its clock shows `clock`. One date twice: the clock was never set. */
export const DayInDoubtView = z.strictObject({ believed: z.iso.date(), clock: z.iso.date() });
