import { z } from 'zod';
import { KioskId, OfficeId } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';
import { ProgramVersion } from '../shared/updates.ts';

/**
 * Which version a ring of kiosks may have: one kiosk, one office, or the city without either. What is said last of those that a kiosk is in holds for
 * it. `null`: the newest of its repository, as where nothing was said.
 */
export const AllowedVersion = z
  .strictObject({ version: ProgramVersion.nullable(), officeId: OfficeId.optional(), kioskId: KioskId.optional() })
  .refine(({ officeId, kioskId }) => officeId === undefined || kioskId === undefined, {
    path: ['kioskId'],
    error: 'a ring is one kiosk or one office',
  });

const UpdateEnd = z.object({
  at: Instant,
  from: z.string(),
  /** `null` where not even that could be read. */
  to: z.string().nullable(),
  /** `done`, or why not. */
  result: z.string(),
});
/** By office and kiosk, those that are revoked left out. */
export const KioskUpdates = z.object({
  kiosks: z.array(
    z.object({
      kioskId: KioskId,
      officeId: OfficeId,
      name: z.string(),
      /** `null`: the newest of its repository. */
      allowed: z.string().nullable(),
      /** How the newest update ended; `null` while it has told of none. */
      last: UpdateEnd.nullable(),
    }),
  ),
});
export type KioskUpdate = z.infer<typeof KioskUpdates>['kiosks'][number];
