import { z } from 'zod';
import { CentreAccess } from '../../contract/shared/centre-address.ts';
import { CertificateFingerprint } from '../../contract/shared/centre-note.ts';
import { KeyId, OfficeId, RequestId } from '../../contract/shared/ids.ts';
import { Language } from '../../contract/shared/languages.ts';
import { Panel, TouchMatrix, Turn } from '../../contract/shared/panel.ts';
import { CarriedFile } from '../../office/contract/office-file.ts';
import { FIRST_RUN_STEPS, STEP_ENDS } from '../rules/first-run.ts';

export const OfficeSource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('shipped'), officeId: OfficeId }),
  /**
   * The office's profile came from a USB stick or another kiosk. `document`: the profile's JSON. `check`, `keyId`: check number and signer
   * of the file in which it came.
   */
  z.strictObject({
    from: z.literal('elsewhere'),
    officeId: OfficeId,
    document: z.string(),
    carried: z.array(CarriedFile),
    check: z.string(),
    keyId: KeyId.nullable(),
  }),
]);
export type OfficeSource = z.infer<typeof OfficeSource>;

/**
 * The technician's settings of this kiosk, in its data folder, written as a whole after each step. The slot is not in this file but in the
 * store. Fields of a newer program are kept.
 */
export const KioskFile = z.looseObject({
  version: z.int().positive(),
  language: Language.nullable(),
  /** The panel as measured at this kiosk; `null`: as in the office's profile. */
  panel: Panel.nullable(),
  turn: Turn.default(0),
  /** The matrix by which the touch panel was calibrated; `null`: the machine's own matrix. */
  touch: TouchMatrix.nullable().default(null),
  /** The chosen office; `null` while none is chosen. */
  office: OfficeSource.nullable(),
  /** The centre that was set at this kiosk; `null`: as in the office's profile. */
  centre: CentreAccess.nullable().default(null),
  /**
   * Fingerprint of the authority that a note about this centre names. The authority is trusted once the centre shows its certificate. Not a
   * member of `centre`, because an older program refuses unknown members there.
   */
  expectedAuthority: CertificateFingerprint.nullable().default(null),
  firstRun: z.partialRecord(z.enum(FIRST_RUN_STEPS), z.enum(STEP_ENDS)),
  /** Request id of the sample ticket; `null` before it is requested. */
  firstTicket: RequestId.nullable(),
  /** Whether the first run was ever finished. A step that a newer program adds does not start a finished first run again. */
  finished: z.boolean(),
});
export type KioskFile = z.infer<typeof KioskFile>;
