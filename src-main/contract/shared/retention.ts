import { z } from 'zod';
import data from './retention.json' with { type: 'json' };

/**
 * What is kept, and how long: `retention.json` gives every column of every table, at the kiosk and at the centre, a class, and every class
 * a term. A test compares it with the real schemas; the jobs that enforce it and the city's record of processing read it here.
 */
export type RetentionClass = keyof typeof data.classes;
const CLASS_NAMES = Object.keys(data.classes) as RetentionClass[];
const ClassName = z.enum(CLASS_NAMES as [RetentionClass, ...RetentionClass[]]);

const Kept = z.strictObject({
  /** `visit`: of a person whose name nobody here knows. */
  whose: z.enum(['nobody', 'machine', 'visit', 'staff']),
  basis: z.enum(['public-task', 'equal-access', 'security']),
  end: z.literal('keep'),
});
/** A term is a setting between `least` and `most` whole days. */
const Ending = z.strictObject({
  ...Kept.shape,
  end: z.enum(['delete-row', 'blank-column', 'delete-file']),
  days: z.int().min(0),
  /** What the days are counted from; of `service-day`, its end. */
  from: z.enum(['service-day', 'receipt', 'act', 'withdrawal']),
  least: z.int().min(0),
  most: z.int().min(0),
});
const Columns = z.record(z.string().regex(/^\w+\.\w+$/), z.union([ClassName, z.array(ClassName).min(2)]));

const Retention = z.strictObject({
  classes: z.record(ClassName, z.union([Kept, Ending])),
  kiosk: Columns,
  /** Files of a kiosk's data folder by the pattern of their names. */
  kioskFiles: z.record(z.string(), ClassName),
  centre: Columns,
});
export const RETENTION = Retention.parse(data);

/** Classes of a column; of several, each takes its part of it, such as members of a payload. */
export const classesOf = (entry: RetentionClass | readonly RetentionClass[]): readonly RetentionClass[] =>
  typeof entry === 'string' ? [entry] : entry;

/** Days of every class that ends. */
export type Terms = Readonly<Record<RetentionClass, number>>;

export const DEFAULT_TERMS: Terms = Object.fromEntries(
  Object.entries(RETENTION.classes).map(([name, kept]) => [name, 'days' in kept ? kept.days : Infinity]),
) as Record<RetentionClass, number>;

/** Terms that a city has set: `{ need: 0 }`. A class that does not end, or a term out of its bounds, is refused. */
export const TermSettings = z.partialRecord(ClassName, z.int()).superRefine((settings, context) => {
  for (const [name, days] of Object.entries(settings)) {
    const kept = RETENTION.classes[name as RetentionClass];
    if (!('days' in kept) || days < kept.least || days > kept.most)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'days' in kept ? `expected ${kept.least} to ${kept.most} days` : 'has no term: it is kept',
      });
  }
});
export type TermSettings = z.infer<typeof TermSettings>;

export const termsWith = (settings: TermSettings): Terms => ({
  ...DEFAULT_TERMS,
  ...Object.fromEntries(Object.entries(settings).filter(([, days]) => days !== undefined)),
});
