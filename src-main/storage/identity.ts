import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';
import { makeFolder } from './folders.ts';

/**
 * Who this kiosk is among those of its office. A person gives the slot; the program gives the rest.
 * - `slot`: which numbers are its own (`domain/numbering`).
 * - `incarnation`: one enrolment of one kiosk; a new slot begins another.
 * - `epoch`: counts up whenever a copy was rebuilt or set back, so that the older of two copies is known.
 */
export const Identity = z.looseObject({
  slot: z.int().min(1).max(99),
  incarnation: z.uuid(),
  epoch: z.int().positive(),
  /** What stood in the database when the epoch began, for series and days that the journal's segments no longer tell. */
  floors: z.strictObject({
    counters: z.array(z.tuple([z.string(), z.iso.date(), z.int().positive()])),
    sessions: z.array(z.tuple([z.string(), z.int().nonnegative()])),
  }),
  /** Set by a newer program whose journal an older one cannot read: the least `JOURNAL_FORMAT` that can. */
  leastReader: z.int().positive().optional(),
});
export type Identity = z.infer<typeof Identity>;
export type Floors = Identity['floors'];

/** Counts up when a program that knows less could misread a journal; what it may leave unread does not count. */
const JOURNAL_FORMAT = 1;
export const IDENTITY_FILE = 'identity';

export type IdentityReading =
  | { state: 'none' }
  /** It is not as it was written. */
  | { state: 'damaged' }
  /** A newer program wrote it, and this one may not or cannot read the journal beside it. */
  | { state: 'newer'; detail: string }
  | { state: 'good'; identity: Identity };

export function readIdentity(folder: string): IdentityReading {
  const path = join(folder, IDENTITY_FILE);
  if (!existsSync(path)) return { state: 'none' };
  const json = readCheckedFile(path);
  if (json === null) return { state: 'damaged' };
  const identity = Identity.safeParse(JSON.parse(json));
  // Its checksum is right: a program wrote it so.
  if (!identity.success) return { state: 'newer', detail: `${path} is of a program that this one does not know` };
  const { leastReader = JOURNAL_FORMAT } = identity.data;
  if (leastReader > JOURNAL_FORMAT)
    return { state: 'newer', detail: `${path} wants format ${leastReader}; this Torn reads ${JOURNAL_FORMAT}` };
  return { state: 'good', identity: identity.data };
}

/** Replaces the identity as a whole; on disk when it returns, and after a power cut the old one or the new one. */
export function writeIdentity(folder: string, identity: Identity): void {
  makeFolder(folder);
  writeCheckedFile(join(folder, IDENTITY_FILE), JSON.stringify(identity));
}
