import { z } from 'zod';
import { PRINTER_CONDITIONS } from '../../../domain/device-conditions.ts';
import { TimeOfDay } from '../../shared/times.ts';

/** Names in both languages, so that a clerk can read what a citizen sees. */
export const TextPair = z.strictObject({ text: z.string(), catalan: z.string() });

/** A moment of the office's wall clock, to the minute. */
export const LocalMoment = z.strictObject({ date: z.iso.date(), time: TimeOfDay });

/** Of the first printer while none is set too. */
export const ShownPrinterCondition = z.enum([...PRINTER_CONDITIONS, 'no-printer']);
