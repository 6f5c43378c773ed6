import { z } from 'zod';
import { KioskId, OfficeId, ServiceId } from '../shared/ids.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { Day, Instant, IsoDate } from '../shared/times.ts';

/** The page of an office lists the totals of this many days, the shown day included. */
export const FIGURES_DAYS = 28;
/** A usual day (`Usual`) is computed as the median of up to this many earlier days of the same weekday. */
export const USUAL_WEEKS = 8;
/** An appointment is on time if it is called within this many minutes after its start, or after the check-in if that is later. */
export const ON_TIME_MINUTES = 10;

/**
 * The classes by which turns are called. A turn is `preferential` only as long as the city still stores that its holder asked for priority;
 * after that it counts as `walk-in` or `appointment`.
 */
export const TURN_CLASSES = ['walk-in', 'appointment', 'preferential'] as const;
export type TurnClass = (typeof TURN_CLASSES)[number];

const Count = z.int().nonnegative();

/**
 * How long something took for `people` people, in whole minutes: for half of them `half` or less, for nine of ten `nineOfTen` or less, for
 * all `worst` or less.
 */
const Spread = z.object({ people: z.int().positive(), half: Count, nineOfTen: Count, worst: Count });
export type Spread = z.infer<typeof Spread>;

/**
 * The tickets of a group of people. `served` to `open` are the possible ends and add up to `arrivals`. Small numbers are not hidden, unlike
 * in `OfficeFigures`, because only the office's own people read these.
 */
const Group = z.object({
  arrivals: Count,
  served: Count,
  /** Tickets that were called and whose holders did not come, and numbers from home whose holders never came to the office. */
  noShow: Count,
  /** Tickets whose holders left a desk before being served. */
  left: Count,
  withdrawn: Count,
  voided: Count,
  open: Count,
  /** Tickets whose printing ended without a confirmed slip; numbers that a desk gave do not count. */
  paperFailed: Count,
  /**
   * The wait until the first call, from the issue of the ticket or from the start of its appointment, whichever is later. `null`: no desk
   * has called a ticket of the group.
   */
  wait: Spread.nullable(),
  /** The time that a visit took at desks, without the wait between two desks. */
  attention: Spread.nullable(),
});
export type Group = z.infer<typeof Group>;

const Appointments = z.object({
  /** The minutes that the booking plan offers, in all its places together; `null`: no plan is valid on the day. */
  givenMinutes: Count.nullable(),
  booked: Count,
  bookedMinutes: Count,
  came: Count,
  /** Appointments whose time is over and whose holders did not come. */
  missed: Count,
  onTime: Count,
  /** The minutes that the visits of people with an appointment took at desks. */
  usedMinutes: Count,
  errands: Count,
});

export const DayFigures = z.object({
  total: Group,
  /** Groups by the hour of issue, on the office's clock. `desks`: number of desks that acted in that hour. */
  hours: z.array(Group.extend({ hour: z.int().min(0).max(23), desks: Count })),
  services: z.array(Group.extend({ serviceId: ServiceId })),
  classes: z.array(Group.extend({ class: z.enum(TURN_CLASSES) })),
  cells: z.array(Group.extend({ serviceId: ServiceId, class: z.enum(TURN_CLASSES), hour: z.int().min(0).max(23) })),
  appointments: Appointments,
  /**
   * `unprinted`: minutes in which no printer worked. `faults`: faults of printers. `apart`: minutes in which the kiosk could not reach the
   * centre.
   */
  kiosks: z.array(z.object({ kioskId: KioskId, unprinted: Count, faults: Count, apart: Count })),
  /**
   * People who wait, by service, and the time since which the first of them waits. `null`: the day is not today, or tickets are open and
   * none has been called or served yet.
   */
  waiting: z.array(z.object({ serviceId: ServiceId, people: z.int().positive(), since: Instant })).nullable(),
});
export type DayFigures = z.infer<typeof DayFigures>;

