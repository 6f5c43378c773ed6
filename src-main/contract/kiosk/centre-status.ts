import { z } from 'zod';
import { Environment } from '../shared/environment.ts';
import { CityId } from '../shared/ids.ts';
import { KeyPlace } from '../shared/key-place.ts';

/** Why the last try to reach the centre, or to be enrolled there, did not succeed. */
export const CENTRE_TROUBLES = [
  'central-unreachable',
  'central-certificate',
  'central-answer',
  'central-busy',
  'central-refused',
  'kiosk-unknown',
  'kiosk-revoked',
  'kiosk-replaced',
  'pairing-expired',
  'pairing-refused',
  'pairing-other-centre',
  'pairing-test-build',
  'pairing-not-replacing',
  'slot-differs',
] as const;
export const CentreTrouble = z.enum(CENTRE_TROUBLES);
export type CentreTrouble = z.infer<typeof CentreTrouble>;

/** `fingerprint`: SHA-256 of the certificate, hexadecimal. */
const OfferedAuthority = z.strictObject({ name: z.string(), fingerprint: z.string() });

/** How this kiosk stands with the central service: what a technician reads. Times are milliseconds since 1970. */
export const CentreStatus = z.strictObject({
  /** `none`: a kiosk that stands alone. `unpaired`: there is a centre, which does not know this kiosk yet. */
  state: z.enum(['none', 'unpaired', 'pairing', 'paired', 'revoked']),
  url: z.string().nullable(),
  environment: Environment.nullable(),
  kioskId: z.uuid().nullable(),
  slot: z.int().positive().nullable(),
  /** While `pairing` and the centre has answered: what a person compares there. */
  pairing: z
    .strictObject({
      cityId: CityId,
      code: z.string(),
      fingerprint: z.string(),
      expiresAtMs: z.number(),
      replaces: z.boolean(),
    })
    .nullable(),
  trouble: CentreTrouble.nullable(),
  /** In this run the centre has answered, and its certificate was verified: before the kiosk is enrolled as well. */
  seen: z.boolean(),
  /** It is being asked for that now. */
  isAsked: z.boolean(),
  /** The highest authority of a certificate that no known one has signed: a person compares its fingerprint with the city's. */
  authority: OfferedAuthority.nullable(),
  /** When the centre last gave a signed answer. */
  lastContactMs: z.number().nullable(),
  /** Facts that wait for the centre, and those it will never take. */
  unsent: z.int().nonnegative(),
  deadLetters: z.int().nonnegative(),
  /** What the wall clock lacks to the centre's, while that is known in this boot. */
  clockOffsetMs: z.number().nullable(),
  /** Of its own key; `null` while it has none. */
  keyPlace: KeyPlace.nullable(),
  /**
   * Where appointments are held: `memory` alone where the keys of this machine do not lie as the office's profile requires; then a
   * restart asks for them again.
   */
  appointmentsIn: z.enum(['disk', 'memory']).nullable(),
  profileVersion: z.int().positive().nullable(),
});
export type CentreStatus = z.infer<typeof CentreStatus>;
