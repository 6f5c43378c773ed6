import { z } from 'zod';
import { OfficeId } from '../../contract/shared/ids.ts';
import { IsoDate } from '../../contract/shared/times.ts';
import type * as rules from '../rules/own-office.ts';
import { ShownChange } from './office.ts';
import { CarriedFile } from './office-file.ts';

/** A technician's version of the office, as a whole. */
export const OwnOfficeVersion = z.looseObject({
  no: z.int().positive(),
  officeId: OfficeId,
  madeAt: z.iso.datetime(),
  from: IsoDate,
  base: z.int().positive().nullable(),
  /** The JSON of the office's profile; `null`: as in the base. */
  document: z.string().nullable(),
  /** Files that the version names, if it was imported. */
  carried: z.array(CarriedFile).default([]),
  /** The earlier version whose document this one repeats; `null` for a new document, 0 for the base. */
  returnsTo: z.int().nonnegative().nullable(),
  /** The changes from the office that was in use when this version was made. */
  changes: z.array(ShownChange),
  /** The change from the base, for the centre: a JSON Patch (RFC 6902). */
  patch: z.string(),
}) satisfies z.ZodType<rules.OwnVersion>;
export type OwnOfficeVersion = z.infer<typeof OwnOfficeVersion>;

/** The file of these versions in the data folder; fields of a newer program are kept. */
export const OwnOfficeFile = z.looseObject({
  version: z.int().positive(),
  /** The versions in the order in which they were made. */
  versions: z.array(OwnOfficeVersion),
});
export type OwnOfficeFile = z.infer<typeof OwnOfficeFile>;
