import { z } from 'zod';
import { KioskId, OfficeId } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';
import { ProgramVersion } from '../shared/updates.ts';

/**
 * A rule for the version that one kiosk, one office, or the whole city (if neither is given) may install. If several rules cover a kiosk,
 * the latest one applies. `null`: the newest version in the kiosk's repository, as without a rule.
 */
export const AllowedVersion = z
  .strictObject({ version: ProgramVersion.nullable(), officeId: OfficeId.optional(), kioskId: KioskId.optional() })
  .refine(({ officeId, kioskId }) => officeId === undefined || kioskId === undefined, {
    path: ['kioskId'],
    error: 'expected an officeId or a kioskId, not both',
  });

const UpdateEnd = z.object({
  at: Instant,
  from: z.string(),
  /** The version after the update; `null` if the updater could not read it. */
  to: z.string().nullable(),
  /** `done`, or the reason for a failure. */
  result: z.string(),
});
const AllowedRing = z.object({
  /** The office or kiosk of the rule; both `null`: the whole city. */
  officeId: OfficeId.nullable(),
  kioskId: KioskId.nullable(),
  version: z.string().nullable(),
  saidAt: Instant,
  /**
   * The first kiosk that installed the rule's version and went back to its earlier version. After that the rule is stopped: all other
   * kiosks keep the version that they have. `null`: no kiosk went back.
   */
  stoppedBy: z.object({ kioskId: KioskId, at: Instant, result: z.string() }).nullable(),
});
export type AllowedRing = z.infer<typeof AllowedRing>;

/** The updates of a city's kiosks, sorted by office and kiosk. Revoked kiosks are left out. */
export const KioskUpdates = z.object({
  /** The rules that apply to at least one of these kiosks, the latest first. */
  rings: z.array(AllowedRing),
  kiosks: z.array(
    z.object({
      kioskId: KioskId,
      officeId: OfficeId,
      name: z.string(),
      version: z.string(),
      /**
       * The version that the kiosk may install; `null`: the newest in its repository. If the rule has been stopped, this is the kiosk's
       * present version.
       */
      allowed: z.string().nullable(),
      last: UpdateEnd.nullable(),
    }),
  ),
});
export type KioskUpdate = z.infer<typeof KioskUpdates>['kiosks'][number];
