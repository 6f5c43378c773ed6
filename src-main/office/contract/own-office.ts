import { z } from 'zod';
import { OfficeId } from '../../contract/shared/ids.ts';
import { IsoDate } from '../../contract/shared/times.ts';
import type * as rules from '../rules/own-office.ts';
import { ShownChange } from './office.ts';
import { CarriedFile } from './office-file.ts';

/** A version of the office's profile that a technician made at this kiosk. */
export const OwnOfficeVersion = z.looseObject({
  no: z.int().positive(),
  officeId: OfficeId,
  madeAt: z.iso.datetime(),
  from: IsoDate,
  base: z.int().positive().nullable(),
  /** The JSON of the office's profile; `null`: the same as the base profile, from the centre or this machine. */
  document: z.string().nullable(),
  /** Files that the profile names; empty unless the version was imported. */
  carried: z.array(CarriedFile).default([]),
  /** The earlier version whose document this version restores; 0 restores the base profile, and `null` marks a new document. */
  returnsTo: z.int().nonnegative().nullable(),
  changes: z.array(ShownChange),
  /** The change from the base profile to this version, for the centre: a JSON Patch (RFC 6902). */
  patch: z.string(),
}) satisfies z.ZodType<rules.OwnVersion>;
export type OwnOfficeVersion = z.infer<typeof OwnOfficeVersion>;

/** The file of the technician's versions in the data folder; fields of a newer program are kept. */
export const OwnOfficeFile = z.looseObject({
  version: z.int().positive(),
  versions: z.array(OwnOfficeVersion),
});
export type OwnOfficeFile = z.infer<typeof OwnOfficeFile>;
