import { z } from 'zod';
import { OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { TimeOfDay } from '../../src-main/contract/shared/times.ts';
import { WEEKDAYS } from '../../src-main/domain/calendar-day.ts';

const Days = z.array(z.enum(WEEKDAYS)).min(1);
const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const Share = z.number().min(0).max(1);
const Minutes = z.number().min(0).max(600);

export const Attention = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lognormal'), mean: Minutes, sd: Minutes }),
  z.strictObject({ kind: z.literal('exponential'), mean: Minutes }),
  z.strictObject({ kind: z.literal('fixed'), mean: Minutes }),
  /** Measured visits, all equally likely. */
  z.strictObject({ kind: z.literal('measured'), minutes: z.array(Minutes).min(1).max(20_000) }),
]);
export type Attention = z.infer<typeof Attention>;

export const meanMinutes = (attention: Attention): number =>
  attention.kind === 'measured'
    ? attention.minutes.reduce((sum, one) => sum + one, 0) / attention.minutes.length
    : attention.mean;

/** The people who come on some weekdays. `weight` is the number of people per quarter of an hour in this span, relative to other spans. */
const Arrivals = z.strictObject({
  days: Days.default([...WORKDAYS]),
  people: z.number().min(0).max(5_000),
  spans: z.array(z.strictObject({ from: TimeOfDay, to: TimeOfDay, weight: z.number().min(0) })).min(1),
});

export const DeskShift = z.strictObject({
  days: Days.optional(),
  from: TimeOfDay,
  to: TimeOfDay,
  services: z.array(ServiceId).min(1).optional(),
  breaks: z.array(z.strictObject({ from: TimeOfDay, minutes: Minutes })).default([]),
});
export type DeskShift = z.infer<typeof DeskShift>;

export const OfficePart = z.strictObject({
  /** The id of a profile in `config/offices`, unless `office` is given. */
  officeId: OfficeId,
  office: OfficeProfile.optional(),
  kiosks: z.int().min(1).max(4).default(1),
  arrivals: z.array(Arrivals).min(1),
  /** The standard deviation of the number of people a day that exceeds chance (Poisson), as a share of the mean. */
  dayVariation: Share.default(0),
  services: z.array(z.strictObject({ serviceId: ServiceId, share: Share, attention: Attention })).min(1),
  appointments: z
    .strictObject({
      /** Share of people with an appointment, among those whose service takes appointments. */
      share: Share,
      everyMinutes: z.number().min(1).max(120).default(10),
      noShow: Share.lt(1).default(0),
      /** Share of the appointment times of no-shows that are given to people who would come without appointment. */
      freed: Share.default(0),
      /** Minutes before the appointment at which people come. */
      early: z.strictObject({ mean: z.number().min(-60).max(60), sd: Minutes }).prefault({ mean: 8, sd: 6 }),
    })
    .prefault({ share: 0 }),
  preferential: Share.default(0),
  /** Share of the people who leave if they wait long; `minutes` is the mean wait after which they leave. */
  givesUp: z.strictObject({ share: Share, minutes: Minutes }).prefault({ share: 0, minutes: 60 }),
  /** Share of the people without appointment who take their number at home; they come to the hall `minutes` before the call. */
  afar: z.strictObject({ share: Share, minutes: Minutes }).prefault({ share: 0, minutes: 10 }),
  desks: z.array(DeskShift).min(1).max(60),
  walkSeconds: z.number().min(0).max(600).default(40),
  absentSeconds: z.number().min(0).max(600).default(90),
  /** While people wait, desks continue for at most this many minutes after closing. */
  overtimeMinutes: Minutes.default(45),
});
export type OfficePart = z.infer<typeof OfficePart>;

/** The assumptions of the twin that an office's profile does not contain: people, their visits, desks and breaks. */
export const TwinProfile = z
  .strictObject({
    /** The origin of the assumptions, as a text that a report shows. */
    source: LocalizedText,
    offices: z.array(OfficePart).min(1).max(40),
  })
  .superRefine(({ offices }, context) => {
    for (const [at, { services, desks }] of offices.entries()) {
      const complain = (message: string) => context.addIssue({ code: 'custom', path: ['offices', at], message });
      const shares = services.reduce((sum, { share }) => sum + share, 0);
      if (Math.abs(shares - 1) > 0.005) complain(`the shares of the services add up to ${shares.toFixed(3)}, not 1`);
      for (const { serviceId } of services)
        if (!desks.some((desk) => desk.services === undefined || desk.services.includes(serviceId)))
          complain(`no desk calls ${serviceId}`);
    }
  });
export type TwinProfile = z.infer<typeof TwinProfile>;
