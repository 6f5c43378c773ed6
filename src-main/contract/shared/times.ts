import { z } from 'zod';

/** A local time. `24:00` is allowed because a range may end at midnight. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'expected HH:MM');
export type TimeOfDay = z.infer<typeof TimeOfDay>;
export const IsoDate = z.iso.date('expected a date YYYY-MM-DD');

/** RFC 3339 with an explicit offset. */
export const Instant = z.iso.datetime({ offset: true });

/** A day of the years 1 to 9999, because databases have no year 0. */
export const Day = z.iso.date('expected a date YYYY-MM-DD').refine((day) => day >= '0001', 'expected a year after 0');
