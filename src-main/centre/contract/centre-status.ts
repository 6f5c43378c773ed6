import { z } from 'zod';
import { Environment } from '../../contract/shared/environment.ts';
import { CityId } from '../../contract/shared/ids.ts';
import { KeyPlace } from '../../contract/shared/key-place.ts';

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

/** The kiosk's connection with the central service, for technicians. Times are milliseconds since 1970. */
export const CentreStatus = z.strictObject({
  /** `none`: a kiosk without a centre. `unpaired`: the centre does not know this kiosk yet. */
  state: z.enum(['none', 'unpaired', 'pairing', 'paired', 'revoked']),
  url: z.string().nullable(),
  environment: Environment.nullable(),
  kioskId: z.uuid().nullable(),
  slot: z.int().positive().nullable(),
  /** The values that technician and operator compare; `null` except in the state `pairing` once the centre has answered the request. */
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
  /** Whether the centre answers over a verified connection, as far as the last request shows, even if the kiosk is not enrolled yet. */
  seen: z.boolean(),
  isAsked: z.boolean(),
  /**
   * The top authority of the centre's certificate, if no known authority has signed it; a technician compares its fingerprint with the
   * fingerprint that the city gave.
   */
  authority: OfferedAuthority.nullable(),
  lastContactMs: z.number().nullable(),
  /** `unsent`: number of events that the centre has not acknowledged yet. `deadLetters`: number of events set aside as `DeadLetter`s. */
  unsent: z.int().nonnegative(),
  deadLetters: z.int().nonnegative(),
  /**
   * The centre's clock minus the machine's; `null` until the centre has answered since this program started or the machine last woke up.
   */
  clockOffsetMs: z.number().nullable(),
  keyPlace: KeyPlace.nullable(),
  /**
   * The medium on which appointments are stored. `memory`: the office's profile allows the disk only on machines that keep their keys in a
   * safer place, such as a TPM; after a restart the kiosk asks the centre for the appointments again.
   */
  appointmentsIn: z.enum(['disk', 'memory']).nullable(),
  profileVersion: z.int().positive().nullable(),
});
export type CentreStatus = z.infer<typeof CentreStatus>;
