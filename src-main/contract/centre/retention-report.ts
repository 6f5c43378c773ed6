import { z } from 'zod';
import { Instant, IsoDate } from '../shared/times.ts';
import { RetentionDone } from './administration.ts';

/** The classes of data at the centre and its kiosks, with the data that the next run deletes or blanks. */
export const RetentionReport = z.object({
  /** `null` before the first run. */
  last: RetentionDone.nullable(),
  nextAt: Instant,
  classes: z.array(
    z.object({
      name: z.string(),
      whose: z.enum(['nobody', 'machine', 'visit', 'staff']),
      end: z.enum(['keep', 'delete-row', 'blank-column', 'delete-file']),
      isAtCentre: z.boolean(),
      isAtKiosk: z.boolean(),
      /** `null`: data of this class is kept. */
      term: z
        .object({
          days: z.int().nonnegative(),
          from: z.enum(['service-day', 'receipt', 'act', 'withdrawal']),
          /** The first day whose data the next run keeps; it deletes or blanks the data of all earlier days. */
          endsBefore: IsoDate,
        })
        .nullable(),
    }),
  ),
});
export type RetentionReport = z.infer<typeof RetentionReport>;
