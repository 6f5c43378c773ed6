import { z } from 'zod';
import type * as rules from '../../domain/opening-hours.ts';
import { Slug } from './ids.ts';
import { LocalizedText } from './localized-text.ts';
import { IsoDate } from './times.ts';
import { pointersToNothing, ToConfirm } from './to-confirm.ts';

/** The public holidays of a municipality: national, Catalan and its two local ones. */
export const HolidayCalendar = z
  .strictObject({
    calendarId: Slug,
    holidays: z.array(z.strictObject({ date: IsoDate, name: LocalizedText })),
    toConfirm: ToConfirm,
  })
  .superRefine((calendar, context) => {
    for (const [index, holiday] of calendar.holidays.entries())
      if (calendar.holidays.findIndex(({ date }) => date === holiday.date) < index)
        context.addIssue({
          code: 'custom',
          path: ['holidays', index, 'date'],
          message: `${holiday.date} is listed twice`,
        });
    for (const problem of pointersToNothing(calendar)) context.addIssue(problem);
  }) satisfies z.ZodType<rules.HolidayCalendar>;
export type HolidayCalendar = z.infer<typeof HolidayCalendar>;
