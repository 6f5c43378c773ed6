import { z } from 'zod';
import { KioskId, OfficeId, ServiceId } from '../shared/ids.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { Day, Instant, IsoDate } from '../shared/times.ts';

/** Days whose totals the page of an office lists, the shown one included. */
export const FIGURES_DAYS = 28;
/** The usual day is the middle of up to this many earlier days of the same weekday. */
export const USUAL_WEEKS = 8;
/** Minutes after its hour within which an appointment is called on time. */
export const ON_TIME_MINUTES = 10;

/** How a turn is called: `preferential` while the city keeps that the holder asked for it, else as the two others. */
export const TURN_CLASSES = ['walk-in', 'appointment', 'preferential'] as const;
export type TurnClass = (typeof TURN_CLASSES)[number];

const Count = z.int().nonnegative();

/** Whole minutes of `people`: half of them had `half` or less, nine of ten `nineOfTen` or less, nobody more than `worst`. */
const Spread = z.object({ people: z.int().positive(), half: Count, nineOfTen: Count, worst: Count });
export type Spread = z.infer<typeof Spread>;

/** Tickets of some people. The ends add up to `arrivals`. Small numbers are not hidden: the office's own people read them. */
const Group = z.object({
  arrivals: Count,
  served: Count,
  /** Called without anyone coming. */
  noShow: Count,
  /** Left a desk before being served. */
  left: Count,
  withdrawn: Count,
  voided: Count,
  /** Without a known end. */
  open: Count,
  /** Without a confirmed paper. */
  paperFailed: Count,
  /** From arrival, or from the hour of an appointment, to the first call. `null`: no desk has called any. */
  wait: Spread.nullable(),
  /** At desks, without the waits between two of them. */
  attention: Spread.nullable(),
});
export type Group = z.infer<typeof Group>;

const Appointments = z.object({
  /** Minutes that the plan gives, of all its places; `null`: no plan is valid on the day. */
  givenMinutes: Count.nullable(),
  booked: Count,
  bookedMinutes: Count,
  came: Count,
  /** Over by now, and nobody came. */
  missed: Count,
  /** Called within `ON_TIME_MINUTES` of their hour. */
  onTime: Count,
  /** At desks. */
  usedMinutes: Count,
  /** Of those who came. */
  errands: Count,
});

/** One day of an office, as it is kept. */
export const DayFigures = z.object({
  total: Group,
  /** By the hour of issue, on the office's clock. `desks`: how many acted in that hour. */
  hours: z.array(Group.extend({ hour: z.int().min(0).max(23), desks: Count })),
  services: z.array(Group.extend({ serviceId: ServiceId })),
  classes: z.array(Group.extend({ class: z.enum(TURN_CLASSES) })),
  cells: z.array(Group.extend({ serviceId: ServiceId, class: z.enum(TURN_CLASSES), hour: z.int().min(0).max(23) })),
  appointments: Appointments,
  /** Minutes without any printer that prints, faults of printers, minutes without contact. */
  kiosks: z.array(z.object({ kioskId: KioskId, unprinted: Count, faults: Count, apart: Count })),
  /** People who wait, by service, and since when the first does. `null`: no desk has called today. */
  waiting: z.array(z.object({ serviceId: ServiceId, people: z.int().positive(), since: Instant })).nullable(),
});
export type DayFigures = z.infer<typeof DayFigures>;

const Usual = z.object({
  /** How many days it is the middle of. */
  days: z.int().positive(),
  arrivals: Count,
  waitHalf: Count.nullable(),
  waitNineOfTen: Count.nullable(),
  attentionHalf: Count.nullable(),
  noShow: Count,
  /** Left or withdrawn. */
  gaveUp: Count,
});
export type Usual = z.infer<typeof Usual>;

export const DayQuery = z.object({ day: Day.optional() });

export const OfficeDayFigures = z.object({
  at: Instant,
  officeId: OfficeId,
  name: z.string(),
  day: IsoDate,
  /** The office's service day now. */
  today: IsoDate,
  services: z.array(z.object({ serviceId: ServiceId, name: LocalizedText })),
  kiosks: z.array(z.object({ kioskId: KioskId, name: z.string() })),
  figures: DayFigures,
  /** `null`: no earlier day of this weekday had a ticket. */
  usual: Usual.extend({ hours: z.array(z.object({ hour: z.int().min(0).max(23), arrivals: Count })) }).nullable(),
  /** The last days until the shown one, oldest first; days without tickets have zeros. */
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

/** The same day of every reached office. */
export const CityDayFigures = z.object({
  at: Instant,
  /** The asked day, or that of the first office's clock. */
  day: IsoDate,
  offices: z.array(
    z.object({
      officeId: OfficeId,
      name: z.string(),
      total: Group,
      usual: Usual.nullable(),
      /** With the longest nine-of-ten wait. */
      worstHour: z.object({ hour: z.int().min(0).max(23), nineOfTen: Count, worst: Count }).nullable(),
      /** The most that acted in one hour. */
      desks: Count,
      appointments: Appointments,
      unprinted: Count,
      apart: Count,
      waiting: z.object({ people: Count, since: Instant.nullable() }).nullable(),
    }),
  ),
});
export type CityDayFigures = z.infer<typeof CityDayFigures>;

/** Desks that several people use; never a specialist's own. */
export const DeskFigures = z.object({
  /** When the staff were informed; `null`: not recorded, and there are no figures. */
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

/** What a city decided about its figures. */
export const FiguresSetting = z.strictObject({
  /** The day on which the staff were informed of figures by desk. */
  informedOn: Day.nullable(),
  /** Published months, with a description, at a public address. */
  opensMonths: z.boolean(),
  /** The live state of each queue at a public address. */
  opensLive: z.boolean(),
  /** Of the open data, as in `https://torn.example.cat`; `null`: addresses in the description are relative. */
  publicAddress: z
    .url({ protocol: /^https$/ })
    .max(200)
    .nullable(),
  licence: z.url({ protocol: /^https?$/ }).max(200),
});
export type FiguresSetting = z.infer<typeof FiguresSetting>;
export const NO_FIGURES_SETTING: FiguresSetting = {
  ...{ informedOn: null, opensMonths: false, opensLive: false, publicAddress: null },
  licence: 'https://creativecommons.org/licenses/by/4.0/',
};

export const FiguresSettingKept = z.object({ setting: FiguresSetting, changedAt: Instant.nullable() });
