import { z } from 'zod';
import { FIRST_RUN_STEPS, STEP_ENDS } from '../../domain/first-run.ts';
import { CentreAccess } from '../shared/centre-address.ts';
import { KeyId, OfficeId, RequestId } from '../shared/ids.ts';
import { Language } from '../shared/languages.ts';
import { Panel, Turn } from '../shared/panel.ts';
import { CarriedFile } from './office-file.ts';

/** Where this kiosk's office comes from. */
export const OfficeSource = z.discriminatedUnion('from', [
  /** A profile shipped with the program. */
  z.strictObject({ from: z.literal('shipped'), officeId: OfficeId }),
  /** A memory or another kiosk. `document`: the JSON of its profile; `check`, `keyId`: the file's number, and who signed it. */
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
 * What a technician said of this kiosk at its screen, in its data folder, written as a whole after each step. Which numbers are its own is not
 * in it: the store alone knows. What a newer program has added is carried along.
 */
export const KioskFile = z.looseObject({
  version: z.int().positive(),
  /** In which technicians read. */
  language: Language.nullable(),
  /** The glass as it was measured; `null`: as the office's profile says. */
  panel: Panel.nullable(),
  /** By how many degrees the picture is turned, as the panel hangs. */
  turn: Turn.default(0),
  /** `null` while none is chosen. */
  office: OfficeSource.nullable(),
  /** The centre that was named here; `null`: as the office's profile says. */
  centre: CentreAccess.nullable().default(null),
  /** How each step of the first run ended that is over. */
  firstRun: z.partialRecord(z.enum(FIRST_RUN_STEPS), z.enum(STEP_ENDS)),
  /** Of the first ticket, which is given up once it was seen; `null` while none is asked for. */
  firstTicket: RequestId.nullable(),
  /** It was over once: steps that a newer program adds open it no more. */
  finished: z.boolean(),
});
export type KioskFile = z.infer<typeof KioskFile>;
