import { z } from 'zod';
import type * as rules from '../../domain/own-office.ts';
import { OfficeId } from '../shared/ids.ts';
import { IsoDate } from '../shared/times.ts';
import { CarriedFile } from './office-file.ts';
import { ShownChange } from './screens/office.ts';

/** What a technician made of the office at this kiosk's screen, as a whole. */
export const OwnOfficeVersion = z.looseObject({
  no: z.int().positive(),
  officeId: OfficeId,
  madeAt: z.iso.datetime(),
  from: IsoDate,
  base: z.int().positive().nullable(),
  /** The JSON of the office's profile; `null`: as the base has it. */
  document: z.string().nullable(),
  /** What it names, where it came from elsewhere. */
  carried: z.array(CarriedFile).default([]),
  /** Of the one whose document it is once more; `null` where it is a new one, 0 where it is the base. */
  returnsTo: z.int().nonnegative().nullable(),
  /** Against what held when it was made. */
  changes: z.array(ShownChange),
  /** The same for the centre, from the base on: a JSON Patch (RFC 6902). */
  patch: z.string(),
}) satisfies z.ZodType<rules.OwnVersion>;
export type OwnOfficeVersion = z.infer<typeof OwnOfficeVersion>;

/** In the data folder; what a newer program has added is carried along. */
export const OwnOfficeFile = z.looseObject({
  version: z.int().positive(),
  /** In the order in which they were made. */
  versions: z.array(OwnOfficeVersion),
});
export type OwnOfficeFile = z.infer<typeof OwnOfficeFile>;
