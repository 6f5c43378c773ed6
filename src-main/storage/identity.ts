import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { makeFolder, syncFolder } from './folders.ts';

/**
 * Who this kiosk is among those of its office. A person gives the slot; the program gives the rest.
 * - `slot`: which numbers are its own (`domain/numbering`).
 * - `incarnation`: one enrolment of one kiosk; a new slot begins another.
 * - `epoch`: counts up whenever a copy was rebuilt or set back, so that the older of two copies is known.
 */
export const Identity = z.strictObject({
  slot: z.int().min(1).max(99),
  incarnation: z.uuid(),
  epoch: z.int().positive(),
  /** What stood in the database when the epoch began, for series and days that the journal's segments no longer tell. */
  floors: z.strictObject({
    counters: z.array(z.tuple([z.string(), z.iso.date(), z.int().positive()])),
    sessions: z.array(z.tuple([z.string(), z.int().nonnegative()])),
  }),
});
export type Identity = z.infer<typeof Identity>;
export type Floors = Identity['floors'];

const FILE = 'identity';

/** `null` when there is none or it cannot be trusted. */
export function readIdentity(folder: string): Identity | null {
  const path = join(folder, FILE);
  if (!existsSync(path)) return null;
  const [checksum, json, end] = readFileSync(path, 'utf8').split('\n');
  if (json === undefined || end !== '' || checksum !== checksumOf(json)) return null;
  try {
    const identity = Identity.safeParse(JSON.parse(json));
    return identity.success ? identity.data : null;
  } catch {
    return null;
  }
}

/** Replaces the identity as a whole; on disk when it returns, and after a power cut the old one or the new one. */
export function writeIdentity(folder: string, identity: Identity): void {
  makeFolder(folder);
  const path = join(folder, FILE);
  const json = JSON.stringify(identity);
  const draft = `${path}.draft`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeSync(fd, `${checksumOf(json)}\n${json}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

const checksumOf = (json: string): string => crc32(Buffer.from(json, 'utf8')).toString(16).padStart(8, '0');