const Usual = z.object({
  days: z.int().positive(),
  arrivals: Count,
  waitHalf: Count.nullable(),
  waitNineOfTen: Count.nullable(),
  attentionHalf: Count.nullable(),
  noShow: Count,
  /** Tickets whose holders left or withdrew. */
  gaveUp: Count,
});
export type Usual = z.infer<typeof Usual>;

export const DayQuery = z.object({ day: Day.optional() });

export const OfficeDayFigures = z.object({
  at: Instant,
  officeId: OfficeId,
  name: z.string(),
  day: IsoDate,
  today: IsoDate,
  services: z.array(z.object({ serviceId: ServiceId, name: LocalizedText })),
  kiosks: z.array(z.object({ kioskId: KioskId, name: z.string() })),
  figures: DayFigures,
  /** `null`: none of the last `USUAL_WEEKS` days of this weekday had a ticket. */
  usual: Usual.extend({ hours: z.array(z.object({ hour: z.int().min(0).max(23), arrivals: Count })) }).nullable(),
  /** The last days up to the shown one, oldest first; days without tickets have zeros. */
  days: z
    .array(
      z.object({
        day: IsoDate,
        arrivals: Count,
        waitHalf: Count.nullable(),
        waitNineOfTen: Count.nullable(),
        noShow: Count,
        gaveUp: Count,
        unprinted: Count,
        apart: Count,
      }),
    )
    .max(FIGURES_DAYS),
});
export type OfficeDayFigures = z.infer<typeof OfficeDayFigures>;

export const CityDayFigures = z.object({
  at: Instant,
  /** The requested day. If the request names none, or a day in the future: today by the clock of the first office in the list. */
  day: IsoDate,
  offices: z.array(
    z.object({
      officeId: OfficeId,
      name: z.string(),
      total: Group,
      usual: Usual.nullable(),
      /** The hour with the longest `nineOfTen` wait. */
      worstHour: z.object({ hour: z.int().min(0).max(23), nineOfTen: Count, worst: Count }).nullable(),
      desks: Count,
      appointments: Appointments,
      unprinted: Count,
      apart: Count,
      waiting: z.object({ people: Count, since: Instant.nullable() }).nullable(),
    }),
  ),
});
export type CityDayFigures = z.infer<typeof CityDayFigures>;

/** Figures by desk, only for desks that several people use: a specialist's own desk is left out. */
export const DeskFigures = z.object({
  /**
   * The day on which the staff were informed of these figures; `null`: no such day is recorded. `desks` is empty if no such day is
   * recorded, and for days before it.
   */
  informedOn: IsoDate.nullable(),
  desks: z.array(
    z.object({
      deskId: z.string(),
      name: LocalizedText.nullable(),
      hours: z.array(z.object({ hour: z.int().min(0).max(23), served: Count })),
      served: Count,
      attention: Spread.nullable(),
    }),
  ),
});
export type DeskFigures = z.infer<typeof DeskFigures>;

export const FiguresSetting = z.strictObject({
  /** The day on which the staff were informed of figures by desk. `null`: they were not, so the centre gives no figures by desk. */
  informedOn: Day.nullable(),
  /** True if the figures of months are published, with a description, at a public address. */
  opensMonths: z.boolean(),
  /** True if the live state of each queue is published at a public address. */
  opensLive: z.boolean(),
  /** The address of the open data, for example `https://torn.example.cat`; `null`: addresses in the description are relative. */
  publicAddress: z
    .url({ protocol: /^https$/ })
    .max(200)
    .nullable(),
  licence: z.url({ protocol: /^https?$/ }).max(200),
});
export type FiguresSetting = z.infer<typeof FiguresSetting>;
export const NO_FIGURES_SETTING: FiguresSetting = {
  informedOn: null,
  opensMonths: false,
  opensLive: false,
  publicAddress: null,
  licence: 'https://creativecommons.org/licenses/by/4.0/',
};

export const FiguresSettingKept = z.object({ setting: FiguresSetting, changedAt: Instant.nullable() });
