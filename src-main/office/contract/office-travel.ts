import { z } from 'zod';
import { LocalMoment } from '../../session/contract/parts.ts';

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

const LOOK_TROUBLES = ['no-stick', 'other-file-system', 'stick-gone'] as const;
export type LookTrouble = (typeof LOOK_TROUBLES)[number];

/**
 * Why a found office cannot be imported. `changed`: the file was cut off or differs from the signed bytes. `other-version`: a program with
 * another file format wrote the file. `other-office`: the file is not of this kiosk's office.
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

const OFFICE_TRUSTS = ['own', 'unknown', 'unsigned'] as const;
export type OfficeTrust = (typeof OFFICE_TRUSTS)[number];

export const OFFICE_PLACES = ['stick'] as const;
export type OfficePlaceName = (typeof OFFICE_PLACES)[number];

/** The check number of a file (`checkNumberOf`): twelve digits that two people compare. */
const CheckNumber = z.string().regex(/^\d{12}$/);

export const FoundOffice = z.strictObject({
  /**
   * Number of the found office. It is never reused, so that a touch that was on its way during a new search cannot import another office.
   */
  no: z.int().positive(),
  name: z.string().max(80),
  refused: z.enum(OFFICE_REFUSALS).nullable(),
  /** The content of the file; `null` if the file was refused before its content was read. */
  office: z
    .strictObject({
      name: z.string(),
      address: z.string(),
      slot: z.int().positive().nullable(),
      made: LocalMoment.nullable(),
      trust: z.enum(OFFICE_TRUSTS),
      check: CheckNumber,
    })
    .nullable(),
});
export type FoundOffice = z.infer<typeof FoundOffice>;

export const OfficeTravelView = z.strictObject({
  saving: z.strictObject({
    stage: z.enum(SAVE_STAGES),
    file: z.string().nullable(),
    check: CheckNumber.nullable(),
  }),
  looking: z.strictObject({
    /** The place that is being searched; `null` without a search. */
    at: z.enum(OFFICE_PLACES).nullable(),
    isBusy: z.boolean(),
    trouble: z.enum(LOOK_TROUBLES).nullable(),
  }),
  found: z.array(FoundOffice),
});
export type OfficeTravelView = z.infer<typeof OfficeTravelView>;
