import { z } from 'zod';
import { KioskId, OfficeId } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';
import { ProgramVersion } from '../shared/updates.ts';

/**
 * The version that a group of kiosks may install: one kiosk, one office, or the whole city if neither is given. The latest rule that covers
 * a kiosk applies. `null`: the newest in its repository, as without a rule.
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
  /** The version to which the update led; `null` if even that could not be read. */
  to: z.string().nullable(),
  /** `done`, or the reason for failure. */
  result: z.string(),
});
/** A rule of `allowVersion` that applies to a kiosk. */
const AllowedRing = z.object({
  /** The office or kiosk of the rule; both `null`: the whole city. */
  officeId: OfficeId.nullable(),
  kioskId: KioskId.nullable(),
  version: z.string().nullable(),
  saidAt: Instant,
  /** The first kiosk under this rule that returned from this version to its earlier one; the others then keep theirs. `null`: none did. */
  stoppedBy: z.object({ kioskId: KioskId, at: Instant, result: z.string() }).nullable(),
});
export type AllowedRing = z.infer<typeof AllowedRing>;

/** The updates of a city's kiosks. The kiosks are sorted by office and kiosk, without revoked ones. */
export const KioskUpdates = z.object({
  /** The latest rule first. */
  rings: z.array(AllowedRing),
  kiosks: z.array(
    z.object({
      kioskId: KioskId,
      officeId: OfficeId,
      name: z.string(),
      /** The kiosk's version by its last report. */
      version: z.string(),
      /**
       * The version that the kiosk may install; `null`: the newest in its repository. Once the rule has been stopped, it is the kiosk's
       * present version.
       */
      allowed: z.string().nullable(),
      /** Result of the newest update; `null` if none was reported. */
      last: UpdateEnd.nullable(),
    }),
  ),
});
export type KioskUpdate = z.infer<typeof KioskUpdates>['kiosks'][number];
