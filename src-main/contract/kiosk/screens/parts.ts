import { z } from 'zod';
import { TimeOfDay } from '../../shared/times.ts';

/** Names in both languages, so that a clerk can read what a citizen sees. */
export const TextPair = z.strictObject({ text: z.string(), catalan: z.string() });

/** A moment of the office's wall clock, to the minute. */
export const LocalMoment = z.strictObject({ date: z.iso.date(), time: TimeOfDay });
