import { z } from 'zod';
import { LocalMoment } from './parts.ts';

/** Why no office is on the memory, in the order in which it is found out. */
const SAVE_TROUBLES = [
  'no-stick',
  'other-file-system',
  'two-sticks',
  'stick-read-only',
  'stick-full',
  'stick-gone',
  'not-saved',
  'no-key',
] as const;
const SAVE_STAGES = ['none', 'saving', 'saved', ...SAVE_TROUBLES] as const;
export type SaveStage = (typeof SAVE_STAGES)[number];

/** Why nothing can be looked for. */
const LOOK_TROUBLES = ['no-stick', 'other-file-system', 'stick-gone'] as const;
export type LookTrouble = (typeof LOOK_TROUBLES)[number];

const SHARE_STAGES = ['off', 'starting', 'on', 'failed'] as const;
export type ShareStage = (typeof SHARE_STAGES)[number];

/**
 * Why an office that was found is not taken. `changed`: cut off, or another byte than was signed. `other-version`: of a program that writes
 * other files. `other-office`: not the one that this kiosk stands in.
 */
const OFFICE_REFUSALS = [
  'unreadable',
  'not-a-file',
  'too-large',
  'not-an-office',
  'other-version',
  'changed',
  'not-usable',
  'other-office',
] as const;
export type OfficeRefusal = (typeof OFFICE_REFUSALS)[number];

/** Of whoever signed it: this kiosk, one whose office was taken here before, another one, nobody. */
const OFFICE_TRUSTS = ['own', 'known', 'unknown', 'unsigned'] as const;
export type OfficeTrust = (typeof OFFICE_TRUSTS)[number];

export const OFFICE_PLACES = ['stick', 'kiosk'] as const;
export type OfficePlaceName = (typeof OFFICE_PLACES)[number];

/** What two people compare: of one file, and longer of a kiosk's key. */
const CheckNumber = z.string().regex(/^\d{12}$/);
const Fingerprint = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{25}$/);

export const FoundOffice = z.strictObject({
  /** Never used again, so that a touch means what it was shown with. */
  no: z.int().positive(),
  /** The file's, or as the other kiosk calls itself. */
  name: z.string().max(80),
  refused: z.enum(OFFICE_REFUSALS).nullable(),
  /** `null` where it is refused before it was read. */
  office: z
    .strictObject({
      name: z.string(),
      address: z.string(),
      slot: z.int().positive().nullable(),
      made: LocalMoment.nullable(),
      trust: z.enum(OFFICE_TRUSTS),
      fingerprint: Fingerprint.nullable(),
      check: CheckNumber,
    })
    .nullable(),
});
export type FoundOffice = z.infer<typeof FoundOffice>;

/** How an office goes from kiosk to kiosk: on a memory, or to one in the same network. */
export const OfficeTravelView = z.strictObject({
  /** Of this kiosk's own key; `null` until it has signed something. */
  fingerprint: Fingerprint.nullable(),
  saving: z.strictObject({
    stage: z.enum(SAVE_STAGES),
    file: z.string().nullable(),
    check: CheckNumber.nullable(),
  }),
  sharing: z.strictObject({
    stage: z.enum(SHARE_STAGES),
    minutesLeft: z.int().nonnegative(),
    check: CheckNumber.nullable(),
  }),
  looking: z.strictObject({
    /** `null` while nobody asks. */
    at: z.enum(OFFICE_PLACES).nullable(),
    isBusy: z.boolean(),
    trouble: z.enum(LOOK_TROUBLES).nullable(),
  }),
  found: z.array(FoundOffice),
});
export type OfficeTravelView = z.infer<typeof OfficeTravelView>;
