import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';
import { makeFolder } from './folders.ts';

/**
 * The identity of this kiosk's data within the office. A person assigns the slot; the program creates the rest.
 * - `slot`: owns a range of numbers (`domain/numbering`).
 * - `incarnation`: one enrolment of one kiosk; a new slot comes with a new incarnation.
 * - `epoch`: grows when journal or database is rebuilt or restored, so that a start recognises the older of the two.
 */
export const Identity = z.looseObject({
  slot: z.int().min(1).max(99),
  incarnation: z.uuid(),
  epoch: z.int().positive(),
  /** The last numbers in the database when the epoch began, because the journal may have deleted the segments with those numbers. */
  floors: z.strictObject({
    counters: z.array(z.tuple([z.string(), z.iso.date(), z.int().positive()])),
    sessions: z.array(z.tuple([z.string(), z.int().nonnegative()])),
  }),
  /**
   * The lowest `JOURNAL_FORMAT` whose programs can read the journal. A newer program sets it if its journal would be misread by older
   * programs.
   */
  leastReader: z.int().positive().optional(),
});
export type Identity = z.infer<typeof Identity>;
export type Floors = Identity['floors'];

/**
 * The journal's format. It grows when an older program would misread the journal; additions that an older program may ignore do not count.
 */
const JOURNAL_FORMAT = 1;
export const IDENTITY_FILE = 'identity';

export type IdentityReading =
  | { state: 'none' }
  | { state: 'damaged' }
  /** A newer program wrote the identity, so this one must not or cannot read the journal beside it. */
  | { state: 'newer'; detail: string }
  | { state: 'good'; identity: Identity };

export function readIdentity(folder: string): IdentityReading {
  const path = join(folder, IDENTITY_FILE);
  if (!existsSync(path)) return { state: 'none' };
  const json = readCheckedFile(path);
  if (json === null) return { state: 'damaged' };
  const identity = Identity.safeParse(JSON.parse(json));
  // The checksum matches, so a newer program wrote the identity.
  if (!identity.success)
    return { state: 'newer', detail: `${path} was written by a program that this version of Torn does not know` };
  const { leastReader = JOURNAL_FORMAT } = identity.data;
  if (leastReader > JOURNAL_FORMAT)
    return {
      state: 'newer',
      detail: `${path} needs a reader of format ${leastReader}; this version of Torn reads ${JOURNAL_FORMAT}`,
    };
  return { state: 'good', identity: identity.data };
}

/** Replaces the identity atomically; on disk when it returns, and after a power cut either the old or the new one. */
export function writeIdentity(folder: string, identity: Identity): void {
  makeFolder(folder);
  writeCheckedFile(join(folder, IDENTITY_FILE), JSON.stringify(identity));
}
