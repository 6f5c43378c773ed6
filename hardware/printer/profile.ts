import { z } from 'zod';
import { Seen } from '../seen.ts';
import {
  CLEARING_NAMES,
  COMMAND_SET_NAMES,
  CONFIRMATION_NAMES,
  DIALECT_NAMES,
  dialectOf,
  type Problem,
  problemsOf,
  proofOf,
} from './dialects.ts';
import { FONT_CELL, PrinterTraits } from './traits.ts';

const PROBLEMS: Record<Problem, { path: string[]; message: string }> = {
  'command-set': { path: ['status', 'dialect'], message: 'does not fit the command set' },
  confirmation: { path: ['confirmation'], message: 'is unknown to the command set and the status dialect' },
  clearing: { path: ['clearing'], message: 'is unknown to the command set and the status dialect' },
};

/**
 * One model of printer as data. Sources: README of `config/printers`. The valid names of dialect, confirmation and clearing are in
 * `dialects.ts`.
 */
export const PrinterProfile = z
  .strictObject({
    ...PrinterTraits.shape,
    /** `star-line` is the common part of Star's line mode and StarPRNT. */
    commandSet: z.enum(COMMAND_SET_NAMES),
    /** Method by which the printer confirms that a ticket is on paper. The README of `hardware/printer` compares the methods. */
    confirmation: z.enum(CONFIRMATION_NAMES),
    clearing: z.enum(CLEARING_NAMES),
    status: z.strictObject({
      dialect: z.enum(DIALECT_NAMES),
      /** False if unsolicited reports cannot be trusted: the driver then does not switch them on and ignores them. */
      reportsChanges: z.boolean(),
    }),
    seen: Seen,
    /** JSON pointers to fields above whose values no source supports, so a technician confirms them at installation. */
    toConfirm: z.array(z.string().regex(/^(\/[a-zA-Z0-9]+)+$/)),
  })
  .superRefine((profile, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const font of ['a', 'b'] as const)
      if (profile.columns[font] * FONT_CELL[font].widthDots > profile.widthDots)
        refuse(['columns', font], `does not fit ${profile.widthDots} dots`);
    for (const problem of problemsOf(profile)) refuse(PROBLEMS[problem].path, PROBLEMS[problem].message);
    const { dialect, reportsChanges } = profile.status;
    if (reportsChanges && dialectOf(profile).reportChanges === null)
      refuse(['status', 'reportsChanges'], `is unknown to the status dialect ${dialect}`);
    if (!reportsChanges && proofOf(profile).counter !== null)
      refuse(['status', 'reportsChanges'], 'must be true, because the printer reports its counter this way');
    if (profile.cutter === 'none' && profile.cutMs !== 0) refuse(['cutMs'], 'must be 0 without a cutter');
    profile.toConfirm.forEach((pointer, index) => {
      if (!leadsToField(profile, pointer)) refuse(['toConfirm', String(index)], `${pointer} points to no field`);
    });
  });
export type PrinterProfile = z.infer<typeof PrinterProfile>;

function leadsToField(profile: object, pointer: string): boolean {
  let at: unknown = profile;
  for (const name of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = Reflect.get(at, name);
  }
  return at !== undefined;
}
