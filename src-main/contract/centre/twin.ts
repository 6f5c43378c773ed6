import { z } from 'zod';
import { WEEKDAYS } from '../../domain/calendar-day.ts';
import { CALLING_CLASSES } from '../../domain/calling-order.ts';
import { CallingSetting } from '../shared/calling.ts';
import { OfficeId, ServiceId } from '../shared/ids.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { Instant, IsoDate, TimeOfDay } from '../shared/times.ts';

const Share = z.number().min(0).max(1);

/** A change of an office. The twin (`src-central/twin`), a simulation of the office, computes its effect. */
export const Change = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('desk'),
    days: z.array(z.enum(WEEKDAYS)).min(1).optional(),
    from: TimeOfDay,
    to: TimeOfDay,
    /** Default: all services. */
    services: z.array(ServiceId).min(1).optional(),
  }),
  /**
   * The breaks of all desks: the first desk gets the first break, the second desk the second, and so on; after the last break the list
   * begins again.
   */
  z.strictObject({
    kind: z.literal('breaks'),
    breaks: z.array(z.strictObject({ from: TimeOfDay, minutes: z.number().min(0).max(240) })).max(60),
  }),
  z.strictObject({ kind: z.literal('appointments'), share: Share }),
  z.strictObject({ kind: z.literal('freed'), share: Share }),
  z.strictObject({ kind: z.literal('afar'), share: Share }),
  z.strictObject({ kind: z.literal('weights'), calling: CallingSetting }),
  /** Desks that call one of these services call all of them. */
  z.strictObject({ kind: z.literal('one-line'), services: z.array(ServiceId).min(2).max(36) }),
]);
export type Change = z.infer<typeof Change>;

/**
 * `change`: text for `readChange` (`src-central/twin/changes.ts`), for example `desk=10:00-12:00@mon`. Absent: the request is for the day's
 * report.
 */
export const TwinQuery = z.object({ change: z.string().max(300).optional() });

/** A mean and the bounds of its confidence interval (`src-central/twin/interval.ts`); `null`: there are too few days for bounds. */
const Interval = z.object({ mean: z.number(), from: z.number().nullable(), to: z.number().nullable() });
export type WireInterval = z.infer<typeof Interval>;

/**
 * The groups of people whose waits are computed: the classes by which citizens are called, and `afar`, the people who took their number at
 * home.
 */
export const WAIT_GROUPS = [...CALLING_CLASSES, 'afar'] as const;

const TwinAnswer = z.object({
  /** `null`: the office as it is. */
  change: Change.nullable(),
  groups: z.array(
    z.object({
      group: z.enum(['all', ...WAIT_GROUPS]),
      people: z.number(),
      /** In minutes. */
      wait: Interval,
      /**
       * Minutes by which the change shortens the wait; `null` for the office as it is, and for a group without people before or after the
       * change.
       */
      gain: Interval.nullable(),
    }),
  ),
  half: z.number(),
  nineOfTen: z.number(),
  hours: z.array(z.object({ hour: z.int().min(0).max(23), people: z.number(), wait: z.number() })),
  /** The part of the planned desk time that visits use, 0 to 1. */
  used: z.number(),
  deskHours: z.number(),
  overMinutesADay: z.number(),
  unservedADay: z.number(),
  leftADay: z.number(),
});
export type WireTwinAnswer = z.infer<typeof TwinAnswer>;

const Proposal = z.object({ change: Change, gain: Interval, gainOfWeek: Interval, deskHours: z.number() });
export type WireProposal = z.infer<typeof Proposal>;

export const TwinReport = z.object({
  at: Instant,
  officeId: OfficeId,
  name: z.string(),
  services: z.array(z.object({ serviceId: ServiceId, name: LocalizedText })),
  /** The days whose measured figures the twin uses: the first, the last, the number of open days, and the number of people. */
  measured: z.object({ from: IsoDate, until: IsoDate, days: z.int(), people: z.int() }),
  /** The simulated week: its first day, its number of open days, and how often it was simulated. */
  week: z.object({ from: IsoDate, days: z.int(), times: z.int() }),
  /** The hour of the week with the longest mean wait; `null`: no hour has enough people. */
  worst: z.object({ date: IsoDate, hour: z.int().min(0).max(23), wait: Interval }).nullable(),
  /** The change that shortens the wait of the worst hour most. `null`: no change certainly shortens it. */
  proposal: Proposal.nullable(),
  /** The best change that certainly shortens that wait and needs fewer desk hours than `proposal`. `null`: there is none. */
  cheaper: Proposal.nullable(),
  tried: z.int(),
  asItIs: TwinAnswer,
  answers: z.array(TwinAnswer),
  /**
   * A check of the twin: its forecast of the last measured day from the days before it, beside the measured figures (`came`). 95 of 100
   * simulated days are between `from` and `to`.
   */
  beforehand: z
    .object({
      date: IsoDate,
      lines: z.array(
        z.object({
          what: z.enum(['people', 'wait', 'people-of-hour', 'wait-of-hour']),
          hour: z.int().min(0).max(23).nullable(),
          mean: z.number(),
          from: z.number(),
          to: z.number(),
          came: z.number().nullable(),
        }),
      ),
    })
    .nullable(),
});
export type TwinReport = z.infer<typeof TwinReport>;

const TWIN_LACKS = ['few-days', 'no-desks', 'no-profile', 'failed'] as const;

/**
 * `working`: the answer is not computed yet, and the caller must ask again. `lacks`: there is no answer, for the reason in `lack`. The
 * centre keeps a `report` or a `change` until the office's next day, and a `lacks` for at most an hour.
 */
export const TwinAnswered = z.discriminatedUnion('state', [
  z.object({ state: z.literal('working') }),
  z.object({ state: z.literal('lacks'), lack: z.enum(TWIN_LACKS) }),
  z.object({ state: z.literal('report'), report: TwinReport }),
  z.object({ state: z.literal('change'), answer: TwinAnswer }),
]);
export type TwinAnswered = z.infer<typeof TwinAnswered>;
