import { z } from 'zod';
import type * as rules from '../../domain/opening-hours.ts';
import { LocalizedText } from './localized-text.ts';
import { IsoDate, TimeOfDay } from './times.ts';

/** Open from `from` (included) to `to` (excluded), local time. */
export const TimeRange = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine((range) => range.from < range.to, 'the end must come after the start') satisfies z.ZodType<rules.TimeRange>;
export type TimeRange = z.infer<typeof TimeRange>;

const DayHours = z
  .array(TimeRange)
  .max(4)
  .refine(inOrder, 'the ranges of a day must follow each other without overlapping');
const week = {
  mon: DayHours,
  tue: DayHours,
  wed: DayHours,
  thu: DayHours,
  fri: DayHours,
  sat: DayHours,
  sun: DayHours,
};

const SpanEnd = z
  .string()
  .refine(
    (day) => isDayOfYear(day) || IsoDate.safeParse(day).success,
    'expected a date YYYY-MM-DD, or MM-DD for every year',
  );

/** First and last day, both included: dates (`YYYY-MM-DD`), or days of every year (`MM-DD`), which may span New Year. */
export const DaySpan = z
  .strictObject({ from: SpanEnd, to: SpanEnd })
  .refine(
    (span) => span.from.length === span.to.length,
    'both days must be dates YYYY-MM-DD, or both MM-DD for every year',
  )
  .refine(
    (span) => span.from.length !== span.to.length || isDayOfYear(span.from) || span.from <= span.to,
    'the last day must not come before the first',
  ) satisfies z.ZodType<rules.DaySpan>;

/** Opening hours of a place; `hoursOn` in the domain decides which part applies on a date. */
export const OpeningHours = z.strictObject({
  week: z.strictObject(week),
  /** A weekday missing in a season has the hours of the week. */
  seasons: z.array(z.strictObject({ span: DaySpan, week: z.strictObject(week).partial() })).default([]),
  /** Limits the day before a public holiday to these hours; it never lengthens a day. */
  eveOfHoliday: DayHours.optional(),
  closures: z.array(z.strictObject({ span: DaySpan, reason: LocalizedText.optional() })).default([]),
}) satisfies z.ZodType<rules.OpeningHours>;
export type OpeningHours = z.infer<typeof OpeningHours>;

/** Whether `day` is a valid `MM-DD` in some year, including 29 February. */
function isDayOfYear(day: string): boolean {
  const aLeapYear = '2028';
  return day.length === 'MM-DD'.length && IsoDate.safeParse(`${aLeapYear}-${day}`).success;
}

function inOrder(ranges: readonly rules.TimeRange[]): boolean {
  return ranges.every((range, index) => index === 0 || (ranges[index - 1]?.to ?? '') <= range.from);
}
