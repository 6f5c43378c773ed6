import { z } from 'zod';
import { KIOSK_DAYS_SHOWN, TROUBLE_KINDS } from '../../domain/trouble-kinds.ts';
import { KioskId, OfficeId } from '../shared/ids.ts';
import { Instant, IsoDate } from '../shared/times.ts';

const TroubleKind = z.enum(TROUBLE_KINDS);

export const Trouble = z.object({
  kind: TroubleKind,
  /** Begin of the trouble; `null`: unknown. */
  since: Instant.nullable(),
});
export type Trouble = z.infer<typeof Trouble>;

export const KioskInCity = z.object({
  kioskId: KioskId,
  officeId: OfficeId,
  name: z.string(),
  slot: z.int(),
  /** The kiosk's troubles, the worst first; empty if there are none. */
  troubles: z.array(Trouble),
});
export type KioskInCity = z.infer<typeof KioskInCity>;

export const OfficeInCity = z.object({
  officeId: OfficeId,
  /** The office's name from its newest profile; its id without a profile. */
  name: z.string(),
  /** People who wait; `null`: no kiosk or system has stated it in the last 90 s. */
  waiting: z.int().nonnegative().nullable(),
});
export type OfficeInCity = z.infer<typeof OfficeInCity>;

/** The kiosks in service, of the offices that the caller may read. */
export const CityOverview = z.object({
  /** Time at which the centre read the overview; an answer 304 is as new as its request. */
  at: Instant,
  offices: z.array(OfficeInCity),
  kiosks: z.array(KioskInCity),
});
export type CityOverview = z.infer<typeof CityOverview>;

/** One kiosk as the centre knows it. */
export const KioskSheet = KioskInCity.extend({
  at: Instant,
  officeName: z.string(),
  waiting: z.int().nonnegative().nullable(),
  enrolledAt: Instant,
  /** The program at enrolment, or after its last update. */
  version: z.string(),
  /** The version that the kiosk may install; `null`: the newest in its repository. */
  allowedVersion: z.string().nullable(),
  /** The version of the office's profile that is valid; `null`: none was published. */
  profile: z.int().positive().nullable(),
  lastHeardAt: Instant.nullable(),
  lastEventAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  /** The kiosk whose place this one took. */
  replaces: KioskId.nullable(),
  printers: z.array(z.object({ printer: z.string(), condition: z.string(), since: Instant })),
});
export type KioskSheet = z.infer<typeof KioskSheet>;

export const KioskDay = z.object({
  day: IsoDate,
  tickets: z.int().nonnegative(),
  /** Minutes in which no printer of the kiosk could print. */
  unprinted: z.int().nonnegative(),
  /** Number of reported changes of a printer to a fault. */
  faults: z.int().nonnegative(),
  /** Minutes without contact, computed from events that arrived late. */
  apart: z.int().nonnegative(),
  /** Starts of the machine. */
  starts: z.int().nonnegative(),
});
export type KioskDay = z.infer<typeof KioskDay>;
/** The days of a kiosk, oldest first, one row a day. */
export const KioskDays = z.object({ at: Instant, days: z.array(KioskDay).max(KIOSK_DAYS_SHOWN) });
export type KioskDays = z.infer<typeof KioskDays>;
