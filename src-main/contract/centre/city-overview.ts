import { z } from 'zod';
import { KIOSK_DAYS_SHOWN, TROUBLE_KINDS } from '../../domain/trouble-kinds.ts';
import { KioskId, OfficeId } from '../shared/ids.ts';
import { Instant, IsoDate } from '../shared/times.ts';

const TroubleKind = z.enum(TROUBLE_KINDS);

export const Trouble = z.object({
  kind: TroubleKind,
  /** `null`: it is unknown when the trouble began. */
  since: Instant.nullable(),
});
export type Trouble = z.infer<typeof Trouble>;

export const KioskInCity = z.object({
  kioskId: KioskId,
  officeId: OfficeId,
  name: z.string(),
  slot: z.int(),
  /** The worst first; empty if there are none. */
  troubles: z.array(Trouble),
});
export type KioskInCity = z.infer<typeof KioskInCity>;

export const OfficeInCity = z.object({
  officeId: OfficeId,
  /** The name in the office's newest profile; the office's id if it has no profile. */
  name: z.string(),
  /** Number of people who wait; `null`: no kiosk or system has reported it in the last 90 s. */
  waiting: z.int().nonnegative().nullable(),
});
export type OfficeInCity = z.infer<typeof OfficeInCity>;

/** The offices that the caller may read, and their kiosks in service. */
export const CityOverview = z.object({
  /**
   * The time at which the centre read the data. An answer 304 has no `at`: the data that the caller already has are as new as the request.
   */
  at: Instant,
  offices: z.array(OfficeInCity),
  kiosks: z.array(KioskInCity),
});
export type CityOverview = z.infer<typeof CityOverview>;

export const KioskSheet = KioskInCity.extend({
  at: Instant,
  officeName: z.string(),
  waiting: z.int().nonnegative().nullable(),
  enrolledAt: Instant,
  /** The program's version at enrolment, or after its last successful update. */
  version: z.string(),
  /** The version that the kiosk may install; `null`: the newest in its repository. */
  allowedVersion: z.string().nullable(),
  /** The version of the office's profile that is in effect; `null`: none was published. */
  profile: z.int().positive().nullable(),
  lastHeardAt: Instant.nullable(),
  lastEventAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  replaces: KioskId.nullable(),
  printers: z.array(z.object({ printer: z.string(), condition: z.string(), since: Instant })),
});
export type KioskSheet = z.infer<typeof KioskSheet>;

export const KioskDay = z.object({
  day: IsoDate,
  tickets: z.int().nonnegative(),
  /** Minutes in which no printer of the kiosk could print. */
  unprinted: z.int().nonnegative(),
  /** Number of times that a printer of the kiosk changed from a condition in which it prints to a condition in which it does not print. */
  faults: z.int().nonnegative(),
  /** Minutes in which the kiosk could not reach the centre, computed from events that arrived late. */
  apart: z.int().nonnegative(),
  starts: z.int().nonnegative(),
});
export type KioskDay = z.infer<typeof KioskDay>;
/** Oldest first. */
export const KioskDays = z.object({ at: Instant, days: z.array(KioskDay).max(KIOSK_DAYS_SHOWN) });
