import { z } from 'zod';
import { Instant, IsoDate } from '../shared/times.ts';
import { RetentionDone } from './administration.ts';

/** The data of the centre and its kiosks by class, and the data that the next run ends. */
export const RetentionReport = z.object({
  /** The last run; `null` before the first. */
  last: RetentionDone.nullable(),
  /** Time at which the next run is due. */
  nextAt: Instant,
  classes: z.array(
    z.object({
      /** A class of `retention.json`. */
      name: z.string(),
      whose: z.enum(['nobody', 'machine', 'visit', 'staff']),
      end: z.enum(['keep', 'delete-row', 'blank-column', 'delete-file']),
      isAtCentre: z.boolean(),
      isAtKiosk: z.boolean(),
      /** The term of the class; `null`: its data is kept. */
      term: z
        .object({
          days: z.int().nonnegative(),
          from: z.enum(['service-day', 'receipt', 'act', 'withdrawal']),
          /** The next run ends data of days before this one. */
          endsBefore: IsoDate,
        })
        .nullable(),
    }),
  ),
});
export type RetentionReport = z.infer<typeof RetentionReport>;
