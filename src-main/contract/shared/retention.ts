import { z } from 'zod';
import data from './retention.json' with { type: 'json' };

/**
 * `retention.json` has a class for every column of every table at kiosk and centre, except the centre's tables made from events
 * (`projections/projection.ts`), and a term for every class whose data end. A test compares both with the real schemas. This file reads
 * `retention.json` for the jobs that delete data and for the city's record of processing.
 */
export type RetentionClass = keyof typeof data.classes;
const CLASS_NAMES = Object.keys(data.classes) as RetentionClass[];
const ClassName = z.enum(CLASS_NAMES as [RetentionClass, ...RetentionClass[]]);

const Kept = z.strictObject({
  /** The person or thing that the data of the class are about. `visit`: a citizen whose name is not stored. */
  whose: z.enum(['nobody', 'machine', 'visit', 'staff']),
  basis: z.enum(['public-task', 'equal-access', 'security', 'asked-for']),
  end: z.literal('keep'),
});
/** A class whose data are deleted or blanked after `days`. A city may set the number of days from `least` to `most`. */
const Ending = z.strictObject({
  ...Kept.shape,
  end: z.enum(['delete-row', 'blank-column', 'delete-file']),
  days: z.int().min(0),
  /** The moment from which the term counts; for `service-day` the end of that day. */
  from: z.enum(['service-day', 'receipt', 'act', 'withdrawal']),
  least: z.int().min(0),
  most: z.int().min(0),
});
const Columns = z.record(z.string().regex(/^\w+\.\w+$/), z.union([ClassName, z.array(ClassName).min(2)]));

const Retention = z.strictObject({
  classes: z.record(ClassName, z.union([Kept, Ending])),
  kiosk: Columns,
  /** Files of a kiosk's data folder, by name pattern. */
  kioskFiles: z.record(z.string(), ClassName),
  centre: Columns,
});
export const RETENTION = Retention.parse(data);

/**
 * Returns the classes of a column or file. If a column has several classes, each of them covers a part of the column, such as members of a
 * payload.
 */
export const classesOf = (entry: RetentionClass | readonly RetentionClass[]): readonly RetentionClass[] =>
  typeof entry === 'string' ? [entry] : entry;

/** Days of each class with a term; `Infinity` for all other classes. */
export type Terms = Readonly<Record<RetentionClass, number>>;

export const DEFAULT_TERMS: Terms = Object.fromEntries(
  Object.entries(RETENTION.classes).map(([name, kept]) => [name, 'days' in kept ? kept.days : Infinity]),
) as Record<RetentionClass, number>;

/**
 * Terms set by a city, in days: `{ need: 0 }`. A class without a term is refused, and so is a number of days outside the class's limits.
 */
export const TermSettings = z.partialRecord(ClassName, z.int()).superRefine((settings, context) => {
  for (const [name, days] of Object.entries(settings)) {
    const kept = RETENTION.classes[name as RetentionClass];
    if (!('days' in kept) || days < kept.least || days > kept.most)
      context.addIssue({
        code: 'custom',
        path: [name],
        message:
          'days' in kept
            ? `expected ${kept.least} to ${kept.most} days`
            : 'this class has no term, because its data are kept',
      });
  }
});
export type TermSettings = z.infer<typeof TermSettings>;

export const termsWith = (settings: TermSettings): Terms => ({
  ...DEFAULT_TERMS,
  ...Object.fromEntries(Object.entries(settings).filter(([, days]) => days !== undefined)),
});
